"""The skills gap: openings less the supply that is counted, in persons a year.

A missing stream of supply leaves the gap partial: then it is an upper limit. The
gap is not a shortage, which would ask how hard employers find it to recruit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import SKILLS_GAPS
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators import draws
from indicators.inputs import Inputs
from indicators.skills.openings import KINDS, Openings
from indicators.skills.supply import Stream, streams

Array = NDArray[np.float64]
JOINER: Final = "; "


def gaps(inputs: Inputs, all_openings: list[Openings]) -> pl.DataFrame:
    """Rows of `skills_gaps`: every area with openings, by occupation and qualification."""
    parts = [SKILLS_GAPS.empty()]
    for openings in all_openings:
        for kind in KINDS:
            rows = _of_kind(openings, kind, streams(inputs, openings.area, kind))
            named = rows.join(inputs.areas, on="area_code", validate="m:1")
            parts.append(named.select(SKILLS_GAPS.columns))
    return pl.concat(parts)


def _of_kind(openings: Openings, kind: str, supplied: list[Stream]) -> pl.DataFrame:
    _, growth, replacement, drawn = openings.by_skill_kind(kind)
    persons = np.array([stream.persons for stream in supplied])
    counted_streams = np.isfinite(persons)
    supply = np.where(counted_streams.any(axis=0), np.nansum(persons, axis=0), np.nan)
    drawn_supply = np.nansum(
        [
            np.where(seen[:, None], s.drawn, 0.0)
            for s, seen in zip(supplied, counted_streams, strict=True)
        ],
        axis=0,
    )
    gap_drawn = np.where(counted_streams.any(axis=0)[:, None], drawn - drawn_supply, np.nan)
    lower, upper = draws.bounds(gap_drawn)
    low, high = ranks(gap_drawn)
    wanted = growth + replacement
    codes, names = KINDS[kind]
    frame = pl.DataFrame(
        {
            "area_code": openings.area, "skill_kind": kind, "skill_code": codes,
            "skill_name": names, "openings_persons": wanted,
            "openings_status": openings.status, "supply_persons": supply,
            "supply_status": [
                _of_supply([s.status[row] for s in supplied], not np.isnan(total))
                for row, total in enumerate(supply)
            ],
            "gap_persons": wanted - supply, "lower80": lower, "upper80": upper,
            "relative_gap": relative(wanted, supply),
            "probability_gap": np.where(
                np.isnan(supply), np.nan, (gap_drawn > 0).mean(axis=1)
            ),
            "rank_low": low, "rank_high": high,
            "missing_streams": [
                JOINER.join(s.name for s, seen in zip(supplied, column, strict=True) if not seen)
                for column in counted_streams.T
            ],
            "status": [
                _status(openings.status, [s.status[row] for s in supplied], not np.isnan(total))
                for row, total in enumerate(supply)
            ],
        }
    )  # fmt: skip
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _of_supply(of_streams: list[str], is_counted: bool) -> str:
    """Of the streams that are counted, together: partial where one of them is not."""
    if not is_counted:
        return MISSING
    return PARTIAL if {PARTIAL, MISSING} & set(of_streams) else MODELLED


def _status(of_openings: str, of_streams: list[str], is_counted: bool) -> str:
    if not is_counted:
        return MISSING
    return PARTIAL if PARTIAL in (of_openings, _of_supply(of_streams, is_counted)) else of_openings


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
        low[is_known], high[is_known] = np.quantile(order, (draws.LOW, draws.HIGH), axis=1).round()
    return low, high
