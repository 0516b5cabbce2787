"""Words and notes that several sections of a report share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.sources import OS_ATTRIBUTION
from presentation.numbers import about, digits, signed

TOO_LOW: Final = (
    "Too low: a part of this place has no figure, as where one of its former districts has none."
)
MODELLED: Final = "Modelled estimate, not official statistics."
NOTES: Final = (
    MODELLED + " Intervals are of 80 %: in four cases of five the figure should lie inside.",
    "Jobs are from a survey (BRES) whose cells are rounded and noisy, more so where they are small;"
    " a sector without a badge is not distinguishable from that noise.",
    "A gap is openings less the supply that is counted. Where a stream of supply is missing the "
    "gap is partial: the most it can be. It is not a shortage, and adverts are no part of it.",
    "Adverts are postings, not vacancies. Nobody counts which work people look for: those who seek "
    "work are taken to be of the occupations that residents have.",
    "Which course leads to which occupation is an assumption; the shares assumed are shown.",
    "Ward figures that are modelled are shared out from the council and add up to it.",
    "Occupations are SOC 2020 sub-major groups, the finest that open local data allow. The sectors "
    "of the Industrial Strategy (IS-8) are defined by four-digit SIC; each section is given those "
    "that lie in it in part, which is our reading.",
    "The models were scored on the past, knowing only what was known then. Below zero is worse "
    "than naive, which repeats the last figure (or that of a year ago).",
    OS_ATTRIBUTION,
)
(ESTIMATE, NOISE, GAP, ADVERTS, COURSES, WARDS, NEEDS, SCORED, MAPS) = range(1, len(NOTES) + 1)


def ranked(low: float, high: float, of: int) -> str:
    """A band of ranks: 2 to 6 of 26."""
    ranks = digits(low) if low == high else f"{digits(low)} to {digits(high)}"
    return f"{ranks} of {of}"


def between(lower: float, upper: float) -> str:
    """An 80 % interval in words; with signs where it has both."""
    shown = signed if lower < 0 else about
    return f"four chances in five of {shown(lower)} to {shown(upper)}"


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


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it has more letters than that."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def span(frame: pl.DataFrame, first: str, last: str | None = None) -> str:
    """The periods of a frame in words: 2021, or 2021 to 2024; '' where none is known.

    `first` and `last` are columns; without `last` the span is that of the one column.
    """
    begin, end = frame[first].min(), frame[last or first].max()
    if begin is None or end is None:
        return ""
    return " to ".join(dict.fromkeys((str(begin), str(end))))


def dated(title: str, period: str) -> str:
    """A title with its period behind it, where that is known."""
    return f"{title}, {period}" if period else title
