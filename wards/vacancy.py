"""The share of business premises that stand empty: the one rule, and the words where none is given.

Share = recorded as empty / (recorded as empty or as occupied). It is given only where the list of
the council marks both states (a list of empty premises alone says nothing of the others) and where
the state of at least half of the premises in question is recorded.
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
    """Rows of `ward_premises` with `told`: whether the council's list marks both states.

    Decided over the council as a whole, before any kind or ward is picked out: a ward where every
    shop is let is 0 % empty, not unknown.
    """
    whole = pl.col("description_group") == TOTAL
    both = [
        (pl.col(count).filter(whole if use_total else ~whole).sum() > 0).over("lad_code")
        for use_total in (True, False)
        for count in ("empty_count", "occupied_count")
    ]
    # Rows of all kinds, or the kinds one by one where a frame lacks those.
    return premises.with_columns(told=(both[0] & both[1]) | (both[2] & both[3]))


def share_aggregates() -> list[pl.Expr]:
    """Aggregations over rows that `mark_lists` made: told_count, empty_pct and empty_reason.

    Of several councils, the share is of those whose lists mark both states, which must be of one
    period: told_count says of how many premises with a recorded state. empty_reason is '' where
    there is a share.
    """
    empty, occupied, listed = (
        pl.col(name).filter(pl.col("told")).sum()
        for name in ("empty_count", "occupied_count", "premises_count")
    )
    known = empty + occupied
    enough = (known > 0) & (100 * known >= LEAST_KNOWN_PCT * listed)
    alike = pl.col("period").filter(pl.col("told")).n_unique() <= 1
    return [
        known.alias("told_count"),
        pl.when(enough & alike).then(100 * empty / known).alias("empty_pct"),
        pl.when(enough & alike)
        .then(pl.lit(""))
        .when(enough)
        .then(pl.lit(PERIODS_DIFFER))
        .when(pl.col("premises_count").sum() == 0)
        .then(pl.lit(NOTHING_LISTED))
        .when(~pl.col("told").any())
        .then(pl.lit(MARKS_ONE))
        .when(listed == 0)
        .then(pl.lit(NOTHING_LISTED))
        .otherwise(pl.lit(TOO_FEW_KNOWN))
        .alias("empty_reason"),
    ]


def empty_shares(premises: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`by`, period (the newest), told_count, empty_pct, empty_reason of each group of rows.

    `premises` has rows of `ward_premises`, of whole councils; `by` tells kinds apart.
    """
    grouped = mark_lists(premises).group_by(by, maintain_order=True)
    return grouped.agg(pl.col("period").max(), *share_aggregates())
