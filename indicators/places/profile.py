"""The profile of any council of the United Kingdom: its headline figures beside others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

import reference
from catalog.ages import measure_age
from indicators.places import limits, local_figures, standing_out
from indicators.places.local_figures import FIGURE, Area, LocalTables

TREND_YEARS: Final = 5
# Names of lines of a trend.
COUNCIL, REGION, NATION, NEIGHBOURS = "council", "region", "nation", "neighbours"


@dataclass(frozen=True)
class Profile:
    """A council's headline figures, and what stands out among all indicators.

    `headlines` has the columns of `local_figures.compare_area`, with earlier_period, earlier_value,
    trend_difference (higher, lower or about the same as earlier), releases_behind, newest_period
    and age_sentence ("" unless it is marked as old). `all_figures` has a row for each indicator of
    the council. `not_published` are names of headlines that nobody publishes for its nation.
    """

    area: Area
    headlines: pl.DataFrame
    all_figures: pl.DataFrame
    standing_out: pl.DataFrame
    not_published: tuple[str, ...]

    def list_shown(self) -> pl.DataFrame:
        """Rows of all figures that the council has, the headlines first; all if it has none."""
        order = {code: place for place, code in enumerate(self.headlines["indicator_code"])}
        place = pl.col("indicator_code").replace_strict(
            order, default=len(order), return_dtype=pl.Int64
        )
        with_value = self.all_figures.filter(pl.col("value").is_not_null())
        shown = self.all_figures if with_value.is_empty() else with_value
        return shown.sort(place, "indicator_name")

    @property
    def compared_count(self) -> int:
        """How many headlines could be compared with the neighbours."""
        return self.headlines["neighbours_difference"].count()

    def count_of(self, difference: str) -> int:
        """How many headlines are higher, lower or about the same as the neighbours."""
        return self.headlines.filter(neighbours_difference=difference).height


def build_profile(
    tables: LocalTables, code: str, today: date, grouping: str = local_figures.GROUPINGS[0]
) -> Profile:
    """The profile of a council by its GSS code; of one without figures, a profile without rows."""
    area = local_figures.find_area(tables, code, grouping)
    rows = local_figures.compare_area(tables, area)
    headlines = _choose_headlines(rows, tables.indicators, area)
    headlines = _with_ages(_with_trends(headlines, tables.values, area), tables, area, today)
    of_nation = pl.col("countries").str.contains(code[0], literal=True)
    orders = _headline_orders(tables.indicators)
    published = orders.filter(of_nation)["headline_order"]
    absent = orders.filter(~pl.col("headline_order").is_in(published.implode()))
    names = absent.unique("headline_order", keep="first", maintain_order=True)["indicator_name"]
    return Profile(area, headlines, rows, standing_out.find_standing_out(rows), tuple(names))


def _headline_orders(indicators: pl.DataFrame) -> pl.DataFrame:
    listed = reference.read("headline_indicators").filter(pl.col("headline_order") > 0)
    return listed.join(
        indicators, on="indicator_code", validate="1:1", maintain_order="left"
    ).select("indicator_code", "headline_order", "indicator_name", "countries")


def _choose_headlines(rows: pl.DataFrame, indicators: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One indicator a headline: the first of those listed that has a figure, else any."""
    listed = reference.read("headline_indicators").filter(pl.col("headline_order") > 0)
    of_nation = indicators.filter(pl.col("countries").str.contains(area.code[0], literal=True))
    listed = listed.join(of_nation, on="indicator_code", how="semi", maintain_order="left")
    return (
        listed.select("indicator_code", "headline_order")
        .join(rows, on="indicator_code", validate="1:1", maintain_order="left")
        .with_columns(has_value=pl.col("value").is_not_null())
        .sort("headline_order", "has_value", descending=[False, True], maintain_order=True)
        .unique("headline_order", keep="first", maintain_order=True)
        .drop("has_value")
    )


