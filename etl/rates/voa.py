"""The VOA's full rating list: read only from a file of the user's, after its terms are accepted.

The list is not open data. Its licence allows use for rating purposes and no passing on, so nothing
of a single property is kept: the list is counted by ward as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from catalog.status import OBSERVED
from etl.rates import values
from etl.rates.mapping import RatesError

# Position in a line of the list entries: 28 fields and a closing delimiter.
FIELDS: Final = 29
CODE: Final = 4
DESCRIPTION: Final = 5
POSTCODE: Final = 14
RATEABLE_VALUE: Final = 17
CURRENT_TO: Final = 27
LEFT_OF_ADDRESS: Final = 7
TERMS: Final = (
    "the VOA's rating list is under restricted terms (rating purposes, no passing on, delete when "
    "not needed). If you have accepted them, run this again with --accept-voa-terms; only counts "
    "by ward will be kept"
)


def is_voa(path: Path) -> bool:
    """Whether the file looks like the VOA's list entries."""
    with path.open("rb") as handle:
        first = handle.readline(4096).decode("latin-1")
    return first.count("*") >= FIELDS - 2


def live_entries(path: Path, *, accepted: bool) -> tuple[pl.DataFrame, int, int]:
    """Live properties with postcode, kind and value; also lines read and lines not understood.

    Raises RatesError unless the terms are accepted.
    """
    if not accepted:
        raise RatesError(f"{path.name}: {TERMS}")
    rows: list[tuple[str, str, str]] = []
    lines = skipped = 0
    for parts in _entries(path):
        lines += 1
        if len(parts) != FIELDS:
            skipped += 1
        elif parts[RATEABLE_VALUE].strip() and not parts[CURRENT_TO].strip():
            kind = values.group(parts[CODE], parts[DESCRIPTION])
            rows.append((parts[POSTCODE], kind, parts[RATEABLE_VALUE]))
    columns = ("postcode", "description_group", "rateable_value_gbp")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame = frame.with_columns(
        values.postcode(pl.col("postcode").str.strip_chars()),
        values.money(pl.col("rateable_value_gbp")),
    )
    valued = frame.drop_nulls("rateable_value_gbp")
    return _as_premises(valued), lines, skipped + frame.height - valued.height


def _as_premises(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that counting by ward needs; the VOA does not say who occupies what."""
    return frame.with_columns(
        property_long=pl.lit(None, pl.Float64),
        property_lat=pl.lit(None, pl.Float64),
        occupancy=pl.lit("unknown"),
        empty_from=pl.lit(None, pl.Date),
        has_relief=pl.lit(False),
        status=pl.lit(OBSERVED),
    )


def _entries(path: Path) -> Iterator[list[str]]:
    """The fields of each entry; a line that was cut in two is joined, an asterisk in the address
    is put back into it."""
    with path.open(encoding="latin-1", newline="") as handle:
        held = ""
        for line in handle:
            held += line.rstrip("\r\n")
            parts = held.split("*")
            if len(parts) < FIELDS:
                continue
            held = ""
            yield parts if len(parts) == FIELDS else _without_extra(parts)
        if held:
            yield held.split("*")


def _without_extra(parts: list[str]) -> list[str]:
    right = FIELDS - LEFT_OF_ADDRESS - 1
    middle = "*".join(parts[LEFT_OF_ADDRESS : len(parts) - right])
    return [*parts[:LEFT_OF_ADDRESS], middle, *parts[-right:]]
