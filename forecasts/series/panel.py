"""Series of one group side by side: the input of every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Matrix = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
KEYS = ("area_code", "area_name", "area_type", "series_code", "series_name", "unit")


# Councils' GVA is published in April of the year after next; vacancies are then known to February.
KNOWN_MONTHS_AFTER: Final = 14


@dataclass(frozen=True)
class LeadingSeries:
    """A positive monthly series of the nation, NaN where a month is missing; `first` is the month
    of the first value (year * 12 + month - 1)."""

    values: Matrix
    first: int

    def until(self, month: int) -> LeadingSeries:
        """The series up to `month`."""
        return LeadingSeries(self.values[: max(month - self.first + 1, 0)], self.first)

    def change(self, year: int) -> float:
        """ln of the year's mean over that of the year before; NaN unless all months are known."""
        return float(np.log(self._mean(year) / self._mean(year - 1)))

    def start(self, year: int) -> float:
        """ln of February over the mean of the year before; NaN unless all are known."""
        return float(np.log(self._of(year, 1, 2)[0] / self._mean(year - 1)))

    def _mean(self, year: int) -> float:
        return float(self._of(year, 0, 12).mean())

    def _of(self, year: int, begin: int, end: int) -> Matrix:
        at = np.arange(12 * year + begin, 12 * year + end) - self.first
        inside = (at >= 0) & (at < len(self.values))
        return np.where(inside, self.values[np.where(inside, at, 0)], np.nan)


@dataclass(frozen=True)
class Panel:
    """Series that end at the same period, one a row, no gaps; NaN before a series begins.

    `first` is the ordinal of the first column (see `ordinal_of`). `parents` has the series that
    rows are shares of, `parent_row` the parent of each row (-1 for none). `outlook` has forecasts
    of the parents, if they exist already. `leading` is a national series that continues after the
    panel ends.
    """

    keys: pl.DataFrame
    values: Matrix
    first: int
    step_months: int
    rounding_step: float
    parents: Panel | None = None
    parent_row: Rows | None = None
    outlook: Matrix | None = None
    leading: LeadingSeries | None = None

    @property
    def last(self) -> int:
        """Ordinal of the last observed period."""
        return self.first + int(self.values.shape[1]) - 1

    @property
    def per_year(self) -> int:
        return 12 // self.step_months

    def counts(self) -> Rows:
        """Observations of each series."""
        return np.asarray(np.isfinite(self.values).sum(axis=1), dtype=np.int64)

    def until(self, ordinal: int) -> Panel:
        """The panel up to period `ordinal`, its parents too, and the leading series as known when
        that period was published."""
        width = ordinal - self.first + 1
        parents = self.parents.until(ordinal) if self.parents is not None else None
        month = (ordinal + 1) * self.step_months - 1 + KNOWN_MONTHS_AFTER
        leading = self.leading.until(month) if self.leading is not None else None
        return replace(
            self, values=self.values[:, :width], parents=parents, outlook=None, leading=leading
        )

    def select_rows(self, rows: Rows) -> Panel:
        """Some of the series, with all parents."""
        parent_row = self.parent_row[rows] if self.parent_row is not None else None
        return replace(
            self,
            keys=self.keys[rows.tolist()] if self.keys.height else self.keys,
            values=self.values[rows],
            parent_row=parent_row,
        )

    def values_only(self) -> Panel:
        """The values without the rest, so that little data is sent to workers."""
        return replace(self, keys=pl.DataFrame(), parents=None, parent_row=None, outlook=None,
                       leading=None)  # fmt: skip

    def dates(self, count: int | None = None, ahead: int = 0) -> list[date]:
        """First days of the months in which the last `count` periods and `ahead` more end."""
        width = self.values.shape[1] if count is None else count
        span = range(self.last - width + 1, self.last + ahead + 1)
        return [month_of(ordinal, self.step_months) for ordinal in span]


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


def build_panels(history: pl.DataFrame, step_months: int, rounding_step: float) -> list[Panel]:
    """Panels of a cleaned history (one row a series and period), one for each last period.

    Series are sorted by area and code, so that the order of rows does not matter.
    """
    timed = history.with_columns(ordinal_of(pl.col("period_end"), step_months).alias("at"))
    spans = timed.group_by("area_code", "series_code").agg(
        pl.col("at").min().alias("begin"), pl.col("at").max().alias("end")
    )
    timed = timed.join(spans, on=["area_code", "series_code"], validate="m:1")
    result = []
    for (end,), rows in sorted(timed.partition_by("end", as_dict=True).items()):
        keys = (
            rows.sort("area_code", "series_code", "at")
            .unique(["area_code", "series_code"], keep="last", maintain_order=True)
            .select(KEYS)
            .with_row_index("row")
        )
        placed = rows.join(
            keys.select("row", "area_code", "series_code"),
            on=["area_code", "series_code"], validate="m:1",
        )  # fmt: skip
        first = int(placed["at"].min())  # type: ignore[arg-type]
        values = np.full((keys.height, int(end) - first + 1), np.nan)
        values[placed["row"].to_numpy(), placed["at"].to_numpy() - first] = placed["value"]
        result.append(Panel(keys.drop("row"), values, first, step_months, rounding_step))
    return result


def by_length(panel: Panel) -> list[tuple[int, Rows]]:
    """Rows of the panel by their number of observations, for models that share dates."""
    counts = panel.counts()
    return [(int(n), np.flatnonzero(counts == n)) for n in np.unique(counts)]


def chunks(count: int, size: int) -> Sequence[Rows]:
    """Row numbers in runs of at most `size`."""
    return [np.arange(i, min(i + size, count)) for i in range(0, count, size)]
