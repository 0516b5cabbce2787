"""Series of one group side by side: the input of every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from forecasts.series.carriers import Carrier
from forecasts.series.matrix import Matrix, Rows, label_of, month_of, ordinal_of

__all__ = ["KEYS", "Matrix", "Panel", "Rows", "build_panels", "by_length", "chunks", "label_of",
           "month_of", "ordinal_of"]  # fmt: skip
KEYS = ("area_code", "area_name", "area_type", "series_code", "series_name", "unit")


@dataclass(frozen=True)
class Panel:
    """Series that end at the same period, one a row, no gaps; NaN before a series begins.

    `first` is the ordinal of the first column (see `ordinal_of`). `parents` has the series that
    rows are shares of, `parent_row` the parent of each row (-1 for none). `outlook` has forecasts
    of the parents, if they exist already. `carrier` has monthly figures that continue after the
    panel ends. `release_lag`: months from the end of a period until it is published. `family` is
    the group of the series.
    """

    keys: pl.DataFrame
    values: Matrix
    first: int
    step_months: int
    rounding_step: float
    parents: Panel | None = None
    parent_row: Rows | None = None
    outlook: Matrix | None = None
    carrier: Carrier | None = None
    release_lag: int = 0
    family: str = ""

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
        """The panel up to period `ordinal`, its parents too, and the carrier as known in the month
        in which that period was published."""
        width = ordinal - self.first + 1
        parents = self.parents.until(ordinal) if self.parents is not None else None
        month = (ordinal + 1) * self.step_months - 1 + self.release_lag
        carrier = self.carrier.known_in(month) if self.carrier is not None else None
        return replace(
            self, values=self.values[:, :width], parents=parents, outlook=None, carrier=carrier
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
                       carrier=None)  # fmt: skip

    def dates(self, count: int | None = None, ahead: int = 0) -> list[date]:
        """First days of the months in which the last `count` periods and `ahead` more end."""
        width = self.values.shape[1] if count is None else count
        span = range(self.last - width + 1, self.last + ahead + 1)
        return [month_of(ordinal, self.step_months) for ordinal in span]


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
