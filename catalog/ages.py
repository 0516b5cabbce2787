"""How old a figure of a place is: how many releases behind the newest that is published.

The one rule for `wardwise status`, the pages and the reports. A release is a period of which the
table has a figure for any area, the nation's among them. So a place is up to date where no area
has a newer figure, and "2 releases behind" where the newest is two steps on (2021 and 2023).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from catalog.tables import TABLES

# From so many on a figure is marked as old.
MARKED_FROM: Final = 2
LONGEST_LAG_MONTHS: Final = 24
RELEASE: Final = ("period", "period_end")
Release = tuple[str, date]
PUBLISHED_BY_COUNCILS: Final = ("ward_premises",)


@dataclass(frozen=True)
class Age:
    """The period of a figure, and how many releases it is behind.

    `newest` is the newest period published for the place itself, `newest_anywhere` for any area.
    """

    period: str
    behind: int
    newest: str
    newest_anywhere: str

    @property
    def is_marked(self) -> bool:
        return self.behind >= MARKED_FROM

    def sentence(self, place: str = "this council") -> str:
        """What to say of it; "" where it is up to date. Without a full stop.

        >>> Age("2021", 2, "2023", "2023").sentence()
        '2 releases behind: 2021; the newest published for this council is 2023'
        """
        if not self.behind:
            return ""
        count = "1 release" if self.behind == 1 else f"{self.behind} releases"
        if self.newest == self.period:
            return (
                f"{count} behind: {self.period}; other areas have {self.newest_anywhere}, but "
                f"there is nothing newer for {place}"
            )
        newest = f"the newest published for {place} is {self.newest}"
        if self.newest_anywhere != self.newest:
            newest += f", and other areas have {self.newest_anywhere}"
        return f"{count} behind: {self.period}; {newest}"


def releases_behind(
    published_ends: Iterable[date], area_end: date, newest_end: date, today: date
) -> int:
    """How many releases lie between the last day of an area's period and that of the newest.

    Counted by the step from period to period (a year, a quarter, a month) that the table itself
    has, so that a period of which nobody has a figure counts as well. A period that is not over
    yet, as of a projection, is no release.

    >>> years = [date(year, 12, 31) for year in (2020, 2021, 2022, 2024)]
    >>> releases_behind(years, date(2022, 12, 31), date(2024, 12, 31), date(2026, 11, 26))
    2
    """
    months = sorted({_month_number(end) for end in published_ends if end <= today})
    steps = [after - before for before, after in pairwise(months)]
    newest = _month_number(min(newest_end, today))
    behind = newest - _month_number(area_end)
    return max(0, round(behind / min(steps))) if steps and behind > 0 else 0


def _month_number(day: date) -> int:
    return 12 * day.year + day.month


def measure_age(
    frame: pl.DataFrame,
    value: str | None,
    column: str,
    codes: Collection[str],
    today: date,
    period: str = "",
    where: Mapping[str, str] | None = None,
) -> Age | None:
    """The age of the newest figure of a place, or of its figure of `period`; None without one.

    `frame` has period, period_end, `column` (codes of areas) and `value`, whose nulls are no
    figures. The place is one council or several (`codes`). `where` says by columns which of its
    figures count as its own; a release is one of any figure of the table.
    """
    filled = frame.lazy() if value is None else frame.lazy().filter(pl.col(value).is_not_null())
    is_own = [pl.col(column).is_in(list(codes))]
    is_own += [pl.col(name) == wanted for name, wanted in (where or {}).items()]
    ends, of_place = (
        rows.select(RELEASE).unique().collect().rows() for rows in (filled, filled.filter(*is_own))
    )
    return compare_releases(of_place, ends, today, period)


def compare_releases(
    of_place: Iterable[Release], of_any: Iterable[Release], today: date, period: str = ""
) -> Age | None:
    """The age of a place's newest figure, or of that of `period`; None where it has no figure.

    Both are releases (period and its last day): those of which the place, or any area, has a
    figure.
    """
    own, ends = (
        sorted((end, name) for name, end in set(releases) if end is not None and end <= today)
        for releases in (of_place, of_any)
    )
    if not own:
        return None
    shown_end, shown = next((each for each in reversed(own) if each[1] == period), own[-1])
    newest_end, last = ends[-1]
    behind = releases_behind((end for end, _ in ends), shown_end, newest_end, today)
    own_end, newest = own[-1]
    if newest != last and own_end == newest_end:
        last = newest  # two names of one period
    return Age(shown, behind, newest, last)


def age_in_table(
    name: str,
    frame: pl.DataFrame,
    codes: Collection[str],
    today: date,
    period: str = "",
    where: Mapping[str, str] | None = None,
) -> Age | None:
    """The same of a table of the catalogue by name; None also where it is not of councils' periods.

    Each council publishes its own list of premises, so that of another is no newer release.
    """
    column = TABLES[name].council_column
    if not column or not set(RELEASE) <= set(frame.columns):
        return None
    if name in PUBLISHED_BY_COUNCILS:
        frame = frame.filter(pl.col(column).is_in(list(codes)))
    return measure_age(frame, TABLES[name].value, column, codes, today, period, where)


def release_columns(name: str) -> tuple[str, ...]:
    """The columns of a table's releases by area, as `ages_by_area` wants them; none without."""
    table = TABLES[name]
    columns = (table.council_column, *RELEASE)
    return columns if set(columns) <= set(table.columns) else ()


def ages_by_area(
    name: str, releases: pl.DataFrame, codes: Collection[str], today: date
) -> dict[str, Age]:
    """The age of the newest figure of each of the areas (codes) that has one.

    `releases` has `release_columns` of the table: one row for each release of which an area has a
    figure, of every area.
    """
    every = releases.select(RELEASE).unique().rows()
    by_code: dict[str, list[Release]] = {code: [] for code in codes}
    for code, period, end in releases.iter_rows():
        if code in by_code:
            by_code[code].append((period, end))
    ages = {
        code: compare_releases(own, own if name in PUBLISHED_BY_COUNCILS else every, today)
        for code, own in by_code.items()
    }
    return {code: age for code, age in ages.items() if age is not None}


def is_overdue(cadence: str, newest_end: date, today: date) -> bool:
    """Whether a newest period is so old that a newer one is surely published, whatever the table.

    Two releases later than the longest lag that our sources have, which is two years.
    """
    step = {"monthly": 1, "quarterly": 3, "yearly": 12}.get(cadence)
    if step is None:
        return False
    age_months = _month_number(today) - _month_number(newest_end)
    return age_months > LONGEST_LAG_MONTHS + MARKED_FROM * step
