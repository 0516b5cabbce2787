"""Business premises by ward and kind, counted from the councils' business-rates lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import Measure
from catalog.tables.premises import TOTAL
from catalog.vocabulary.status import MISSING, OBSERVED, sum_or_null, sum_status
from views.parts import data
from wards import vacancy

FIGURES: Final = ("premises_empty_pct", "premises_count", "rateable_value_gbp")
HOW_EMPTY: Final = (
    "Premises recorded as empty over those whose occupation is recorded, only for councils whose "
    "list records both; a list that marks empty premises alone cannot say what the rest are."
)


def held(councils: Sequence[str]) -> pl.DataFrame:
    """Rows of `ward_premises` of the councils, with `told`: whether the list says who is in.

    Only the shares of such lists are known; `wards.vacancy` has the rule.
    """
    frame = data.table("ward_premises")[0].filter(pl.col("lad_code").is_in(list(councils)))
    return vacancy.mark_lists(frame)


def summed(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Counts, rateable_value_gbp with its status, and empty_pct of each group of wards.

    occupied_count and empty_pct are null where none of the lists says who is in. Where some do,
    empty_pct is of theirs alone: of `recorded_count` premises. empty_reason says why there is none.
    """
    grouped = frame.group_by(by, maintain_order=True) if by else frame.group_by(pl.lit(TOTAL))
    return grouped.agg(
        *(pl.col(name).sum() for name in ("premises_count", "empty_count", "unknown_count")),
        pl.when(pl.col("marks_both").any()).then(pl.col("occupied_count").sum()),
        sum_or_null("rateable_value_gbp").alias("rateable_value_gbp"),
        sum_status("rateable_value_gbp").alias("status"),
        *vacancy.share_aggregates(),
    )


def by_kind(frame: pl.DataFrame) -> pl.DataFrame:
    """A row for each kind of property, the most premises first."""
    kinds = summed(frame.filter(pl.col("description_group") != TOTAL), ["description_group"])
    return kinds.sort("premises_count", "description_group", descending=[True, False])


def by_ward(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """A row for each ward, of one kind of property or of all (`TOTAL`), with its days empty."""
    of_kind = frame.filter(pl.col("description_group") == kind)
    days = of_kind.select("ward_code", "period", "median_days_empty", "longest_days_empty")
    names = ["ward_code", "ward_name", "lad_code", "lad_name"]
    return summed(of_kind, names).join(days, on="ward_code", validate="1:1")


def values(wards: pl.DataFrame, counted: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """A figure for each ward as a map wants it: value, status, reliability, period, note.

    Wards of a council without a list are missing; the figures of a list are counts, so good.
    """
    column = "empty_pct" if measure.id == "premises_empty_pct" else measure.id
    status = pl.col("status") if measure.id == "rateable_value_gbp" else pl.lit(OBSERVED)
    known = pl.col("value").is_not_null()
    figures = counted.select(
        "ward_code", "period", pl.col(column).alias("value"), status.alias("status")
    )
    return (
        wards.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(figures, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            pl.col("period").fill_null(""),
            status=pl.when(known).then("status").otherwise(pl.lit(MISSING)),
            reliability=pl.when(known).then(pl.lit("good")).otherwise(pl.lit("")),
            note=pl.lit(""),
            measure=pl.lit(measure.id),
        )
    )
