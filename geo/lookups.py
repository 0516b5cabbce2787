"""Moves counts from small areas to wards by best fit, and from LSOAs of 2011 to those of 2021."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, MISSING, OBSERVED, ROUNDED, sum_or_null, sum_status

PARTS: Final = {
    "lsoa11_code": pl.String,
    "lsoa_code": pl.String,
    "share": pl.Float64,
    "basis": pl.String,
}
EVENLY: Final = "evenly, for want of anything better"


class VintageError(Exception):
    """Areas of one year were used with a lookup of another."""


def check_same_vintage(lookup: pl.DataFrame, wards: pl.DataFrame) -> str:
    """The ward vintage of both; VintageError if they differ."""
    years = set(lookup["ward_vintage"]) | set(wards["ward_vintage"])
    if len(years) != 1:
        raise VintageError(
            f"the LSOA lookup is for wards of {sorted(set(lookup['ward_vintage']))} and the ward "
            f"boundaries are of {sorted(set(wards['ward_vintage']))}; fetch both again, or set "
            "ward_year to a year that has both"
        )
    return str(years.pop())


def to_wards(
    frame: pl.DataFrame,
    lookup: pl.DataFrame,
    *,
    value: str,
    by: Sequence[str] = (),
    within: Sequence[str] = (),
) -> pl.DataFrame:
    """Sums a count from LSOAs to wards. Each LSOA counts entirely in its best-fit ward.

    `frame` has lsoa_code (once for each combination of `by`), the value, status and the columns of
    `by`; `lookup` has lsoa_code and ward_code. Returns a row for every ward of the lookup and every
    combination of `by`: ward_code, `by`, value, status, lsoas_count (LSOAs of the ward) and
    absent_count (those without a figure). If some have no figure the sum is partial; if none has,
    there is no sum. LSOAs that are not in the lookup are in no ward: see `filter_outside`.
    `within`: columns of both, such as the council, inside which alone combinations are made; they
    are returned after ward_code.

    >>> lookup = pl.DataFrame({"lsoa_code": ["L1", "L2", "L3"], "ward_code": ["W1", "W1", "W2"]})
    >>> jobs = pl.DataFrame({"lsoa_code": ["L1", "L2"], "jobs": [20.0, 5.0], "status": "rounded"})
    >>> wards = to_wards(jobs, lookup, value="jobs").sort("ward_code")
    >>> wards.select("ward_code", "jobs", "status").rows()
    [('W1', 25.0, 'rounded'), ('W2', None, 'missing')]
    """
    pairs = lookup.select("lsoa_code", "ward_code", *within)
    pairs = pairs.unique(["lsoa_code", *within], keep="first", maintain_order=True)
    cells = cross_within(pairs, frame, by, within) if by else pairs
    counts = frame.select("lsoa_code", *within, *by, value, "status")
    joined = cells.join(counts, on=["lsoa_code", *within, *by], how="left", validate="1:1")
    return (
        joined.with_columns(pl.col("status").fill_null(MISSING))
        .group_by("ward_code", *within, *by, maintain_order=True)
        .agg(
            sum_or_null(value).alias(value),
            sum_status(value).alias("status"),
            pl.len().cast(pl.Int64).alias("lsoas_count"),
            pl.col(value).null_count().cast(pl.Int64).alias("absent_count"),
        )
    )


def cross_within(
    places: pl.DataFrame, frame: pl.DataFrame, by: Sequence[str], within: Sequence[str]
) -> pl.DataFrame:
    """Each row of `places` with every combination of `by` in `frame` that has its `within`."""
    combinations = frame.select(*within, *by).unique(maintain_order=True)
    if not within:
        return places.join(combinations, how="cross")
    return places.join(combinations, on=within, maintain_order="left")


def filter_outside(
    frame: pl.DataFrame, lookup: pl.DataFrame, within: Sequence[str] = ()
) -> pl.DataFrame:
    """The rows of LSOAs that are not in the lookup; `within` as in `to_wards`."""
    return frame.join(lookup, on=["lsoa_code", *within], how="anti")


def list_lsoa21_parts(
    lsoa11_codes: pl.Series,
    lsoa_changes: pl.DataFrame,
    lookup: pl.DataFrame,
    weights: Sequence[tuple[str, pl.DataFrame]] = (),
) -> pl.DataFrame:
    """Which LSOAs of 2021 the LSOAs of 2011 became, and the share of each; columns as PARTS.

    `lookup` has the 2021 LSOAs of the council that counts the old ones. A change across the
    council's border (kind X, and a few splits) stays inside it: parts in a 2022 council where it
    has no LSOA get nothing, unless the whole of the old LSOA is there. If an old LSOA has several
    parts, `weights` divide it: frames of lsoa_code and weight, each with a description, best first.
    We use the first that covers all the parts, or else equal shares. An old code that is also a
    2021 code and is in no list is unchanged. `basis` is "" if nothing was divided. Old codes with
    no known successor are left out.
    """
    lookup_lsoas = lookup["lsoa_code"].unique()
    in_lookup = pl.col("lsoa21_code").is_in(lookup_lsoas.implode())
    councils = lsoa_changes.filter(in_lookup)["lad22_code"].unique()
    listed = lsoa_changes.select(
        "lsoa11_code",
        lsoa_code="lsoa21_code",
        within=pl.col("lad22_code").is_in(councils.implode()),
    ).unique(["lsoa11_code", "lsoa_code"])
    parts = listed.filter(pl.col("lsoa11_code").is_in(lsoa11_codes.implode()))
    same = lsoa11_codes.unique().to_frame("lsoa11_code").filter(
        ~pl.col("lsoa11_code").is_in(parts["lsoa11_code"].implode()),
        pl.col("lsoa11_code").is_in(lookup_lsoas.implode()),
    )  # fmt: skip
    parts = pl.concat([parts, same.with_columns(lsoa_code="lsoa11_code", within=pl.lit(True))])
    within = pl.col("within")
    parts = parts.filter(within | ~within.any().over("lsoa11_code"))
    parts = parts.sort("lsoa11_code", "lsoa_code")
    several = pl.len().over("lsoa11_code") > 1
    shared = parts.with_columns(
        share=1.0 / pl.len().over("lsoa11_code"),
        basis=pl.when(several).then(pl.lit(EVENLY)).otherwise(pl.lit("")),
        weighed=~several,
    )
    for description, weight in weights:
        if shared["weighed"].all():
            break
        lsoa_weights = weight.select("lsoa_code", "weight").unique("lsoa_code", keep="first")
        joined = shared.join(lsoa_weights, on="lsoa_code", how="left", validate="m:1")
        weight_sum = pl.col("weight").sum().over("lsoa11_code")
        usable = (
            ~pl.col("weighed")
            & (pl.col("weight").null_count().over("lsoa11_code") == 0)
            & (weight_sum > 0)
        )
        shared = joined.with_columns(
            share=pl.when(usable).then(pl.col("weight") / weight_sum).otherwise("share"),
            basis=pl.when(usable).then(pl.lit(description)).otherwise("basis"),
            weighed=pl.col("weighed") | usable,
        ).drop("weight")
    return shared.select(list(PARTS))


def lsoa11_to_21(
    frame: pl.DataFrame, parts: pl.DataFrame, *, value: str, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Moves counts from LSOAs of 2011 to LSOAs of 2021; `parts` as from `list_lsoa21_parts`.

    `frame` has lsoa11_code, the value, status and the columns of `by`. Unchanged LSOAs keep their
    count, merged ones are summed, split ones are divided (status estimated). A sum is partial if
    some old LSOA in `parts` has no figure. Returns lsoa_code, `by`, value, status and `basis`: how
    split ones were divided ("" if none was).
    """
    cells = parts.join(frame.select(by).unique(maintain_order=True), how="cross") if by else parts
    counts = frame.select("lsoa11_code", *by, value, "status")
    joined = cells.join(counts, on=["lsoa11_code", *by], how="left", validate="m:1")
    split = pl.col("basis") != ""
    moved = joined.with_columns(
        (pl.col(value) * pl.col("share")).alias(value), pl.col("status").fill_null(MISSING)
    ).with_columns(estimated_where(split & pl.col("status").is_in([OBSERVED, ROUNDED])))
    return moved.group_by("lsoa_code", *by, maintain_order=True).agg(
        sum_or_null(value).alias(value),
        sum_status(value).alias("status"),
        pl.col("basis").max(),
    )


def estimated_where(condition: pl.Expr) -> pl.Expr:
    """The status column, `estimated` where `condition` holds."""
    return pl.when(condition).then(pl.lit(ESTIMATED)).otherwise("status").alias("status")
