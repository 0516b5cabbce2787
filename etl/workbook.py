"""Worksheets as text: a sheet is found by its title, a table in it by its headings.

Publishers rename sheets, move tables down a row and write months as text or as dates. So nothing is
read by position: what is looked for is said in words, and an error names what was found instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

import fastexcel
import polars as pl

from catalog.status import MISSING, SUPPRESSED
from etl.http import Unproved

# A table begins within so many rows of the top of its sheet.
ROWS_ABOVE: Final = 40
NUMBER: Final = r"^(-?[\d,]*\.?\d+(?:[eE][-+]?\d+)?)\s*(?:\[[^\]]*\])?$"
# Patterns of headings that are a year, or a month as text or as a date.
YEAR: Final = r"((?:19|20)\d\d)(?:\s*\[.*\])?"
MONTH: Final = r"[A-Za-z]{3,9}[- ]\d{2,4}|20\d\d-\d\d.*"
# The kinds of areas that we keep, by the first characters of their GSS codes.
AREA_TYPES: Final = {
    "E06": "lad", "E07": "lad", "E08": "lad", "E09": "lad", "W06": "lad", "E12": "region",
    "E92": "country", "W92": "country", "K02": "country", "K03": "country", "K04": "country",
    "E01": "lsoa21", "W01": "lsoa21",
}  # fmt: skip
MONTH_FORMS: Final = ("%b-%y", "%b %y", "%b-%Y", "%b %Y", "%B %Y", "%Y-%m-%d %H:%M:%S", "%Y-%m")


class WorkbookError(Unproved):
    """A workbook that is not as expected; the message says what it has and what was looked for.

    While a workbook is fetched it counts, like any Unproved, as a reply to be asked for again.
    """


@dataclass(frozen=True)
class Sheet:
    """A table that a source reads.

    `title` is a pattern of the sheet's name or, where no name matches, of its first cell; several
    sheets may match, where a publisher splits a table. `header` gives our names of columns with
    patterns, each of which must match one whole heading of the same row; case does not matter, and
    one named "" keeps its heading. `may_be_empty`: headings without rows are no fault.
    """

    title: str
    header: Mapping[str, str]
    may_be_empty: bool = False


@dataclass(frozen=True)
class Found:
    """A table as it was found: its sheet, the title above it, and its rows as text columns.

    Columns of the header have our names, the others their headings. Blank cells are null.
    """

    sheet: str
    title: str
    frame: pl.DataFrame


class Workbook:
    """A workbook that can be read. Raises WorkbookError where the bytes are no workbook."""

    def __init__(self, body: bytes, name: str) -> None:
        self.name = name
        try:
            self._reader = fastexcel.read_excel(body)
        except fastexcel.FastExcelError as error:
            opening = body[:40].decode("utf-8", "replace").strip()
            raise WorkbookError(f"{name} is no workbook; it begins {opening!r}") from error

    @property
    def sheets(self) -> list[str]:
        return list(self._reader.sheet_names)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The first cell that is filled of each sheet, "" where there is none."""
        return {sheet: self._title(sheet) for sheet in self.sheets}

    def tables(self, wanted: Sheet) -> list[Found]:
        """Every table whose sheet matches, in the workbook's order; at least one."""
        like = re.compile(wanted.title, re.IGNORECASE)
        matching = [sheet for sheet in self.sheets if like.search(sheet)]
        # Titles are looked at second: for them every sheet must be read.
        matching = matching or [sheet for sheet in self.sheets if like.search(self.titles[sheet])]
        if not matching:
            held = "; ".join(f"{sheet} ({title[:70]})" for sheet, title in self.titles.items())
            raise WorkbookError(
                f"{self.name} has no sheet titled like {wanted.title}; its sheets are {held}"
            )
        return [self._table(sheet, wanted.header) for sheet in matching]

    def table(self, wanted: Sheet) -> Found:
        """The one table that matches."""
        found = self.tables(wanted)
        if len(found) > 1:
            raise WorkbookError(
                f"{self.name} has {len(found)} sheets titled like {wanted.title}, not one: "
                f"{', '.join(entry.sheet for entry in found)}"
            )
        return found[0]

    def faults(self, wanted: tuple[Sheet, ...]) -> tuple[list[str], list[str]]:
        """What differs from what is wanted, and the titles of tables that are rightly empty."""
        faults, empty = [], []
        for sheet in wanted:
            try:
                for found in self.tables(sheet):
                    if found.frame.is_empty() and sheet.may_be_empty:
                        empty.append(found.title)
                    elif found.frame.is_empty():
                        faults.append(f"{self.name}: sheet {found.sheet} has headings and no rows")
            except WorkbookError as error:
                faults.append(str(error))
        return faults, empty

    def _cells(self, sheet: str, rows: int | None = None) -> pl.DataFrame:
        # 2026-11: some workbooks state a wrong size of sheet; calamine reads the cells themselves.
        loaded = self._reader.load_sheet(sheet, header_row=None, dtypes="string", n_rows=rows)
        frame = loaded.to_polars()
        return frame.select(pl.col(pl.String).str.strip_chars().replace("", None))

    def _title(self, sheet: str) -> str:
        return _first(self._cells(sheet, ROWS_ABOVE))

    def _table(self, sheet: str, header: Mapping[str, str]) -> Found:
        cells = self._cells(sheet)
        for number, row in enumerate(cells.head(ROWS_ABOVE).iter_rows()):
            names = _names(row, header)
            if names is not None:
                below = cells.slice(number + 1)
                below.columns = names
                filled = below.filter(~pl.all_horizontal(pl.all().is_null()))
                return Found(sheet, _first(cells), filled)
        widest = max(cells.head(ROWS_ABOVE).iter_rows(), key=_filled, default=())
        held = ", ".join(_one_line(cell) for cell in widest if cell)
        raise WorkbookError(
            f"{self.name}: sheet {sheet} has no row with the headings "
            f"{', '.join(header.values())}; the fullest of its first rows reads {held[:200]!r}"
        )


