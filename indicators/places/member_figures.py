"""Headline figures of several councils side by side, beside their nation: of one period each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.areas import COUNTRIES
from catalog.vocabulary.status import MISSING
from indicators.places.local_figures import LocalTables

NAMES: Final = (
    "indicator_code", "indicator_name", "unit", "value_prefix", "value_suffix", "decimals",
)  # fmt: skip
CELL: Final = ("indicator_code", "period", "period_start", "period_end")


def compare_members(tables: LocalTables, codes: Sequence[str]) -> pl.DataFrame:
    """A row a headline figure that some council has, in their order.

    Columns: those of NAMES, period with its first and last day;
    for each code `value_CODE` and `status_CODE`; nation_name and nation_value; lowest_value and
    highest_value with the names of their councils. The period is the newest that most of the
    councils have; one without a figure in it is missing.
    """
    order = reference.read("headline_indicators").filter(pl.col("headline_order") > 0)
    of_members = tables.values.filter(
        pl.col("area_code").is_in(list(codes)), pl.col("value").is_not_null()
    ).join(
        order.select("indicator_code", "headline_order"), on="indicator_code", validate="m:1"
    )  # fmt: skip
    chosen = (
        of_members.group_by(*CELL, "headline_order")
        .agg(members=pl.len())
        .sort("members", "period_end", "indicator_code", descending=[True, True, False])
        .unique("headline_order", keep="first", maintain_order=True)
        .sort("headline_order")
        .select(CELL)
    )
    rows = chosen.join(
        tables.indicators.select(NAMES),
        on="indicator_code", validate="m:1", maintain_order="left",
    )  # fmt: skip
    figures = tables.values.join(chosen, on=CELL, how="semi")
    for code in codes:
        rows = _add(rows, figures.filter(area_code=code), code)
    rows = _add_nation(rows, figures, codes)
    return _add_ends(rows, of_members.join(chosen, on=CELL, how="semi"))


def _add(rows: pl.DataFrame, of_council: pl.DataFrame, code: str) -> pl.DataFrame:
    one = of_council.select(
        "indicator_code", pl.col("value").alias(f"value_{code}"),
        pl.col("status").alias(f"status_{code}"),
    )  # fmt: skip
    joined = rows.join(one, on="indicator_code", how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(pl.col(f"status_{code}").fill_null(MISSING))


def _add_nation(rows: pl.DataFrame, figures: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """The nation that all the councils lie in; none where they lie in several."""
    nations = {COUNTRIES.get(code[0], ("", "")) for code in codes}
    code, name = nations.pop() if len(nations) == 1 else ("", "")
    of_nation = figures.filter(area_code=code).select("indicator_code", nation_value="value")
    return rows.join(
        of_nation, on="indicator_code", how="left", validate="1:1", maintain_order="left"
    ).with_columns(nation_name=pl.lit(name))


def _add_ends(rows: pl.DataFrame, of_members: pl.DataFrame) -> pl.DataFrame:
    """The lowest and the highest of the councils' figures, with whose they are."""
    ordered = of_members.sort("value", "area_name")
    ends = ordered.group_by("indicator_code", maintain_order=True).agg(
        lowest_value=pl.col("value").first(), lowest_name=pl.col("area_name").first(),
        highest_value=pl.col("value").last(), highest_name=pl.col("area_name").last(),
    )  # fmt: skip
    return rows.join(ends, on="indicator_code", how="left", validate="1:1", maintain_order="left")
