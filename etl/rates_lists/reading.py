"""A list as councils publish it, record by record: any encoding, title rows above, stray marks.

Only the wanted columns leave this file, and every record is among them with its line and width.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from etl.rates_lists.headings import column_names, is_heading_row, looks_like_heading
from etl.rates_lists.mapping import RatesError, guess_mapping

SEARCHED_ROWS: Final = 30
SEARCHED_TEXT: Final = 500_000
DELIMITERS: Final = ",;\t|"
MOST_COLUMNS: Final = 1_000
# A record that lacks more fields than this is beyond mending.
MOST_ABSENT: Final = 3
# Stands behind the last field of every record, so that each one's width can be told.
END: Final = "\x1e"
# A quotation mark left open takes in all that follows it, which is more than the module allows.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Listing:
    """A table whose headings are found; `text` holds the records below them, from `line` on.

    `headings` are the names of its columns, none of them a text that could be of a person. `sheet`
    names the sheet or the member of a zip, "" where the file is the table.
    """

    headings: list[str]
    text: str
    delimiter: str
    line: int
    sheet: str = ""


def below_heading(text: str, name: str, sheet: str = "") -> Listing | None:
    """Skips title rows: the heading is the row that the mapping understands best.

    None where no row looks like headings; RatesError where there are too many columns.
    """
    best: list[str] = []
    score, delimiter, lines = (False, 0, 0), ",", 0
    widest = 0
    for mark in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:SEARCHED_TEXT], newline=""), delimiter=mark)
        for row in islice(reader, SEARCHED_ROWS):
            filled = sum(bool(cell.strip()) for cell in row)
            widest = max(widest, filled)
            if filled > MOST_COLUMNS or not is_heading_row(row):
                continue
            fields = guess_mapping(column_names(row)).fields
            like = sum(map(looks_like_heading, row))
            mine = ("rateable_value" in fields, len(fields), like)
            if mine > score:
                best, score, delimiter, lines = row, mine, mark, reader.line_num
    if widest > MOST_COLUMNS:
        raise RatesError(
            f"{name} has {widest:,} columns, more than the {MOST_COLUMNS:,} that are read; save it "
            "with the columns that are wanted"
        )
    if not best:
        return None
    below = _after(text, lines)
    reader = csv.reader(io.StringIO(below[:SEARCHED_TEXT], newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in islice(reader, SEARCHED_ROWS) if row)
    usual = widths.most_common(1)[0][0] if widths else 0
    # Where each record ends in a delimiter it has a field more than there are headings.
    headings = [*best, *[""] * (min(usual, MOST_COLUMNS) - len(best))]
    return Listing(column_names(headings), below, delimiter, lines + 1, sheet)


def _after(text: str, lines: int) -> str:
    """The text below its first lines."""
    begin = 0
    for _ in range(lines):
        begin = text.find("\n", begin) + 1 or len(text)
    return text[begin:]


def sampled(listing: Listing, rows: int = 300) -> list[list[str]]:
    """The fields of its first records, to tell columns by what they hold; never kept or shown."""
    text = io.StringIO(listing.text[:SEARCHED_TEXT], newline="")
    wide = (
        row for row in csv.reader(text, delimiter=listing.delimiter) if any(map(str.strip, row))
    )
    most = len(listing.headings)
    return [(row + [""] * most)[:most] for row in islice(wide, rows)]


def records(listing: Listing, wanted: Sequence[int]) -> pl.DataFrame:
    """Every record that is not blank: the wanted fields as text, its width and its first line.

    No other field leaves the parser. A column of names is wanted only where a record short of a
    field could have it in the place of a mapped one; such a record does not fit, and is let go.
    """
    most = len(listing.headings)
    blank = listing.delimiter + ' \t"'
    numbered = enumerate(listing.text.split("\n"), listing.line)
    lines = {number: line for number, line in numbered if line.strip(blank)}
    heading = listing.delimiter.join(str(index) for index in range(most + 1))
    ends = range(most - MOST_ABSENT, most + 1)
    try:
        read = pl.read_csv(
            f"{listing.delimiter}{END}\n".join([heading, *lines.values(), ""]).encode(),
            separator=listing.delimiter,
            columns=sorted({*wanted, *(index for index in ends if index > 0)}),
            infer_schema=False,
            empty_string_is_null=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError:
        return _carefully(listing, wanted)
    if read.height != len(lines):
        return _carefully(listing, wanted)
    width = pl.coalesce(pl.when(pl.col(str(i)) == END).then(i) for i in ends if i > 0)
    return read.select(*map(str, wanted), line=pl.Series(list(lines), dtype=pl.Int64), width=width)


def _carefully(listing: Listing, wanted: Sequence[int]) -> pl.DataFrame:
    """The same record by record, where a field holds a line break or a stray quotation mark."""
    lines = [f"{line}\n" for line in listing.text.split("\n")]
    reader = csv.reader(lines, delimiter=listing.delimiter)
    most = len(listing.headings)
    rows: list[tuple[int | str, ...]] = []
    begun = 0
    for record in reader:
        parts = {begun: record}
        if reader.line_num > begun + 1:
            parts = _taken_apart(listing, record, begun, lines[begun : reader.line_num])
        for number, fields in parts.items():
            if any(field.strip() for field in fields):
                padded = [*fields, *[""] * most]
                rows.append((listing.line + number, len(fields), *(padded[i] for i in wanted)))
        begun = reader.line_num
    schema = {"line": pl.Int64, "width": pl.Int64} | {str(index): pl.String for index in wanted}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _taken_apart(
    listing: Listing, record: list[str], begun: int, lines: Sequence[str]
) -> dict[int, list[str]]:
    """A record over several lines, or those lines one by one if a quotation mark was left open.

    It was if a line within is a record by itself, if the first or last is and the whole is none, or
    if two of them have as many delimiters as a record: one over two lines has them once in all.
    """
    most = len(listing.headings)
    alone = [_alone(line, listing.delimiter, most) for line in lines]
    fits = [0 <= most - len(fields) <= MOST_ABSENT for fields in alone]
    sound_lines = sum(line.count(listing.delimiter) >= most - 1 for line in lines)
    if any(fits[1:-1]) or (len(record) != most and any(fits)) or (sound_lines > 1 and most > 1):
        return dict(enumerate(alone, begun))
    return {begun: record}


def _alone(line: str, delimiter: str, most: int) -> list[str]:
    """The fields of a line; a quotation mark left open in it is a mark like any other."""
    if line.count('"') % 2:
        plain = line.rstrip("\n").split(delimiter)
        if len(plain) == most:
            return [field.strip('"') for field in plain]
    return next(csv.reader([line], delimiter=delimiter), [])
