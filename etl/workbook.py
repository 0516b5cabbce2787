"""Worksheets as text: a sheet is found by its title, a table in it by its headings.

Publishers rename sheets, move tables down a row and write months as text or as dates. So nothing is
read by position: what is looked for is said in words, and an error names what was found instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

import fastexcel
import polars as pl

from etl.cells import strange_cells, unread_rows
from etl.headings import Heading, read_months, read_years
from etl.http import Unproved

# A table begins within so many rows of the top of its sheet.
ROWS_ABOVE: Final = 40
# Patterns of headings that begin as a year, or as a month in words or as a date; etl.headings
# reads them.
YEAR: Final = r"(?:19|20)\d\d.{0,30}"
MONTH: Final = r"[A-Za-z]{3,9}\.?[-' ]*(?:20)?\d\d.{0,30}|20\d\d-\d\d.{0,20}"


class WorkbookError(Unproved):
    """A workbook that is not as expected; the message says what it has and what was looked for.

    `final`: it is whole and of another layout, so that the same bytes would come again.
    """


@dataclass(frozen=True)
class Sheet:
    """A table that a source reads.

    `title` is a pattern of the sheet's name or, where no name matches, of its first cell; several
    sheets may match, where a publisher splits a table. `header` gives our names of columns with
    patterns, each of which must match one whole heading of the same row; case does not matter, and
    one named "" keeps its heading. `if_there` gives names of columns that some editions lack,
    `unnamed` those of the first columns where they have no heading. `periods` says what the columns
    of values are headed with. `may_be_empty`: headings without rows are no fault; `may_be_absent`:
    nor is no such sheet; `blank_codes`: rows without a code are known by their names.
    """

    title: str
    header: Mapping[str, str]
    periods: Literal["", "years", "months"] = ""
    may_be_empty: bool = False
    may_be_absent: bool = False
    blank_codes: bool = False
    if_there: Mapping[str, str] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A table as it was found: its sheet, the title above it, and its rows as text columns.

    Columns of the header have our names, the others their headings. Blank cells are null. `periods`
    are the headings that are periods.
    """

    sheet: str
    title: str
    frame: pl.DataFrame
    periods: Mapping[str, Heading] = field(default_factory=dict)
    blank_codes: bool = False

    def notes(self) -> list[str]:
        """In words, which rows and cells are not read. CellsError where it is another layout."""
        columns = list(self.periods)
        unread = []
        if columns and "area_code" in self.frame.columns:
            coded = self.frame
            if self.blank_codes:
                coded = coded.drop_nulls("area_code")
            unread = unread_rows(coded, columns)
        return [f"{self.sheet}: {words}" for words in unread + strange_cells(self.frame, columns)]


