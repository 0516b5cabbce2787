"""Which groups of sectors stand out in a ward, from `ward_sector_groups`."""

from __future__ import annotations

import polars as pl

from catalog.vocabulary.status import MISSING, PARTIAL


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
    total = jobs.sum()
    share = pl.when(~incomplete.any() & (total > 0)).then(
        100.0 * jobs.filter(of_ward).sum() / total
    )
    council = groups.filter(of_ward)["lad_code"].unique()
    return (
        groups.filter(pl.col("lad_code").is_in(council.implode()))
        .with_columns(all_jobs_share_pct=share)
        .filter(of_ward)
        .sort("jobs", "sector_code", descending=[True, False], nulls_last=True)
    )
