"""Generated councils: every tidy table of places that no sample holds, drawn from a seed.

Figures of a council as a whole are the sample's, scaled and under another council's code; wards,
small areas and premises are drawn, so that their sums are known. Nothing here is a real figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import polars as pl
import shapely

from catalog import store
from catalog.settings import SAMPLE
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from catalog.tables.premises import GROUPS

TEMPLATE: Final = "E08000032"  # the council of the sample whose figures are scaled
# Tables with a row or more for each council, and those of nations alone.
OF_COUNCILS: Final = (
    "adverts", "adverts_by_occupation", "aps", "ashe", "business_demography",
    "business_enterprises", "business_local_units", "claimants", "fe_achievements", "forecasts",
    "forecast_histories", "gva", "jobs", "jobs_density", "population", "fe_aims",
    "apprenticeships", "leaver_destinations", "graduate_retention",
)  # fmt: skip
OF_NATIONS: Final = (
    "backtest",
    "graduate_activities",
    "graduate_qualifiers",
    "national_rates",
    "occupation_matrix",
    "vacancies",
    "workforce_jobs",
)
LSOAS_A_WARD: Final = 5
YEAR: Final = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
CENSUS: Final = {"period": "2021", "period_start": date(2021, 3, 21),
                 "period_end": date(2021, 3, 21)}  # fmt: skip
LIST_YEAR: Final = {"period": "2024-25", "period_start": date(2024, 4, 1),
                    "period_end": date(2025, 3, 31)}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A council to draw: its real code, and what is peculiar about its figures.

    `vintages`: LSOAs that its jobs come by; with "both" each job is there twice, once in each.
    `mapped`: share of its wards with a boundary. `redrawn`: its census wards have other codes.
    """

    code: str
    wards: int = 5
    vintages: Literal["2021", "2011", "both", "none"] = "both"
    mapped: float = 1.0
    redrawn: bool = False
    rates: Literal["none", "full", "marks empty"] = "full"


def write(root: Path, places: Sequence[Place], seed: int, without: Sequence[str] = ()) -> None:
    """Writes the tidy tables of the places under a folder, but for those that are left out."""
    for name, frame in draw(places, seed).items():
        if name not in without:
            table = TABLES[name]
            origin = Origin(
                table=name, title=name, publisher="Made for a test", dataset_id=name, url="",
                licence=OGL, retrieved="2026-11-01T00:00:00+00:00", fingerprint=f"{seed} {places}",
            )  # fmt: skip
            store.write(_shaped(frame, name), table, origin, root)


def draw(places: Sequence[Place], seed: int) -> dict[str, pl.DataFrame]:
    """Every tidy table by name: of the sample for nations, scaled or drawn for the places."""
    rng = np.random.default_rng(seed)
    councils = _sample("councils")
    rows: dict[str, list[dict[str, Any]]] = {}
    scaled: dict[str, list[pl.DataFrame]] = {name: [] for name in OF_COUNCILS}
    for number, place in enumerate(places):
        name = councils.row(by_predicate=pl.col("lad_code") == place.code, named=True)["lad_name"]
        # Small beside any region, so that what adds up in it still does.
        scale = float(rng.uniform(0.05, 0.25))
        for table in OF_COUNCILS:
            scaled[table].append(_scaled(_sample(table), place.code, name, scale))
        jobs = scaled["jobs"][-1].filter(
            job_kind="employment", industry_code="total", period=YEAR["period"]
        )["jobs"][0]
        for table, row in _small_areas(place, name, number, float(jobs), rng):
            rows.setdefault(table, []).append(row)
    tables = {
        name: pl.concat([_regions_with(_wide(name), frames, name, councils), *frames])
        for name, frames in scaled.items()
    }
    tables |= {name: _sample(name) for name in OF_NATIONS}
    tables |= {name: pl.DataFrame(of, schema=TABLES[name].dtypes) for name, of in rows.items()}
    return {"councils": councils, **tables}


def _sample(name: str) -> pl.DataFrame:
    return store.read(name, SAMPLE)[0]


def _wide(name: str) -> pl.DataFrame:
    """The sample's rows of nations, regions and ITL areas: all that are of no council."""
    councils = _sample("councils")["lad_code"].implode()
    return _sample(name).filter(~pl.col("area_code").is_in(councils))


