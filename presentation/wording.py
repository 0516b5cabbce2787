"""Words and notes that several sections of a report share."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.sources import OS_ATTRIBUTION
from presentation.numbers import about, digits, signed, write_ends

TOO_LOW: Final = (
    "This is too low: part of this place, such as one of its former districts, has no figure."
)
MONTH: Final = re.compile(
    r"\b(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?\b"
)
NO_INTERVAL: Final = "(80% interval narrower than we can show)"
MODELLED: Final = "Modelled estimate, not official statistics."
NOTES: Final = (
    MODELLED + " Intervals are 80%: the figure should lie inside in four cases out of five. Where "
    "we say now, we have carried the last published figure on to today.",
    "Jobs come from a survey (BRES). Its figures are rounded and noisy, more so where they are "
    "small. A sector is too close to call where that noise could explain its change.",
    "A gap is openings minus the new people we can count. Without a main source of people there is "
    "no gap, only openings; without another the gap is partial, an upper limit. It is not a "
    "shortage, and it does not use adverts.",
    "Adverts are postings, not vacancies. There is no data on the jobs people want, so we assume "
    "that jobseekers look for work in the occupations residents have.",
    "Which course leads to which occupation is our assumption. We show the shares we assume.",
    "Modelled ward figures are the council's figure shared among its wards, and add up to it.",
    "Occupations are SOC 2020 sub-major groups, the most detailed that open local data allow. "
    "The sectors of the Industrial Strategy (IS-8) are defined by four-digit SIC codes. We list "
    "each one under every section that contains part of it, which is our reading.",
    "We made each forecast again from past dates, using only what had been published by then. A "
    "naive forecast repeats the last figure or that of a year before, goes half-way between them, "
    "or carries on the average change; we compare with the best of these. Below zero is worse.",
    OS_ATTRIBUTION,
)
(ESTIMATE, NOISE, GAP, ADVERTS, COURSES, WARDS, NEEDS, SCORED, MAPS) = range(1, len(NOTES) + 1)


def ranked(low: float, high: float, total: int) -> str:
    """A band of ranks: 2 to 6 of 26."""
    ranks = digits(low) if low == high else f"{digits(low)} to {digits(high)}"
    return f"{ranks} of {total}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th.

    >>> [ordinal(number) for number in (1, 2, 3, 11, 22, 113)]
    ['1st', '2nd', '3rd', '11th', '22nd', '113th']
    """
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def nearer_end(high: int, low: int) -> str:
    """A place, counted from the nearer end: `high` is 1 for the highest, `low` 1 for the lowest.

    >>> nearer_end(1, 30), nearer_end(3, 28), nearer_end(29, 2), nearer_end(30, 1)
    ('highest', '3rd highest', '2nd lowest', 'lowest')
    """
    place, side = (high, "highest") if high <= low else (low, "lowest")
    return side if place == 1 else f"{ordinal(place)} {side}"


def between(lower: float, upper: float) -> str:
    """An 80% interval in brackets, behind its figure; with signs where it has both.

    >>> between(317.2, 1019.6)
    '(80% interval 317 to 1,020)'
    """
    ends = write_ends(lower, upper, signed if lower < 0 else about)
    return f"(80% interval {ends[0]} to {ends[1]})" if ends else NO_INTERVAL


def as_sentence(words: str) -> str:
    """Words with a capital at their start and a full stop at their end; names keep their capitals.

    >>> as_sentence("tested on 61 councils. This is the record that comes with Wardwise")
    'Tested on 61 councils. This is the record that comes with Wardwise.'
    """
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}." if words else ""


def period_in_words(period: str) -> str:
    """A period with its months and days as people write them; years stay as they are.

    >>> period_in_words("2025-07"), period_in_words("2026-11-03"), period_in_words("2021 to 2024")
    ('July 2025', '3 November 2026', '2021 to 2024')
    """
    return MONTH.sub(_month_in_words, period)


def _month_in_words(match: re.Match[str]) -> str:
    year, month, day = match["year"], int(match["month"]), match["day"]
    if not day and (int(year) + 1) % 100 == month:  # 2011-12 may be a financial year
        return match[0]
    before = f"{int(day)} " if day else ""
    return f"{before}{calendar.month_name[month]} {year}"


def joined(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as a sentence has them, no more than `most` of many.

    >>> listed(["Bradford", "Leeds"])
    'Bradford and Leeds'
    >>> listed(["Bradford", "Calderdale", "Kirklees", "Leeds", "York"])
    'Bradford, Calderdale, Kirklees and 2 others'
    """
    shown = list(names[:most]) if len(names) > most + 1 else list(names)
    left = len(names) - len(shown)
    return joined([*shown, f"{left} others"] if left else shown)


def describe_coverage(councils_count: int, absent: Sequence[str], most: int = 5) -> str:
    """How many councils of a place have data, and which have none; '' where all have.

    >>> describe_coverage(3, ["Leeds", "Wakefield"])
    '3 of 5 councils. No data for Leeds and Wakefield.'
    """
    if not absent:
        return ""
    total = councils_count + len(absent)
    return f"{councils_count} of {total} councils. No data for {listed(absent, most)}."


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it has more letters than that."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def span(frame: pl.DataFrame, first: str, last: str | None = None) -> str:
    """The periods of a frame in words: July 2025, or 2021 to 2024; '' where it has none.

    `first` and `last` are columns; without `last` the span is that of the one column.
    """
    begin, end = frame[first].min(), frame[last or first].max()
    if begin is None or end is None:
        return ""
    return period_in_words(" to ".join(dict.fromkeys((str(begin), str(end)))))


def dated(title: str, period: str) -> str:
    """A title with its period behind it, if it has one."""
    return f"{title}, {period}" if period else title
