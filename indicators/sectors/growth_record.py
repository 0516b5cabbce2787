"""How often past changes like these proved lasting: the stored record, read for each row.

The record is measured by benchmarks/growth_tiers.py on councils, regions and ITL2 areas.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference

BOTH: Final = "jobs and share"
# Whose record an area goes by: nations have none.
RECORD_OF: Final = {"lad": "lad", "group": "lad", "region": "region"}
RATES: Final = ("tier_rate_pct", "tier_cases", "tier_base_pct")


def read_record() -> pl.DataFrame:
    """The stored rates, by type of area, level of industry, what was compared, and tier."""
    return reference.read("growth_tier_rates")


def with_rates(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (area_type, industry_level, growth_tier) with RATES; null where none is measured."""
    record = read_record().filter(compared=BOTH).select(
        "industry_level", "growth_tier", recorded_as="area_type", tier_rate_pct="rate_pct",
        tier_cases="cases_count", tier_base_pct="base_pct",
    )  # fmt: skip
    kind = pl.col("area_type").replace_strict(RECORD_OF, default=None, return_dtype=pl.String)
    return (
        rows.with_columns(recorded_as=kind)
        .join(
            record, on=["recorded_as", "industry_level", "growth_tier"], how="left",
            validate="m:1", maintain_order="left",
        )
        .with_columns(pl.col("tier_cases").cast(pl.Float64))
        .drop("recorded_as")
    )  # fmt: skip


def further_sentence() -> str:
    """How many of the sectors of councils that had very likely grown grew on, in words."""
    row = read_record().filter(
        area_type="lad", industry_level="section", compared=BOTH, growth_tier="very likely grown"
    ).row(0, named=True)  # fmt: skip
    return (
        "It says that a change was real, not that it goes on: of sectors that had very likely "
        f"grown {row['further_pct']:.0f}% grew further in the next three years."
    )


def jump_sentence() -> str:
    """What a mark of a jump is worth, in words."""
    rates = {row["jump"]: row for row in reference.read("growth_jump_rates").iter_rows(named=True)}
    moved = rates["reclassification"]
    by_chance = 100.0 * moved["by_chance_pct"] / moved["marked_pct"]
    return (
        "A change marked as a jump came mostly in one year and could be one employer, or one "
        "counted in another sector: we cannot see which. In our tests "
        f"{rates['one employer']['marked_pct']:.0f}% of changes were marked as one employer and "
        f"{moved['marked_pct']:.0f}% as reclassification; about {by_chance:.0f}% of the latter "
        "would be marked by chance."
    )
