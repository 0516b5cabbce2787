"""How old a headline is: its period, and a mark where newer releases are published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from catalog.ages import Age, age_in_table
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
    frame = data.peek(name)
    named = PERIOD.findall(period)  # of a span, its newest
    return age_in_table(name, frame, councils, _today(), named[-1] if named else "", where)


def read_measure_age(council: str, measure: str, period: str) -> Age | None:
    """The age of the figures of a council's wards: a release is one of the same measure."""
    frame = data.peek("ward_measures").filter(measure=measure)
    return age_in_table("ward_measures", frame, (council,), _today(), period)


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
