"""The record of the sector outlook: how often what we would have said in the past came true.

Measured by benchmarks/sector_outlook.py and stored; pages and tables print it from here.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

import reference
from indicators.sectors.outlook_model import TIERS

ENOUGH_CASES: Final = 500  # of a tenth of the chances
RATES: Final = ("tier_rate_pct", "tier_cases", "tier_base_pct", "tier_worst_pct")


def read_record(part: str) -> pl.DataFrame:
    """The stored rows of one part, such as "tier", "chance" or "other ways", tiers in order."""
    rows = reference.read("sector_outlook_record").filter(part=part)
    order = pl.col("tier").replace_strict(
        {tier: number for number, tier in enumerate(TIERS)}, default=-1, return_dtype=pl.Int8
    )
    return rows.sort("subset", order, maintain_order=True)


def read_all() -> pl.DataFrame:
    """Every stored row."""
    return reference.read("sector_outlook_record")


def tier_rates() -> pl.DataFrame:
    """outlook_tier and RATES, over all councils and base years."""
    return read_record("tier").select(
        outlook_tier="tier",
        tier_rate_pct="rate_pct",
        tier_cases=pl.col("cases_count").cast(pl.Float64),
        tier_base_pct="base_pct",
        tier_worst_pct="worst_pct",
    )


def read_reliability() -> pl.DataFrame:
    """subset, chance_pct, rate_pct and cases_count of each tenth of the chances, and how far apart
    the two are in percentage points."""
    return read_record("chance").select(
        "subset",
        "chance_pct",
        "rate_pct",
        "cases_count",
        apart_points=(pl.col("chance_pct") - pl.col("rate_pct")).abs(),
    )


def furthest_apart() -> dict[str, Any]:
    """The tenth furthest from what came, of those with ENOUGH_CASES to be told from luck."""
    enough = read_reliability().filter(pl.col("cases_count") >= ENOUGH_CASES)
    return enough.sort("apart_points").row(-1, named=True)
