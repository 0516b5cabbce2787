"""The status that travels beside a value from the source to the screen and the report.

`rounded`, `estimated` and `modelled` values are numbers with a caution; `partial` is a sum of which
some part was not there; `suppressed` and `missing` have no number at all, and null is not zero.
"""

from __future__ import annotations

from typing import Final

import polars as pl

OBSERVED: Final = "observed"
ROUNDED: Final = "rounded"
ESTIMATED: Final = "estimated"
MODELLED: Final = "modelled"
PARTIAL: Final = "partial"
SUPPRESSED: Final = "suppressed"
MISSING: Final = "missing"

# From the best to the worst: a figure made of several parts wears the worst of theirs.
STATUSES: Final = (OBSERVED, ROUNDED, ESTIMATED, MODELLED, PARTIAL, SUPPRESSED, MISSING)
WITHOUT_VALUE: Final = (SUPPRESSED, MISSING)

WORDS: Final = {
    OBSERVED: "counted or recorded by the source",
    ROUNDED: "rounded by the source to protect respondents",
    ESTIMATED: "a survey estimate by the source, with sampling error",
    MODELLED: "modelled estimate, not official statistics",
    PARTIAL: "a sum of which some part was suppressed or missing, so too low",
    SUPPRESSED: "held by the source but withheld to protect respondents or as unreliable",
    MISSING: "not published for this area and period",
}


def low_or(otherwise: str, column: str = "status") -> pl.Expr:
    """Partial where the figure that this one rests on is too low, else `otherwise`."""
    return pl.when(pl.col(column) == PARTIAL).then(pl.lit(PARTIAL)).otherwise(pl.lit(otherwise))


def worst(column: str = "status") -> pl.Expr:
    """The worst status of a group as an aggregation. A sum should use `of_sum` instead."""
    rank = pl.col(column).replace_strict(
        {name: number for number, name in enumerate(STATUSES)}, return_dtype=pl.Int8
    )
    return pl.col(column).get(rank.arg_max())


def of_sum(value: str, column: str = "status") -> pl.Expr:
    """Status of the sum of `value` over a group.

    All parts absent: the absent status that says most (suppressed before missing). Some absent:
    partial. None absent: the worst status among the parts.

    >>> wards = pl.DataFrame({"jobs": [20.0, None], "status": ["rounded", "suppressed"]})
    >>> wards.select(sum_known("jobs"), of_sum("jobs")).row(0)
    (20.0, 'partial')
    """
    absent = pl.col(value).is_null()
    return (
        pl.when(absent.all() & (pl.col(column) == SUPPRESSED).any())
        .then(pl.lit(SUPPRESSED))
        .when(absent.all())
        .then(pl.lit(MISSING))
        .when(absent.any())
        .then(pl.lit(PARTIAL))
        .otherwise(worst(column))
    )


def sum_known(value: str) -> pl.Expr:
    """Sum of the values that are there; null, not zero, when none is.

    >>> pl.DataFrame({"jobs": [None, None]}, {"jobs": pl.Float64}).select(sum_known("jobs")).item()
    >>> pl.DataFrame({"jobs": [20.0, None]}).select(sum_known("jobs")).item()
    20.0
    """
    return pl.when(pl.col(value).is_not_null().any()).then(pl.col(value).sum())
