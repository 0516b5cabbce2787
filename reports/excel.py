"""A report as a workbook that follows the government's rules for accessible spreadsheets.

One marked table on each sheet, a cover, contents and notes before them; no merged cell, no blank
row, no frozen pane; notes as [note 1]; shorthand where a cell has no number; numbers as numbers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any, Final

import xlsxwriter

from reports.content import DataTable, Field, Report, Section, Text
from reports.paged import caption, made_at, made_words, remarks, title
from reports.shown import shorthand

WIDEST: Final = 50
NARROWEST: Final = 12
PAGE: Final = 110  # width of a sheet of text, in characters
LINE: Final = 15.5  # height of a line, in points
A4: Final = 9
FIRST_SHEETS: Final = ("Cover", "Contents", "Notes")
# Text that looks like a formula or an address stays text.
OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip
TABLE_STYLE: Final = "Table Style Light 1"


def render(report: Report) -> bytes:
    """The report as .xlsx; the same report gives the same bytes."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, OPTIONS)
    book.set_properties(
        {"title": title(report), "subject": ", ".join(report.areas),
         "created": datetime.combine(made_at(report).date(), datetime.min.time()),
         "comments": made_words(report)}
    )  # fmt: skip
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#1d70b8", "underline": 1}),
    }
    names = _sheet_names(report)
    _cover(book.add_worksheet("Cover"), report, styles)
    _contents(book.add_worksheet("Contents"), report, names, styles)
    _notes(book.add_worksheet("Notes"), report, styles)
    for table, name in zip(report.tables(), names, strict=True):
        _table(book, book.add_worksheet(name), table, styles)
    for sheet in book.worksheets():
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    book.close()
    return held.getvalue()


def _sheet_names(report: Report) -> list[str]:
    """The tables' ids as names of sheets: no character that Excel refuses, 31 at most, unlike."""
    found: list[str] = []
    for table in report.tables():
        plain = re.sub(r"[^A-Za-z0-9 _-]", " ", table.id)[:31].strip() or "Table"
        taken = {name.lower() for name in (*found, *FIRST_SHEETS)}
        number = 2
        name = plain
        while name.lower() in taken:
            name = f"{plain[:28]} {number}"
            number += 1
        found.append(name)
    return found


def _lines(sheet: Any, lines: list[str], styles: dict[str, Any]) -> None:
    """Lines under each other in the first column, the first of them the sheet's heading."""
    sheet.set_column(0, 0, PAGE)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles["wrap"] if row else styles["title"])
        sheet.set_row(row, _height([(line, PAGE)]) if row else None)


def _height(cells: list[tuple[str, float]]) -> float:
    """Height of a row that shows wrapped text whole, of (text, width): not every reader fits it."""
    return LINE * max((ceil(len(text) / width) for text, width in cells if text), default=1)


def _texts(sections: Sequence[Section]) -> list[str]:
    return [
        line
        for section in sections
        for block in section.blocks
        if isinstance(block, Text)
        for line in block.lines
    ]


def _cover(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """What it is, of where, when made, and the headlines."""
    lines = [
        title(report),
        f"Councils: {', '.join(report.areas)}.",
        f"{made_words(report)}.",
        *_texts(report.sections[:1]),
    ]
    _lines(sheet, lines, styles)


def _contents(sheet: Any, report: Report, names: list[str], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "Contents", styles["title"])
    sheet.write_string(1, 0, "Sheet", styles["head"])
    sheet.write_string(1, 1, "What it holds", styles["head"])
    rows = [("Notes", "Notes, shorthand and sources")]
    rows += [(n, table.title) for n, table in zip(names, report.tables(), strict=True)]
    for row, (name, what) in enumerate(rows, 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["link"], name)
        sheet.write_string(row, 1, what, styles["wrap"])
        sheet.set_row(row, _height([(what, 90)]))


def _notes(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """Notes, shorthand, what the sections say in words, and the sources."""
    lines = [
        "Notes",
        *remarks(report),
        *_texts(report.sections[1:]),
        *(line.sentence for line in report.sources),
    ]
    _lines(sheet, lines, styles)


def _table(book: Any, sheet: Any, table: DataTable, styles: dict[str, Any]) -> None:
    """The title and source, then the table: marked as one, its first row the headings."""
    sheet.write_string(0, 0, caption(table), styles["title"])
    sheet.write_string(1, 0, f"This sheet holds one table. Source: {table.source}.")
    sheet.set_landscape()
    first = 2
    widths = [_width(table, field) for field in table.fields]
    columns = []
    for place, field in enumerate(table.fields):
        style = _style(book, field)
        sheet.set_column(place, place, widths[place])
        columns.append({"header": field.title, "format": style, "header_format": styles["head"]})
    last = first + max(table.frame.height, 1)
    sheet.add_table(
        first, 0, last, len(table.fields) - 1,
        {"columns": columns, "style": TABLE_STYLE, "autofilter": False,
         "name": "t_" + re.sub(r"\W", "_", table.id)},
    )  # fmt: skip
    headings = [(field.title, width) for field, width in zip(table.fields, widths, strict=True)]
    sheet.set_row(first, _height(headings))
    for row, held in enumerate(table.frame.iter_rows(named=True), first + 1):
        texts = [
            (str(held[field.name]), width)
            for field, width in zip(table.fields, widths, strict=True)
            if field.decimals is None
        ]
        sheet.set_row(row, _height(texts))
        for place, field in enumerate(table.fields):
            _cell(sheet, row, place, held, field, columns[place]["format"])


def _width(table: DataTable, field: Field) -> float:
    """Of a column, in characters: as its longest figure or, within bounds, its longest text."""
    cells = [] if field.decimals is not None else map(str, table.frame[field.name])
    longest = max(map(len, (*cells, *field.title.split())), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _style(book: Any, field: Field) -> Any:
    if field.decimals is None:
        return book.add_format({"text_wrap": True, "valign": "top"})
    decimals = f".{'0' * field.decimals}" if field.decimals else ""
    number = f"#,##0{decimals}"
    shown = f"+{number};-{number};{number}" if field.signed else number
    return book.add_format({"num_format": shown, "valign": "top", "align": "right"})


def _cell(sheet: Any, row: int, place: int, held: dict[str, Any], field: Field, style: Any) -> None:
    """A number whole as it is stored, shown rounded; text as text; why a cell has no number."""
    value = held[field.name]
    if value is None:
        why = shorthand(str(held[field.status])) if field.status else shorthand("")
        sheet.write_string(row, place, why if field.decimals is not None else "", style)
    elif field.decimals is None:
        sheet.write_string(row, place, str(value), style)
    else:
        sheet.write_number(row, place, float(value), style)