def _regions_with(
    wide: pl.DataFrame, drawn: list[pl.DataFrame], name: str, councils: pl.DataFrame
) -> pl.DataFrame:
    """The rows of `_wide`, where no region has less than its drawn councils have together.

    The template's farms, say, can be more than all of London's.
    """
    table = TABLES[name]
    if not table.additive or table.value is None:
        return wide
    rest = [column for column in table.key if column != "area_code"]
    regions = councils.select("lad_code", area_code="region_code")
    added = (
        pl.concat(drawn)
        .rename({"area_code": "lad_code"})
        .join(regions, on="lad_code", validate="m:1")
        .group_by("area_code", *rest)
        .agg(added=pl.col(table.value).sum())
    )
    return (
        wide.join(added, on=["area_code", *rest], how="left", validate="1:1", maintain_order="left")
        .with_columns(
            pl.when(pl.col(table.value) < pl.col("added"))
            .then("added")
            .otherwise(table.value)
            .alias(table.value)
        )
        .drop("added")
    )


def _scaled(frame: pl.DataFrame, code: str, name: str, scale: float) -> pl.DataFrame:
    """The template's rows under another code; counts scaled, rates and prices as they are."""
    counts = ("jobs", "business_units", "adverts_count", "enterprises_count", "gva_gbp_m",
              "achievements_count", "residents_persons", "numerator_persons", "courses_count",
              "leavers_persons", "graduates_persons",
              "denominator_persons")  # fmt: skip
    here = frame.filter(pl.col("area_code") == TEMPLATE).with_columns(
        area_code=pl.lit(code), area_name=pl.lit(name)
    )
    here = here.with_columns(pl.col(column) * scale for column in counts if column in frame.columns)
    if "family" in frame.columns:
        figures = {"mean", "lower80", "upper80", "lower95", "upper95", "value"} & set(frame.columns)
        here = here.with_columns(pl.col(column) * scale for column in sorted(figures))
    elif "measure" in frame.columns:
        persons = pl.col("measure") == "claimants_persons"
        here = here.with_columns(
            value=pl.when(persons).then(pl.col("value") * scale).otherwise("value")
        )
    return here


