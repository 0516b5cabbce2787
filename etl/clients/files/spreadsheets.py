"""Workbooks that strangers made, opened only once their size is known.

calamine, which reads them, makes room for every cell between the first filled one and the last: one
cell at XFD1048576 asks for 549 GB and ends the process (2026-11, fastexcel 0.21). A text stands
once in the file and is copied into every cell that names it. So a workbook is unpacked under a
bound, its sheets scanned block by block for their filled cells, and only then given to calamine.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import fastexcel
import polars as pl

from etl.clients.files.archives import (
    MEGABYTE,
    ArchiveError,
    check_size,
    inflated,
    is_zip,
    open_archive,
)
from etl.clients.files.opendocument import count_cells

MOST_UNPACKED: Final = 600 * MEGABYTE
# 32 bytes each in calamine: 0.8 GB. A list of 500,000 properties and 40 columns has 20 million.
MOST_CELLS: Final = 25_000_000
MOST_TEXT: Final = 600 * MEGABYTE
OLE: Final = b"\xd0\xcf\x11\xe0"
MOST_OLE: Final = 200 * MEGABYTE
TEXTS: Final = re.compile(r"xl/sharedStrings\.xml$", re.I)
# A cell that is not closed at once, with the column and row that it says it stands in, if any.
FILLED: Final = re.compile(
    rb"<(?:\w+:)?c"
    rb"(?:\s+(?:r\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']|[^\s=<>\"'/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')))*+"
    rb"\s*>(?!\s*</)"
)
ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
ROW_PLACE: Final = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d+)")
NAMED_TEXT: Final = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})\s*<"
)
TEXT: Final = re.compile(rb"<(?:\w+:)?si\b")
# A cell holds 32,767 characters at most; what is longer is no cell.
LONGEST: Final = 4 * MEGABYTE


class SpreadsheetError(Exception):
    """A workbook that is not read; one sentence says what it is, where, and what to do."""


@dataclass(frozen=True)
class Extent:
    """How far the filled cells of a sheet reach, counted from its first row and column."""

    rows: int = 0
    columns: int = 0
    begun: int = 0  # cells without a place in the row that the next block goes on with

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def open_workbook(body: bytes, name: str) -> fastexcel.ExcelReader:
    """The workbook in these bytes, once it is known to fit in memory.

    SpreadsheetError, which names the file by `name`, where it is no workbook or too large a one.
    """
    try:
        check_workbook(body, name)
    except ArchiveError as error:
        raise SpreadsheetError(str(error)) from error
    try:
        return fastexcel.read_excel(body)
    except BaseException as error:
        raise _as_spreadsheet_error(error, f"{name} is not a workbook that can be read") from error


def load_cells(
    reader: fastexcel.ExcelReader, sheet: str, name: str, rows: int | None = None
) -> pl.DataFrame:
    """The cells of a sheet as text, as they stand, or the first `rows` of them; blank is null."""
    try:
        loaded = reader.load_sheet(sheet, header_row=None, dtypes="string", n_rows=rows)
        return loaded.to_polars()
    except BaseException as error:
        words = f"{name}: sheet {sheet[:60]!r} cannot be read"
        raise _as_spreadsheet_error(error, words) from error


def _as_spreadsheet_error(error: BaseException, words: str) -> BaseException:
    """The error in words, also a panic of the library's; an interrupt as it is."""
    panic = type(error).__name__ == "PanicException"
    if not panic and not isinstance(error, Exception):
        return error  # an interrupt stays one
    why = "a fault in it" if panic else str(error).split("\n")[0][:200]
    return SpreadsheetError(f"{words} ({why}); open it in a spreadsheet and save it as .xlsx")


def check_workbook(body: bytes, name: str) -> None:
    """SpreadsheetError or ArchiveError where the workbook is none, or would not fit in memory."""
    if body[:4] == OLE:
        # A sheet of the old format has 65,536 rows and 256 columns at most.
        if len(body) > MOST_OLE:
            raise SpreadsheetError(f"{name} is too large for the .xls format; save it as .xlsx")
        return
    if not is_zip(body):
        raise SpreadsheetError(f"{name} is not a workbook; save it as .xlsx or CSV")
    archive = open_archive(body, name)
    members = archive.infolist()
    check_size(members, name, MOST_UNPACKED)
    paths = {info.filename for info in members}
    if "content.xml" in paths:
        _check_opendocument(body, archive.getinfo("content.xml"), name)
    if any(re.search(r"^xl/.*\.bin$", path, re.I) and "workbook" in path for path in paths):
        raise SpreadsheetError(f"{name} is a binary workbook (.xlsb); save it as .xlsx")
    _check_sheets(body, members, name)