def _first(cells: pl.DataFrame) -> str:
    filled = (cell for row in cells.head(ROWS_ABOVE).iter_rows() for cell in row if cell)
    return _one_line(next(filled, ""))


def _names(row: tuple[str | None, ...], header: Mapping[str, str]) -> list[str] | None:
    """Names of the columns under a row of headings; None where it is not that row."""
    headings = [_one_line(cell or "") for cell in row]
    ours: dict[int, str] = {}
    for name, pattern in header.items():
        at = next(
            (i for i, text in enumerate(headings) if re.fullmatch(pattern, text, re.IGNORECASE)),
            None,
        )
        if at is None:
            return None
        ours[at] = name
    names: list[str] = []
    for index, heading in enumerate(headings):
        name = ours.get(index) or heading or f"column_{index + 1}"
        names.append(f"{name} ({index + 1})" if name in names else name)
    return names


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _filled(row: tuple[str | None, ...]) -> int:
    return sum(cell is not None for cell in row)


def year_of(heading: str) -> int | None:
    """The year that a heading is, also with a note beside it ('2023 [note 3]'); None otherwise."""
    match = re.fullmatch(YEAR, heading)
    return int(match[1]) if match else None


def month_of(heading: str) -> date | None:
    """The first day of the month that a heading is ('Jul-25', '2025-07-01 00:00:00'), or None."""
    for form in MONTH_FORMS:
        try:
            return datetime.strptime(heading, form).date().replace(day=1)
        except ValueError:
            continue
    return None


def number(column: str) -> pl.Expr:
    """A text cell as a number; null, never zero, where it is blank or holds words or a mark."""
    text = pl.col(column).str.extract(NUMBER).str.replace_all(",", "")
    return text.cast(pl.Float64)


def status(column: str, usual: str, suppressed: tuple[str, ...]) -> pl.Expr:
    """Status of a text cell: `usual` for a number, suppressed for one of those marks, or missing.

    Marks are given bare and in lower case: 'c' stands for [c] and c alike.
    """
    mark = pl.col(column).str.strip_chars("[] ").str.to_lowercase()
    return (
        pl.when(number(column).is_not_null())
        .then(pl.lit(usual))
        .when(mark.is_in(suppressed))
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
        .alias("status")
    )


def with_area_type(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose area_code names an area that we keep, with its area_type.

    Counties, Scotland and rows without a code are left out; WorkbookError where none remains.
    """
    prefix = pl.col("area_code").str.head(3)
    kind = prefix.replace_strict(AREA_TYPES, default=None, return_dtype=pl.String)
    kept = frame.with_columns(kind.alias("area_type")).drop_nulls("area_type")
    if kept.is_empty() and not frame.is_empty():
        codes = frame["area_code"].unique(maintain_order=True).head(5).to_list()
        raise WorkbookError(f"a table of no area that we know, but of {codes}")
    return kept
