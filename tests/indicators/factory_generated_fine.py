"""Fine classes and lists of sectors that nobody has seen: random, with gaps, noughts and none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any, Final

import polars as pl

from catalog.tables import TABLES

AROUND: Final = "TLK1"
NATION: Final = "K03000001"
CLASSES: Final = ("01000", "01110", "10110", "62011", "62020", "63110", "86101", "97000")
YEARS: Final = range(2016, 2025)
LISTS: Final = {"digital": ("62", "6202", ""), "clean": ("",), "food": ("01", "10"), "odd": ("99",)}


def tables(rng: Random, councils: Sequence[str]) -> dict[str, pl.DataFrame]:
    """jobs_fine, enterprises_fine, business_demography_fine and sector_lists."""
    areas = [(code, "lad") for code in councils if rng.random() > 0.5]
    areas += [(AROUND, "itl2")] * (rng.random() > 0.2) + [(NATION, "country")]
    jobs = [
        row | _figure("jobs", 1e5, rng)
        for area, kind in areas
        for row in _rows(area, kind, CLASSES)
        if rng.random() > 0.02
    ]
    units = [
        row | {"size_band": "total"} | _figure("business_units", 1e4, rng)
        for row in _rows(NATION, "country", CLASSES)
    ]
    events = [
        row | {"event": event} | _figure("enterprises_count", 1e3, rng)
        for row in _rows("K02000001", "country", CLASSES)
        if row["industry_level"] == "group"
        for event in ("births", "deaths", "active")
    ]
    listed = [
        {"sector_list": "ours", "sector_code": sector, "sector_name": sector.title(),
         "sic_code": code, "list_source": "Your own list"}
        for sector, codes in LISTS.items() for code in codes
    ]  # fmt: skip
    return {
        "jobs_fine": _table("jobs_fine", jobs),
        "enterprises_fine": _table("enterprises_fine", units),
        "business_demography_fine": _table("business_demography_fine", events),
        "sector_lists": _table("sector_lists", listed),
    }  # fmt: skip


def _rows(area: str, kind: str, classes: Sequence[str]) -> Iterator[dict[str, Any]]:
    groups = sorted({code[:3] for code in classes})
    for code in (*groups, *classes):
        for year in YEARS:
            yield {
                "area_code": area, "area_name": f"Area {area}", "area_type": kind,
                "period": str(year), "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31), "industry_code": code,
                "industry_name": f"Class {code}",
                "industry_level": "group" if len(code) == 3 else "subclass",
            }  # fmt: skip


def _figure(name: str, most: float, rng: Random) -> dict[str, Any]:
    value = rng.choice([None, 0.0, 5.0, *(float(round(rng.uniform(0, most))) for _ in range(9))])
    silent = rng.choice(["missing", "suppressed"])
    return {name: value, "status": silent if value is None else "estimated"}


def _table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = TABLES[name].dtypes
    blank = {column: "" if dtype == pl.String else None for column, dtype in columns.items()}
    return pl.DataFrame([blank | row for row in rows], schema=columns)