def _check_sheets(body: bytes, members: list[zipfile.ZipInfo], name: str) -> None:
    sizes = [0]
    for info in members:
        if TEXTS.search(info.filename):
            sizes = _text_sizes(inflated(body, info, name), name)
    longest = max(sizes)
    total = 0
    for info in members:
        extent, named = Extent(), Counter[bytes]()
        # Any part can be a sheet: a workbook says in its relations which are.
        for text in () if TEXTS.search(info.filename) else whole_tags(_xml(body, info, name), name):
            extent = _scanned(text, extent)
            if longest * extent.cells > MOST_TEXT:
                named.update(NAMED_TEXT.findall(text))
            _refuse_large(extent, info.filename, name)
        total += sum(sizes[int(at)] * count for at, count in named.items() if int(at) < len(sizes))
        if total > MOST_TEXT:
            raise SpreadsheetError(
                f"{name}: its cells repeat long texts that come to {total / MEGABYTE:,.0f} MB; "
                "take out the column of notes and save it again"
            )


def _xml(body: bytes, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The blocks of a part that is XML; none of another, whose true size is found all the same."""
    blocks = inflated(body, info, name)
    first = next(blocks, b"")
    if first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        yield first
        yield from blocks
    for _ in blocks:
        pass


def _refuse_large(extent: Extent, sheet: str, name: str) -> None:
    if extent.cells > MOST_CELLS:
        raise SpreadsheetError(
            f"{name}: {sheet.rsplit('/', 1)[-1]} has filled cells over {extent.rows:,} rows and "
            f"{extent.columns:,} columns, too far apart to be read; delete the stray cells below "
            "and right of the table and save it again"
        )


def _text_sizes(blocks: Iterator[bytes], name: str) -> list[int]:
    """About how many bytes each text of the workbook has, in the order in which cells name them."""
    sizes = [0]
    for block in whole_tags(blocks, name):
        first, *others = TEXT.split(block)
        sizes[-1] += len(first)
        sizes.extend(map(len, others))
    return sizes[1:] or [0]


def whole_tags(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The blocks of an XML text, each cut before the last but one of its tags.

    So no tag is cut in two, and none is parted from what closes it at once.
    """
    kept = b""
    for block in blocks:
        text = kept + block
        at = text.rfind(b"<", 0, max(text.rfind(b"<"), 0))
        kept = text[max(at, 0) :]
        if len(kept) > LONGEST:
            raise SpreadsheetError(
                f"{name} has a text longer than a cell can hold; save it again as .xlsx"
            )
        yield text[: len(text) - len(kept)]
    yield kept


def _scanned(text: bytes, before: Extent) -> Extent:
    """The extent with these cells too; those without a place stand each after the one before."""
    places = FILLED.findall(text)
    letters = {column for column, _ in places}
    rows = max((int(row or 0) for row in {row for _, row in places}), default=0)
    columns = max(map(column_number, letters), default=0)
    begun = 0
    if b"" in letters:
        counts = [len(FILLED.findall(piece)) for piece in ROW.split(text)]
        counts[0] += before.begun
        named = max(map(int, ROW_PLACE.findall(text)), default=0)
        rows = max(rows, named, before.rows) + len(counts)
        columns = max(columns, before.columns, *counts)
        begun = counts[-1]
    return Extent(max(rows, before.rows), max(columns, before.columns), begun)


def column_number(letters: bytes) -> int:
    """'A' -> 1, 'XFD' -> 16,384."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _check_opendocument(body: bytes, content: zipfile.ZipInfo, name: str) -> None:
    text = b"".join(inflated(body, content, name))
    for rows, columns in count_cells(text):
        _refuse_large(Extent(rows, columns), content.filename, name)
