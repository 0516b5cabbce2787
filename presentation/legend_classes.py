"""Classes of a ward map: breaks, colours and labels, one object for the map and its legend.

A value is classed by the number that people read (`presentation.numbers.rounded`), and a break is
the roundest number between two neighbouring classes, so moving it there moves no value. Hence a
label such as "15.0% to under 20.0%" is true of every figure shown in its colour.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from catalog.vocabulary.status import MISSING, PARTIAL, SUPPRESSED
from presentation.numbers import rounded, show

MAX_CLASSES: Final = 5
# The Government Analysis Function's sequential palette, light to dark.
PALETTE: Final = ("#eaecb1", "#a9d891", "#00a7ba", "#004ea6", "#000d54")
INK: Final = "#0b0c0c"
PAPER: Final = "#ffffff"

Method = Literal["quantiles", "natural breaks"]
METHODS: Final[dict[Method, str]] = {
    "quantiles": "about the same number of wards in each colour",
    "natural breaks": "wards of similar value share a colour",
}
Pattern = Literal["", "/", "\\", "x"]
MarkKey = Literal["", "rough", "suppressed", "missing"]


@dataclass(frozen=True)
class Mark:
    """What is drawn over or instead of a class, known by its pattern and not by colour alone.

    `fill` is "" where the class's own colour stays.
    """

    label: str
    fill: str
    pattern: Pattern


MARKS: Final[dict[MarkKey, Mark]] = {
    "rough": Mark("Rough guide only: low reliability, or a part is missing", "", "/"),
    "suppressed": Mark("Withheld by the source", "#b1b4b6", "x"),
    "missing": Mark("No figure", PAPER, "\\"),
}


def mark_of(status: str, reliability: str) -> MarkKey:
    """The mark that a value of this status and reliability has; "" for none."""
    if status == MISSING:
        return "missing"
    if status == SUPPRESSED:
        return "suppressed"
    return "rough" if reliability == "low" or status == PARTIAL else ""


@dataclass(frozen=True)
class Classes:
    """At most five classes of values of one unit.

    `breaks` are the lowest values of every class but the first. `colours` and `labels` are of the
    classes from low to high; both are empty where there was no value to class.
    """

    unit: str
    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    labels: tuple[str, ...]

    def index(self, value: float) -> int:
        """The class that a value lies in, 0 for the lowest."""
        return bisect_right(self.breaks, rounded(value, self.unit))

    def colour(self, value: float) -> str:
        return self.colours[self.index(value)]


def classify(
    values: Iterable[float | None], unit: str, method: Method = "quantiles", most: int = MAX_CLASSES
) -> Classes:
    """Classes for the values; nulls are left aside. Equal figures always share a class."""
    shown = sorted(rounded(value, unit) for value in values if value is not None)
    distinct = sorted(set(shown))
    groups = _groups(shown, distinct, method, most)
    breaks = tuple(roundest(low[-1], high[0]) for low, high in pairwise(groups))
    return Classes(unit, breaks, _colours(len(groups)), _labels(groups, breaks, unit))


def _groups(
    shown: Sequence[float], distinct: Sequence[float], method: Method, most: int
) -> list[list[float]]:
    """The distinct values, ascending, cut into at most `most` groups, none of them empty."""
    if len(distinct) <= most:
        return [[value] for value in distinct]
    tops = _quantile_tops(shown, most) if method == "quantiles" else _natural_tops(shown, most)
    numbers = np.searchsorted(tops, distinct, side="left")
    groups: dict[int, list[float]] = {}
    for number, value in zip(numbers.tolist(), distinct, strict=True):
        groups.setdefault(number, []).append(value)
    if len(groups) < most and method == "quantiles":
        return _around_tie(shown, most)
    return list(groups.values())


def _around_tie(shown: Sequence[float], most: int) -> list[list[float]]:
    """A class for the value that most wards share; the other classes for those below and above.

    2026-11: one value of a fifth of the wards or more is several quantiles at once, so that a map
    of shares left out, most of them 0%, had all the others in one colour.
    """
    shared = max(set(shown), key=shown.count)
    below = [value for value in shown if value < shared]
    above = [value for value in shown if value > shared]
    left = most - 1
    lower = round(left * len(below) / (len(below) + len(above)))
    lower = min(max(lower, bool(below)), left - bool(above))
    # Classes that one side has no values for go to the other.
    lower = min(max(lower, left - len(set(above))), len(set(below)))
    parts = ((below, lower), (above, left - lower))
    low, high = ([] if not part else _groups(part, sorted(set(part)), "quantiles", number)
                 for part, number in parts)  # fmt: skip
    return [*low, [shared], *high]


def _quantile_tops(shown: Sequence[float], most: int) -> list[float]:
    """Highest value of every class but the last, with near equal numbers of values in each."""
    shares = np.arange(1, most) / most
    return sorted(set(np.quantile(shown, shares, method="inverted_cdf").tolist()))


def _natural_tops(shown: Sequence[float], most: int) -> list[float]:
    """Highest value of every class but the last, with the least spread within classes."""
    # mapclassify brings scikit-learn and matplotlib with it: seconds that only this choice needs.
    from mapclassify import FisherJenks

    values = np.asarray(shown, dtype=float)
    # It sums squares in single precision, so pounds in millions must be brought near one first.
    scaled = (values - values[0]) / (values[-1] - values[0])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Numba not installed")
        bins = FisherJenks(scaled, k=most).bins
    return [float(values[np.searchsorted(scaled, top, side="right") - 1]) for top in bins[:-1]]


def roundest(low: float, high: float) -> float:
    """The roundest number above `low` and not above `high`: 15.0 for 14.8 and 15.9."""
    if low < 0 <= high:
        return 0.0
    floor, top = Decimal(repr(low)), Decimal(repr(high))
    power = max(floor, top, key=abs).adjusted() + 1
    while True:
        for digit in (5, 2, 1):
            step = digit * Decimal(10) ** power
            multiple = (top / step).to_integral_value(ROUND_FLOOR) * step
            if multiple > floor:
                return float(multiple)
        power -= 1


def _colours(count: int) -> tuple[str, ...]:
    """As many colours of the palette as there are classes, spread over its whole length."""
    if count == 1:
        return (PALETTE[2],)
    return tuple(PALETTE[round(place)] for place in np.linspace(0, len(PALETTE) - 1, count))


def _labels(
    groups: Sequence[Sequence[float]], breaks: Sequence[float], unit: str
) -> tuple[str, ...]:
    """What each class holds, in words. The first starts at the lowest value, the last ends it."""
    if not groups:
        return ()
    labels = []
    lowest = (groups[0][0], *breaks)
    for number, group in enumerate(groups):
        start = show(lowest[number], unit)
        if number == len(groups) - 1:
            alone = lowest[number] == group[-1]
            labels.append(start if alone else f"{start} to {show(group[-1], unit)}")
        elif number == 0 and len(group) == 1:
            labels.append(start)
        else:
            labels.append(f"{start} to under {show(breaks[number], unit)}")
    return tuple(labels)


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend: its label, how many wards it is of, and what their fill looks like."""

    label: str
    wards: int
    fill: str
    pattern: Pattern


def legend(classes: Classes, wards: Iterable[tuple[float | None, MarkKey]]) -> list[LegendEntry]:
    """Legend of a map of wards, each given by its value and mark: every class, and marks in use."""
    marked_values = list(wards)
    counts = [0] * len(classes.labels)
    for value, _ in marked_values:
        if value is not None:
            counts[classes.index(value)] += 1
    entries = [
        LegendEntry(label, number, colour, "")
        for label, number, colour in zip(classes.labels, counts, classes.colours, strict=True)
    ]
    for key, mark in MARKS.items():
        number = sum(mark == key for _, mark in marked_values)
        if number:
            entries.append(LegendEntry(mark.label, number, mark.fill or PAPER, mark.pattern))
    return entries
