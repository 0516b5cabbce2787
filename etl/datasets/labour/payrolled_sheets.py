"""Sheets of the PAYE RTI workbook that count employees or have pay, and what their columns are.

Sheets are known by what is in them, since their numbers and titles change: by the row that begins
with 'Date', the unit above it, and the headings beside it. Codes of councils stand one row above
the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast

import polars as pl

from catalog.vocabulary.areas import NATIONS, REGIONS, UNITED_KINGDOM
from etl.clients.files.cells import CellsError, number, strange_cells
from etl.clients.files.headings import looks_like_period, month_of
from etl.clients.files.workbook import ROWS_ABOVE, Workbook

Kind = Literal["country", "section", "region", "district"]
COUNTS: Final = r"(?i)^(?:number of )?(?:payrolled )?employees\b"
PAY: Final = r"(?i)\bpay\b|£|\bflows?\b|%"
MEDIAN_PAY: Final = r"(?i)^median (?:monthly )?pay\b(?!.*growth)"
POUNDS_A_MONTH: Final = r"(?i)£ (?:per|a) month"
HEADER: Final = r"(?i)^(?:date|month)$"
# 2022-12: Scotland's councils have codes of their own there (S30), and are not in our tables.
COUNCIL: Final = r"^[EW]\d{8}$"
ANY_COUNCIL: Final = r"^[EWSN]\d{8}$"
# Columns that may stand empty left of a table.
MOST_BLANK: Final = 3
UK: Final = r"(?i)^(?:UK|United Kingdom)$"
# 2026-11: by words and not by the letter above them, since the letters of SIC 2026 are others.
SECTION_WORDS: Final = {
    "A": r"^agricultur", "B": r"^mining", "C": r"^manufactur", "D": r"^(?:energy|electricity)",
    "E": r"^water", "F": r"^construction", "G": r"^wholesale", "H": r"^transport",
    "I": r"^accommodation", "J": r"^information", "K": r"^financ", "L": r"^real estate",
    "M": r"^professional", "N": r"^administrative", "O": r"^public admin", "P": r"^education",
    "Q": r"^(?:human )?health", "R": r"^arts", "S": r"^other service",
    "T": r"^(?:activities of )?households(?!.*extra)",
    "TU": r"^(?:activities of )?households.*extra",
    "U": r"^(?:activities of )?extraterritorial",
}  # fmt: skip
# Regions and nations as they are headed; those that our tables leave out have no code.
REGION_CODES: Final[dict[str, str]] = {
    **{name.lower(): code for code, name in REGIONS.items()},
    **{name.removesuffix(" of England").lower(): code for code, name in REGIONS.items()},
    "scotland": "",
    "northern ireland": "",
}


Rows = list[tuple[str | None, ...]]


@dataclass(frozen=True)
class CountSheet:
    """Figures by month in a sheet: for each column its code and name; `frame` has text cells.

    `frame` has a column `month` (first days, without gaps) and one for each of `columns`, by code:
    of areas, or of industries in a sheet of sections. `unread` says in words what else is there.
    """

    kind: Kind
    sheet: str
    columns: Mapping[str, str]
    frame: pl.DataFrame
    unread: tuple[str, ...] = ()

    @property
    def newest(self) -> date:
        return cast(date, self.frame["month"].max())


def read_counts(workbook: Workbook) -> dict[Kind, CountSheet]:
    """The sheet of each kind that is there. CellsError where two are of one kind."""
    by_kind: dict[Kind, CountSheet] = {}
    for sheet in workbook.sheets:
        counts = _read_sheet(workbook.cells(sheet), sheet)
        if counts is None:
            continue
        if counts.kind in by_kind:
            raise CellsError(
                f"{workbook.name}: both {by_kind[counts.kind].sheet} and {sheet} count employees "
                f"by {counts.kind}"
            )
        by_kind[counts.kind] = counts
    return by_kind


def read_median_pay(workbook: Workbook) -> CountSheet | None:
    """The sheet of median pay by section, if there is one. CellsError where there are two."""
    every = (_read_sheet(workbook.cells(name), name, _is_median_pay) for name in workbook.sheets)
    by_section = [sheet for sheet in every if sheet is not None and sheet.kind == "section"]
    if len(by_section) > 1:
        names = " and ".join(sheet.sheet for sheet in by_section)
        raise CellsError(f"{workbook.name}: {names} both have median pay by section")
    return by_section[0] if by_section else None


def _read_sheet(
    cells: pl.DataFrame, sheet: str, is_wanted: Callable[[str, Rows], bool] | None = None
) -> CountSheet | None:
    """The sheet's figures, by default counts; None where it has others or only words."""
    place = _find_header(cells)
    if place is None:
        return None
    at, across = place
    table = cells.select(cells.columns[across:])
    rows = list(table.head(at + 1).iter_rows())
    if not (is_wanted or _is_count)(sheet, rows[:at]):
        return None
    names, above = ([" ".join((cell or "").split()) for cell in row][1:]
                    for row in (rows[at], _nearest(rows[:at], len(rows[at]))))  # fmt: skip
    kind, codes = _classify(names, above)
    if kind is None:
        return None
    kept = {code: place for place, code in enumerate(codes) if code}
    labels = {code: names[place] for code, place in kept.items()}
    below = table.slice(at + 1)
    frame = _months(below, sheet).select(
        "month", *(pl.col(below.columns[place + 1]).alias(code) for code, place in kept.items())
    )
    unread = [f"{sheet}: {words}" for words in strange_cells(frame, list(kept))]
    left = _unknown(names, above, codes) if kind != "country" else []
    if left:
        shown = ", ".join([*left[:3], "..."][: len(left)])
        unread.append(f"{sheet}: {len(left)} columns that we do not know ({shown})")
    return CountSheet(kind, sheet, labels, frame, tuple(unread))


