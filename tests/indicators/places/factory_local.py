"""Small invented tables of local indicators: a council, its neighbours, its region and nation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from catalog.tables import TABLES
from indicators.places.local_figures import LocalTables

MINE, NATION, REGION, KINGDOM = "E06999901", "E92000001", "E12999999", "K02000001"
# As many neighbours as figures are given for; the letters say who is who in a table of a test.
NEIGHBOURS = tuple(f"E069999{number:02d}" for number in range(10, 30))


def indicator(code: str, **given: Any) -> dict[str, Any]:
    """A row of `local_indicators`; a percentage of England without limits unless said."""
    blank = {name: "" for name, dtype in TABLES["local_indicators"].dtypes.items()
             if dtype == pl.String}  # fmt: skip
    return blank | {
        "indicator_code": code, "indicator_name": code.capitalize(), "unit": "%",
        "value_suffix": "%", "decimals": 1, "is_rate": True, "has_limits": False,
        "can_be_negative": False, "value_min": None, "value_max": None, "in_development": False,
        "countries": "E, W", "topic": "economy", "indicator_about": f"This is {code}.",
        "source_name": "Invented Office", "source_url": "https://example.org", **given,
    }  # fmt: skip


def figure(
    code: str, area: str, value: float | None, year: int = 2024, *,
    within: float | None = None, status: str = "observed",
) -> dict[str, Any]:  # fmt: skip
    """A row of `local_indicator_values`; with limits `within` so much of the figure."""
    kinds = {"E92": "country", "K02": "country", "E12": "region", "E06": "lad", "S12": "lad"}
    has_limits = within is not None and value is not None
    return {
        "indicator_code": code, "area_code": area, "area_name": f"Area {area[-2:]}",
        "area_type": kinds[area[:3]], "area_vintage": "2025", "period": str(year),
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "value": value,
        "lower_limit95": value - within if has_limits else None,  # type: ignore[operator]
        "upper_limit95": value + within if has_limits else None,  # type: ignore[operator]
        "status": status if value is not None else "missing",
    }  # fmt: skip


def neighbours(code: str, values: Sequence[float | None], **given: Any) -> list[dict[str, Any]]:
    """A figure for each of the first neighbours."""
    return [figure(code, area, value, **given)
            for area, value in zip(NEIGHBOURS, values, strict=False)]  # fmt: skip


def tables(
    indicators: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any]]
) -> LocalTables:
    """The four tables, in which MINE has all NEIGHBOURS in the grouping "global"."""
    similar = [
        {"area_code": MINE, "grouping": "global", "grouping_name": "All indicators",
         "similar_code": code, "similar_name": f"Area {code[-2:]}", "similar_rank": rank}
        for rank, code in enumerate(NEIGHBOURS, 1)
    ]  # fmt: skip
    councils = [{"lad_code": MINE, "lad_name": "Area 01", "region_code": REGION,
                 "region_name": "Invented Region", "country_name": "England"}]  # fmt: skip
    rows = (("local_indicators", indicators), ("local_indicator_values", values),
            ("similar_areas", similar), ("councils", councils))  # fmt: skip
    return LocalTables(*(_frame(name, part) for name, part in rows))


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    table = TABLES[name]
    blank = dict.fromkeys(table.columns)
    return pl.DataFrame([{**blank, **row} for row in rows], schema=table.dtypes)
