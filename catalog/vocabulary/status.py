"""The status that goes with a value from the source to the screen and the report.

`rounded`, `estimated`, `nowcast` and `modelled` values are numbers with a caution; `partial` is a
sum with some part missing; `suppressed` and `missing` have no number at all, and null is not zero.
"""

from __future__ import annotations

from typing import Final

import polars as pl

OBSERVED: Final = "observed"
ROUNDED: Final = "rounded"
ESTIMATED: Final = "estimated"
NOWCAST: Final = "nowcast"
MODELLED: Final = "modelled"
PARTIAL: Final = "partial"
SUPPRESSED: Final = "suppressed"
MISSING: Final = "missing"

# From best to worst: a figure made of several parts has the worst of their statuses.
STATUSES: Final = (
    OBSERVED, ROUNDED, ESTIMATED, NOWCAST, MODELLED, PARTIAL, SUPPRESSED, MISSING,
)  # fmt: skip
WITHOUT_VALUE: Final = (SUPPRESSED, MISSING)

WORDS: Final = {
    OBSERVED: "counted or recorded by the source",
    ROUNDED: "rounded by the source to protect respondents",
    ESTIMATED: "a survey estimate by the source, with sampling error",
    NOWCAST: "our estimate of a time already past, carried on from the last official figure",
    MODELLED: "modelled estimate, not official statistics",
    PARTIAL: "a sum with some part suppressed or missing, so too low",
    SUPPRESSED: "withheld by the source to protect respondents, or as unreliable",
    MISSING: "not published for this area and period",
}


def partial_or(otherwise: str, column: str = "status") -> pl.Expr:
    """Partial if the figure that this one depends on is too low, else `otherwise`."""
    return pl.when(pl.col(column) == PARTIAL).then(pl.lit(PARTIAL)).otherwise(pl.lit(otherwise))


def worst_status(column: str = "status") -> pl.Expr:
    """The worst status of a group, as an aggregation. For a sum use `sum_status`."""
    rank = pl.col(column).replace_strict(
        {name: number for number, name in enumerate(STATUSES)}, return_dtype=pl.Int8
    )
    return pl.col(column).get(rank.arg_max())


def sum_status(value: str, column: str = "status") -> pl.Expr:
    """The status of the sum of `value` over a group.

    All parts absent: suppressed if any is, else missing. Some absent: partial. None absent: the
    worst status among the parts.

    >>> wards = pl.DataFrame({"jobs": [20.0, None], "status": ["rounded", "suppressed"]})
    >>> wards.select(sum_or_null("jobs"), sum_status("jobs")).row(0)
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
        .otherwise(worst_status(column))
    )


def sum_or_null(value: str) -> pl.Expr:
    """The sum of the values present; null, not zero, if there are none.

    >>> frame = pl.DataFrame({"jobs": [None, None]}, {"jobs": pl.Float64})
    >>> frame.select(sum_or_null("jobs")).item()
    >>> pl.DataFrame({"jobs": [20.0, None]}).select(sum_or_null("jobs")).item()
    20.0
    """
    return pl.when(pl.col(value).is_not_null().any()).then(pl.col(value).sum())