def _find_header(cells: pl.DataFrame) -> tuple[int, int] | None:
    """Row and column of the heading of months."""
    for at, row in enumerate(cells.head(ROWS_ABOVE).iter_rows()):
        for across, cell in enumerate(row[:MOST_BLANK]):
            if re.search(HEADER, cell or ""):
                return at, across
    return None


def _nearest(rows: Rows, width: int) -> tuple[str | None, ...]:
    """The last row that has more than a first cell."""
    return next((row for row in reversed(rows) if any(row[1:])), (None,) * width)


def _is_median_pay(sheet: str, above: Rows) -> bool:
    """Whether a table is of median pay in pounds a month, by the words above it."""
    titles = [sheet, *(next(filter(None, row), "") for row in above[:1])]
    named = any(re.search(MEDIAN_PAY, re.sub(r"^\W*\d+\W+", "", title)) for title in titles)
    return named and any(re.search(POUNDS_A_MONTH, cell or "") for row in above for cell in row)


def _is_count(sheet: str, above: Rows) -> bool:
    """Whether the unit above a table, or its title where there is none, is of employees."""
    lines = [[cell for cell in row if cell] for row in above]
    units = [line[1] for line in lines if len(line) > 1 and re.search(r"(?i)^units?\b", line[0])]
    title = re.sub(r"^\W*\d+\W+", "", sheet)
    titled = bool(re.search(COUNTS, title)) or any(
        re.search(COUNTS, re.sub(r"^\W*\d+\W+", "", line[0])) for line in lines if line
    )
    if units:
        return bool(re.search(COUNTS, units[0])) and not re.search(PAY, units[0])
    return titled and not re.search(PAY, title)


def _classify(names: list[str], above: list[str]) -> tuple[Kind | None, list[str]]:
    """Of what kind most columns are, and the code of each, "" for one that is not kept."""
    councils = [code if re.search(COUNCIL, code) else "" for code in above]
    regions = [REGION_CODES.get(name.lower()) for name in names]
    sections = [
        next((code for code, words in SECTION_WORDS.items() if re.search(words, name.lower())), "")
        for name in names
    ]
    most = sum(bool(name) and not re.search(UK, name) for name in names) / 2
    if names and re.search(COUNTS, names[0]):
        return "country", [UNITED_KINGDOM, *[""] * (len(names) - 1)]
    if sum(bool(re.search(ANY_COUNCIL, code)) for code in above) > most:
        return "district", _once(councils)
    if sum(code is not None for code in regions) > most:
        return "region", _once([code or "" for code in regions])
    if sum(map(bool, sections)) > most:
        return "section", _once(sections)
    return None, []


def _unknown(names: list[str], above: list[str], codes: list[str]) -> list[str]:
    """Headings of columns that are not kept, and not of places outside England and Wales."""
    return [
        name
        for name, code, kept in zip(names, above, codes, strict=True)
        if name and not kept
        and not re.search(UK, name)
        and not re.search(ANY_COUNCIL, code)
        and REGION_CODES.get(name.lower()) != ""
    ]  # fmt: skip


def _once(codes: list[str]) -> list[str]:
    twice = sorted({code for code in codes if code and codes.count(code) > 1})
    if twice:
        raise CellsError(f"columns that are of the same place or industry: {twice[:5]}")
    return codes


def _months(below: pl.DataFrame, sheet: str) -> pl.DataFrame:
    """The rows that begin with a month, with `month`. CellsError where one cannot be read.

    What stands under the months, notes and links, is no data.
    """
    texts = [text or "" for text in below.to_series(0)]
    days = [month_of(text) for text in texts]
    figures = pl.any_horizontal(number(column).is_not_null() for column in below.columns[1:])
    filled = below.select(figures).to_series().to_list()
    unread = [
        text for text, day, has_figures in zip(texts, days, filled, strict=True)
        if day is None and (has_figures or looks_like_period(text))
    ]  # fmt: skip
    if unread:
        raise CellsError(f"sheet {sheet} has rows that begin with no month: {unread[:5]}")
    dated = below.with_columns(pl.Series("month", days, dtype=pl.Date)).drop_nulls("month")
    months = [12 * day.year + day.month for day in dated["month"]]
    if not months or sorted(months) != list(range(min(months), max(months) + 1)):
        raise CellsError(f"sheet {sheet} has no months, or some twice or left out between others")
    return dated


def name_of_area(code: str, published: str) -> str:
    """Our name of a nation or region, the published one of a council."""
    return NATIONS.get(code) or REGIONS.get(code) or published
