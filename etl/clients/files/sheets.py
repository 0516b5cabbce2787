"""A table of a workbook: what a source looks for, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from etl.clients.files.cells import number, strange_cells, unread_rows
from etl.clients.files.headings import Heading
from etl.clients.http import IncompleteReply

# Patterns of headings that begin as a year, or as a month in words or as a date;
# etl.clients.files.headings reads them.
YEAR: Final = r"(?:19|20)\d\d.{0,30}"
MONTH: Final = r"[A-Za-z]{3,9}\.?[-' ]*(?:20)?\d\d.{0,30}|20\d\d-\d\d.{0,20}"


class WorkbookError(IncompleteReply):
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
class SheetTable:
    """A table as it was found: its sheet, the title above it, and its rows as text columns.

    Columns of the header have our names, the others their headings. Blank cells are null. `periods`
    are the headings that are periods.
    """

    sheet: str
    title: str
    frame: pl.DataFrame
    periods: Mapping[str, Heading] = field(default_factory=dict)
    blank_codes: bool = False
    ours: tuple[str, ...] = ()

    def notes(self) -> list[str]:
        """In words, which rows and cells are not read. CellsError where it is another layout."""
        columns = list(self.periods)
        unread = []
        if columns and "area_code" in self.frame.columns:
            coded = self.frame
            if self.blank_codes:
                coded = coded.drop_nulls("area_code")
            unread = unread_rows(coded, columns)
        beside = [name for name in self.unread_columns() if columns]
        unread += [f"columns of numbers that are not read: {beside[:5]}"] if beside else []
        return [f"{self.sheet}: {words}" for words in unread + strange_cells(self.frame, columns)]

    def unread_columns(self) -> list[str]:
        """Columns mostly of numbers that are neither of periods nor among those of the header."""
        others = [n for n in self.frame.columns if n not in (*self.periods, *self.ours)]
        return [
            name
            for name in others
            if 2 * self.frame.filter(number(name).is_not_null()).height
            >= max(1, self.frame[name].drop_nulls().len())
        ]
