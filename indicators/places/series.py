"""A figure of a place from period to period: of one council, or of several added up."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from catalog.vocabulary.areas import WIDEST_FIRST
from catalog.vocabulary.periods import sum_members
from catalog.vocabulary.status import PARTIAL, worst_status


def sum_beside_nation(frame: pl.DataFrame, value: str, councils: Sequence[str]) -> pl.DataFrame:
    """period, area_name ('' for the councils), `value`, low: their sum, and a nation beside it.

    `low` where a figure is too low, as the sum of former districts of which one has none. Only
    periods that every council has; the nation is the widest that has the newest of them.
    """
    with_values = frame.drop_nulls(value)
    of_councils = _with_low(with_values, value, councils)
    newest = of_councils["period"].max() or ""
    there = set(with_values.filter(pl.col("period") == newest)["area_code"])
    nation = next((code for code in WIDEST_FIRST if code in there), "")
    low = (pl.col("status") == PARTIAL).alias("low")
    beside = with_values.filter(area_code=nation).select("period", "area_name", value, low)
    return pl.concat([of_councils, beside]).sort("area_name", "period")


def _with_low(with_values: pl.DataFrame, value: str, councils: Sequence[str]) -> pl.DataFrame:
    total = sum_members(with_values, value, councils, ["period"])
    of_councils = with_values.filter(pl.col("area_code").is_in(list(councils)))
    low = of_councils.group_by("period").agg(low=(pl.col("status") == PARTIAL).any())
    return total.join(low, on="period", validate="1:1").select(
        "period", pl.lit("").alias("area_name"), value, "low"
    )


def changes_pct(
    series: pl.DataFrame, value: str, before: str, period: str
) -> list[tuple[str, float | None]]:
    """Change in % between two periods, by area_name; None where either figure is not known.

    `series` is what `sum_beside_nation` gives: the councils' own change comes first.
    """
    return [
        (str(name), _change_pct(part, value, before, period))
        for (name,), part in series.group_by("area_name", maintain_order=True)
    ]


def _change_pct(part: pl.DataFrame, value: str, before: str, period: str) -> float | None:
    figures = dict(part.select("period", value).iter_rows())
    if not figures.get(before) or period not in figures:
        return None
    return float(100 * (figures[period] / figures[before] - 1))


def sum_history(rows: pl.DataFrame, councils: Sequence[str]) -> pl.DataFrame:
    """period, period_end, unit, value and the worst status: the histories of the councils added up.

    `rows` are those of `forecast_histories` of one series; only periods that every council has.
    """
    with_values = rows.drop_nulls("value")
    by = ["period", "period_end", "unit"]
    total = sum_members(with_values, "value", councils, by)
    of_councils = with_values.filter(pl.col("area_code").is_in(list(councils)))
    statuses = of_councils.group_by(by).agg(worst_status().alias("status"))
    return total.join(statuses, on=by, validate="1:1").sort("period_end")
