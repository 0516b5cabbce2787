"""Invented councils of square wards, with every kind of figure that a page must cope with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from catalog import store
from catalog.schema import Table
from catalog.sources import OGL, Origin
from catalog.tables import TABLES

TESTHAM, MOCKFORD = "E06999901", "E06999902"
DEGREES, CLAIMANTS, JOBS = "residents_qualification_4_pct", "claimants_persons", "jobs_section_c"
TOTAL_JOBS = "jobs_total"
NAMES = {TESTHAM: "Testham", MOCKFORD: "Mockford"}
WARDS = {
    TESTHAM: ("Alder", "Birch & <b>Beech</b>", "Cedar", "Damson", "Elm", "Fir"),
    MOCKFORD: ("Gorse", "Heather", "Ivy", "Juniper"),
}
SIDE = 0.02


def ward_code(lad: str, number: int) -> str:
    return f"E05{lad[-3:]}{number:03d}"


def councils() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "lad_code": lad, "lad_name": name, "lad_vintage": "2025",
                "region_code": "E12999999", "region_name": "Invented Region",
                "country_name": "England", "cauth_code": "E47999999",
                "cauth_name": "Invented Authority", "lsip_code": None, "lsip_name": None,
                "itl2_code": None, "itl2_name": None,
            }
            for lad, name in NAMES.items()
        ],
        schema=TABLES["councils"].dtypes,
    )  # fmt: skip


def wards() -> pl.DataFrame:
    """Two rows of squares for each council, the second council to the east of the first."""
    rows: list[dict[str, Any]] = []
    for council, (lad, names) in enumerate(WARDS.items()):
        for number, name in enumerate(names):
            west = -1.8 + SIDE * (3 * council + number // 2)
            south = 53.7 + SIDE * (number % 2)
            box = shapely.box(west, south, west + SIDE, south + SIDE)
            rows.append(
                {
                    "ward_code": ward_code(lad, number), "ward_name": name, "lad_code": lad,
                    "lad_name": NAMES[lad], "ward_vintage": "2025", "long": west + SIDE / 2,
                    "lat": south + SIDE / 2, "geometry_wkb": shapely.to_wkb(box),
                }
            )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["wards"].dtypes)


def figures(
    lad: str, measure: str, period: str, cells: Sequence[tuple[float | None, str, str]]
) -> pl.DataFrame:
    """A figure for each ward of a council: value, status and reliability."""
    year = int(period)
    rows = [
        {
            "measure": measure, "period": period, "period_start": date(year, 1, 1),
            "period_end": date(year, 12, 31), "value": value, "status": status,
            "reliability": reliability, "note": "", "ward_code": ward_code(lad, number),
        }
        for number, (value, status, reliability) in enumerate(cells)
    ]  # fmt: skip
    names = wards().select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    frame = pl.DataFrame(rows).join(names, on="ward_code", validate="1:1")
    return frame.cast({"value": pl.Float64}).select(TABLES["ward_measures"].columns)


def ward_measures() -> pl.DataFrame:
    def firm(*values: float) -> list[tuple[float | None, str, str]]:
        return [(value, "observed", "good") for value in values]

    missing, withheld = (None, "missing", ""), (None, "suppressed", "")
    return pl.concat(
        [
            figures(TESTHAM, DEGREES, "2021", firm(12.34, 23.45, 34.56, 45.67, 20.0, 30.0)),
            figures(MOCKFORD, DEGREES, "2021", firm(15, 25, 35, 45)),
            figures(TESTHAM, CLAIMANTS, "2024", firm(1, 2, 3, 4, 5, 6)),
            figures(TESTHAM, CLAIMANTS, "2025", [*firm(100, 250, 325), withheld, missing,
                                                 (90.0, "partial", "good")]),
            figures(TESTHAM, JOBS, "2024", [(40.0 + 900 * n, "modelled", "low" if n < 2 else "fair")
                                            for n in range(6)]),
            figures(MOCKFORD, TOTAL_JOBS, "2024", firm(1000, 1000, 1000, 1000)),
        ]
    )  # fmt: skip


def measure_sources() -> pl.DataFrame:
    """Every council's degrees are of the Census; the jobs of Testham of the list of councils."""
    rows = [(lad, DEGREES, "census_qualifications") for lad in NAMES]
    rows.append((TESTHAM, JOBS, "councils"))
    return pl.DataFrame(rows, schema=TABLES["ward_measure_sources"].dtypes, orient="row")


def origin(table: str, title: str) -> Origin:
    return Origin(
        table=table, title=title, publisher="Invented Publisher", dataset_id=f"XX_{table}",
        url="http://127.0.0.1/none", licence=OGL, release="June 2026",
        retrieved="2026-11-02T10:00:00+00:00", notes=(f"A caveat of {title}.",),
    )  # fmt: skip


