"""Counts from small areas to wards by best fit, and from the LSOAs of 2011 to those of 2021."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from catalog.status import ESTIMATED, OBSERVED, ROUNDED, of_sum, sum_known


class VintageError(Exception):
    """Areas of one year used with a lookup of another."""


class LookupGap(Exception):  # noqa: N818
    """Small areas that the lookup does not know; their counts would be lost."""


def same_vintage(lookup: pl.DataFrame, wards: pl.DataFrame) -> str:
    """The ward vintage that both share; VintageError where they differ."""
    years = set(lookup["ward_vintage"]) | set(wards["ward_vintage"])
    if len(years) != 1:
        raise VintageError(
            f"the LSOA lookup is for wards of {sorted(set(lookup['ward_vintage']))} and the ward "
            f"boundaries are of {sorted(set(wards['ward_vintage']))}; fetch both again, or set "
            "ward_year to a year that has both"
        )
    return str(years.pop())


def to_wards(
    frame: pl.DataFrame, lookup: pl.DataFrame, *, value: str, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Sums a count from LSOAs to wards: each LSOA goes wholly to the ward that fits it best.

    `frame` has lsoa_code, the value, status and the columns of `by`. Totals are conserved: an LSOA
    that the lookup does not know raises LookupGap. Returns ward_code, `by`, value, status.
    """
    joined = frame.join(
        lookup.select("lsoa_code", "ward_code"), on="lsoa_code", how="left", validate="m:1"
    )
    lost = joined.filter(pl.col("ward_code").is_null())["lsoa_code"].unique().sort()
    if lost.len():
        raise LookupGap(
            f"{lost.len():,} LSOAs are not in the ward lookup, such as {lost.head(5).to_list()}; "
            "fetch lsoa_wards again"
        )
    return _summed(joined, ["ward_code", *by], value)


def lsoa11_to_21(
    frame: pl.DataFrame, lsoa_changes: pl.DataFrame, *, value: str, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Counts of 2011 LSOAs on the LSOAs of 2021.

    Unchanged ones keep their count, merged ones are summed, a split one is shared out evenly among
    its parts (status estimated). `frame` has lsoa11_code; totals are conserved. Returns lsoa_code,
    `by`, value, status.
    """
    parts = lsoa_changes.select("lsoa11_code", lsoa_code="lsoa21_code").with_columns(
        parts=pl.len().over("lsoa11_code")
    )
    joined = frame.join(parts, on="lsoa11_code", how="left", validate="m:m")
    lost = joined.filter(pl.col("lsoa_code").is_null())["lsoa11_code"].unique().sort()
    if lost.len():
        raise LookupGap(
            f"{lost.len():,} LSOAs of 2011 are not in the change list, such as "
            f"{lost.head(5).to_list()}; fetch lsoa_changes again"
        )
    split = pl.col("parts") > 1
    shared = joined.with_columns(
        pl.when(split).then(pl.col(value) / pl.col("parts")).otherwise(value).alias(value),
        estimated_where(split & pl.col("status").is_in([OBSERVED, ROUNDED])),
    )
    return _summed(shared, ["lsoa_code", *by], value)


def estimated_where(condition: pl.Expr) -> pl.Expr:
    """The status column with `estimated` where a figure was shared out."""
    return pl.when(condition).then(pl.lit(ESTIMATED)).otherwise("status").alias("status")


def _summed(frame: pl.DataFrame, key: Sequence[str], value: str) -> pl.DataFrame:
    return frame.group_by(key, maintain_order=True).agg(
        sum_known(value).alias(value), of_sum(value).alias("status")
    )
