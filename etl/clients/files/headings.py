"""Column headings that are periods: '2023', '20233' with a footnote mark, 'Sept-25 [p]'.

Publishers add marks to their newest period, which is the one that matters most. So a heading is
either read, or it is plainly no period, or it is an error: never a column that is left out unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from etl.clients.http import IncompleteReply

SHORT_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
# Whole months, and every way to cut them short: sep, sept, september.
_NAMES: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# What may follow a period without changing it: notes in brackets, footnote marks, p, r, words.
_MARKS: Final = (
    r"(?:\s*(?:\[[^\]]*\]|\([^)]*\)|[*†‡§¹²³⁴-⁹⁰]+|[,:;-]?\s*\b(?:provisional|revised|estimates?|"
    r"final|notes?\s*\d{1,2})\b|(?<![a-z])[pre]\b\.?))*\s*"
)
_FOOTNOTE: Final = r"(?P<foot>\d)?"
YEAR_FORM: Final = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?:\.0+)?{_FOOTNOTE}{_MARKS}"
    rf"|(?P<of_date>(?:19|20)\d\d)-\d\d-\d\d(?: 00:00:00)?{_MARKS}",
    re.IGNORECASE,
)
MONTH_FORMS: Final = tuple(
    re.compile(form + _MARKS, re.IGNORECASE)
    for form in (
        rf"{_NAMES}[\s'’-]*(?P<year>(?:19|20)\d\d|\d\d){_FOOTNOTE}",
        rf"(?P<year>(?:19|20)\d\d)[\s-]+{_NAMES}{_FOOTNOTE}",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-\d\d(?:[ T]00:00:00)?)?",
        r"(?:0?1/)?(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)",
    )
)
# A heading of nothing but these is one of a period, whether or not we can read it.
_PERIOD_WORDS: Final = re.compile(
    rf"{_NAMES.replace('?P<name>', '?:')}|\[[^\]]*\]|\([^)]*\)|\d+|\b(?:provisional|revised|"
    r"estimates?|final|notes?|year|years|month|quarter|ending|ended|to|and|of|q|mid|fy|ay|calendar|"
    r"financial|p|r|e|th|st|nd|rd|[ivx]+)\b|(?<=\d)[a-z]|q(?=\d)|[\s\W_]",
    re.IGNORECASE,
)
_OF_A_YEAR: Final = re.compile(
    rf"(?:19|20)\d\d|{_NAMES.replace('?P<name>', '?:')}[\s'’-]*\d\d", re.IGNORECASE
)
PROVISIONAL: Final = re.compile(r"provisional|(?<![a-z])p\b", re.IGNORECASE)
# A column of what was made of the periods, beside them.
_MADE_OF_PERIODS: Final = re.compile(
    r"change|per ?cent|%|growth|rank|average|total|differ|index|notes?$", re.IGNORECASE
)


class HeadingError(IncompleteReply):
    """Headings that look like periods and cannot be read; the message names each."""

    def __init__(self, words: str) -> None:
        super().__init__(words, final=True)


@dataclass(frozen=True)
class Heading:
    """A heading that is a period: its text, the period's first day, and whether it is marked as
    provisional."""

    text: str
    first_day: date
    provisional: bool


def year_of(heading: str) -> int | None:
    """The year that a heading is, whatever marks it bears; None where it is none."""
    match = YEAR_FORM.fullmatch(heading.strip())
    return int(match["year"] or match["of_date"]) if match else None


def month_of(heading: str) -> date | None:
    """The first day of the month that a heading is, whatever marks it bears, or None."""
    for form in MONTH_FORMS:
        match = form.fullmatch(heading.strip())
        if match:
            parts = match.groupdict()
            year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
            named = parts.get("name")
            month = SHORT_MONTHS.index(named[:3].lower()) + 1 if named else int(parts["month"])
            return date(year, month, 1)
    return None


def read_years(headings: Sequence[str], where: str) -> dict[str, Heading]:
    """The headings that are years, in their order. HeadingError, see `_read`."""

    def first_day(heading: str) -> date | None:
        year = year_of(heading)
        return date(year, 1, 1) if year else None

    return _read(headings, where, first_day, "years")


def read_months(headings: Sequence[str], where: str) -> dict[str, Heading]:
    """The headings that are months, in their order. HeadingError, see `_read`."""
    return _read(headings, where, month_of, "months")


def _read(
    headings: Sequence[str], where: str, first_day: Callable[[str], date | None], what: str
) -> dict[str, Heading]:
    """HeadingError where a heading looks like a period and is not read, or two are the same one.

    Periods stand side by side: what stands after the first of them and has a digit, or no words at
    all, is taken for one too.
    """
    read: dict[str, Heading] = {}
    unread = []
    for text in headings:
        day = first_day(text)
        if day is not None:
            read[text] = Heading(text, day, bool(PROVISIONAL.search(text)))
        elif looks_like_period(text) or (read and _stands_for_one(text)):
            unread.append(text)
    twice = _repeated(read)
    faults = [f"headings that look like {what} and cannot be read: {unread[:5]}"] if unread else []
    if not read and not unread:
        faults = [f"no heading that is one of {what} among {list(headings)[:8]}"]
    faults += [f"headings that are of the same period: {twice[:3]}"] if twice else []
    if faults:
        raise HeadingError(f"{where}: {'; '.join(faults)}")
    return read


def _repeated(read: Mapping[str, Heading]) -> list[list[str]]:
    by_day: dict[date, list[str]] = {}
    for heading in read.values():
        by_day.setdefault(heading.first_day, []).append(heading.text)
    return [texts for texts in by_day.values() if len(texts) > 1]


def _stands_for_one(heading: str) -> bool:
    return bool(re.search(r"\d", heading)) and not _MADE_OF_PERIODS.search(heading)


def looks_like_period(heading: str) -> bool:
    """Whether a heading has a year or a month with one, and no word that is not of a period."""
    return bool(_OF_A_YEAR.search(heading)) and not _PERIOD_WORDS.sub("", heading)
