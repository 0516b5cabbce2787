"""Reads a list as councils publish them: any encoding, title rows above, rows short of a field.

Only the mapped columns leave this file. Every record of the list is either read or rejected with
its line; the two always add up to what the file holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import fastexcel

from etl.rates.mapping import ADDRESS, Mapping, RatesError, guess
from etl.rates.values import (
    is_blank,
    is_date,
    is_latitude,
    is_longitude,
    is_money,
    is_postcode,
    postcode_within,
)

SEARCHED_ROWS: Final = 30
MOST_ABSENT: Final = 2
# A field of these kinds is left out altogether by some exports where it is blank.
MAY_BE_ABSENT: Final = ("lat", "long", "empty_from")
CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "rateable_value": is_money,
    "lat": is_latitude,
    "long": is_longitude,
    "postcode": is_postcode,
    "empty_from": is_date,
    "liable_from": is_date,
}


@dataclass(frozen=True)
class Listing:
    """A list's headings and its records as text, with the line each began on."""

    headings: list[str]
    records: list[list[str]]
    lines: list[int]


@dataclass(frozen=True)
class Extract:
    """The mapped columns of the records that could be read, and the lines of those that could not.

    `columns` maps our field to its values; `reliefs` has the reliefs named for each record.
    """

    columns: dict[str, list[str]]
    reliefs: list[str]
    rows: int
    mended: int
    rejected_lines: list[int]


def listing(path: Path) -> Listing:
    """The list in a CSV or Excel file; RatesError where it is neither."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise RatesError(f"{path} cannot be read: {error.strerror}") from error
    if body[:4] == b"PK\x03\x04" or body[:4] == b"\xd0\xcf\x11\xe0":
        rows = _workbook_rows(body, path)
    else:
        rows = _text_rows(body, path)
    return _below_heading(rows, path)


def _text_rows(body: bytes, path: Path) -> list[tuple[int, list[str]]]:
    text = _decoded(body)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html")):
        raise RatesError(f"{path} is a web page, not a list; download the file itself")
    try:
        dialect = csv.Sniffer().sniff(text[:8000], delimiters=",;\t|")
        delimiter = dialect.delimiter
    except csv.Error:
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    line = 1
    for row in reader:
        rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _decoded(body: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _workbook_rows(body: bytes, path: Path) -> list[tuple[int, list[str]]]:
    try:
        book = fastexcel.read_excel(body)
        sheets = [
            book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            for name in book.sheet_names
        ]
    except fastexcel.FastExcelError as error:
        raise RatesError(f"{path} is not a workbook that can be read: {error}") from error
    longest = max(sheets, key=lambda sheet: sheet.height)
    return [
        (number, [value or "" for value in row]) for number, row in enumerate(longest.rows(), 1)
    ]


def _below_heading(rows: list[tuple[int, list[str]]], path: Path) -> Listing:
    """Skips title rows: the heading is the row that the mapping understands best."""
    best, score = -1, 1
    for number, (_, row) in enumerate(rows[:SEARCHED_ROWS]):
        found = guess(row)
        if len(found.fields) > score and "rateable_value" in found.fields:
            best, score = number, len(found.fields)
    if best < 0:
        seen = [row for _, row in rows[:3]]
        raise RatesError(
            f"{path} has no row of headings with a rateable value in its first {SEARCHED_ROWS} "
            f"rows; it has {max((len(row) for row in seen), default=0)} columns. Name the columns "
            "in its first row and try again"
        )
    headings = [heading.strip() for heading in rows[best][1]]
    kept = [(line, row) for line, row in rows[best + 1 :] if any(field.strip() for field in row)]
    return Listing(headings, [row for _, row in kept], [line for line, _ in kept])


def extract(held: Listing, mapping: Mapping) -> Extract:
    """The mapped columns of every record that fits its headings, as it is or mended."""
    at = {field: held.headings.index(heading) for field, heading in mapping.fields.items()}
    relief_at = [held.headings.index(heading) for heading in mapping.reliefs]
    width = len(held.headings)
    columns: dict[str, list[str]] = {field: [] for field in at}
    reliefs: list[str] = []
    rejected: list[int] = []
    mended = 0
    for line, record in zip(held.lines, held.records, strict=True):
        row = record if len(record) == width else _mended(record, width, at)
        # A whole record needs a value; what else cannot be read in it is left blank later.
        if row is None or not is_money(row[at["rateable_value"]]):
            rejected.append(line)
            continue
        mended += row is not record
        for field, index in at.items():
            columns[field].append(row[index].strip())
        if ADDRESS in at:
            columns[ADDRESS][-1] = postcode_within(columns[ADDRESS][-1])
        named = [row[index].strip() for index in relief_at if not is_blank(row[index])]
        reliefs.append("; ".join(named))
    if ADDRESS in columns:
        columns["postcode"] = columns.pop(ADDRESS)
    return Extract(columns, reliefs, len(held.records), mended, rejected)


def _fits(row: Sequence[str], at: dict[str, int]) -> bool:
    """Whether there is a value, and every field that can be told is of its kind or blank."""
    return is_money(row[at["rateable_value"]]) and all(
        is_blank(row[at[field]]) or check(row[at[field]])
        for field, check in CHECKS.items()
        if field in at
    )


def _mended(record: Sequence[str], width: int, at: dict[str, int]) -> list[str] | None:
    """The record with blanks where the export left fields out, if that makes everything fit.

    2026-11: Bradford and Kirklees write no field at all for one of two blank coordinates, and
    Calderdale none for the date that an occupied property is empty from.
    """
    absent = width - len(record)
    if not 0 < absent <= MOST_ABSENT:
        return None
    places = sorted(at[field] for field in MAY_BE_ABSENT if field in at)
    for chosen in combinations(places, absent):
        row = list(record)
        for index in chosen:
            row.insert(index, "")
        if _fits(row, at):
            return row
    return None
