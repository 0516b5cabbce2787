"""Monthly figures that are known before the yearly ones, and carry those on to today.

Payrolled employees (PAYE RTI) carry jobs, monthly output of industries carries gross value added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from catalog import store, vintages
from catalog.vocabulary.areas import UNITED_KINGDOM
from catalog.vocabulary.release_calendar import months_until_release
from forecasts.series.matrix import Matrix, ordinal_of

MONTH: Final = 1
QUARTER_MONTHS: Final = (2, 5, 8, 11)  # March, June, September, December
# Tables by the name of the carrier, in the order of trust; the second goes on where the first ends.
PAYROLL: Final = ("payrolled_employees", "workforce_jobs_uk")
OUTPUT: Final = ("gva_monthly",)
TABLES: Final = {"payroll": PAYROLL, "output": OUTPUT}
# Sections that payrolls count together: households and bodies outside the country.
TOGETHER: Final = {"T": "TU", "U": "TU"}
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
        return self.first + int(self.values.shape[1]) - 1

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
    `lag`: months from the end of a month until it is published. `vintages`: the carrier as it was
    published in a month, oldest first."""

    sections: Monthly
    areas: Monthly | None
    lag: int
    vintages: tuple[tuple[int, Carrier], ...] = ()

    def known_in(self, month: int) -> Carrier:
        """What was published by the end of `month`: the vintage of the time where one was kept;
        otherwise as published today, up to the month that was the newest then."""
        kept = [carrier for known, carrier in self.vintages if known <= month]
        if kept:
            return kept[-1]
        newest = month - self.lag
        areas = self.areas.until(newest) if self.areas else None
        return replace(self, sections=self.sections.until(newest), areas=areas, vintages=())


@dataclass
class Carriers:
    """`by_name`: carriers that can be made. `stamps`: fingerprints of their tables. `faults`: what
    could not be read, in words."""

    by_name: dict[str, Carrier] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def read_carriers(root: Path) -> Carriers:
    """The carriers from the tables under `root` and the vintages kept beside that folder."""
    result = Carriers()
    for name, tables in TABLES.items():
        frames = {}
        for table in tables:
            if store.has(table, root):
                frames[table], origin = store.read(table, root)
                result.stamps[table] = origin.fingerprint
        carrier = build_carrier(name, frames)
        if carrier is None:
            continue
        try:
            carrier = replace(carrier, vintages=tuple(_read_vintages(name, root.parent)))
        except vintages.VintageError as error:
            result.faults[f"past releases of {tables[0]}"] = str(error)
        result.by_name[name] = carrier
    return result


def _read_vintages(name: str, data: Path) -> Iterator[tuple[int, Carrier]]:
    """The month from which each vintage was known, and the carrier of the tables of that day."""
    for known_on in vintages.list_vintages(TABLES[name][0], data)["known_on"]:
        frames = {}
        for table in TABLES[name]:
            kept = vintages.read_as_of(table, known_on, data)
            if kept is not None:
                frames[table] = kept[0]
        carrier = build_carrier(name, frames)
        if carrier is not None:
            yield known_on.year * 12 + known_on.month - 1, carrier


def build_carrier(name: str, frames: Mapping[str, pl.DataFrame]) -> Carrier | None:
    """The carrier from those of its tables that are there; None without the first."""
    first, *later = TABLES[name]
    if first not in frames:
        return None
    rows = _tidy(frames[first], first)
    nation = rows.filter(pl.col("area_code") == UNITED_KINGDOM)
    if nation.is_empty():
        return None
    sections = _monthly(nation, "industry_code")
    totals = rows.filter(pl.col("industry_code") == "total")
    areas = _monthly(totals, "area_code") if totals["area_code"].n_unique() > 1 else None
    for table in later:
        if table in frames:
            of_nation = _tidy(frames[table], table).filter(pl.col("area_code") == UNITED_KINGDOM)
            further = _monthly(of_nation, "industry_code")
            sections = _link(sections, further, list(sections.rows))
            areas = areas and _link(areas, further, ["total"] * len(areas.rows))
    return Carrier(sections, areas, lag=months_until_release(first))


def _tidy(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Positive values: area_code, industry_code, at (month) and value."""
    value = VALUES[name]
    return table.filter(pl.col(value) > 0).select(
        "area_code", pl.col("industry_code").replace(TOGETHER),
        ordinal_of(pl.col("period_end"), MONTH).alias("at"),
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


def _link(base: Monthly, further: Monthly, keys: Sequence[str]) -> Monthly:
    """`base`, gone on after its last month with the growth of `further`, quarter by quarter; `keys`
    are those of `further` for the rows of `base`.

    2026-11: workforce jobs of the past are revised to what BRES counted, so they are never used to
    test a past date; `Monthly.until` leaves them out.
    """
    shared = [month for month in range(base.first, base.last + 1) if month % 12 in QUARTER_MONTHS]
    if not shared or further.last <= base.last:
        return base
    link = shared[-1]
    values = np.full((len(keys), further.last - base.first + 1), np.nan)
    values[:, : base.values.shape[1]] = base.values
    level = base.at(list(base.rows), link) / further.at(keys, link)
    for month in range(base.last + 1, further.last + 1):
        values[:, month - base.first] = level * further.at(keys, month)
    return Monthly(base.rows, values, base.first, base.own_last)