class Workbook:
    """A workbook that can be read. Raises WorkbookError where the bytes are no workbook."""

    def __init__(self, body: bytes, name: str) -> None:
        self.name = name
        self._loaded: dict[str, pl.DataFrame] = {}
        self._reader = _open(body, name)

    @property
    def sheets(self) -> list[str]:
        return list(self._reader.sheet_names)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The first cell that is filled of each sheet, "" where there is none."""
        return {sheet: _first(self._cells(sheet)) for sheet in self.sheets}

    def tables(self, wanted: Sheet) -> list[Found]:
        """Every table whose sheet matches, in the workbook's order; at least one."""
        matching = self._matching(wanted)
        if not matching:
            held = "; ".join(f"{sheet} ({title[:70]})" for sheet, title in self.titles.items())
            raise WorkbookError(
                f"{self.name} has no sheet titled like {wanted.title}; its sheets are "
                f"{held[:1500]}",
                final=True,
            )
        return [self._table(sheet, wanted) for sheet in matching]

    def tables_if_there(self, wanted: Sheet) -> list[Found]:
        """The same, none where no sheet matches."""
        return self.tables(wanted) if self._matching(wanted) else []

    def table(self, wanted: Sheet) -> Found:
        """The one table that matches."""
        found = self.tables(wanted)
        if len(found) > 1:
            raise WorkbookError(
                f"{self.name} has {len(found)} sheets titled like {wanted.title}, not one: "
                f"{', '.join(entry.sheet for entry in found)}",
                final=True,
            )
        return found[0]

    def faults(self, wanted: tuple[Sheet, ...]) -> tuple[list[str], list[str]]:
        """What differs from what is wanted, and the tables that are rightly empty or not there.

        WorkbookError where a sheet cannot be read at all.
        """
        faults, empty = [], []
        for sheet in wanted:
            if sheet.may_be_absent and not self._matching(sheet):
                empty.append(f"no sheet titled like {sheet.title}")
                continue
            try:
                for found in self.tables(sheet):
                    if found.frame.is_empty() and sheet.may_be_empty:
                        empty.append(found.title)
                    elif found.frame.is_empty():
                        faults.append(f"{self.name}: sheet {found.sheet} has headings and no rows")
            except Unproved as error:
                if not error.final:
                    raise
                faults.append(str(error))
        return faults, empty

    def notes(self, wanted: tuple[Sheet, ...]) -> list[str]:
        """In words, which rows and cells of the tables are not read."""
        return [
            words
            for sheet in wanted
            for found in self.tables_if_there(sheet)
            for words in found.notes()
        ]

    def provisional(self, wanted: tuple[Sheet, ...]) -> list[str]:
        """The headings of periods that are marked as provisional."""
        marked = (
            heading.text
            for sheet in wanted
            for found in self.tables_if_there(sheet)
            for heading in found.periods.values()
            if heading.provisional
        )
        return list(dict.fromkeys(marked))

    def _matching(self, wanted: Sheet) -> list[str]:
        """The sheets whose names match, else those whose titles do, else whose first lines do."""
        like = re.compile(wanted.title, re.IGNORECASE)
        named = [sheet for sheet in self.sheets if like.search(sheet)]
        if named:
            return named
        titled = [sheet for sheet in self.sheets if like.search(self.titles[sheet])]
        if titled:
            return titled
        # A title may stand under another line. A list of contents says it too, without the table.
        return [
            sheet
            for sheet in self.sheets
            if any(like.search(line) for line in _lines(self._cells(sheet)))
            and _find_header(self._cells(sheet), wanted)
        ]

    def _cells(self, sheet: str) -> pl.DataFrame:
        # 2026-11: some workbooks state a wrong size of sheet; calamine reads the cells themselves.
        if sheet not in self._loaded:
            frame = _load(self._reader, sheet, self.name)
            self._loaded[sheet] = frame.select(
                pl.col(pl.String).str.strip_chars().replace("", None)
            )
        return self._loaded[sheet]

    def _table(self, sheet: str, wanted: Sheet) -> Found:
        cells = self._cells(sheet)
        header = _find_header(cells, wanted)
        if header is None:
            widest = max(cells.head(ROWS_ABOVE).iter_rows(), key=_filled, default=())
            held = ", ".join(_one_line(cell) for cell in widest if cell)
            raise WorkbookError(
                f"{self.name}: sheet {sheet} has no row with the headings "
                f"{', '.join(wanted.header.values())}; the fullest of its first rows reads "
                f"{held[:200]!r}",
                final=True,
            )
        row, names = header
        for number, name in enumerate(wanted.unnamed):
            if number < len(names) and names[number] == f"column_{number + 1}":
                names[number] = name
        below = cells.slice(row + 1)
        below.columns = names
        filled = below.filter(~pl.all_horizontal(pl.all().is_null())) if below.width else below
        # Columns without a heading and without a cell are nothing but format.
        spare = [n for n in names if n.startswith("column_") and filled[n].is_null().all()]
        frame = filled.drop(spare)
        periods = self._periods(sheet, wanted, frame)
        return Found(sheet, _first(cells), frame, periods, wanted.blank_codes)

    def _periods(self, sheet: str, wanted: Sheet, frame: pl.DataFrame) -> dict[str, Heading]:
        ours = {*wanted.header, *wanted.if_there, *wanted.unnamed}
        headings = [name for name in frame.columns if name not in ours]
        read = {"years": read_years, "months": read_months}.get(wanted.periods)
        return read(headings, f"{self.name}: sheet {sheet}") if read else {}


def _open(body: bytes, name: str) -> Any:
    try:
        return fastexcel.read_excel(body)
    except fastexcel.FastExcelError as error:
        opening = body[:40].decode("utf-8", "replace").strip()
        raise WorkbookError(f"{name} is no workbook; it begins {opening!r}") from error


def _load(reader: Any, sheet: str, name: str) -> pl.DataFrame:
    """The cells of a sheet as text."""
    try:
        loaded = reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise WorkbookError(f"{name}: its sheet {sheet!r} cannot be read ({error})") from error
    return pl.DataFrame(loaded)


def _lines(cells: pl.DataFrame) -> list[str]:
    """The first lines of a sheet, each as the text of its filled cells."""
    return [_one_line(" ".join(cell for cell in row if cell)) for row in cells.head(10).iter_rows()]


def _find_header(cells: pl.DataFrame, wanted: Sheet) -> tuple[int, list[str]] | None:
    """Where the row of headings is, and the names of the columns under it."""
    for number, row in enumerate(cells.head(ROWS_ABOVE).iter_rows()):
        names = _names(row, wanted.header, wanted.if_there)
        if names is not None:
            return number, names
    return None


def _first(cells: pl.DataFrame) -> str:
    filled = (cell for row in cells.head(ROWS_ABOVE).iter_rows() for cell in row if cell)
    return _one_line(next(filled, ""))


def _names(
    row: tuple[str | None, ...], header: Mapping[str, str], if_there: Mapping[str, str]
) -> list[str] | None:
    """Names of the columns under a row of headings; None where it is not that row."""
    headings = [_one_line(cell or "") for cell in row]
    ours: dict[int, str] = {}
    for name, pattern in {**header, **if_there}.items():
        at = next(
            (i for i, text in enumerate(headings) if re.fullmatch(pattern, text, re.IGNORECASE)),
            None,
        )
        if at is not None:
            ours[at] = name
        elif name in header:
            return None
    names: list[str] = []
    for index, heading in enumerate(headings):
        name = ours.get(index) or heading or f"column_{index + 1}"
        names.append(f"{name} ({index + 1})" if name in names else name)
    return names


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _filled(row: tuple[str | None, ...]) -> int:
    return sum(cell is not None for cell in row)
