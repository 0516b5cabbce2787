"""What stands out in a council: the indicators furthest from those of places like it."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from indicators.places import limits

MOST: Final = 5
METHOD: Final = (
    "For every indicator that allows areas of different size to be compared, we take the distance "
    "of the council from its neighbours' median, in units of their spread (their middle half as a "
    "standard deviation, so that one odd neighbour does not widen it). We list the five furthest "
    "whose confidence limits (or figure, if there are no limits) lie outside the middle half of "
    "the neighbours. Indicators of one concept, such as survival of businesses after one and after "
    f"two years, count once. {limits.METHOD_NEIGHBOURS}"
)


def find_standing_out(rows: pl.DataFrame, most: int = MOST) -> pl.DataFrame:
    """Up to `most` rows of `local_figures.compare_area`, one a concept, with `stands_out`.

    First those that stand out, the furthest first; then, to fill up, the furthest of those that
    are about the same, which do not. Equal distances are in order of codes.
    """
    concepts = reference.read("headline_indicators").select("indicator_code", "concept")
    candidates = (
        rows.filter("is_rate", pl.col("distance_spreads").is_not_null())
        .filter(pl.col("neighbours_difference").is_not_null())
        .join(concepts, on="indicator_code", how="left", validate="m:1")
        .with_columns(
            pl.col("concept").fill_null(pl.col("indicator_code")),
            stands_out=pl.col("neighbours_difference") != limits.SAME,
            # Rounded, so that the order does not hang on the last bits of a sum.
            apart=pl.col("distance_spreads").abs().round(6),
        )
        .sort("stands_out", "apart", "indicator_code", descending=[True, True, False])
    )
    return candidates.unique("concept", keep="first", maintain_order=True).head(most).drop("apart")
