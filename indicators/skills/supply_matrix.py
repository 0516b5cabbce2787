"""Supply as one matrix of occupations (26) by levels of qualification (5), for each stream.

The figures by occupation and by qualification are the two margins of it, so they add up to the
same people. Cells of which nothing is known are NaN: neither margin counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.vocabulary.status import MISSING, PARTIAL
from indicators import draws
from indicators.skills.occupations import CODES
from indicators.skills.qualifications import LEVEL_CODES, SkillKind
from indicators.skills.training import weigh

Array = NDArray[np.float64]

SHAPE: Final = (len(CODES), len(LEVEL_CODES))
_RATE_COLUMNS: Final = (
    "into_work_share", "into_work_low", "into_work_high", "new_share", "new_low", "new_high",
)  # fmt: skip


@dataclass(frozen=True)
class Stream:
    """One stream into one area: `persons` of SHAPE, `draw` makes draws of it; NaN is unknown.

    `status` is that of a cell with a figure: modelled, or partial where some part lacks.
    `published` is the source's own total in its `unit`, `read` what we read of it, and
    `not_counted` the part that leads to no one occupation.
    """

    name: str
    persons: Array
    draw: Callable[[], Array]
    period: str
    note: str
    status: str
    published: float = np.nan
    read: float = np.nan
    not_counted: float = np.nan
    unit: str = "people"

    @cached_property
    def drawn(self) -> Array:
        """Draws of `persons` (SHAPE and draws), made when they are first asked for."""
        return self.draw()

    @property
    def is_counted(self) -> bool:
        return bool(np.isfinite(self.persons).any())

    def margin(self, kind: SkillKind) -> Array:
        """People by occupation or by qualification; NaN where no cell is known."""
        return sum_known(self.persons, _axis(kind))

    def drawn_margin(self, kind: SkillKind) -> Array:
        """The same of each draw (by draws)."""
        return sum_known(self.drawn, _axis(kind))

    def statuses(self, kind: SkillKind) -> list[str]:
        """The status of each member of the margin: missing, partial, or that of the stream."""
        is_known = np.isfinite(self.persons)
        every = np.atleast_1d(is_known.all(axis=_axis(kind)))
        some = np.atleast_1d(is_known.any(axis=_axis(kind)))
        return [
            self.status if whole else PARTIAL if part else MISSING
            for whole, part in zip(every, some, strict=True)
        ]


def absent(name: str, why: str) -> Stream:
    """A stream that we have no data on, and why."""
    return Stream(
        name,
        np.full(SHAPE, np.nan),
        lambda: np.full((*SHAPE, draws.DRAWS), np.nan),
        "",
        why,
        MISSING,
    )


def sum_known(cells: Array, axis: int) -> Array:
    """The sum over an axis of the cells that are known; NaN where none is."""
    is_known = np.isfinite(cells)
    if is_known.all():
        summed: Array = cells.sum(axis=axis)
        return summed
    summed = np.where(is_known, cells, 0.0).sum(axis=axis)
    return np.where(is_known.any(axis=axis), summed, np.nan)


def _axis(kind: SkillKind) -> int:
    """The axis that is summed away."""
    return 1 if kind == "occupation" else 0


def spread(cells: pl.DataFrame) -> Array:
    """People of SHAPE from cells (subject_area, level_code, persons); none of general subjects.

    What only cells without a figure lead to is NaN.
    """
    persons, is_reached, is_lacking = np.zeros(SHAPE), np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    columns = (cells[name].to_list() for name in ("subject_area", "level_code", "persons"))
    for subject, level, count in zip(*columns, strict=True):
        weights, column = weigh(subject, level), LEVEL_CODES.index(level)
        if weights is None:
            continue
        if count is None:
            is_lacking[:, column] |= weights > 0
        else:
            persons[:, column] += count * weights
            is_reached[:, column] |= weights > 0
    return np.where(is_lacking & ~is_reached, np.nan, persons)


@cache
def rates(stream: str) -> dict[str, tuple[float, ...]]:
    """By level, _RATE_COLUMNS of a stream: who goes into work, and who of them is new to it."""
    table = reference.read("supply_rates").filter(pl.col("supply_stream") == stream)
    return {level: values for level, *values in table.select("level_code", *_RATE_COLUMNS).rows()}  # type: ignore[misc]


@cache
def describe_rates(stream: str) -> str:
    """The rates of a stream in words, from the lowest level's to the highest's."""
    by_level = list(rates(stream).values())
    work, new = ([values[column] for values in by_level] for column in (0, 3))
    return (
        f"{_between(work)} of them go into lasting work, and {_between(new)} of those were not in "
        "work before (our assumption)"
    )


def _between(shares: list[float]) -> str:
    low, high = min(shares), max(shares)
    return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"


def enter_work(achieved: Array, stream: str) -> Array:
    """New people in work of those who achieve (both of SHAPE)."""
    into_work, _, _, new, _, _ = _rates_by_level(stream)
    persons: Array = achieved * into_work * new
    return persons


def draw_entrants(achieved: Array, stream: str, area: str) -> Array:
    """Draws (SHAPE and draws) of the same: of the counts, and of the rates."""
    _, work_low, work_high, _, new_low, new_high = _rates_by_level(stream)
    rng = draws.stream(area, "supply", stream)
    # One draw says how high the rates are: those of all levels are uncertain together.
    work, newness = rng.uniform(size=draws.DRAWS), rng.uniform(size=draws.DRAWS)
    drawn_rate = (work_low[:, None] + (work_high - work_low)[:, None] * work) * (
        new_low[:, None] + (new_high - new_low)[:, None] * newness
    )
    drawn: Array = draw_counts(achieved, rng) * drawn_rate
    return drawn


@cache
def _rates_by_level(stream: str) -> Array:
    """_RATE_COLUMNS (rows) of the five levels (columns)."""
    return np.array([rates(stream)[level] for level in LEVEL_CODES]).T


def draw_counts(persons: Array, rng: np.random.Generator) -> Array:
    """Draws (SHAPE and draws) of what may lie behind counts: nothing where nobody can be, NaN
    where nothing is known."""
    flat = persons.ravel()
    drawn = np.zeros((flat.size, draws.DRAWS))
    drawn[np.isnan(flat)] = np.nan
    # Cell by cell, which draws the same as all at once, in three quarters of the time.
    for cell in np.flatnonzero(flat > 0):
        rng.standard_gamma(flat[cell], out=drawn[cell])
    counts: Array = drawn.reshape(*persons.shape, draws.DRAWS)
    return counts
