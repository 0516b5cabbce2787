"""Matrices of series, and the numbers of periods."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

Matrix = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


def ordinal_of(period_end: pl.Expr, step_months: int) -> pl.Expr:
    """The number of a period; the next period is one more."""
    months = period_end.dt.year().cast(pl.Int64) * 12 + period_end.dt.month().cast(pl.Int64) - 1
    return months // step_months


def month_of(ordinal: int, step_months: int) -> date:
    """First day of the last month of a period."""
    month = ordinal * step_months + step_months - 1
    return date(month // 12, month % 12 + 1, 1)


def label_of(ordinal: int, step_months: int) -> str:
    """The period as its source names it: 2024 for a year, 2026-02 for a month or quarter."""
    month = month_of(ordinal, step_months)
    return f"{month:%Y}" if step_months == 12 else f"{month:%Y-%m}"
