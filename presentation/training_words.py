"""Training that answers an occupation, in words: courses and degrees achieved here, by subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from indicators.skills.course_page import list_courses
from indicators.skills.courses import APPRENTICESHIPS
from presentation.numbers import digits
from presentation.wording import as_sentence, joined, period_in_words

Row = Mapping[str, Any]
DEGREE: Final = "Level 6"  # the level that a degree is at
NAMED: Final = 2  # courses of an occupation in a sentence
NO_FIGURES: Final = "We have no figures on training for it here."


def describe_training(courses: pl.DataFrame, occupation: str) -> str:
    """The courses that lead most people to an occupation, with how many achieved them."""
    rows = list_courses(courses, occupation, NAMED)
    if rows.is_empty():
        return NO_FIGURES
    words = joined([describe_course(row) for row in rows.iter_rows(named=True)])
    return f"Training that leads to it: {words}."


def list_training(courses: pl.DataFrame, occupation: str) -> str:
    """The courses that lead most people to an occupation, for a cell; '' where there are none."""
    rows = list_courses(courses, occupation, NAMED)
    words = [
        f"{label_course(row)} ({digits(row['achievements_count'])})"
        for row in rows.iter_rows(named=True)
        if row["achievements_count"] is not None
    ]
    return "; ".join(words)


def describe_course(row: Row) -> str:
    """A course and how many achieved it.

    >>> describe_course({"subject_area": "health and care", "level_name": "Level 2 (GCSEs)",
    ...     "supply_stream": "further education", "provider_name": "",
    ...     "achievements_count": 2060.0, "period": "2021-22"})
    'health and care at level 2 (2,060 achieved in 2021-22)'
    """
    when = f" in {period_in_words(row['period'])}" if row["period"] else ""
    return f"{name_course(row)} ({digits(row['achievements_count'])} achieved{when})"


def name_course(row: Row) -> str:
    """A subject at a level, with the provider of a degree: law at level 6 or above at Leeds."""
    level = row["level_name"].partition(" (")[0].lower().partition(",")[0]
    at = level if level.startswith("below") else f"at {level}"
    subject = row["subject_area"].removesuffix(" (subject)")
    kind = "apprenticeships in " if row["supply_stream"] == APPRENTICESHIPS else ""
    where = f" at {row['provider_name']}" if row["provider_name"] else ""
    return f"{kind}{subject[:1].lower()}{subject[1:]} {at}{where}"


def label_course(row: Row) -> str:
    """A course as a label: its subject, then its level or, of a degree, its provider.

    >>> label_course({"subject_area": "law", "level_name": "Level 6 or above (a degree)",
    ...     "supply_stream": "university graduates", "provider_name": "The University of Leeds"})
    'Law, degree at The University of Leeds'
    """
    subject = as_sentence(row["subject_area"].removesuffix(" (subject)"))[:-1]
    kind = " apprenticeships" if row["supply_stream"] == APPRENTICESHIPS else ""
    if row["provider_name"] and row["level_name"].startswith(DEGREE):
        return f"{subject}, degree at {row['provider_name']}"
    level = row["level_name"].partition(" (")[0].lower().partition(",")[0]
    where = f" at {row['provider_name']}" if row["provider_name"] else ""
    return f"{subject}{kind}, {level}{where}"
