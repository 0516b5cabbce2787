"""Residents within a walk of a rail station, by MSOA (ONS): a workbook that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.access import RAIL_WALK
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.files.any_table import Rows, read_tables
from etl.clients.files.spreadsheets import SpreadsheetError
from etl.clients.files.texts import TextError
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="rail_walk",
        title="Access to rail stations on foot",
        publisher=ONS,
        dataset_id="access-to-rail-stations",
        service="file",
        url="https://www.ons.gov.uk/peoplepopulationandcommunity",
        cadence="irregular",
        caveats=(
            "Share of people of an MSOA whose walk to the nearest station takes at most so long.",
        ),
    )
)
TABLE: Final = RAIL_WALK
MSOA: Final = r"^[EW]02\d{6}$"
ROWS_ABOVE: Final = 15
# Our columns with what their headings hold: "Percentage within 15 minutes", "walk15_pct".
HEADINGS: Final = {
    "msoa_code": r"(?i)msoa.*(code|cd)|^(area )?code$",
    "msoa_name": r"(?i)msoa.*(name|nm)|^(area )?name$",
    "walk_15_pct": r"(?i)\b15\b|walk_?15",
    "walk_30_pct": r"(?i)\b30\b|walk_?30",
    "walk_60_pct": r"(?i)\b60\b|walk_?60",
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply rail_walk FILE` takes the workbook in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `rail_walk` from the table by MSOA of the newest file; RawError where it has none."""
    part = parts[-1]
    name = part.note.release or "the supplied file"
    try:
        tables = read_tables(b"".join(part.pages()), name)
    except (SpreadsheetError, TextError) as error:
        raise RawError(f"{SOURCE.id}: {error}") from error
    faults = []
    for title, rows in tables:
        found = _find_table(rows)
        if isinstance(found, str):
            faults.append(f"{title}: {found}")
            continue
        frame = found.filter(pl.col("msoa_code").str.contains(MSOA))
        if frame.height:
            return _to_numbers(frame, name)
        faults.append(f"{title}: no row with the code of an MSOA of 2021")
    shown = "; ".join(faults[:6])
    raise RawError(
        f"{SOURCE.id}: {name} has no table of MSOAs with walks of 15, 30 and 60 minutes ({shown}); "
        "supply the workbook as ONS publishes it"
    )


def _find_table(rows: Rows) -> pl.DataFrame | str:
    """The columns that we read as text, from the row of headings on; else what is missing."""
    best: list[str] = list(HEADINGS)
    for number, row in enumerate(rows[:ROWS_ABOVE]):
        at = {ours: _place(row, pattern) for ours, pattern in HEADINGS.items()}
        absent = [ours for ours, place in at.items() if place is None]
        if not absent:
            places = {ours: place for ours, place in at.items() if place is not None}
            below = [
                {ours: row[place].strip() for ours, place in places.items()}
                for row in rows[number + 1 :]
                if len(row) > max(places.values())
            ]
            return pl.DataFrame(below, schema=dict.fromkeys(HEADINGS, pl.String))
        best = min(best, absent, key=len)
    return f"no column {', '.join(best)}"


def _place(row: list[str], pattern: str) -> int | None:
    """The one column whose heading fits; None where none does, or several."""
    headings = pl.Series(row, dtype=pl.String).str.strip_chars()
    fitting = headings.str.contains(pattern).arg_true()
    return int(fitting[0]) if fitting.len() == 1 else None


def _to_numbers(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    columns = [column for column in HEADINGS if column.startswith("walk")]
    unknown = uploads.list_unknown_marks(frame, columns)
    if unknown:
        raise RawError(f"{SOURCE.id}: {name} has {unknown[:5]} where shares should be")
    shares = frame.with_columns(uploads.count(column).alias(column) for column in columns)
    beyond = shares.filter(pl.any_horizontal(~pl.col(columns).is_between(0, 100)))
    if beyond.height:
        raise RawError(
            f"{SOURCE.id}: {name} has shares of {beyond.height:,} MSOAs beyond 0 to 100%"
        )
    return shares.unique("msoa_code", keep="first", maintain_order=True).select(TABLE.columns)
