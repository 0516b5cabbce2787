"""Months and years as periods: means and changes go by calendar month, not by row.

A missing row must not shift the rows after it, so nothing here counts rows. Months are written
2025-07, as in the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

YEAR: Final = 12


def month_number(column: str = "period") -> pl.Expr:
    """Months since year 0, for arithmetic on months; null if a period is not a month."""
    parts = pl.col(column).str.extract_groups(r"^(\d{4})-(0[1-9]|1[0-2])$")
    year, month = (parts.struct.field(name).cast(pl.Int32) for name in ("1", "2"))
    return YEAR * year + month - 1


def month_name(number: pl.Expr) -> pl.Expr:
    """The month for a number from `month_number`: 2025-07."""
    year, month = number // YEAR, number % YEAR + 1
    return pl.concat_str(
        year.cast(pl.String).str.zfill(4), pl.lit("-"), month.cast(pl.String).str.zfill(2)
    )


def month_before(period: str, months: int = YEAR) -> str:
    """The month `months` earlier, as the tables write it.

    >>> month_before("2025-01", 2)
    '2024-11'
    """
    number = YEAR * int(period[:4]) + int(period[5:7]) - 1 - months
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"


def trailing_means(frame: pl.DataFrame, value: str, by: Sequence[str], months: int) -> pl.DataFrame:
    """`by`, period and `value`: its mean over the `months` calendar months up to each period.

    `frame` has one row for each of `by` and month. Leaves out a period unless every one of its
    months has a value.

    >>> months = ["2025-01", "2025-02", "2025-04"]
    >>> counts = pl.DataFrame({"area_code": "E1", "period": months, "adverts": [2.0, 4.0, 9.0]})
    >>> trailing_means(counts, "adverts", ["area_code"], months=2).rows()
    [('E1', '2025-02', 3.0)]
    """
    complete = frame.drop_nulls(value).select(*by, month=month_number(), part=value)
    complete = complete.drop_nulls("month")
    repeated = pl.concat(
        [complete.with_columns(pl.col("month") + later) for later in range(months)]
    )
    return (
        repeated.group_by(*by, "month")
        .agg(pl.col("part").mean().alias(value), parts=pl.len())
        .filter(pl.col("parts") == months)
        .select(*by, month_name(pl.col("month")).alias("period"), value)
        .sort(*by, "period")
    )


def compare_year_on_year(
    frame: pl.DataFrame, value: str, by: Sequence[str], months: int
) -> pl.DataFrame:
    """`by`, period, `value` (its mean over `months` months), before and change_pct.

    `before` is the mean of the same months a year earlier, null if any of them is missing.
    change_pct is null if `before` is null, or not above zero.
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


def filter_newest(frame: pl.DataFrame, by: Sequence[str] = (), on: str = "period") -> pl.DataFrame:
    """The rows of the newest period for each of `by`, or of all; `on` may be a date (period_end).

    Years compare as text and so do months, but not one with the other: where a frame has both, give
    the last day of the period.
    """
    newest = pl.col(on).max()
    return frame.filter(pl.col(on) == (newest.over(list(by)) if by else newest))


def sum_members(
    frame: pl.DataFrame,
    value: str,
    members: Sequence[str],
    by: Sequence[str],
    firsts: Sequence[str] = (),
) -> pl.DataFrame:
    """`by`, `firsts` and the sum of `value` over members, only where every member has a value.

    `by` should include the period. Periods that some member lacks are left out, so that every sum
    covers the same members.
    """
    of_members = frame.filter(pl.col("area_code").is_in(list(members))).drop_nulls(value)
    sums = of_members.group_by(list(by), maintain_order=True).agg(
        pl.col(value).sum(),
        *(pl.col(first).first() for first in firsts),
        members=pl.col("area_code").n_unique(),
    )
    return sums.filter(pl.col("members") == len(set(members))).select(*by, *firsts, value)
