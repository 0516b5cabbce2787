"""A workbook whose numbers are read as numbers, whatever format its cells show.

An amount in a cell that has a date's format opens as a date (249,900 as 13 March 2584). Without its
formats a workbook has nothing but numbers and texts: a date is then a serial number, which a reader
who expects a date turns into one.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

import fastexcel
import polars as pl

from etl.clients.files.spreadsheets import SpreadsheetError, load_cells, open_workbook

STYLES: Final = re.compile(r"(^|/)xl/styles\.xml$", re.I)
SERIAL: Final = r"^\d{4,5}(\.\d+)?$"
# Day nought of a workbook's serial numbers, from March 1900 on.
DAY_NOUGHT: Final = pl.lit("1899-12-30").str.to_date()


def read_plain_sheet(body: bytes, name: str) -> pl.DataFrame:
    """The first sheet as text, numbers as numbers; SpreadsheetError where it cannot be read."""
    open_workbook(body, name)  # that it is one, and fits in memory: so do its parts without formats
    try:
        reader = fastexcel.read_excel(_without_formats(body, name))
    except fastexcel.FastExcelError as error:
        raise SpreadsheetError(f"{name} is not a workbook that can be read; save it again") from (
            error
        )
    return load_cells(reader, reader.sheet_names[0], name)


def _without_formats(body: bytes, name: str) -> bytes:
    target = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(body)) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as plain,
        ):
            for member in source.infolist():
                if not STYLES.search(member.filename):
                    plain.writestr(member.filename, source.read(member))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SpreadsheetError(f"{name} is not a workbook that can be read; save it again") from (
            error
        )
    return target.getvalue()


def read_day(column: str) -> pl.Expr:
    """A day from a serial number, or from 2026-07-01 or 01/07/2026 (the day first); else null."""
    text = pl.col(column).str.strip_chars()
    serial = pl.when(text.str.contains(SERIAL)).then(text.cast(pl.Float64, strict=False))
    day = text.str.slice(0, 10)
    return pl.coalesce(
        DAY_NOUGHT + pl.duration(days=serial.floor().cast(pl.Int64)),
        day.str.to_date("%Y-%m-%d", strict=False),
        day.str.to_date("%d/%m/%Y", strict=False),
    ).alias(column)
