"""The forecast of a group of councils: the sum of its members' forecasts, or none.

The one place where forecasts are added up: for the indicators of a group, and for its charts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.status import MODELLED, PARTIAL

ORIGINS_DIFFER: Final = "the councils' forecasts start from different years"


def sum_forecasts(
    rows: pl.DataFrame,
    members: Mapping[str, str],
    by: Sequence[str],
    *,
    values: Sequence[str] = ("mean", "lower80", "upper80"),
    origin: str = "origin_period",
    firsts: Sequence[str] = (),
) -> pl.DataFrame:
    """`by`, `firsts`, `origin`, the sums of `values`, model, status and note of each group of rows.

    `rows` has a row for each member (area_code) and `by`; `members` gives their names, in the
    order of messages. A sum is of every member, all from one origin: else `values` are null,
    and `note` says whose forecast lacks ('' where nobody's is there, or nothing lacks). Bounds are
    summed too: the members err together, which is the widest that the interval can be.
    """
    of_members = rows.filter(pl.col("area_code").is_in(list(members)))
    absent = _members_lacking(of_members, members, by, values)
    one = pl.col(origin).n_unique() == 1
    whose = pl.col("without").first()
    total = of_members.join(absent, on=list(by), how="left", validate="m:1", maintain_order="left")
    return total.group_by(list(by), maintain_order=True).agg(
        *(pl.col(name).first() for name in firsts),
        pl.col(origin).max(),
        *(pl.when(one & whose.is_null()).then(pl.col(name).sum()) for name in values),
        pl.col("model").unique().sort().str.join(", "),
        pl.when((pl.col("status") == PARTIAL).any())
        .then(pl.lit(PARTIAL))
        .otherwise(pl.lit(MODELLED))
        .alias("status"),
        pl.when(whose == "")
        .then(pl.lit(""))
        .when(whose.is_not_null())
        .then(pl.format("no forecast for {}", whose))
        .when(~one)
        .then(pl.lit(ORIGINS_DIFFER))
        .otherwise(pl.lit(""))
        .alias("note"),
    )


def _members_lacking(
    of_members: pl.DataFrame, members: Mapping[str, str], by: Sequence[str], values: Sequence[str]
) -> pl.DataFrame:
    """`by` and `without`: the names of members without a forecast, '' where all are without."""
    names = pl.DataFrame(
        {"area_code": list(members), "area_name": list(members.values())},
        schema={"area_code": pl.String, "area_name": pl.String},
    ).with_row_index("order")
    return (
        of_members.select(by)
        .unique(maintain_order=True)
        .join(names, how="cross")
        .join(of_members.drop_nulls(values), on=[*by, "area_code"], how="anti")
        .sort("order")
        .group_by(list(by), maintain_order=True)
        .agg(pl.col("area_name").str.join(", ").alias("without"), absent_count=pl.len())
        .select(
            *by,
            pl.when(pl.col("absent_count") < len(members)).then("without").otherwise(pl.lit("")),
        )
    )
