"""A council among its neighbours: where each lies on each headline figure, in one unit."""

from __future__ import annotations

import polars as pl

from indicators.places import limits
from indicators.places.compare import CHOSEN, NEIGHBOUR
from indicators.places.local_figures import LocalTables
from indicators.places.profile import Profile

ROW = ("indicator_code", "period")


def place_neighbours(tables: LocalTables, found: Profile) -> pl.DataFrame:
    """A row for each headline and council that has a figure of the same period.

    Columns: indicator_code, indicator_name, period, area_code, area_name, role (chosen or
    neighbour), value, and distance_spreads, how far it is from the neighbours' median in units of
    their spread. Headlines of which the spread is not known have no rows.
    """
    known = found.headlines.drop_nulls("distance_spreads")
    spread = (
        pl.col("neighbours_upper_quarter") - pl.col("neighbours_lower_quarter")
    ) / limits.QUARTILES_APART
    codes = [found.area.code, *found.area.neighbours]
    figures = tables.values.filter(
        pl.col("area_code").is_in(codes), pl.col("value").is_not_null()
    ).select(*ROW, "area_code", "area_name", "value")
    of_headlines = known.select(
        *ROW, "indicator_name", "neighbours_median", spread=spread,
        order=pl.int_range(pl.len()),
    )  # fmt: skip
    placed = of_headlines.join(
        figures, on=list(ROW), validate="1:m", maintain_order="left"
    ).with_columns(
        role=pl.when(pl.col("area_code") == found.area.code)
        .then(pl.lit(CHOSEN))
        .otherwise(pl.lit(NEIGHBOUR)),
        distance_spreads=(pl.col("value") - pl.col("neighbours_median")) / pl.col("spread"),
    )
    return placed.sort("order", "role", "area_code").select(
        *ROW, "indicator_name", "area_code", "area_name", "role", "value", "distance_spreads"
    )
