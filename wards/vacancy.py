"""The share of business premises that are empty: the one rule, and the reason if there is no share.

Share = recorded as empty / (recorded as empty or as occupied). We give it only if the council's
list records both (a list of empty premises says nothing about the others) and at least half of the
premises have one or the other recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.tables.premises import TOTAL

LEAST_KNOWN_PCT: Final = reference.read_constants("ward_constants")["state_known_pct"]
NOTHING_LISTED: Final = "no premises of the kind are listed"
MARKS_ONE: Final = "the council's list does not mark both empty and occupied premises"
PERIODS_DIFFER: Final = "the councils' lists are of different periods"
TOO_FEW_KNOWN: Final = "the list records the state of fewer than half of the premises"


def mark_lists(premises: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ward_premises` with `marks_both`: whether the list has empty and occupied premises.

    Decided for the whole council, before any type or ward is selected: a ward where every shop is
    let is 0% empty, not unknown.
    """
    is_total = pl.col("description_group") == TOTAL
    both = [
        (pl.col(count).filter(is_total if use_total else ~is_total).sum() > 0).over("lad_code")
        for use_total in (True, False)
        for count in ("empty_count", "occupied_count")
    ]
    # From the rows for all types together, or from each type if a frame has no such rows.
    return premises.with_columns(marks_both=(both[0] & both[1]) | (both[2] & both[3]))


def share_aggregates() -> list[pl.Expr]:
    """Aggregations over rows from `mark_lists`: recorded_count, empty_pct and empty_reason.

    For several councils, the share covers those whose lists mark both states, which must all be of
    one period. recorded_count is the number of premises with a recorded state. empty_reason is ''
    if there is a share.
    """
    empty, occupied, listed = (
        pl.col(name).filter(pl.col("marks_both")).sum()
        for name in ("empty_count", "occupied_count", "premises_count")
    )
    recorded = empty + occupied
    is_enough = (recorded > 0) & (100 * recorded >= LEAST_KNOWN_PCT * listed)
    is_one_period = pl.col("period").filter(pl.col("marks_both")).n_unique() <= 1
    return [
        recorded.alias("recorded_count"),
        pl.when(is_enough & is_one_period).then(100 * empty / recorded).alias("empty_pct"),
        pl.when(is_enough & is_one_period)
        .then(pl.lit(""))
        .when(is_enough)
        .then(pl.lit(PERIODS_DIFFER))
        .when(pl.col("premises_count").sum() == 0)
        .then(pl.lit(NOTHING_LISTED))
        .when(~pl.col("marks_both").any())
        .then(pl.lit(MARKS_ONE))
        .when(listed == 0)
        .then(pl.lit(NOTHING_LISTED))
        .otherwise(pl.lit(TOO_FEW_KNOWN))
        .alias("empty_reason"),
    ]


def empty_shares(premises: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`by`, period (the newest), recorded_count, empty_pct, empty_reason of each group of rows.

    `premises` has rows of `ward_premises` for whole councils; `by` separates types of property.
    """
    grouped = mark_lists(premises).group_by(by, maintain_order=True)
    return grouped.agg(pl.col("period").max(), *share_aggregates())