def write_rows(root: Path, name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Writes a table of these rows; columns that a row leaves out are null."""
    table = TABLES[name]
    blank = dict.fromkeys(table.columns)
    frame = pl.DataFrame([blank | row for row in rows], schema=table.dtypes)
    store.write(frame, table, origin(name, name.capitalize()), root)


def write(root: Path) -> Path:
    """Writes the invented tables under a folder of tables and returns it."""
    tables: list[tuple[Table, pl.DataFrame, str]] = [
        (TABLES["councils"], councils(), "Invented councils"),
        (TABLES["wards"], wards(), "Invented wards"),
        (TABLES["ward_measures"], ward_measures(), "Invented ward measures"),
        (TABLES["ward_measure_sources"], measure_sources(), "What was read"),
        (
            TABLES["census_qualifications"],
            TABLES["census_qualifications"].empty(),
            "Qualifications",
        ),
    ]
    for table, frame, title in tables:
        store.write(frame, table, origin(table.name, title), root)
    return root


FORECAST_SERIES = {
    "family": "jobs_section", "area_code": TESTHAM, "area_name": "Testham",
    "series_code": "C", "series_name": "Manufacturing", "unit": "jobs",
}  # fmt: skip


def forecasts(root: Path, *, mean: float | None = 1234.0) -> None:
    """One forecast, its history and a record with a win and a loss."""

    names = ("lower80", "upper80", "lower95", "upper95")
    bounds = dict(zip(names, (1000.0, 1500.0, 900.0, 1700.0), strict=True)) if mean else {}
    write_rows(root, "forecasts", [{
        **FORECAST_SERIES, "area_type": "lad", "origin_period": "2021", "period": str(year),
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31),
        "steps": year - 2021, "horizon": year - 2023, "mean": mean, "mean_exact": mean, **bounds,
        "known_to": "2023-03", "model": "carried by payrolls",
        "reason": "tested. This is the record that comes with Wardwise", "error_vs_naive": 0.9,
        "status": "missing" if mean is None else "nowcast" if year < 2024 else "modelled",
    } for year in (2022, 2023, 2024)])  # fmt: skip
    write_rows(root, "forecast_histories", [
        {**FORECAST_SERIES, "period": year, "period_end": date(int(year), 12, 31), "value": value,
         "status": "estimated"} for year, value in (("2020", 1100.0), ("2021", 1200.0))
    ])  # fmt: skip
    record = {
        "family": "jobs_section", "area_type": "lad", "part": "sector", "horizon_from": 1,
        "horizon_to": 1, "phase": "all", "yardstick": "naive", "areas_count": 1,
        "series_count": 1, "origins_count": 1, "windows_count": 7, "fallbacks_count": 0,
    }  # fmt: skip
    write_rows(root, "backtest", [
        {**record, "model": "shipped", "skill_pct": -2.2, "cover80_pct": 71.0},
        {**record, "model": "share under parent", "skill_pct": 9.7},
        {**record, "model": "prophet log", "skill_pct": -30.1},
    ])  # fmt: skip


def postcodes(root: Path) -> None:
    """One postcode in Cedar, one in Heather, one out at sea."""
    middles = wards().select("ward_code", "long", "lat")
    places = {"HX1 1AA": ward_code(TESTHAM, 2), "HX1 1AB": ward_code(MOCKFORD, 1)}
    rows = [
        {"postcode_key": key, **middles.filter(ward_code=ward).drop("ward_code").row(0, named=True)}
        for key, ward in places.items()
    ]
    write_rows(root, "postcodes", [*rows, {"postcode_key": "ZZ9 9ZZ", "long": 0.0, "lat": 50.0}])


# Per ward of the council: premises, occupied, empty, not recorded, rateable value, longest empty.
LISTS = {
    TESTHAM: [(10 * n, 8 * n, 2 * n, 0, 1000.0 * n, 365.25 * n) for n in range(1, 7)],
    MOCKFORD: [(10 * n, 0, n, 9 * n, 500.0 * n, None) for n in range(1, 5)],
}


def premises(root: Path, councils: Sequence[str] = (TESTHAM, MOCKFORD)) -> None:
    """Lists of business rates: Testham's says who is in, Mockford's marks empty premises alone."""
    names = wards().drop("long", "lat", "geometry_wkb")
    counts = ("premises_count", "occupied_count", "empty_count", "unknown_count")
    rows = []
    for lad in councils:
        for number, (*four, value, days) in enumerate(LISTS[lad]):
            place = names.filter(ward_code=ward_code(lad, number)).row(0, named=True)
            rows += [
                {
                    **place, "period": "2018-19", "period_start": date(2018, 4, 1),
                    "period_end": date(2019, 3, 31), "description_group": kind,
                    **dict(zip(counts, map(float, four), strict=True)), "relief_count": 0.0,
                    "rateable_value_gbp": value, "median_days_empty": days,
                    "longest_days_empty": days, "status": "observed",
                }
                for kind in ("retail", "total")
            ]  # fmt: skip
    write_rows(root, "ward_premises", rows)
    share = figures(TESTHAM, "premises_empty_pct", "2018", [(20.0, "observed", "good")] * 6)
    count = figures(TESTHAM, "premises_count", "2018",
                    [(10.0 * n, "observed", "good") for n in range(1, 7)])  # fmt: skip
    measures = pl.concat([ward_measures(), share, count])
    store.write(measures, TABLES["ward_measures"], origin("ward_measures", "Ward measures"), root)


def similar(root: Path) -> None:
    """Alder is like Birch and Gorse."""
    rows = [
        {
            "area_code": ward_code(TESTHAM, 0), "area_name": "Alder", "area_type": "ward",
            "similar_code": code, "similar_name": name, "similar_rank": rank,
            "distance": 0.1 * rank, "features_count": 9,
        }
        for rank, (code, name) in enumerate(
            [(ward_code(TESTHAM, 1), "Birch"), (ward_code(MOCKFORD, 0), "Gorse")], 1
        )
    ]  # fmt: skip
    write_rows(root, "similar_places", rows)
