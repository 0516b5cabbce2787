"""Monthly figures that are known before the yearly ones, and carry those on to today.

Payrolled employees (PAYE RTI) carry jobs, monthly output of industries carries gross value added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from catalog import store
from catalog.vocabulary.areas import UNITED_KINGDOM
from forecasts.series.matrix import Matrix, ordinal_of

MONTH: Final = 1
QUARTER_MONTHS: Final = (2, 5, 8, 11)  # March, June, September, December
# Tables by the name of the carrier, in the order of trust; the second goes on where the first ends.
PAYROLL: Final = ("payrolled_employees", "workforce_jobs_uk")
OUTPUT: Final = ("gva_monthly",)
TABLES: Final = {"payroll": PAYROLL, "output": OUTPUT}
VALUES: Final = {
    "payrolled_employees": "payrolled_employees_persons",
    "workforce_jobs_uk": "jobs",
    "gva_monthly": "gva_index",
}


@dataclass(frozen=True)
class Monthly:
    """Series by key, a row each, a column a month from `first` (year * 12 + month - 1); NaN where
    a month is not known. After `own_last` the values are another source's, linked on."""

    rows: dict[str, int]
    values: Matrix
    first: int
    own_last: int

    @property
    def last(self) -> int:
        """The newest month in which any series has a value."""
        return self.first + self.values.shape[1] - 1

    def until(self, month: int) -> Monthly:
        """What was known of the source itself when `month` was its newest."""
        width = max(min(month, self.own_last) - self.first + 1, 0)
        return replace(self, values=self.values[:, :width], own_last=min(month, self.own_last))

    def at(self, keys: Sequence[str], month: int) -> Matrix:
        """The value of each key in a month; NaN where there is none."""
        column = month - self.first
        if not 0 <= column < self.values.shape[1]:
            return np.full(len(keys), np.nan)
        return np.array([
            self.values[self.rows[key], column] if key in self.rows else np.nan for key in keys
        ])  # fmt: skip

    def year_growth(self, keys: Sequence[str], year: int, fewest: int = 2) -> tuple[Matrix, int]:
        """ln of the mean of a year's known months over the same months of the year before, and how
        many months are known: all zero if fewer than `fewest` are."""
        known = min(self.last - 12 * year + 1, 12)
        if known < fewest:
            return np.zeros(len(keys)), 0
        of_year, before = (
            sum(self.at(keys, 12 * when + month) for month in range(known))
            for when in (year, year - 1)
        )
        with np.errstate(all="ignore"):
            return np.asarray(np.log(of_year / before)), known


@dataclass(frozen=True)
class Carrier:
    """`sections`: of the United Kingdom by section and in total. `areas`: totals by area, if any.
    `lag`: months from the end of a month until it is published."""

    sections: Monthly
    areas: Monthly | None
    lag: int

    def known_in(self, month: int) -> Carrier:
        """What was published by the end of `month`."""
        newest = month - self.lag
        areas = self.areas.until(newest) if self.areas else None
        return replace(self, sections=self.sections.until(newest), areas=areas)


def read_carriers(root: Path) -> tuple[dict[str, Carrier], dict[str, str]]:
    """Carriers by name that can be made from the tables under `root`, and the tables' stamps."""
    carriers, stamps = {}, {}
    for name, tables in TABLES.items():
        frames = {}
        for table in tables:
            if store.has(table, root):
                frames[table], origin = store.read(table, root)
                stamps[table] = origin.fingerprint
        carrier = build_carrier(name, frames)
        if carrier is not None:
            carriers[name] = carrier
    return carriers, stamps


def build_carrier(name: str, frames: dict[str, pl.DataFrame]) -> Carrier | None:
    """The carrier from those of its tables that are there; None without the first."""
    first, *later = TABLES[name]
    if first not in frames:
        return None
    rows = _tidy(frames[first], VALUES[first])
    nation = rows.filter(pl.col("area_code") == UNITED_KINGDOM)
    if nation.is_empty():
        return None
    sections = _monthly(nation, "industry_code")
    for table in later:
        if table in frames:
            more = _tidy(frames[table], VALUES[table])
            sections = _link(
                sections,
                _monthly(more.filter(pl.col("area_code") == UNITED_KINGDOM), "industry_code"),
            )
    totals = rows.filter(pl.col("industry_code") == "total")
    areas = _monthly(totals, "area_code") if totals["area_code"].n_unique() > 1 else None
    return Carrier(sections, areas, lag=_lag(first))


def _lag(table: str) -> int:
    from catalog.vocabulary.release_calendar import months_until_release

    return months_until_release(table)


def _tidy(table: pl.DataFrame, value: str) -> pl.DataFrame:
    """Positive values: area_code, industry_code, at (month) and value."""
    return table.filter(pl.col(value) > 0).select(
        "area_code", "industry_code", ordinal_of(pl.col("period_end"), MONTH).alias("at"),
        pl.col(value).cast(pl.Float64).alias("value"),
    )  # fmt: skip


def _monthly(rows: pl.DataFrame, key: str) -> Monthly:
    keys = sorted(rows[key].unique())
    place = {name: row for row, name in enumerate(keys)}
    if not keys:
        return Monthly({}, np.empty((0, 0)), 0, -1)
    first, last = int(rows["at"].min()), int(rows["at"].max())  # type: ignore[arg-type]
    values = np.full((len(keys), last - first + 1), np.nan)
    values[[place[name] for name in rows[key]], rows["at"].to_numpy() - first] = rows["value"]
    return Monthly(place, values, first, last)


def _link(base: Monthly, further: Monthly) -> Monthly:
    """`base`, gone on after its last month with the growth of `further`, quarter by quarter.

    2026-11: workforce jobs of the past are revised to what BRES counted, so they are never used to
    test a past date; `Monthly.until` leaves them out.
    """
    shared = [month for month in range(base.first, base.last + 1) if month % 12 in QUARTER_MONTHS]
    if not shared or further.last <= base.last:
        return base
    link, keys = shared[-1], list(base.rows)
    values = np.full((len(keys), further.last - base.first + 1), np.nan)
    values[:, : base.values.shape[1]] = base.values
    level = further.at(keys, link)
    for month in range(base.last + 1, further.last + 1):
        with np.errstate(all="ignore"):
            values[:, month - base.first] = base.at(keys, link) * further.at(keys, month) / level
    return Monthly(base.rows, values, base.first, base.own_last)
