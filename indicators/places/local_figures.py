"""A council's figures of ONS's local indicators, each beside its nation, region and neighbours.

All comparisons of a figure are within one indicator and one period, that of the council's figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary.areas import COUNTRIES, GREAT_BRITAIN, UNITED_KINGDOM
from indicators.places import limits

# Groupings of neighbours as ONS names them, the one for general use first.
GROUPINGS: Final = ("global", "economic", "demographic")
FIGURE: Final = ("value", "lower_limit95", "upper_limit95")
ROW: Final = ("indicator_code", "period_start", "period")
# The widest areas that stand for the nation where it has no figure of its own.
WIDER: Final = (GREAT_BRITAIN, UNITED_KINGDOM)


@dataclass(frozen=True)
class LocalTables:
    """The tables that local figures are read from, as the store has them."""

    indicators: pl.DataFrame
    values: pl.DataFrame
    similar: pl.DataFrame
    councils: pl.DataFrame


@dataclass(frozen=True)
class Area:
    """A council with the areas it is compared with. `neighbours` are codes, most alike first.

    `nations` are codes in the order in which one stands for the nation. `region` is "" for councils
    without one, and for Wales, whose region is the nation. `region_councils` are those of the
    region, or of the nation where it has no regions.
    """

    code: str
    name: str
    nations: tuple[str, ...]
    nation_name: str
    region: str
    region_name: str
    grouping: str
    neighbours: tuple[str, ...]
    region_councils: tuple[str, ...] = ()


def list_councils(values: pl.DataFrame) -> dict[str, str]:
    """Code and name of every council of the United Kingdom with a local figure, by name."""
    named = values.filter(area_type="lad").select("area_code", "area_name").unique("area_code")
    return dict(named.sort("area_name", "area_code").iter_rows())


def find_area(tables: LocalTables, code: str, grouping: str = GROUPINGS[0]) -> Area:
    """A council by its code, with its nation, region and neighbours of one of ONS's groupings."""
    nation, nation_name = COUNTRIES.get(code[0], ("", ""))
    row = tables.councils.filter(lad_code=code)
    region = row["region_code"][0] if row.height else None
    has_region = region is not None and region != nation
    near = tables.similar.filter(area_code=code, grouping=grouping).sort("similar_rank")
    return Area(
        code,
        list_councils(tables.values.filter(area_code=code)).get(code, code),
        (nation, *WIDER),
        nation_name,
        str(region) if has_region else "",
        row["region_name"][0] if has_region else "",
        grouping,
        tuple(near["similar_code"]),
        _councils_around(tables, code, str(region) if has_region else ""),
    )


def _councils_around(tables: LocalTables, code: str, region: str) -> tuple[str, ...]:
    if region:
        return tuple(tables.councils.filter(region_code=region)["lad_code"].sort())
    every = list_councils(tables.values)
    return tuple(sorted(other for other in every if other[0] == code[0]))


def compare_area(tables: LocalTables, area: Area) -> pl.DataFrame:
    """A row for each indicator that has rows of the council: its newest figure and comparisons.

    Columns: those of `local_indicators`, period, period_start, period_end, status, value and its
    limits; the same three with the prefixes nation_ and region_, and nation_name; neighbours_count,
    _median, _lower_quarter, _upper_quarter; nation_difference, region_difference,
    neighbours_difference; rank_from, rank_to, rank_of; distance_spreads. An indicator without any
    figure of the council has a null value and the status of its newest row.
    """
    values = tables.values
    newest = _newest_figures(values.filter(area_code=area.code))
    rows = newest.join(
        tables.indicators, on="indicator_code", validate="1:1", maintain_order="left"
    )
    rows = _beside(rows, values, area.nations, "nation_")
    rows = _beside(rows, values, [area.region] if area.region else [], "region_")
    rows = rows.join(
        _summarise_neighbours(rows, values, area.neighbours), on="indicator_code", how="left",
        validate="1:1", maintain_order="left",
    ).with_columns(pl.col("neighbours_count").fill_null(0))  # fmt: skip
    return rows.with_columns(
        limits.compare_pair("nation_"),
        limits.compare_pair("region_"),
        limits.compare_neighbours(),
        limits.distance_in_spreads(),
    ).drop("nation_area_code", "region_area_code", "region_area_name")


def _newest_figures(of_council: pl.DataFrame) -> pl.DataFrame:
    """The newest row with a figure of each indicator, else its newest row."""
    return (
        of_council.with_columns(has_value=pl.col("value").is_not_null())
        .sort("has_value", "period_end", descending=True)
        .unique("indicator_code", keep="first")
        .sort("indicator_code")
        .select(*ROW, "period_end", *FIGURE, "status")
    )


def _beside(
    rows: pl.DataFrame, values: pl.DataFrame, codes: Sequence[str], prefix: str
) -> pl.DataFrame:
    """The rows with the figure of the first of the areas that has one of the same period."""
    order = {code: place for place, code in enumerate(codes)}
    others = (
        values.filter(pl.col("area_code").is_in(list(codes)), pl.col("value").is_not_null())
        .sort(pl.col("area_code").replace_strict(order, default=None, return_dtype=pl.Int64))
        .unique(ROW, keep="first", maintain_order=True)
        .select(*ROW, pl.col("area_code", "area_name", *FIGURE).name.prefix(prefix))
    )
    return rows.join(others, on=ROW, how="left", validate="1:1", maintain_order="left")


def _summarise_neighbours(
    rows: pl.DataFrame, values: pl.DataFrame, neighbours: Sequence[str]
) -> pl.DataFrame:
    """Of each indicator: how many neighbours have a figure, their middle half, and the rank."""
    mine = rows.filter(pl.col("value").is_not_null())
    others = values.filter(
        pl.col("area_code").is_in(list(neighbours)), pl.col("value").is_not_null()
    ).select(*ROW, pl.col(FIGURE).name.prefix("other_"))
    pairs = others.join(
        mine.select(*ROW, *FIGURE, "decimals", "has_limits"), on=ROW, validate="m:1"
    )
    above, below = limits.is_clearly_above("other_"), limits.is_clearly_below("other_")
    figure = pl.col("other_value")
    return (
        pairs.with_columns(is_above=above, is_below=below)
        .group_by("indicator_code")
        .agg(
            neighbours_count=pl.len(),
            neighbours_median=figure.median(),
            neighbours_lower_quarter=figure.quantile(0.25, "linear"),
            neighbours_upper_quarter=figure.quantile(0.75, "linear"),
            rank_from=1 + pl.col("is_below").sum(),
            rank_to=1 + pl.len() - pl.col("is_above").sum(),
            rank_of=1 + pl.len(),
        )
        .with_columns(
            pl.when(pl.col("neighbours_count") >= limits.LEAST_NEIGHBOURS)
            .then(pl.col("rank_from", "rank_to"))
            .name.keep()
        )
    )
