"""A list as councils publish it, record by record: any encoding, title rows above, stray marks.

Only the wanted columns leave this file, and every record is among them with its line and width.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from etl.rates.mapping import RatesError, guess

SEARCHED_ROWS: Final = 30
SEARCHED_TEXT: Final = 60_000
HINT: Final = re.compile(r"rateable|rv", re.IGNORECASE)
DELIMITERS: Final = ",;\t|"
# A record that lacks more fields than this is beyond mending.
MOST_ABSENT: Final = 3
# Stands behind the last field of every record, so that each one's width can be told.
END: Final = "\x1e"
# A quotation mark left open takes in all that follows it, which is more than the module allows.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Listing:
    """A list whose headings are found; `text` holds the records below them, from `line` on."""

    headings: list[str]
    text: str
    delimiter: str
    line: int


def listing(path: Path) -> Listing:
    """The list in a CSV or Excel file; RatesError where it is neither."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise RatesError(f"{path} cannot be read: {error.strerror}") from error
    if body[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        text = _sheet(body, path)
    else:
        text = _decoded(body)
        text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html")):
        raise RatesError(f"{path} is a web page, not a list; download the file itself")
    return _below_heading(text, path)


def _decoded(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _sheet(body: bytes, path: Path) -> str:
    """The longest sheet of a workbook as the CSV that it would be saved as, a line for each row."""
    try:
        book = fastexcel.read_excel(body)
        sheets = [
            book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            for name in book.sheet_names
        ]
    except fastexcel.FastExcelError as error:
        raise RatesError(f"{path} is not a workbook that can be read: {error}") from error
    longest = max(sheets, key=lambda sheet: sheet.height)
    return longest.select(pl.all().str.replace_all(r"\s+", " ")).write_csv(include_header=False)


def _below_heading(text: str, path: Path) -> Listing:
    """Skips title rows: the heading is the row that the mapping understands best."""
    best: list[str] = []
    score, delimiter, lines = 1, ",", 0
    for mark in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:SEARCHED_TEXT], newline=""), delimiter=mark)
        for row in islice(reader, SEARCHED_ROWS):
            found = guess(row) if HINT.search(" ".join(row)) else None
            if found and len(found.fields) > score and "rateable_value" in found.fields:
                best, score, delimiter, lines = row, len(found.fields), mark, reader.line_num
    if not best:
        raise RatesError(
            f"{path} has no row of headings with a rateable value in its first {SEARCHED_ROWS} "
            f"rows; it begins {text[:60].splitlines()[:1]}. Name the columns in its first row and "
            "try again"
        )
    below = "".join(text.split("\n", lines)[lines:])
    reader = csv.reader(io.StringIO(below[:SEARCHED_TEXT], newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in islice(reader, SEARCHED_ROWS) if row)
    usual = widths.most_common(1)[0][0] if widths else 0
    # Where each record ends in a delimiter it has a field more than there are headings.
    headings = [heading.strip() for heading in best] + [""] * (usual - len(best))
    return Listing(headings, below, delimiter, lines + 1)


def records(held: Listing, wanted: Sequence[int]) -> pl.DataFrame:
    """Every record that is not blank: the wanted fields as text, its width and its first line.

    No other field leaves the parser. A column of names is wanted only where a record short of a
    field could have it in the place of a mapped one; such a record does not fit, and is let go.
    """
    most = len(held.headings)
    blank = held.delimiter + ' \t"'
    numbered = enumerate(held.text.split("\n"), held.line)
    lines = {number: line for number, line in numbered if line.strip(blank)}
    heading = held.delimiter.join(str(index) for index in range(most + 1))
    ends = range(most - MOST_ABSENT, most + 1)
    try:
        read = pl.read_csv(
            f"{held.delimiter}{END}\n".join([heading, *lines.values(), ""]).encode(),
            separator=held.delimiter,
            columns=sorted({*wanted, *(index for index in ends if index > 0)}),
            infer_schema=False,
            empty_string_is_null=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError:
        return _carefully(held, wanted)
    if read.height != len(lines):
        return _carefully(held, wanted)
    width = pl.coalesce(pl.when(pl.col(str(i)) == END).then(i) for i in ends if i > 0)
    return read.select(*map(str, wanted), line=pl.Series(list(lines)), width=width)


def _carefully(held: Listing, wanted: Sequence[int]) -> pl.DataFrame:
    """The same record by record, where a field holds a line break or a stray quotation mark."""
    lines = [f"{line}\n" for line in held.text.split("\n")]
    reader = csv.reader(lines, delimiter=held.delimiter)
    most = len(held.headings)
    rows: list[tuple[int | str, ...]] = []
    begun = 0
    for record in reader:
        parts = {begun: record}
        if reader.line_num > begun + 1:
            parts = _taken_apart(held, record, begun, lines[begun : reader.line_num])
        for number, fields in parts.items():
            if any(field.strip() for field in fields):
                padded = [*fields, *[""] * most]
                rows.append((held.line + number, len(fields), *(padded[i] for i in wanted)))
        begun = reader.line_num
    schema = {"line": pl.Int64, "width": pl.Int64} | {str(index): pl.String for index in wanted}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _taken_apart(
    held: Listing, record: list[str], begun: int, lines: Sequence[str]
) -> dict[int, list[str]]:
    """A record over several lines, or those lines one by one if a quotation mark was left open.

    It was if a line within is a record by itself, or if the first or last is and the whole is none.
    """
    most = len(held.headings)
    alone = [next(csv.reader([line], delimiter=held.delimiter), []) for line in lines]
    fits = [0 <= most - len(fields) <= MOST_ABSENT for fields in alone]
    if any(fits[1:-1]) or (len(record) != most and any(fits)):
        return dict(enumerate(alone, begun))
    return {begun: record}
