"""One local indicator for all councils of the United Kingdom, ranked; or two, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.status import MISSING
from indicators.places.local_figures import FIGURE, Area, LocalTables

# What a council is beside the one that is looked at, the closest first.
CHOSEN, NEIGHBOUR, SAME_REGION, OTHER = "chosen", "neighbour", "same region", "other"
ROLES: Final = (CHOSEN, NEIGHBOUR, SAME_REGION, OTHER)
METHOD: Final = (
    "All figures are of one period. Councils are ranked by the figure as printed, the highest "
    "first, and equal figures share a rank. Councils without a figure are listed as missing and "
    "have no rank. Where an indicator has 95% confidence limits, neighbours in the ranking may not "
    "really differ."
)


@dataclass(frozen=True)
class Ranking:
    """An indicator of all councils in one period.

    `councils`: area_code, area_name, role, value, limits, status, rank (null without a figure),
    highest first. `newest_period` is the newest with any council's figure; `ranked_count` how many
    have one; `nation_value` that of the nation (or of the widest area that stands for it).
    """

    indicator: str
    period: str
    period_end: date | None
    newest_period: str
    councils: pl.DataFrame
    nation_name: str
    nation_value: float | None

    @property
    def ranked_count(self) -> int:
        return self.councils["value"].count()


def list_indicators(tables: LocalTables) -> pl.DataFrame:
    """Rows of `local_indicators` with a figure of any council: headlines first, then by topic."""
    of_councils = tables.values.filter(
        pl.col("area_type") == "lad", pl.col("value").is_not_null()
    ).select("indicator_code")
    listed = reference.read("headline_indicators").filter(pl.col("headline_order") > 0)
    order = listed.select("indicator_code", "headline_order")
    return (
        tables.indicators.join(of_councils.unique(), on="indicator_code", how="semi")
        .join(order, on="indicator_code", how="left", validate="1:1")
        .sort("headline_order", "topic", "indicator_name", "indicator_code", nulls_last=True)
        .drop("headline_order")
    )


def list_periods(tables: LocalTables, indicator: str) -> list[str]:
    """Periods in which any council has a figure, the newest first."""
    figures = _figures(tables, indicator)
    return figures.sort("period_end", "period", descending=True)["period"].unique(
        maintain_order=True
    ).to_list()  # fmt: skip


def rank_councils(
    tables: LocalTables, area: Area, indicator: str, period: str | None = None
) -> Ranking:
    """All councils by an indicator, in `period` or else the newest of which the council has one.

    Where the council has no figure at all, it is the newest period of any.
    """
    figures = _figures(tables, indicator)
    by_age = figures.sort("period_end", "period")
    newest = by_age["period"][-1] if by_age.height else ""
    of_council = by_age.filter(area_code=area.code)
    own = of_council["period"][-1] if of_council.height else newest
    chosen: str = period if period is not None and period in by_age["period"] else own
    councils = _with_roles(_of_period(tables, indicator, chosen), area)
    decimals = tables.indicators.filter(indicator_code=indicator)["decimals"].to_list()
    printed = pl.col("value").round(decimals[0] if decimals else 0)
    ranked = councils.with_columns(
        rank=printed.rank("min", descending=True).cast(pl.Int64)
    ).sort("rank", "area_name", "area_code", nulls_last=True)  # fmt: skip
    nation_name, nation_value = _nation(tables, area, indicator, chosen)
    ends = by_age.filter(period=chosen)["period_end"]
    end = ends[0] if ends.len() else None
    return Ranking(indicator, chosen, end, newest, ranked, nation_name, nation_value)


def pair_indicators(tables: LocalTables, first: Ranking, second: str) -> tuple[pl.DataFrame, str]:
    """Councils with the first indicator and another of the same period, or of the nearest to it.

    Columns area_code, area_name, role, value_first, value_second. Councils that lack either figure
    are left out. The second of the pair is the period of the other indicator.
    """
    figures = _figures(tables, second)
    period = _nearest_period(figures, first.period, first.period_end)
    others = figures.filter(period=period).select("area_code", value_second="value")
    pairs = first.councils.drop_nulls("value").join(
        others, on="area_code", validate="1:1", maintain_order="left"
    )
    columns = ("area_code", "area_name", "role")
    return pairs.select(*columns, "value_second", value_first="value"), period


def _figures(tables: LocalTables, indicator: str) -> pl.DataFrame:
    return tables.values.filter(
        pl.col("indicator_code") == indicator,
        pl.col("area_type") == "lad",
        pl.col("value").is_not_null(),
    )


def _of_period(tables: LocalTables, indicator: str, period: str) -> pl.DataFrame:
    """A row for every council of the United Kingdom; missing where the indicator has none."""
    every = (
        tables.values.filter(area_type="lad")
        .select("area_code", "area_name")
        .unique("area_code", keep="first")
    )
    rows = tables.values.filter(indicator_code=indicator, period=period, area_type="lad").select(
        "area_code", *FIGURE, "status"
    )
    return every.join(rows, on="area_code", how="left", validate="1:1").with_columns(
        pl.col("status").fill_null(MISSING)
    )


def _with_roles(councils: pl.DataFrame, area: Area) -> pl.DataFrame:
    code = pl.col("area_code")
    return councils.with_columns(
        role=pl.when(code == area.code)
        .then(pl.lit(CHOSEN))
        .when(code.is_in(list(area.neighbours)))
        .then(pl.lit(NEIGHBOUR))
        .when(code.is_in(list(area.region_councils)))
        .then(pl.lit(SAME_REGION))
        .otherwise(pl.lit(OTHER))
    )


def _nation(
    tables: LocalTables, area: Area, indicator: str, period: str
) -> tuple[str, float | None]:
    rows = tables.values.filter(indicator_code=indicator, period=period).drop_nulls("value")
    for code in area.nations:
        row = rows.filter(area_code=code)
        if row.height:
            return row["area_name"][0], row["value"][0]
    return "", None


def _nearest_period(figures: pl.DataFrame, period: str, end: date | None) -> str:
    """The same period where there is one, else that which ends nearest; the newer of two."""
    if figures.is_empty():
        return ""
    if period in figures["period"] or end is None:
        return period if period in figures["period"] else str(figures["period"].max())
    apart = (pl.col("period_end") - pl.lit(end)).dt.total_days().abs()
    nearest = figures.with_columns(apart=apart).sort(
        "apart", "period_end", descending=[False, True]
    )
    return str(nearest["period"][0])
