"""The skills gap: openings minus the supply that is counted, in people a year.

There is a gap only where every main stream of the levels in question is counted: without graduates
a gap at degree level would be all of the openings. The gap is not a shortage, which would ask how
hard employers find it to recruit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators import draws
from indicators.row_blocks import make_block
from indicators.skills.openings import KINDS, OCCUPATION, Openings
from indicators.skills.qualifications import LEVELS, SkillKind, shares_by_occupation
from indicators.skills.supply import say_what_to_add
from indicators.skills.supply_matrix import Stream

Array = NDArray[np.float64]
JOINER: Final = "; "
# The streams without which a level cannot be judged.
MAIN: Final[dict[str, tuple[str, ...]]] = {
    level: tuple(names)
    for level, names in reference.read("main_streams")
    .group_by("level_code", maintain_order=True)
    .agg("supply_stream")
    .iter_rows()
}
LEAST_SHARE: Final = reference.read_constants("skills_constants")["main_level_share"]


def gap_rows(openings: Openings, supplied: list[Stream]) -> list[pl.DataFrame]:
    """Blocks of `skills_gaps` of an area with openings: by occupation, and by qualification."""
    return [_of_kind(openings, kind, supplied) for kind in KINDS]


@cache
def find_levels(kind: SkillKind, number: int) -> list[str]:
    """The levels at which a member of a kind is judged: of an occupation, those that many of its
    people hold; of a level, the level itself."""
    levels = list(LEVELS)
    if kind != OCCUPATION:
        return [levels[number]]
    shares = shares_by_occupation()[:, number]
    return [level for level, share in zip(levels, shares, strict=True) if share >= LEAST_SHARE]


@cache
def find_main_streams(kind: SkillKind, number: int) -> list[str]:
    """The streams without which a member of a kind has no gap."""
    of_levels = (name for level in find_levels(kind, number) for name in MAIN.get(level, ()))
    return list(dict.fromkeys(of_levels))


def _of_kind(openings: Openings, kind: SkillKind, supplied: list[Stream]) -> pl.DataFrame:
    _, growth, replacement, drawn = openings.by_skill_kind(kind)
    persons = np.array([stream.margin(kind) for stream in supplied])
    counted = np.isfinite(persons)
    some = counted.any(axis=0)
    supply = np.where(some, np.nansum(persons, axis=0), np.nan)
    absent_main = [
        _list_absent(supplied, column, find_main_streams(kind, number))
        for number, column in enumerate(counted.T)
    ]
    is_judged = some & np.array([not absent for absent in absent_main])
    drawn_margins = [stream.drawn_margin(kind) for stream in supplied if stream.is_counted]
    drawn_supply = np.nansum(drawn_margins, axis=0) if drawn_margins else 0.0
    gap_drawn = np.where(is_judged[:, None], drawn - drawn_supply, np.nan)
    lower, upper = draws.bounds(gap_drawn)
    low, high = ranks(gap_drawn)
    wanted = growth + replacement
    codes, names = KINDS[kind]
    of_streams = list(zip(*(stream.statuses(kind) for stream in supplied), strict=True))
    every = [stream.name for stream in supplied]
    absent = [_list_absent(supplied, column, every) for column in counted.T]
    return make_block(
        {
            "area_code": openings.area, "skill_kind": kind, "skill_code": codes,
            "skill_name": names, "openings_persons": wanted,
            "openings_status": openings.status, "supply_persons": supply,
            "supply_status": [_of_supply(s, n) for s, n in zip(of_streams, some, strict=True)],
            "gap_persons": np.where(is_judged, wanted - supply, np.nan),
            "lower80": lower, "upper80": upper,
            "relative_gap": np.where(is_judged, relative(wanted, supply), np.nan),
            "probability_gap": np.where(is_judged, (gap_drawn > 0).mean(axis=1), np.nan),
            "rank_low": low, "rank_high": high,
            "missing_streams": [JOINER.join(names) for names in absent],
            "note": [
                _explain(
                    openings.area, float(wanted[n]), find_levels(kind, n), absent_main[n], absent[n]
                )
                for n in range(len(codes))
            ],
            "status": [
                _status(openings.status, s, n) for s, n in zip(of_streams, is_judged, strict=True)
            ],
        }
    )  # fmt: skip


def _list_absent(supplied: list[Stream], counted: NDArray[np.bool_], names: list[str]) -> list[str]:
    return [
        stream.name
        for stream, is_counted in zip(supplied, counted, strict=True)
        if not is_counted and stream.name in names
    ]


def _explain(
    area: str, wanted: float, levels: list[str], absent_main: list[str], absent: list[str]
) -> str:
    """Why there is no gap and what to add, or what the gap leaves out; '' where it is complete."""
    if absent_main:
        at = _join(re.split(r"[,(]", LEVELS[level])[0].strip().lower() for level in levels)
        add = "; ".join(say_what_to_add(name, area) for name in absent_main)
        source = "a main source" if len(absent_main) == 1 else "main sources"
        return (
            f"{round(wanted) + 0:,} openings a year; no gap, because we have no data on "
            f"{_join(absent_main)}, {source} of people at {at}: add {add}, with "
            "`wardwise supply FILE`"
        )
    return f"an upper limit: {_join(absent)} are not counted" if absent else ""


def _join(words: Iterable[str]) -> str:
    """One, two and three."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _of_supply(of_streams: tuple[str, ...], is_counted: bool) -> str:
    """Of the streams that are counted, together: partial where one of them is not."""
    if not is_counted:
        return MISSING
    return PARTIAL if {PARTIAL, MISSING} & set(of_streams) else MODELLED


def _status(of_openings: str, of_streams: tuple[str, ...], is_judged: bool) -> str:
    if not is_judged:
        return MISSING
    return PARTIAL if PARTIAL in (of_openings, _of_supply(of_streams, True)) else of_openings


def relative(openings: Array, supply: Array) -> Array:
    """2 (O - S) / (O + S), from -2 to 2, NaN where both are 0; openings below zero count as 0."""
    wanted = np.maximum(openings, 0.0)
    both = wanted + supply
    gap: Array = np.divide(
        2.0 * (wanted - supply), both, out=np.full_like(both, np.nan), where=both > 0
    )
    return gap


def ranks(gap_drawn: Array) -> tuple[Array, Array]:
    """Best and worst rank (1 is the widest gap) in the middle 80% of draws; NaN stays NaN."""
    is_known = ~np.isnan(gap_drawn).any(axis=1)
    low = np.full(len(gap_drawn), np.nan)
    high = low.copy()
    if is_known.any():
        order = (-gap_drawn[is_known]).argsort(axis=0).argsort(axis=0) + 1
        low[is_known], high[is_known] = (
            bound.round() for bound in draws.bounds(order.astype(float))
        )
    return low, high
