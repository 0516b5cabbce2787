"""Sectors in order of their expected change, as the page of sectors and the headlines have them."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

Row = dict[str, Any]
WHOLES: Final = ("section", "section_group")


def select_forecast(sectors: pl.DataFrame) -> pl.DataFrame:
    """Sectors with a forecast and with a level to grow from; in some hardly anyone works."""
    return sectors.filter(pl.col("expected_change").is_not_null(), pl.col("base_value") > 0)


def describe_largest(best: Row) -> str:
    """What comes before the change of the sector with the most, where none is emerging."""
    rise = best["expected_change"] > 0
    most = "The largest expected rise is" if rise else "No rise is expected; the smallest fall is"
    return f"{most} in {best['sector']}: "
