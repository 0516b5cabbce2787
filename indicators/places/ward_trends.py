"""What changed in a ward: only where two figures of one measure can be compared.

A modelled figure, one with parts missing and one of other boundaries are left aside. Months are set
beside the same month of an earlier year, so that the time of year makes no change.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, OBSERVED, ROUNDED

COMPARABLE: Final = (OBSERVED, ROUNDED, ESTIMATED)
LEAST_POINTS: Final = 3  # for a line of the past
COLUMNS: Final = ("measure", "period", "period_end", "value", "status")


def list_series(measures: pl.DataFrame, claimants: pl.DataFrame) -> pl.DataFrame:
    """Every comparable figure of a ward over time: measure, period, period_end, value, status.

    `measures` has all rows of `ward_measures` of the ward, `claimants` those of
    `claimants_small_areas`, which has more months of the same measures.
    """
    stored = measures.select(COLUMNS)
    months = claimants.join(stored, on=["measure", "period"], how="anti").select(COLUMNS)
    every = pl.concat([stored, months]).drop_nulls("value")
    return every.filter(pl.col("status").is_in(COMPARABLE)).sort("measure", "period_end")


def list_changes(series: pl.DataFrame) -> pl.DataFrame:
    """A row for each measure with an earlier figure: before, after, their periods, and the change.

    Columns: measure, period_before, value_before, period_after, value_after, change, change_pct
    (null for a share, or from zero) and status. The earlier figure is the newest of those that end
    a whole number of years before.

    >>> days = [date(2024, 12, 31), date(2025, 12, 31)]
    >>> rows = {"measure": "premises_count", "period": ["2024", "2025"], "period_end": days}
    >>> series = pl.DataFrame({**rows, "value": [200.0, 190.0], "status": "observed"})
    >>> list_changes(series)["change", "change_pct"].row(0)
    (-10.0, -5.0)
    """
    newest = series.group_by("measure", maintain_order=True).last()
    both = newest.join(series, on="measure", suffix="_before", validate="1:m")
    months = (pl.col("period_end").dt.year() - pl.col("period_end_before").dt.year()) * 12 + (
        pl.col("period_end").dt.month().cast(pl.Int32)
        - pl.col("period_end_before").dt.month().cast(pl.Int32)
    )
    earlier = both.filter((months > 0) & (months % 12 == 0)).sort("measure", "period_end_before")
    is_share = pl.col("measure").str.ends_with("_pct")
    change = pl.col("value_after") - pl.col("value_before")
    return (
        earlier.group_by("measure", maintain_order=True)
        .last()
        .select(
            "measure", "period_before", "value_before", period_after="period",
            value_after="value", status=_worst("status", "status_before"),
        )
        .with_columns(
            change=change,
            change_pct=pl.when(~is_share & (pl.col("value_before") > 0)).then(
                100 * change / pl.col("value_before")
            ),
        )
    )  # fmt: skip


def _worst(one: str, other: str) -> pl.Expr:
    """The less certain of two statuses, of those that are comparable."""
    kinds = pl.Enum(list(COMPARABLE))
    return pl.max_horizontal(
        pl.col(name).cast(kinds).to_physical().cast(pl.Int32) for name in (one, other)
    ).replace_strict(dict(enumerate(COMPARABLE)), return_dtype=pl.String)


def lines_by_measure(series: pl.DataFrame) -> dict[str, list[tuple[date, float]]]:
    """The past of each measure with at least LEAST_POINTS figures, to draw as a line."""
    grouped = series.group_by("measure", maintain_order=True).agg("period_end", "value")
    return {
        name: list(zip(days, values, strict=True))
        for name, days, values in grouped.iter_rows()
        if len(days) >= LEAST_POINTS
    }
