"""Worksheets as text: a sheet is found by its title, a table in it by its headings.

Publishers rename sheets, move tables down a row and write months as text or as dates. So nothing is
read by position: what is looked for is said in words, and an error names what was found instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import polars as pl

from etl.clients.files import spreadsheets
from etl.clients.files.headings import Heading, read_months, read_years
from etl.clients.files.sheets import MONTH, YEAR, Sheet, SheetTable, WorkbookError
from etl.clients.files.spreadsheets import SpreadsheetError
from etl.clients.http import IncompleteReply

__all__ = ["MONTH", "YEAR", "Sheet", "SheetTable", "Workbook", "WorkbookError"]

# A table begins within so many rows of the top of its sheet.
ROWS_ABOVE: Final = 40


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
        return {sheet: _first(self.cells(sheet)) for sheet in self.sheets}

    def tables(self, wanted: Sheet) -> list[SheetTable]:
        """Every table whose sheet matches, in the workbook's order; at least one."""
        matching = self._matching(wanted)
        if not matching:
            present = "; ".join(f"{sheet} ({title[:70]})" for sheet, title in self.titles.items())
            raise WorkbookError(
                f"{self.name} has no sheet titled like {wanted.title}; its sheets are "
                f"{present[:1500]}",
                final=True,
            )
        return [self._table(sheet, wanted) for sheet in matching]

    def tables_if_there(self, wanted: Sheet) -> list[SheetTable]:
        """The same, none where no sheet matches."""
        return self.tables(wanted) if self._matching(wanted) else []

    def table(self, wanted: Sheet) -> SheetTable:
        """The one table that matches."""
        tables = self.tables(wanted)
        if len(tables) > 1:
            raise WorkbookError(
                f"{self.name} has {len(tables)} sheets titled like {wanted.title}, not one: "
                f"{', '.join(entry.sheet for entry in tables)}",
                final=True,
            )
        return tables[0]

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
                for table in self.tables(sheet):
                    if table.frame.is_empty() and sheet.may_be_empty:
                        empty.append(table.title)
                    elif table.frame.is_empty():
                        faults.append(f"{self.name}: sheet {table.sheet} has headings and no rows")
            except IncompleteReply as error:
                if not error.final:
                    raise
                faults.append(str(error))
        return faults, empty

    def notes(self, wanted: tuple[Sheet, ...]) -> list[str]:
        """In words, which rows and cells of the tables are not read."""
        return [
            words
            for sheet in wanted
            for table in self.tables_if_there(sheet)
            for words in table.notes()
        ]

    def provisional(self, wanted: tuple[Sheet, ...]) -> list[str]:
        """The headings of periods that are marked as provisional."""
        marked = (
            heading.text
            for sheet in wanted
            for table in self.tables_if_there(sheet)
            for heading in table.periods.values()
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
            if any(like.search(line) for line in _lines(self.cells(sheet)))
            and _find_header(self.cells(sheet), wanted)
        ]

    def cells(self, sheet: str) -> pl.DataFrame:
        """The cells of a sheet as text without blanks around it; an empty cell is null."""
        # 2026-11: some workbooks state a wrong size of sheet; calamine reads the cells themselves.
        if sheet not in self._loaded:
            frame = _load(self._reader, sheet, self.name)
            self._loaded[sheet] = frame.select(
                pl.col(pl.String).str.strip_chars().replace("", None)
            )
        return self._loaded[sheet]

    def _table(self, sheet: str, wanted: Sheet) -> SheetTable:
        cells = self.cells(sheet)
        header = _find_header(cells, wanted)
        if header is None:
            widest = max(cells.head(ROWS_ABOVE).iter_rows(), key=_filled, default=())
            fullest = ", ".join(_one_line(cell) for cell in widest if cell)
            raise WorkbookError(
                f"{self.name}: sheet {sheet} has no row with the headings "
                f"{', '.join(wanted.header.values())}; the fullest of its first rows reads "
                f"{fullest[:200]!r}",
                final=True,
            )
        row, names = header
        for at, name in enumerate(wanted.unnamed):
            heading = names[at] if at < len(names) else "nothing"
            if re.search(r"\d", heading.removeprefix(f"column_{at + 1}")):
                raise WorkbookError(
                    f"{self.name}: sheet {sheet} has {heading[:60]!r} for its column of {name}",
                    final=True,
                )
            names[at : at + 1] = [name]
        below = cells.slice(row + 1)
        below.columns = names
        filled = below.filter(~pl.all_horizontal(pl.all().is_null())) if below.width else below
        # Columns without a heading and without a cell are nothing but format.
        spare = [n for n in names if n.startswith("column_") and filled[n].is_null().all()]
        frame = filled.drop(spare)
        periods = self._periods(sheet, wanted, frame)
        ours = tuple({*wanted.header, *wanted.if_there, *wanted.unnamed})
        return SheetTable(sheet, _first(cells), frame, periods, wanted.blank_codes, ours)

    def _periods(self, sheet: str, wanted: Sheet, frame: pl.DataFrame) -> dict[str, Heading]:
        ours = {*wanted.header, *wanted.if_there, *wanted.unnamed}
        headings = [name for name in frame.columns if name not in ours]
        read = {"years": read_years, "months": read_months}.get(wanted.periods)
        return read(headings, f"{self.name}: sheet {sheet}") if read else {}


def _open(body: bytes, name: str) -> Any:
    """A reader of the workbook, once it is known to fit in memory."""
    try:
        return spreadsheets.open_workbook(body, name)
    except SpreadsheetError as error:
        opening = body[:40].decode("utf-8", "replace").strip()
        raise WorkbookError(f"{error}; it begins {opening!r}") from error


def _load(reader: Any, sheet: str, name: str) -> pl.DataFrame:
    """The cells of a sheet as text."""
    try:
        return spreadsheets.load_cells(reader, sheet, name)
    except SpreadsheetError as error:
        raise WorkbookError(str(error)) from error


def _lines(cells: pl.DataFrame) -> list[str]:
    """The first lines of a sheet, each as the text of its filled cells."""
    return [_one_line(" ".join(cell for cell in row if cell)) for row in cells.head(10).iter_rows()]


def _find_header(cells: pl.DataFrame, wanted: Sheet) -> tuple[int, list[str]] | None:
    """Where the row of headings is, and the names of the columns under it."""
    for at, row in enumerate(cells.head(ROWS_ABOVE).iter_rows()):
        names = _names(row, wanted.header, wanted.if_there)
        if names is not None:
            return at, names
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
