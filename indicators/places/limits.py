"""Whether one figure is higher or lower than others, as far as its confidence limits allow.

The one place where local indicators are compared: the profile, what stands out, the comparison.
"""

from __future__ import annotations

from typing import Final

import polars as pl

HIGHER: Final = "higher"
LOWER: Final = "lower"
SAME: Final = "about the same"
# Fewer neighbours with a figure have no middle half to speak of.
LEAST_NEIGHBOURS: Final = 5
# What sums leave behind, far below the decimals of any figure.
DUST: Final = 1e-6
# A normal distribution has its middle half within so many standard deviations.
QUARTILES_APART: Final = 1.349

METHOD_PAIR: Final = (
    "Two figures are about the same where their 95% confidence limits overlap, or where they are "
    "equal as printed and there are no limits. A figure that should have limits and has none is "
    "too uncertain to compare."
)
METHOD_NEIGHBOURS: Final = (
    "A council is about the same as its neighbours where its 95% confidence limits (or its figure, "
    "if the indicator has no limits) reach into the middle half of theirs: from the lower to the "
    f"upper quarter. At least {LEAST_NEIGHBOURS} of them need a figure of the same period."
)


def compare_pair(other: str) -> pl.Expr:
    """higher, lower or about the same: a row's figure beside its figure of `other`.

    Reads value, lower_limit95, upper_limit95, decimals and has_limits, and the first three with
    the prefix `other`. Null where either has no value, or lacks limits that it should have. See
    METHOD_PAIR.
    """
    low, high = _ends("")
    other_low, other_high = _ends(other)
    return _as_words(low > other_high, high < other_low).alias(f"{other}difference")


def is_clearly_above(other: str) -> pl.Expr:
    """Whether a row's figure is higher than that of `other` by the same rule; null if unknown."""
    return compare_pair(other) == HIGHER


def is_clearly_below(other: str) -> pl.Expr:
    return compare_pair(other) == LOWER


def compare_neighbours() -> pl.Expr:
    """The same of a row's figure and the middle half of its neighbours; see METHOD_NEIGHBOURS.

    Reads value, limits and has_limits, neighbours_count, neighbours_lower_quarter and
    neighbours_upper_quarter.
    """
    low, high = (_end("", end) for end in ("lower", "upper"))
    above = low > pl.col("neighbours_upper_quarter") + DUST
    below = high < pl.col("neighbours_lower_quarter") - DUST
    enough = pl.col("neighbours_count") >= LEAST_NEIGHBOURS
    return pl.when(enough).then(_as_words(above, below)).alias("neighbours_difference")


def distance_in_spreads() -> pl.Expr:
    """How far a row's figure is from its neighbours' median, in units of their spread.

    The spread is a standard deviation worked out from the middle half, so that one odd neighbour
    does not widen it. Null where the neighbours are too few, or differ by less than the last
    decimal that ONS shows: 99.9% is then not far from 100.0%.
    """
    spread = (
        pl.col("neighbours_upper_quarter") - pl.col("neighbours_lower_quarter")
    ) / QUARTILES_APART
    last_decimal = 10.0 ** -pl.col("decimals")
    usable = (spread > last_decimal - DUST) & (pl.col("neighbours_count") >= LEAST_NEIGHBOURS)
    apart = (pl.col("value") - pl.col("neighbours_median")) / spread
    return pl.when(usable).then(apart).alias("distance_spreads")


def _as_words(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return (
        pl.when(above)
        .then(pl.lit(HIGHER))
        .when(below)
        .then(pl.lit(LOWER))
        .when(above.is_not_null() & below.is_not_null())
        .then(pl.lit(SAME))
    )


def _ends(prefix: str) -> tuple[pl.Expr, pl.Expr]:
    """Both ends in units of the last printed decimal, so that what reads equal is equal."""
    unit = 10.0 ** pl.col("decimals")
    return (_end(prefix, "lower") * unit).round(0), (_end(prefix, "upper") * unit).round(0)


def _end(prefix: str, end: str) -> pl.Expr:
    """The limit; the figure itself where the indicator has no limits."""
    value, limit = pl.col(f"{prefix}value"), pl.col(f"{prefix}{end}_limit95")
    return pl.when(pl.col("has_limits")).then(limit).otherwise(pl.coalesce(limit, value))
