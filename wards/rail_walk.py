"""Residents within a walk of a rail station: from MSOAs to wards, by the names of LSOAs."""

from __future__ import annotations

import polars as pl

# The name of an LSOA is that of its MSOA and a letter: Bradford 016A lies in Bradford 016.
LETTER: str = r"[A-Z]$"


def share_by_ward(
    rail_walk: pl.DataFrame, lsoa_wards: pl.DataFrame, need: pl.DataFrame
) -> pl.DataFrame:
    """ward_code and residents_walk_rail_pct: the mean of its LSOAs, each with its MSOA's share,
    weighted by residents of 16 and over; null where some LSOA has none or no residents are known.

    Tables `rail_walk`, `lsoa_wards` and `lsoa_need`.

    >>> walks = pl.DataFrame({"msoa_name": ["Leeds 001", "Leeds 002"], "walk_30_pct": [50.0, 0.0]})
    >>> lsoas = pl.DataFrame({"lsoa_code": ["L1", "L2"], "lsoa_name": ["Leeds 001A", "Leeds 002C"],
    ...                       "ward_code": "W1"})
    >>> people = pl.DataFrame({"lsoa_code": ["L1", "L2"], "residents_16_plus": [300.0, 100.0]})
    >>> share_by_ward(walks, lsoas, people).row(0)
    ('W1', 37.5)
    """
    shares = rail_walk.select("msoa_name", share="walk_30_pct").unique("msoa_name", keep="first")
    lsoas = lsoa_wards.with_columns(msoa_name=pl.col("lsoa_name").str.replace(LETTER, ""))
    joined = lsoas.join(shares, on="msoa_name", how="left").join(
        need.select("lsoa_code", weight="residents_16_plus"), on="lsoa_code", how="left"
    )
    whole = pl.col("share").is_not_null().all() & (pl.col("weight").sum() > 0)
    mean = (pl.col("share") * pl.col("weight")).sum() / pl.col("weight").sum()
    return (
        joined.group_by("ward_code", maintain_order=True)
        .agg(residents_walk_rail_pct=pl.when(whole).then(mean))
        .sort("ward_code")
    )
