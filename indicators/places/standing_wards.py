"""Wards that stand out: those furthest from the middle ward of their place, on figures to trust."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.periods import filter_newest

# Figures of wards of different size that can be compared. Counts cannot; modelled jobs do not say
# what is particular to a ward.
COMPARED: Final = (
    "claimants_pct", "residents_qualification_none_pct", "residents_qualification_4_pct",
    "premises_empty_pct",
)  # fmt: skip
# Middle half of a normal distribution, in standard deviations.
MIDDLE_HALF: Final = 1.349
LEAST_SPREADS: Final = 1.5  # nearer than this, one ward in eight is by chance
LEAST_WARDS: Final = 8  # of which a middle half says something
MOST_OF_WARD: Final = 2  # rows of one ward, so that it does not fill the list
LOW: Final = "low"


def find_standing_wards(measures: pl.DataFrame) -> pl.DataFrame:
    """Figures of wards that lie far from the middle ward's, the furthest first.

    `measures` are rows of `ward_measures` of all wards of a place. Columns: those of
    `ward_measures`, middle_value (of the wards with a figure of the same period), wards_count and
    distance_spreads (from the middle, in their spread: the middle half as a standard deviation, so
    that odd wards do not widen it). Left out are figures of low reliability, and measures of fewer
    than LEAST_WARDS wards or that most of them share.
    """
    compared = measures.filter(
        pl.col("measure").is_in(COMPARED), pl.col("value").is_not_null(),
        pl.col("reliability") != LOW,
    )  # fmt: skip
    newest = filter_newest(compared, ["lad_code", "measure"], "period_end")
    of_each = ["measure", "period"]
    figure = pl.col("value")
    spread = (figure.quantile(0.75, "linear") - figure.quantile(0.25, "linear")) / MIDDLE_HALF
    apart = (
        newest.with_columns(
            middle_value=figure.median().over(of_each),
            wards_count=pl.len().over(of_each),
            spread=spread.over(of_each),
        )
        .filter(pl.col("spread") > 0, pl.col("wards_count") >= LEAST_WARDS)
        .with_columns(distance_spreads=(figure - pl.col("middle_value")) / pl.col("spread"))
        .filter(pl.col("distance_spreads").abs() >= LEAST_SPREADS)
        # Rounded, so that the order does not hang on the last bits of a sum.
        .sort(
            pl.col("distance_spreads").abs().round(6), "ward_code", "measure",
            descending=[True, False, False],
        )
    )  # fmt: skip
    place = pl.col("measure").cum_count().over("ward_code")
    return apart.filter(place <= MOST_OF_WARD).drop("spread")
