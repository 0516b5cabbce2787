"""Months and years as periods: means and changes are of calendar months, whatever rows are there.

A row that is absent must not move the rows after it: so nothing here counts rows. Months are
written 2025-07, as in the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

YEAR: Final = 12


def month_number(column: str = "period") -> pl.Expr:
    """Months since year 0, so that months can be counted; null where a period is no month."""
    parts = pl.col(column).str.extract_groups(r"^(\d{4})-(0[1-9]|1[0-2])$")
    year, month = (parts.struct.field(name).cast(pl.Int32) for name in ("1", "2"))
    return YEAR * year + month - 1


def month_name(number: pl.Expr) -> pl.Expr:
    """The month of a number of `month_number`: 2025-07."""
    year, month = number // YEAR, number % YEAR + 1
    return pl.concat_str(
        year.cast(pl.String).str.zfill(4), pl.lit("-"), month.cast(pl.String).str.zfill(2)
    )


def month_before(period: str, months: int = YEAR) -> str:
    """The month so many months before a month, written as the tables have it.

    >>> month_before("2025-01", 2)
    '2024-11'
    """
    number = YEAR * int(period[:4]) + int(period[5:7]) - 1 - months
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"


def trailing_means(frame: pl.DataFrame, value: str, by: Sequence[str], months: int) -> pl.DataFrame:
    """`by`, period and `value`: its mean over the months up to each period, on the calendar.

    `frame` has one row for each of `by` and month. A period is left out unless every one of its
    `months` months has a value.

    >>> months = ["2025-01", "2025-02", "2025-04"]
    >>> counts = pl.DataFrame({"area_code": "E1", "period": months, "adverts": [2.0, 4.0, 9.0]})
    >>> trailing_means(counts, "adverts", ["area_code"], months=2).rows()
    [('E1', '2025-02', 3.0)]
    """
    known = frame.drop_nulls(value).select(*by, month=month_number(), part=value)
    known = known.drop_nulls("month")
    spread = pl.concat([known.with_columns(pl.col("month") + later) for later in range(months)])
    return (
        spread.group_by(*by, "month")
        .agg(pl.col("part").mean().alias(value), parts=pl.len())
        .filter(pl.col("parts") == months)
        .select(*by, month_name(pl.col("month")).alias("period"), value)
        .sort(*by, "period")
    )


def on_the_year_before(
    frame: pl.DataFrame, value: str, by: Sequence[str], months: int
) -> pl.DataFrame:
    """`by`, period, `value` (its mean over `months` months), before and change_pct.

    `before` is the mean of the same months of the year before, null where one of them lacks;
    change_pct then is null too, and where `before` is not above zero.
    """
    means = trailing_means(frame, value, by, months)
    earlier = means.select(
        *by, month_name(month_number() + YEAR).alias("period"), pl.col(value).alias("before")
    )
    joined = means.join(
        earlier, on=[*by, "period"], how="left", validate="1:1", maintain_order="left"
    )
    change = 100.0 * (pl.col(value) / pl.col("before") - 1.0)
    return joined.with_columns(change_pct=pl.when(pl.col("before") > 0).then(change))


def newest_of(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rows of the newest period of each of `by`."""
    return frame.filter(pl.col("period") == pl.col("period").max().over(by))


def sum_of_members(
    frame: pl.DataFrame,
    value: str,
    members: Sequence[str],
    by: Sequence[str],
    firsts: Sequence[str] = (),
) -> pl.DataFrame:
    """`by`, `firsts` and the sum of `value` over members, only where each of them has a value.

    `by` should hold the period: what some members lack is left out, so that no sum is of another
    set of members in one period than in the next.
    """
    own = frame.filter(pl.col("area_code").is_in(list(members))).drop_nulls(value)
    whole = own.group_by(list(by), maintain_order=True).agg(
        pl.col(value).sum(),
        *(pl.col(first).first() for first in firsts),
        members=pl.col("area_code").n_unique(),
    )
    return whole.filter(pl.col("members") == len(set(members))).select(*by, *firsts, value)
