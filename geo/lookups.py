"""Counts from small areas to wards by best fit, and from the LSOAs of 2011 to those of 2021."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, MISSING, OBSERVED, ROUNDED, of_sum, sum_known

PARTS: Final = {
    "lsoa11_code": pl.String,
    "lsoa_code": pl.String,
    "share": pl.Float64,
    "basis": pl.String,
}
EVENLY: Final = "evenly, for want of anything better"


class VintageError(Exception):
    """Areas of one year used with a lookup of another."""


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

    `frame` has lsoa_code (each once for each combination of `by`), the value, status and the
    columns of `by`; `lookup` has lsoa_code and ward_code. Returns a row for every ward of the
    lookup and every combination of `by`: ward_code, `by`, value, status, lsoas_count and
    absent_count, the LSOAs of the ward and those of them without a figure. Where some are without,
    the sum is partial; where all are, there is none. LSOAs that the lookup does not have are in no
    ward: `outside` finds them.

    >>> lookup = pl.DataFrame({"lsoa_code": ["L1", "L2", "L3"], "ward_code": ["W1", "W1", "W2"]})
    >>> jobs = pl.DataFrame({"lsoa_code": ["L1", "L2"], "jobs": [20.0, 5.0], "status": "rounded"})
    >>> to_wards(jobs, lookup, value="jobs").select("ward_code", "jobs", "status").rows()
    [('W1', 25.0, 'rounded'), ('W2', None, 'missing')]
    """
    pairs = lookup.select("lsoa_code", "ward_code").unique("lsoa_code", keep="first")
    cells = pairs.join(frame.select(by).unique(maintain_order=True), how="cross") if by else pairs
    held = frame.select("lsoa_code", *by, value, "status")
    joined = cells.join(held, on=["lsoa_code", *by], how="left", validate="1:1")
    return (
        joined.with_columns(pl.col("status").fill_null(MISSING))
        .group_by("ward_code", *by, maintain_order=True)
        .agg(
            sum_known(value).alias(value),
            of_sum(value).alias("status"),
            pl.len().cast(pl.Int64).alias("lsoas_count"),
            pl.col(value).null_count().cast(pl.Int64).alias("absent_count"),
        )
    )


def outside(frame: pl.DataFrame, lookup: pl.DataFrame) -> pl.DataFrame:
    """The rows of LSOAs that the lookup puts in no ward."""
    return frame.join(lookup.select("lsoa_code").unique(), on="lsoa_code", how="anti")


def parts_of_2021(
    lsoa11_codes: pl.Series,
    lsoa_changes: pl.DataFrame,
    lookup: pl.DataFrame,
    weights: Sequence[tuple[str, pl.DataFrame]] = (),
) -> pl.DataFrame:
    """Which LSOAs of 2021 the LSOAs of 2011 became, and the share of each; columns as PARTS.

    `lookup` has the LSOAs of 2021 of the council that the old ones are counted in. A change that
    crosses its border (kind X, and a few splits) is kept within it: a part in a council of 2022 in
    which it has no LSOA gets nothing, unless all of the old one lies there. Where an old one has
    several parts, `weights` share it out: frames of lsoa_code and weight with words for what they
    count, best first; the first that knows all of its parts is taken, else they share evenly. An
    old code that is also one of 2021 and is in no list is unchanged. `basis` is "" where nothing
    had to be shared. Codes that became nothing known are left out.
    """
    own = lookup["lsoa_code"].unique()
    in_own = pl.col("lsoa21_code").is_in(own.implode())
    councils = lsoa_changes.filter(in_own)["lad22_code"].unique()
    listed = lsoa_changes.select(
        "lsoa11_code",
        lsoa_code="lsoa21_code",
        within=pl.col("lad22_code").is_in(councils.implode()),
    ).unique(["lsoa11_code", "lsoa_code"])
    parts = listed.filter(pl.col("lsoa11_code").is_in(lsoa11_codes.implode()))
    same = lsoa11_codes.unique().to_frame("lsoa11_code").filter(
        ~pl.col("lsoa11_code").is_in(parts["lsoa11_code"].implode()),
        pl.col("lsoa11_code").is_in(own.implode()),
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
    for words, weight in weights:
        if shared["weighed"].all():
            break
        known = weight.select("lsoa_code", "weight").unique("lsoa_code", keep="first")
        joined = shared.join(known, on="lsoa_code", how="left", validate="m:1")
        over = pl.col("weight").sum().over("lsoa11_code")
        usable = (
            ~pl.col("weighed")
            & (pl.col("weight").null_count().over("lsoa11_code") == 0)
            & (over > 0)
        )
        shared = joined.with_columns(
            share=pl.when(usable).then(pl.col("weight") / over).otherwise("share"),
            basis=pl.when(usable).then(pl.lit(words)).otherwise("basis"),
            weighed=pl.col("weighed") | usable,
        ).drop("weight")
    return shared.select(list(PARTS))


def lsoa11_to_21(
    frame: pl.DataFrame, parts: pl.DataFrame, *, value: str, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Counts of 2011 LSOAs on the LSOAs of 2021; `parts` as `parts_of_2021` gives them.

    `frame` has lsoa11_code, the value, status and the columns of `by`. Unchanged ones keep their
    count, merged ones are summed, a split one is shared out (status estimated). A sum of which some
    old LSOA of `parts` has no figure is partial. Returns lsoa_code, `by`, value, status and
    `basis`, the words for how split ones were shared ("" where none was).
    """
    cells = parts.join(frame.select(by).unique(maintain_order=True), how="cross") if by else parts
    held = frame.select("lsoa11_code", *by, value, "status")
    joined = cells.join(held, on=["lsoa11_code", *by], how="left", validate="m:1")
    split = pl.col("basis") != ""
    moved = joined.with_columns(
        (pl.col(value) * pl.col("share")).alias(value), pl.col("status").fill_null(MISSING)
    ).with_columns(estimated_where(split & pl.col("status").is_in([OBSERVED, ROUNDED])))
    return moved.group_by("lsoa_code", *by, maintain_order=True).agg(
        sum_known(value).alias(value),
        of_sum(value).alias("status"),
        pl.col("basis").max(),
    )


def estimated_where(condition: pl.Expr) -> pl.Expr:
    """The status column with `estimated` where a figure was shared out."""
    return pl.when(condition).then(pl.lit(ESTIMATED)).otherwise("status").alias("status")
