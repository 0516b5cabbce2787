"""How old a headline is: its period, and a mark where newer releases are published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import polars as pl

from catalog.ages import Age, age_in_table
from presentation.wording import period_in_words
from views.parts import data

# What a headline of a table that we made rests on most.
RESTS_ON: Final = {"emerging_sectors": "jobs", "skills_gaps": "jobs"}
PERIOD: Final = re.compile(r"\d{4}(?:-\d\d)?")


def read_age(
    table: str, councils: Sequence[str], period: str = "", measure: str = ""
) -> Age | None:
    """The age of a place's figure of `period` (its newest where that is none of the table's).

    None where the table has no periods, or nothing of the place. `measure` picks rows of a table
    with many measures.
    """
    name = RESTS_ON.get(table, table)
    frame = data.peek(name)
    if measure:
        frame = frame.filter(pl.col("measure") == measure)
    named = PERIOD.search(period)
    today = datetime.now(UTC).date()
    return age_in_table(name, frame, councils, today, named.group() if named else "")


def describe_age(
    tables: Sequence[str], councils: Sequence[str], period: str, measure: str = ""
) -> str:
    """Period: 2021. **2 releases behind: 2021; ...** in Markdown; "" without a period."""
    if not period:
        return ""
    words = f"Period: {period_in_words(period)}."
    age = read_age(tables[0], councils, period, measure)
    if age is None or not age.is_marked:
        return words
    place = "this council" if len(councils) == 1 else "these councils"
    basis = "Based on jobs " if tables[0] in RESTS_ON else ""
    sentence = period_in_words(age.sentence(place))
    return f"{words} **{basis}{sentence}.**"
