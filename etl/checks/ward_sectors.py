"""Laws of jobs by sector in wards: groups are the sectors put together, and wards the council."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import PARTIAL
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import DEVIATIONS, ROUNDING_PER_CELL, ROUNDING_SHARE, spread_of_roundings
from etl.checks.ward_sums import SHARED_OUT_WITHIN

ROOM_PCT: Final = 1e-6


def ward_groups_are_their_sectors(tables: Tables) -> Faults:
    """A ward's jobs by group add up to its jobs by sector of the same year."""
    if not {"ward_sector_groups", "ward_sector_jobs"} <= set(tables):
        return
    by = ["ward_code", "period"]
    groups, sectors = (
        tables[name].group_by(by).agg(pl.col("jobs").sum().alias(name), pl.len().alias("cells"))
        for name in ("ward_sector_groups", "ward_sector_jobs")
    )
    both = groups.join(sectors.drop("cells"), on=by, how="full", coalesce=True, validate="1:1")
    apart = (pl.col("ward_sector_groups") - pl.col("ward_sector_jobs")).abs()
    off = both.filter(apart.is_null() | (apart > SHARED_OUT_WITHIN)).sort(by)
    if off.height:
        row = off.row(0, named=True)
        yield (
            "ward_sector_groups",
            f"groups of {row['ward_code']} sum to {row['ward_sector_groups']} jobs, its sectors to "
            f"{row['ward_sector_jobs']} ({row['period']})",
            off.height,
        )


def ward_groups_are_their_council(tables: Tables) -> Faults:
    """Jobs by group of a council's wards add up to its jobs by section; gaps can lower them."""
    if not {"ward_sector_groups", "jobs"} <= set(tables):
        return
    published = (
        tables["jobs"]
        .filter(pl.col("area_type") == "lad", pl.col("job_kind") == "employment",
                # The sections that wards have: BRES has next to no jobs in the others.
                pl.col("industry_level") == "section", ~pl.col("industry_code").is_in(["T", "U"]))
        .group_by("period", lad_code="area_code")
        .agg(
            published=pl.col("jobs").sum(),
            spread=spread_of_roundings(pl.col("jobs")),
            unsure=(pl.col("jobs").is_null() | (pl.col("status") == PARTIAL)).any(),
        )
    )  # fmt: skip
    summed = (
        tables["ward_sector_groups"]
        .group_by("lad_code", "period")
        .agg(
            summed=pl.col("jobs").sum(),
            gap=(pl.col("jobs").is_null() | (pl.col("status") == PARTIAL)).any(),
            cells=pl.len(),
        )
    )
    rounding = ROUNDING_SHARE * pl.col("published") + ROUNDING_PER_CELL * pl.col("cells")
    room = pl.max_horizontal(rounding, DEVIATIONS * pl.col("spread"))
    beyond = pl.col("summed") - pl.col("published")
    off = (
        summed.join(published.filter(~pl.col("unsure")), on=["lad_code", "period"], validate="1:1")
        .filter((beyond > room) | (~pl.col("gap") & (beyond < -room)))
        .sort("lad_code", "period")
    )
    if off.height:
        row = off.row(0, named=True)
        yield (
            "ward_sector_groups",
            f"wards of {row['lad_code']} sum to {row['summed']:,.0f} jobs, the council has "
            f"{row['published']:,.0f} ({row['period']})",
            off.height,
        )


def ward_shares_are_of_one_council(tables: Tables) -> Faults:
    """The shares of a council's wards in a group sum to 100% at most."""
    if "ward_sector_groups" not in tables:
        return
    shares = tables["ward_sector_groups"].group_by("lad_code", "sector_code", "period").agg(
        pl.col("council_share_pct").sum()
    )  # fmt: skip
    off = shares.filter(pl.col("council_share_pct") > 100.0 + ROOM_PCT)
    if off.height:
        row = off.sort("lad_code", "sector_code").row(0, named=True)
        yield (
            "ward_sector_groups",
            f"shares of the wards of {row['lad_code']} in {row['sector_code']} sum to "
            f"{row['council_share_pct']:,.1f}%",
            off.height,
        )


RULES: Final[tuple[Rule, ...]] = (
    ward_groups_are_their_sectors,
    ward_groups_are_their_council,
    ward_shares_are_of_one_council,
)