def _small_areas(
    place: Place, name: str, number: int, jobs: float, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of every table of wards and LSOAs of a place, with the table that each belongs to."""
    lad = {"lad_code": place.code, "lad_name": name}
    letter = place.code[0]
    yield "lads", {**lad, "lad_vintage": "2025", "long": 0.0, "lat": 53.0,
                   "geometry_wkb": _square(number, 0, place.wards)}  # fmt: skip
    lsoas = place.wards * LSOAS_A_WARD
    shares = rng.dirichlet(np.ones(lsoas)) if lsoas else np.array([])
    on_map = max(1, round(place.mapped * place.wards))
    adults = rng.integers(200, 2000, lsoas).astype(float)
    changes = _changes(place, number, lsoas)
    for ward in range(place.wards):
        own = {"ward_code": f"{letter}05{number:03d}{ward:03d}", "ward_name": f"{name} {ward}",
               **lad, "ward_vintage": "2025"}  # fmt: skip
        then = own | {"ward_vintage": "2022"}
        if place.redrawn:
            then["ward_code"] = f"{letter}05{number + 500:03d}{ward:03d}"
        shape = {"long": number * 2 + 0.005, "lat": 53 + ward * 0.01 + 0.005,
                 "geometry_wkb": _square(number, ward, 1)}  # fmt: skip
        if ward < on_map:
            yield "wards", own | shape
        yield "wards_2022", then | shape
        first = ward * LSOAS_A_WARD
        residents = float(adults[first : first + LSOAS_A_WARD].sum())
        yield from _census(then["ward_code"], name, "ward", place.code, residents, rng)
        for lsoa in range(first, first + LSOAS_A_WARD):
            code = _lsoa21(place, number, lsoa)
            yield "lsoa_wards", {"lsoa_code": code, "lsoa_name": code, **own}
            north = 53 + ward * 0.01 + 0.001 * (1 + lsoa - first)
            yield "lsoa_centroids", {"lsoa_code": code, "long": number * 2 + 0.005, "lat": north}
            yield from _census(code, name, "lsoa21", place.code, float(adults[lsoa]), rng)
        if place.rates != "none" and ward < on_map:
            yield from _premises(own, place, rng)
    yield from _census(place.code, name, "lad", place.code, float(adults.sum()), rng)
    for older, newer, kind in changes:
        yield "lsoa_changes", {"lsoa11_code": older, "lsoa21_code": newer, "change_kind": kind,
                               "lad22_code": place.code, "lad22_name": name}  # fmt: skip
    yield from _jobs(place, number, jobs * shares, changes)


def _square(number: int, ward: int, height: int) -> bytes:
    low = 53 + ward * 0.01
    return bytes(
        shapely.to_wkb(shapely.box(number * 2, low, number * 2 + 0.01, low + height * 0.01))
    )


def _lsoa21(place: Place, number: int, lsoa: int) -> str:
    return f"{place.code[0]}01{number:02d}{lsoa:04d}"


def _changes(place: Place, number: int, lsoas: int) -> list[tuple[str, str, str]]:
    """2011 code, 2021 code, kind: of ten LSOAs two of a split, one of a merger, one irregular."""
    found = []
    for lsoa in range(lsoas):
        code = _lsoa21(place, number, lsoa)
        older = f"{place.code[0]}01{number:02d}9{lsoa:03d}"
        kind = lsoa % 10
        if kind == 1:  # with the one before it, parts of one LSOA of 2011
            found[-1] = (older, found[-1][1], "S")
            found.append((older, code, "S"))
        elif kind == 3:  # two LSOAs of 2011 became this one
            found += [(older, code, "M"), (f"{older[:5]}8{lsoa:03d}", code, "M")]
        elif kind == 5:
            found.append((older, code, "X"))
        else:
            found.append((code, code, "U"))
    return found


def _jobs(
    place: Place, number: int, jobs: np.ndarray, changes: list[tuple[str, str, str]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    by_2021 = {_lsoa21(place, number, lsoa): count for lsoa, count in enumerate(jobs)}
    parts = {code: sum(newer == code for _, newer, _ in changes) for code in by_2021}
    by_2011: dict[str, float] = {}
    for older, newer, _ in changes:
        by_2011[older] = by_2011.get(older, 0.0) + by_2021[newer] / parts[newer]
    vintages = {"lsoa21": by_2021, "lsoa11": by_2011}
    asked = {"both": vintages, "2021": {"lsoa21"}, "2011": {"lsoa11"}, "none": {}}[place.vintages]
    for kind in asked:
        for code, count in vintages[kind].items():
            yield "jobs_small_areas", {
                "area_code": code, "area_name": code, "area_type": kind,
                "area_vintage": f"20{kind[-2:]}", "lad_code": place.code, **YEAR,
                "industry_code": "total", "industry_name": "All industries",
                "industry_level": "total", "job_kind": "employment", "jobs": count,
                "status": "rounded",
            }  # fmt: skip


def _census(
    code: str, name: str, kind: str, lad: str, residents: float, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    area = {"area_code": code, "area_name": name, "area_type": kind, "lad_code": lad,
            "area_vintage": "2022" if kind == "ward" else "2021", **CENSUS}  # fmt: skip
    for table, column, members in (
        ("census_qualifications", "qualification", ("none", "1", "2", "apprenticeship", "3", "4",
                                                    "other")),
        ("census_occupations", "occupation", tuple("123456789")),
    ):  # fmt: skip
        counts = residents * rng.dirichlet(np.ones(len(members)))
        for member, count in (("total", residents), *zip(members, counts, strict=True)):
            yield table, {**area, f"{column}_code": member, f"{column}_name": member,
                          "residents_persons": count, "status": "observed"}  # fmt: skip


def _premises(
    ward: dict[str, Any], place: Place, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    counts = rng.integers(0, 30, (len(GROUPS), 3)).astype(float)
    if place.rates == "marks empty":
        counts[:, 2] += counts[:, 0]
        counts[:, 0] = 0.0
    for group, (occupied, empty, unknown) in zip(
        (*GROUPS, "total"), (*counts, counts.sum(axis=0)), strict=True
    ):
        total = occupied + empty + unknown
        yield "ward_premises", {
            **ward, **LIST_YEAR, "description_group": group, "premises_count": total,
            "occupied_count": occupied, "empty_count": empty, "unknown_count": unknown,
            "relief_count": 0.0, "rateable_value_gbp": 9_000.0 * total,
            "median_days_empty": None, "longest_days_empty": None, "status": "observed",
        }  # fmt: skip


def _shaped(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.select(TABLES[name].columns).sort(TABLES[name].key)
