"""Each stream of supply beside its source's own total, and what hangs on it where it is missing."""

from __future__ import annotations

import numpy as np
import polars as pl

from indicators import draws
from indicators.row_blocks import make_block
from indicators.skills.gaps import MAIN
from indicators.skills.openings import QUALIFICATION, Openings
from indicators.skills.qualifications import LEVEL_CODES
from indicators.skills.supply_matrix import Stream

WITHIN = 0.5  # of one, by which a total may differ and be called the same


def stream_rows(openings: Openings, supplied: list[Stream]) -> pl.DataFrame:
    """A block of `skills_streams`: every stream of an area."""
    _, growth, replacement, _ = openings.by_skill_kind(QUALIFICATION)
    by_level = dict(zip(LEVEL_CODES, growth + replacement, strict=True))
    rows = [_row(openings.area, stream, by_level) for stream in supplied]
    return make_block({name: [row[name] for row in rows] for name in rows[0]})


def _row(area: str, stream: Stream, openings_by_level: dict[str, float]) -> dict[str, object]:
    served = [level for level, names in MAIN.items() if stream.name in names]
    total = np.nansum(stream.persons) if stream.is_counted else np.nan
    lower, upper = np.nan, np.nan
    if stream.is_counted:
        lower, upper = (float(end) for end in draws.bounds(np.nansum(stream.drawn, axis=(0, 1))))
    openings = sum(openings_by_level[level] for level in served) if served else np.nan
    return {
        "area_code": area, "supply_stream": stream.name, "period": stream.period,
        "published_number": float(stream.published), "read_number": float(stream.read),
        "uncounted_number": float(stream.not_counted), "count_unit": stream.unit,
        "supply_persons": float(total), "lower80": lower, "upper80": upper,
        "served_openings_persons": float(openings), "status": stream.status,
        "note": f"{stream.note}. {sentence}" if (sentence := explain(stream, openings)) else
        stream.note,
    }  # fmt: skip


def explain(stream: Stream, openings: float) -> str:
    """What hangs on a missing stream; else how its total compares with the source's own."""
    if not stream.is_counted:
        if np.isnan(openings):
            return "No gap hangs on it alone."
        return f"Without it {round(openings):,} openings a year have no gap."
    left_out = (
        f" Of what we read {stream.not_counted:,.0f} are in general subjects and count for no "
        "occupation."
        if stream.not_counted > WITHIN else ""
    )  # fmt: skip
    if np.isnan(stream.published):
        return f"We have no total of the source for the area to set beside it.{left_out}"
    difference = stream.read - stream.published
    if abs(difference) <= WITHIN:
        return f"The source's total of {stream.published:,.0f} {stream.unit} is met.{left_out}"
    return (
        f"We read {stream.read:,.0f} {stream.unit} where the source's total is "
        f"{stream.published:,.0f}: some rows of the table are withheld or not in the file, or its "
        f"subjects do not add up to the total.{left_out}"
    )
