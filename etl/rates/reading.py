"""Reads a list as councils publish them: any encoding, title rows above, rows short of a field.

Only the mapped columns leave this file. Every record of the list is either read or rejected with
its line; the two always add up to what the file holds.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from etl.rates.mapping import ADDRESS, Mapping, RatesError, guess
from etl.rates.values import (
    day,
    is_blank,
    is_postcode,
    latitude,
    longitude,
    money,
    postcode_within,
)

SEARCHED_ROWS: Final = 30
HINT: Final = re.compile(r"(?i)rateable|rv")
MOST_ABSENT: Final = 2
# A field of these kinds is left out altogether by some exports where it is blank.
MAY_BE_ABSENT: Final = ("lat", "long", "empty_from")


@dataclass(frozen=True)
class Listing:
    """A list's headings and its records as text, with the line each began on."""

    headings: list[str]
    records: list[list[str]]
    lines: list[int]


@dataclass(frozen=True)
class Extract:
    """The mapped columns of the records that could be read, and which could not.

    `frame` has a text column per mapped field and `reliefs`, the reliefs named. `rejected` are
    the lines on which records began that could not be read.
    """

    frame: pl.DataFrame
    rows: int
    mended: int
    rejected: list[int]


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
        if not HINT.search(" ".join(row)):
            continue
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
    kept = [(line, row) for line, row in rows[best + 1 :] if any(row)]
    return Listing(headings, [row for _, row in kept], [line for line, _ in kept])


def extract(held: Listing, mapping: Mapping) -> Extract:
    """The mapped columns of every record that fits its headings, as it is or mended."""
    at = {field: held.headings.index(heading) for field, heading in mapping.fields.items()}
    reliefs = [held.headings.index(heading) for heading in mapping.reliefs]
    width = len(held.headings)
    found = [_frame([], [], {**at}, reliefs, ())]
    by_width: dict[int, list[int]] = {}
    for number, record in enumerate(held.records):
        by_width.setdefault(len(record), []).append(number)
    for have, numbers in by_width.items():
        left = numbers
        for absent in _absences(width - have, at):
            columns = list(zip(*(held.records[number] for number in left), strict=True))
            frame = _frame(columns, left, at, reliefs, absent)
            # A whole record needs a value; what else cannot be read in it is left blank later.
            fits = frame.filter(_fits(at) if absent else is_money(pl.col("rateable_value")))
            found.append(fits.with_columns(mended=pl.lit(bool(absent))))
            left = sorted(set(left) - set(fits["number"]))
            if not left:
                break
    frame = pl.concat(found, how="diagonal").sort("number")
    lost = sorted(set(range(len(held.records))) - set(frame["number"]))
    return Extract(
        frame.drop("number", "mended"),
        len(held.records),
        int(frame["mended"].sum()),
        [held.lines[number] for number in lost],
    )


def _absences(short: int, at: dict[str, int]) -> Iterator[tuple[int, ...]]:
    """Which fields a record may lack that is so many short of its headings.

    2026-11: Bradford and Kirklees write no field at all for one of two blank coordinates, and
    Calderdale none for the date that an occupied property is empty from.
    """
    places = sorted(at[field] for field in MAY_BE_ABSENT if field in at)
    if 0 <= short <= MOST_ABSENT:
        yield from combinations(places, short)


def _frame(
    columns: Sequence[Sequence[str]],
    numbers: Sequence[int],
    at: dict[str, int],
    reliefs: Sequence[int],
    absent: tuple[int, ...],
) -> pl.DataFrame:
    """The mapped columns of records of one width, of which the fields at `absent` were left out."""

    def column(index: int) -> pl.Series:
        if index in absent or not numbers:
            return pl.Series([""] * len(numbers), dtype=pl.String)
        values = columns[index - sum(gone < index for gone in absent)]
        return pl.Series(values, dtype=pl.String).str.strip_chars()

    frame = pl.DataFrame({field: column(index) for field, index in at.items()})
    named = pl.DataFrame({str(index): column(index) for index in reliefs})
    said = [pl.when(~is_blank(pl.col(name))).then(pl.col(name)) for name in named.columns]
    joined = named.select(pl.concat_str(said, separator="; ", ignore_nulls=True)) if said else None
    if ADDRESS in at:
        frame = frame.with_columns(postcode=postcode_within(pl.col(ADDRESS))).drop(ADDRESS)
    return frame.with_columns(
        pl.Series("number", numbers, dtype=pl.Int64),
        (joined.to_series() if joined is not None else pl.lit("")).alias("reliefs"),
    )


def _fits(at: dict[str, int]) -> pl.Expr:
    """Whether there is a value, and every field that can be told is of its kind or blank."""
    told = [
        is_blank(pl.col(field)) | check(pl.col(field))
        for field, check in CHECKS.items()
        if field in at
    ]
    return pl.all_horizontal(is_money(pl.col("rateable_value")), *told)


def is_money(text: pl.Expr) -> pl.Expr:
    return money(text).is_not_null()


CHECKS: Final[dict[str, Callable[[pl.Expr], pl.Expr]]] = {
    "lat": lambda text: latitude(text).is_not_null(),
    "long": lambda text: longitude(text).is_not_null(),
    "postcode": is_postcode,
    "empty_from": lambda text: _is_date(text),
    "liable_from": lambda text: _is_date(text),
}


def _is_date(text: pl.Expr) -> pl.Expr:
    """Whether the text is a date in one order or the other."""
    return day(text, month_first=True).is_not_null()
