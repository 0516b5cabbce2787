"""Tables of two made-up councils, small enough to work a ward's briefing out on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
import shapely

from catalog import store
from catalog.sources import OGL, Origin
from catalog.tables import TABLES

NORTH, SOUTH, MILL = "E05000001", "E05000002", "E05000003"
HARTFIELD, MILTON = "E06000001", "E06000002"
PLACES: Final = {
    NORTH: ("North", HARTFIELD, "Hartfield"),
    SOUTH: ("South", HARTFIELD, "Hartfield"),
    MILL: ("Mill", MILTON, "Milton"),
}
# Value, status and reliability of each ward's newest figure.
MEASURES: Final[dict[str, dict[str, tuple[float | None, str, str]]]] = {
    "jobs_total": {NORTH: (4200.0, "estimated", "good"), SOUTH: (800.0, "estimated", "good")},
    "residents_adults_persons": {
        NORTH: (1000.0, "observed", "good"), SOUTH: (3000.0, "observed", "good"),
    },
    "residents_qualification_4_pct": {
        NORTH: (40.0, "observed", "good"), SOUTH: (20.0, "observed", "good"),
        MILL: (33.3, "observed", "good"),
    },
    "residents_qualification_none_pct": {
        NORTH: (10.0, "observed", "good"), SOUTH: (30.0, "observed", "good"),
    },
    "claimants_pct": {NORTH: (3.1, "rounded", "good"), SOUTH: (None, "suppressed", "")},
    "premises_empty_pct": {NORTH: (20.0, "observed", "good"), SOUTH: (5.0, "observed", "good")},
}  # fmt: skip


def fill(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a table; what is not given is '' or null."""
    empty = TABLES[name].empty()
    given = pl.DataFrame(rows, schema_overrides=empty.schema, infer_schema_length=None)
    texts = [c for c, kind in empty.schema.items() if kind == pl.String]
    return pl.concat([empty, given], how="diagonal_relaxed").with_columns(
        pl.col(texts).fill_null("")
    )


def _ward(code: str) -> dict[str, Any]:
    name, lad_code, lad_name = PLACES[code]
    return {"ward_code": code, "ward_name": name, "lad_code": lad_code, "lad_name": lad_name,
            "ward_vintage": "2025"}  # fmt: skip


def _span(period: str, first: date, last: date) -> dict[str, Any]:
    return {"period": period, "period_start": first, "period_end": last}


YEAR: Final = _span("2024", date(2024, 1, 1), date(2024, 12, 31))
MONTH_BEFORE: Final = _span("2026-02", date(2026, 2, 1), date(2026, 2, 28))
MONTH: Final = _span("2026-03", date(2026, 3, 1), date(2026, 3, 31))


def _area(code: str, name: str, kind: str) -> dict[str, Any]:
    return {"area_code": code, "area_name": name, "area_type": kind, "area_vintage": ""}


def tables() -> dict[str, pl.DataFrame]:
    lads = [(HARTFIELD, "Hartfield"), (MILTON, "Milton")]
    areas = [(HARTFIELD, "Hartfield", "lad"), ("E92000001", "England", "country")]
    return {
        "councils": fill("councils", [
            {"lad_code": code, "lad_name": name, "lad_vintage": "2025", "region_code": "E12000003",
             "region_name": "Yorkshire and The Humber", "country_name": "England"}
            for code, name in lads
        ]),
        "wards": fill("wards", [
            {**_ward(code), "long": -1.5 + 0.1 * place, "lat": 53.55,
             "geometry_wkb": shapely.box(-1.6 + 0.1 * place, 53.5, -1.5 + 0.1 * place, 53.6).wkb}
            for place, code in enumerate(PLACES)
        ]),
        "ward_measures": fill("ward_measures", [
            {**_ward(code), **(MONTH if measure == "claimants_pct" else YEAR), "measure": measure,
             "value": value, "status": status, "reliability": reliability}
            for measure, wards in MEASURES.items()
            for code, (value, status, reliability) in wards.items()
        ]),
        "claimants": fill("claimants", [
            {**_area(*area), **month, "measure": "claimants_pct", "value": value,
             "status": "rounded"}
            for month, values in ((MONTH_BEFORE, (9.9, 9.9)), (MONTH, (5.2, 4.4)))
            for area, value in zip(areas, values, strict=True)
        ]),
        "ward_premises": fill("ward_premises", [
            {**_ward(code), **YEAR, "description_group": "total", "premises_count": 100.0,
             "occupied_count": occupied, "empty_count": empty, "unknown_count": 0.0,
             "relief_count": 0.0, "rateable_value_gbp": 1.0, "status": "observed"}
            for code, occupied, empty in ((NORTH, 80.0, 20.0), (SOUTH, 95.0, 5.0))
        ]),
        "ward_sector_groups": fill("ward_sector_groups", [
            {**_ward(NORTH), "period": YEAR["period"], "sector_code": code, "sector_name": name,
             "jobs": jobs, "council_share_pct": share, "status": "modelled",
             "reliability": reliability}
            for code, name, jobs, share, reliability in (
                ("B-F", "Manufacturing and construction", 2100.0, 70.0, "fair"),
                ("P+Q", "Education and health", 1400.0, 50.0, "low"),
                ("G+S", "Retail", 700.0, 35.0, "fair"), ("H", "Transport", 0.0, 0.0, "low"),
            )
        ]),
        "jobs": fill("jobs", [
            {**_area(*area), **YEAR, "industry_code": code, "industry_name": code,
             "industry_level": "section", "job_kind": "employment", "jobs": jobs,
             "status": "estimated"}
            for area, counts in zip(areas, ((3000.0, 1000.0), (10.0, 30.0)), strict=True)
            for code, jobs in zip("CQ", counts, strict=True)
        ]),
        "ward_skills": fill("ward_skills", [
            {**_ward(NORTH), **YEAR, "skill_kind": kind, "skill_code": code, "skill_name": name,
             "residents_persons": persons, "status": "modelled", "reliability": "fair"}
            for kind, code, name, persons in (
                ("occupation", "2", "Professional occupations", 210.0),
                ("occupation", "5", "Skilled trades occupations", 340.0),
                ("qualification", "4+", "Level 4 or above", 400.0),
            )
        ]),
        "ward_exposure": fill("ward_exposure", [
            {**_ward(NORTH), **MONTH, "exposure_ln": 0.2, "lower80": 0.1, "upper80": 0.3,
             "status": "modelled", "reliability": "fair"},
            {**_ward(SOUTH), **MONTH, "exposure_ln": 0.05, "lower80": -0.1, "upper80": 0.2,
             "status": "modelled", "reliability": "fair"},
        ]),
        "similar_places": fill("similar_places", [
            {"area_code": NORTH, "area_name": "North", "area_type": "ward", "similar_code": code,
             "similar_name": PLACES[code][0], "similar_rank": rank, "distance": rank / 2,
             "features_count": 8}
            for rank, code in enumerate((MILL, SOUTH), start=1)
        ]),
    }  # fmt: skip


def stored(root: Path, frames: dict[str, pl.DataFrame]) -> Path:
    """Writes the tables; where they are from is made up too."""
    for name, frame in frames.items():
        origin = Origin(
            table=name, title=f"Title of {name}", publisher="ONS", dataset_id=name.upper(),
            url="https://www.nomisweb.co.uk/", licence=OGL, release="2025",
            retrieved="2026-11-23T00:00:00Z",
        )  # fmt: skip
        store.write(frame, TABLES[name], origin, root)
    return root
