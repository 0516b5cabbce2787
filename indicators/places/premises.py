"""Business premises of a place and of its wards: counts, value, and the share standing empty.

The share itself is `wards.vacancy`'s, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from catalog.tables.premises import TOTAL
from catalog.vocabulary.status import sum_or_null, sum_status
from wards import vacancy

WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name")


def total_of_place(premises: pl.DataFrame) -> dict[str, Any]:
    """The premises of all the councils together: a row of `sum_premises`, by column.

    `premises` here and below has rows of `ward_premises` of whole councils, from
    `vacancy.mark_lists`.
    """
    every = premises.filter(pl.col("description_group") == TOTAL)
    return sum_premises(every, ["description_group"]).row(0, named=True) if every.height else {}


def sum_by_kind(premises: pl.DataFrame) -> pl.DataFrame:
    """A row for each kind of property, the most premises first."""
    kinds = sum_premises(
        premises.filter(pl.col("description_group") != TOTAL), ["description_group"]
    )
    return kinds.sort("premises_count", "description_group", descending=[True, False])


def sum_by_ward(premises: pl.DataFrame, kind: str) -> pl.DataFrame:
    """A row for each ward, of one kind of property or of all (`TOTAL`), with its days empty."""
    of_kind = premises.filter(pl.col("description_group") == kind)
    days = of_kind.select("ward_code", "period", "median_days_empty", "longest_days_empty")
    return sum_premises(of_kind, WARD).join(days, on="ward_code", validate="1:1")


def sum_premises(premises: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Counts, rateable_value_gbp with its status, and empty_pct of each group of wards.

    occupied_count and empty_pct are null where none of the lists marks both states. Where some do,
    empty_pct is of theirs alone: of `recorded_count` premises. empty_reason says why there is none.
    """
    return premises.group_by(by, maintain_order=True).agg(
        *(pl.col(name).sum() for name in ("premises_count", "empty_count", "unknown_count")),
        pl.when(pl.col("marks_both").any()).then(pl.col("occupied_count").sum()),
        sum_or_null("rateable_value_gbp").alias("rateable_value_gbp"),
        sum_status("rateable_value_gbp").alias("status"),
        *vacancy.share_aggregates(),
    )