def _with_trends(headlines: pl.DataFrame, values: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The figure five years earlier, or the earliest since then, and whether there is a change."""
    of_council = (
        values.filter(pl.col("area_code") == area.code, pl.col("value").is_not_null())
        .select("indicator_code", "period", "period_end", *FIGURE)
        .select("indicator_code", pl.exclude("indicator_code").name.prefix("earlier_"))
    )
    since = pl.col("period_end").dt.offset_by(f"-{TREND_YEARS}y")
    earliest = (
        headlines.select("indicator_code", "period_end")
        .join(of_council, on="indicator_code", validate="1:m")
        .filter(
            pl.col("earlier_period_end") >= since,
            pl.col("earlier_period_end") < pl.col("period_end"),
        )
        .sort("earlier_period_end")
        .unique("indicator_code", keep="first")
        .drop("period_end", "earlier_period_end")
    )
    return headlines.join(
        earliest, on="indicator_code", how="left", validate="1:1", maintain_order="left"
    ).with_columns(limits.compare_pair("earlier_").alias("trend_difference"))


def _with_ages(
    headlines: pl.DataFrame, tables: LocalTables, area: Area, today: date
) -> pl.DataFrame:
    """How many releases each figure is behind, by the one rule (catalog.ages)."""
    ages = []
    for code, period in headlines.select("indicator_code", "period").iter_rows():
        of_indicator = tables.values.filter(indicator_code=code)
        ages.append(measure_age(of_indicator, "value", "area_code", [area.code], today, period))
    marked = [age.sentence() if age and age.is_marked else "" for age in ages]
    return headlines.with_columns(
        releases_behind=pl.Series([age.behind if age else None for age in ages], dtype=pl.Int64),
        newest_period=pl.Series([age.newest if age else None for age in ages], dtype=pl.String),
        age_sentence=pl.Series(marked, dtype=pl.String),
    )


def list_trend(tables: LocalTables, area: Area, indicator: str) -> pl.DataFrame:
    """The figures of an indicator over time: `line` (council, region, nation, neighbours).

    Columns: line, period, period_end, value, lower_limit95, upper_limit95, neighbours_count. The
    neighbours' line is their median, with the ends of their middle half for limits, in periods of
    which enough of them have a figure.
    """
    figures = tables.values.filter(
        pl.col("indicator_code") == indicator, pl.col("value").is_not_null()
    )
    columns = ("line", "period", "period_end", *FIGURE)
    nation = next((n for n in area.nations if n in figures["area_code"]), "")
    lines = [
        figures.filter(area_code=code).with_columns(line=pl.lit(line)).select(columns)
        for line, code in ((COUNCIL, area.code), (REGION, area.region), (NATION, nation))
    ]
    near = figures.filter(pl.col("area_code").is_in(list(area.neighbours)))
    middle = (
        near.group_by("period", "period_end")
        .agg(
            neighbours_count=pl.len(),
            lower_limit95=pl.col("value").quantile(0.25, "linear"),
            upper_limit95=pl.col("value").quantile(0.75, "linear"),
            value=pl.col("value").median(),
        )
        .filter(pl.col("neighbours_count") >= limits.LEAST_NEIGHBOURS)
        .with_columns(line=pl.lit(NEIGHBOURS))
        .select(*columns, "neighbours_count")
    )
    return pl.concat([*lines, middle], how="diagonal").sort("line", "period_end")


def list_series(values: pl.DataFrame, code: str, indicators: Sequence[str]) -> dict[str, list[
    tuple[date, float]]]:  # fmt: skip
    """Days and figures of a council over time, by indicator, for small pictures."""
    figures = values.filter(
        pl.col("area_code") == code,
        pl.col("indicator_code").is_in(list(indicators)),
        pl.col("value").is_not_null(),
    ).sort("period_end")
    series: dict[str, list[tuple[date, float]]] = {name: [] for name in indicators}
    for name, end, value in figures.select("indicator_code", "period_end", "value").iter_rows():
        series[name].append((end, value))
    return series
