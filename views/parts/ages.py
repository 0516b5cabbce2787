"""How old a headline is: its period, and a mark where newer releases are published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from catalog import ages
from catalog.ages import PUBLISHED_BY_COUNCILS, RELEASE, Age, compare_releases
from catalog.tables import TABLES
from presentation.wording import period_in_words
from views.parts import data

# What a headline of a table that we made rests on most.
RESTS_ON: Final = {"sector_growth": "jobs", "skills_priorities": "jobs"}
PERIOD: Final = re.compile(r"\d{4}(?:-\d\d)?")


# Rows of a table that a headline is of: its other figures may be newer or older.
HEADLINES: Final[dict[str, dict[str, str]]] = {
    "jobs": {"industry_code": "total", "job_kind": "employment"},
    "aps": {"variable_code": "unemployment_rate"},
    "adverts": {"occupation_code": "total"},
}


def read_age(
    table: str, councils: Sequence[str], period: str = "", where: Mapping[str, str] | None = None
) -> Age | None:
    """The age of a place's figure of `period` (its newest where that is none of the table's).

    None where the table has no periods, or nothing of the place. `where` picks rows of a table of
    many figures, by column: the place's own.
    """
    name = RESTS_ON.get(table, table)
    named = PERIOD.findall(period)  # of a span, its newest
    return _compare(name, councils, named[-1] if named else "", where or {})


def read_measure_age(council: str, measure: str, period: str) -> Age | None:
    """The age of the figures of a council's wards: a release is one of the same measure."""
    of_measure = {"measure": measure}
    return _compare("ward_measures", (council,), period, of_measure, among=of_measure)


def list_ages(name: str, councils: Sequence[str]) -> dict[str, Age]:
    """The age of the newest figure of each council that has one, by its code."""
    columns = ages.release_columns(name)
    if not columns:
        return {}
    releases = data.distinct(name, columns, filled=TABLES[name].value)
    return ages.ages_by_area(name, releases, councils, _today())


def _compare(
    name: str,
    councils: Sequence[str],
    period: str,
    where: Mapping[str, str],
    among: Mapping[str, str] | None = None,
) -> Age | None:
    """The rule of `catalog.ages`, with the rows of the councils and the releases of any area.

    `where` says which rows are the place's own, `among` which of any area are releases.
    """
    table = TABLES[name]
    if not table.council_column or not set(RELEASE) <= set(table.columns):
        return None
    figures = data.peek(name, councils).drop_nulls(table.value or []).filter(**where)
    own = figures.select(RELEASE).unique().rows()
    if name in PUBLISHED_BY_COUNCILS:
        return compare_releases(own, own, _today(), period)
    every = data.list_releases(name, tuple(among or {})).filter(**(among or {}))
    return compare_releases(own, every.select(RELEASE).rows(), _today(), period)


def _today() -> date:
    return datetime.now(UTC).date()


def describe_age(tables: Sequence[str], councils: Sequence[str], period: str) -> str:
    """Period: 2021. **2 releases behind: 2021; ...** in Markdown; "" without a period."""
    if not period:
        return ""
    words = f"Period: {period_in_words(period)}."
    age = read_age(tables[0], councils, period, HEADLINES.get(tables[0]))
    if age is None or not age.is_marked:
        return words
    place = "this council" if len(councils) == 1 else "any of these councils"
    basis = "Based on jobs " if tables[0] in RESTS_ON else ""
    sentence = period_in_words(age.sentence(place))
    return f"{words} **{basis}{sentence}.**"
