"""Business premises by ward and kind, counted from the councils' business-rates lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import Measure
from catalog.vocabulary.status import MISSING, OBSERVED
from views.parts import data
from wards import vacancy

FIGURES: Final = ("premises_empty_pct", "premises_count", "rateable_value_gbp")
HOW_EMPTY: Final = (
    "Premises recorded as empty as a share of those recorded as empty or occupied. We use only "
    "councils whose list records both: a list that marks empty premises alone does not say "
    "whether the rest are occupied."
)


def read_premises(councils: Sequence[str]) -> pl.DataFrame:
    """Rows of `ward_premises` of the councils, with `marks_both`: whether the list records both.

    Only the shares of such lists are known; `wards.vacancy` has the rule.
    """
    frame = data.table("ward_premises", councils)[0]
    return vacancy.mark_lists(frame)


def ward_values(wards: pl.DataFrame, counted: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """A figure for each ward as a map wants it: value, status, reliability, period, note.

    Wards of a council without a list are missing; the figures of a list are counts, so good.
    """
    column = "empty_pct" if measure.id == "premises_empty_pct" else measure.id
    status = pl.col("status") if measure.id == "rateable_value_gbp" else pl.lit(OBSERVED)
    has_value = pl.col("value").is_not_null()
    figures = counted.select(
        "ward_code", "period", pl.col(column).alias("value"), status.alias("status")
    )
    return (
        wards.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
        .join(figures, on="ward_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            pl.col("period").fill_null(""),
            status=pl.when(has_value).then("status").otherwise(pl.lit(MISSING)),
            reliability=pl.when(has_value).then(pl.lit("good")).otherwise(pl.lit("")),
            note=pl.lit(""),
            measure=pl.lit(measure.id),
        )
    )
