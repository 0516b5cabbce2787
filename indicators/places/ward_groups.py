"""Which groups of sectors stand out in a ward, from `ward_sector_groups`."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from catalog.vocabulary.status import MISSING, PARTIAL, worst_status
from indicators.places.ward_comparison import with_shares
from wards.sector_groups import GROUP_NAMES, GROUP_OF


def rank_groups(groups: pl.DataFrame, ward_code: str) -> pl.DataFrame:
    """The ward's rows of `ward_sector_groups`, the most jobs first, with `all_jobs_share_pct`.

    `groups` has all wards of the ward's council. `all_jobs_share_pct` is the ward's share of all
    the council's jobs, to set beside `council_share_pct`: a group with a larger share stands out
    here. It is null where the jobs of some ward are not known.

    >>> groups = pl.DataFrame({"ward_code": ["W1", "W2"], "lad_code": "L", "period": "2023",
    ...     "sector_code": "H", "jobs": [30.0, 10.0], "status": "modelled"})
    >>> rank_groups(groups, "W1")["all_jobs_share_pct"].to_list()
    [75.0]
    """
    jobs = pl.col("jobs")
    of_ward = pl.col("ward_code") == ward_code
    incomplete = jobs.is_null() | pl.col("status").is_in([PARTIAL, MISSING])
    here, total = jobs.filter(of_ward).sum(), jobs.sum()
    share = pl.when(~incomplete.any() & (total > 0)).then(100.0 * here / total)
    council = groups.filter(of_ward)["lad_code"].unique()
    return (
        groups.filter(pl.col("lad_code").is_in(council.implode()))
        .with_columns(all_jobs_share_pct=share)
        .filter(of_ward)
        .sort("jobs", "sector_code", descending=[True, False], nulls_last=True)
    )


def compare_groups(
    of_ward: pl.DataFrame, jobs: pl.DataFrame, areas: Mapping[str, str]
) -> pl.DataFrame:
    """A ward's groups with their shares of all its jobs, and of those of other areas, in %.

    `of_ward` has the ward's rows of `ward_sector_groups`, `jobs` rows of `jobs` of the same year,
    and `areas` codes by name. Adds ward_pct, and NAME_pct and NAME_status for each. Null where the
    jobs of some group are not known.
    """
    compared = with_shares(of_ward, "ward_pct")
    level = "division" if _is_counted(of_ward) else "section"
    of_level = jobs.filter(
        pl.col("job_kind") == "employment",
        pl.col("industry_level") == level,
        (pl.col("industry_code").is_in(list(GROUP_OF))) | (level == "division"),
        pl.col("period") == of_ward["period"].max(),
    ).with_columns(sector_code=pl.col("industry_code").replace(GROUP_OF))
    has_gap = pl.col("jobs").is_null().any()
    for name, code in areas.items():
        of_area = of_level.filter(area_code=code).group_by("sector_code", maintain_order=True).agg(
            jobs=pl.when(~has_gap).then(pl.col("jobs").sum()),
            status=pl.when(~has_gap).then(worst_status("status")).otherwise(pl.lit(MISSING)),
        )  # fmt: skip
        shares = with_shares(of_area, f"{name}_pct").select(
            "sector_code", f"{name}_pct", pl.col("status").alias(f"{name}_status")
        )
        compared = compared.join(
            shares, on="sector_code", how="left", validate="1:1", maintain_order="left"
        ).with_columns(pl.col(f"{name}_status").fill_null(MISSING))
    return compared


def choose_sectors(groups: pl.DataFrame, sector_jobs: pl.DataFrame) -> pl.DataFrame:
    """What to show of some wards side by side: their groups, or sections where they are counted.

    Rows of one table, as `ward_sector_jobs` has them, with a group as an industry. `groups` has
    rows of `ward_sector_groups`, `sector_jobs` of `ward_sector_jobs`.
    """
    if groups.is_empty() or _is_counted(groups):
        return sector_jobs
    as_sectors = groups.rename({"sector_code": "industry_code", "sector_name": "industry_name"})
    return as_sectors.select(*sector_jobs.columns)


def _is_counted(groups: pl.DataFrame) -> bool:
    """Whether the rows are of divisions that are counted, and not of modelled groups."""
    return not groups["sector_code"].is_in(list(GROUP_NAMES)).any()
