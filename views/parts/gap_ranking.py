"""Skills gaps in order, as the page of gaps and the headlines have them."""

from __future__ import annotations

from typing import Final

import polars as pl

PER_YEAR: Final = "people a year"


def with_openings(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Gaps with growth and replacement beside them, the widest first."""
    keys = ["area_code", "skill_kind", "skill_code"]
    openings = tables["skills_openings"].select(
        *keys, "base_period", "target_period", "growth_openings_persons",
        "replacement_openings_persons", openings_lower80="lower80", openings_upper80="upper80",
    )  # fmt: skip
    return (
        tables["skills_gaps"]
        .join(openings, on=keys, how="left", validate="1:1")
        .sort("gap_persons", descending=True, nulls_last=True, maintain_order=True)
    )
