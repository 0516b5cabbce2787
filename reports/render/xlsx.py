"""A report as a workbook that follows the government's rules for accessible spreadsheets.

One marked table on each sheet, a cover, contents and notes before them; no merged cell, no blank
row, no frozen pane; notes as [note 1]; shorthand where a cell has no number; numbers as numbers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any, Final

import xlsxwriter

from presentation.cells import LOW, remove_dust, shorthand, words
from presentation.wording import shortened
from reports.content import DataTable, Field, Picture, Report, Section, Text
from reports.render import native_chart
from reports.render.fitting import fitted
from reports.render.paged import areas, caption, creation_time, made_words, remarks, title

WIDEST: Final = 50
NARROWEST: Final = 12
FIGURE: Final = 16  # width of a column of a chart's figures
PAGE: Final = 72  # width of a sheet of text, in characters: no wider than a printed page
CONTENTS: Final = (28, 60)  # of the two columns of the contents
LINE: Final = 15.5  # height of a line, in points
TALLEST: Final = 409.0  # height of a row that Excel allows, in points
A4: Final = 9
CELL: Final = 32_767  # letters that a cell can hold: Excel takes no longer text, not even in part
HEADING: Final = 255  # letters that the heading of a marked table can hold
FIRST_SHEETS: Final = ("Cover", "Contents", "Notes")
# Text that looks like a formula or an address stays text.
OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip
TABLE_STYLE: Final = "Table Style Light 1"


def render(report: Report) -> bytes:
    """The report as .xlsx; the same report gives the same bytes."""
    report = fitted(report)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties(
        {"title": title(report), "subject": areas(report),
         "created": datetime.combine(creation_time(report).date(), datetime.min.time()),
         "comments": made_words(report)}
    )  # fmt: skip
    # 2026-11: xlsxwriter has no way to write the core property that names the language.
    book.set_custom_property("Language", report.language)
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "low": book.add_format({"num_format": f'"{LOW}"', "valign": "top", "align": "right"}),
        "link": book.add_format({"font_color": "#1d70b8", "underline": 1, "valign": "top"}),
    }
    figures = [picture for picture in report.pictures() if picture.chart is not None]
    tables = list(report.tables())
    shown: list[DataTable | Picture] = [*tables, *figures]
    names = _sheet_names([block.id for block in shown])
    titles = [block.heading for block in shown]
    _cover(book.add_worksheet("Cover"), report, styles)
    _contents(book.add_worksheet("Contents"), names, titles, styles)
    _notes(book.add_worksheet("Notes"), report, styles)
    for table, name in zip(tables, names, strict=False):
        _table(book, book.add_worksheet(name), table, styles)
    for picture, name in zip(figures, names[len(tables) :], strict=True):
        _figure(book, book.add_worksheet(name), picture, styles)
    for sheet in book.worksheets():
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _sheet_names(ids: Sequence[str]) -> list[str]:
    """Ids as names of sheets: no character that Excel refuses, 31 at most, unlike."""
    names: list[str] = []
    for each in ids:
        plain = re.sub(r"[^A-Za-z0-9 _-]", " ", each)[:31].strip() or "Table"
        taken = {name.lower() for name in (*names, *FIRST_SHEETS)}
        number = 2
        name = plain
        while name.lower() in taken:
            name = f"{plain[:28]} {number}"
            number += 1
        names.append(name)
    return names


def _lines(sheet: Any, parts: Sequence[tuple[str, Sequence[str]]], styles: dict[str, Any]) -> None:
    """Parts under each other in the first column, each a heading and its lines."""
    sheet.set_column(0, 0, PAGE)
    written = [
        (text, "wrap" if place else "head")
        for heading, lines in parts
        for place, text in enumerate((heading, *lines))
    ]
    sheet.write_string(0, 0, shortened(written[0][0], CELL), styles["title"])
    for row, (text, style) in enumerate(written[1:], 1):
        sheet.write_string(row, 0, shortened(text, CELL), styles[style])
        sheet.set_row(row, _height([(text, PAGE)]))


def _height(cells: list[tuple[str, float]]) -> float:
    """Height of a row that shows all of wrapped text, of (text, width): not all readers fit it."""
    lines = max((ceil(len(text) / width) for text, width in cells if text), default=1)
    return min(LINE * lines, TALLEST)


def _texts(section: Section) -> list[str]:
    return [line for block in section.blocks if isinstance(block, Text) for line in block.lines]


def _cover(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """What it is, of where, when made, and the headlines."""
    lines = [f"Councils: {', '.join(report.areas)}.", f"{made_words(report)}."]
    _lines(sheet, [(title(report), lines), *_parts(report.sections[:1])], styles)


def _contents(
    sheet: Any, names: Sequence[str], titles: Sequence[str], styles: dict[str, Any]
) -> None:
    """The sheets behind it, each a link, in a table that is marked as one."""
    for column, width in enumerate(CONTENTS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "Contents", styles["title"])
    rows = [("Notes", "Notes, shorthand and sources")]
    rows += list(zip(names, titles, strict=True))
    _mark(sheet, 1, len(rows), ["Sheet", "What it contains"], "contents", styles)
    for row, (name, what) in enumerate(rows, 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["link"], name)
        sheet.write_string(row, 1, shortened(what, CELL), styles["wrap"])
        sheet.set_row(row, _height([(what, CONTENTS[1])]))


def _notes(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """Notes, shorthand, what the sections say in words, and the sources."""
    sources = [line.sentence for line in report.sources]
    parts = [
        ("Notes", remarks(report, every=True)),
        *_parts(report.sections[1:]),
        ("Sources", sources),
    ]
    _lines(sheet, parts, styles)


def _parts(sections: Sequence[Section]) -> list[tuple[str, Sequence[str]]]:
    """Titles and texts of the sections that say something in words."""
    return [(section.title, _texts(section)) for section in sections if _texts(section)]


def _mark(
    sheet: Any, first: int, rows: int, headings: list[str], name: str, styles: dict[str, Any]
) -> None:
    """Marks a table whose headings stand in row `first`. Raises ValueError where Excel has none."""
    columns = [{"header": text, "header_format": styles["head"]} for text in _apart(headings)]
    refused = sheet.add_table(
        first, 0, first + rows, len(headings) - 1,
        {"columns": columns, "style": TABLE_STYLE, "autofilter": False, "name": name},
    )  # fmt: skip
    if refused:
        raise ValueError(f"table {name} cannot be marked; its headings: {', '.join(headings)}")


def _apart(headings: Sequence[str]) -> list[str]:
    """The headings as a marked table may have them: short enough, and no two the same."""
    distinct: list[str] = []
    for text in headings:
        plain = shortened(text, HEADING)
        number = 2
        while plain.lower() in {other.lower() for other in distinct}:
            plain = f"{shortened(text, HEADING - 6)} ({number})"
            number += 1
        distinct.append(plain)
    return distinct


def _table(book: Any, sheet: Any, table: DataTable, styles: dict[str, Any]) -> None:
    """The title and source, then the table: marked as one, its first row the headings."""
    sheet.write_string(0, 0, shortened(caption(table), CELL), styles["title"])
    sheet.write_string(1, 0, f"This sheet contains one table. Source: {table.source_in_words}.")
    sheet.set_landscape()
    first = 2
    widths = [_width(table, field) for field in table.fields]
    formats = [_style(book, field) for field in table.fields]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    headings = [field.title for field in table.fields]
    name = re.sub(r"\W", "_", f"t{sheet.index}_{table.id}")
    _mark(sheet, first, max(table.frame.height, 1), headings, name, styles)
    sheet.set_row(first, _height(list(zip(headings, widths, strict=True))))
    if table.frame.is_empty():
        sheet.write_string(first + 1, 0, shorthand(""))
    for row, cells in enumerate(table.frame.iter_rows(named=True), first + 1):
        texts = [
            (str(cells[field.name]), width)
            for field, width in zip(table.fields, widths, strict=True)
            if field.decimals is None
        ]
        sheet.set_row(row, _height(texts))
        for place, field in enumerate(table.fields):
            low = field.decimals is not None and words(cells[field.name], field) == LOW
            style = styles["low"] if low else formats[place]
            if field.decimals_from and not low:  # each row in decimals of its own
                style = _style(book, replace(field, decimals=cells[field.decimals_from]))
            _cell(sheet, row, place, cells, field, style)


def _figure(book: Any, sheet: Any, picture: Picture, styles: dict[str, Any]) -> None:
    """The figures of a chart, marked as a table, and the chart beside them."""
    chart, first = picture.chart, 2
    if chart is None:
        raise ValueError(f"figure {picture.id} has no chart")
    sheet.write_string(0, 0, shortened(picture.heading, CELL), styles["title"])
    words = picture.subtitle or f"{chart.axis[:1].upper()}{chart.axis[1:]}."
    sheet.write_string(1, 0, f"This sheet contains one table, and a chart of it. {words}")
    sheet.set_landscape()
    columns = native_chart.columns(chart)
    headings = ["Category", *(column.heading for column in columns)]
    sheet.set_column(0, 0, WIDEST)
    sheet.set_column(1, len(columns), FIGURE)
    name = re.sub(r"\W", "_", f"t{sheet.index}_{picture.id}")
    _mark(sheet, first, len(chart.categories), headings, name, styles)
    sheet.set_row(first, _height([(text, FIGURE) for text in headings]))
    native_chart.write_figures(sheet, chart, first, shorthand(""))
    drawn = native_chart.draw(book, chart, sheet.name, first + 1, picture.heading)
    look = {"description": picture.alt, "object_position": 2}
    sheet.insert_chart(first, len(headings) + 1, drawn, look)


def _width(table: DataTable, field: Field) -> float:
    """Of a column, in characters: as its longest figure or, within bounds, its longest text."""
    cells = [] if field.decimals is not None else map(str, table.frame[field.name])
    longest = max(map(len, (*cells, *field.title.split())), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _style(book: Any, field: Field) -> Any:
    if field.decimals is None:
        return book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
    decimals = f".{'0' * field.decimals}" if field.decimals else ""
    number = f"#,##0{decimals}"
    shown = f"+{number};-{number};{number}" if field.signed else number
    return book.add_format({"num_format": shown, "valign": "top", "align": "right"})


def _cell(
    sheet: Any, row: int, place: int, cells: dict[str, Any], field: Field, style: Any
) -> None:
    """A number as it is stored, shown rounded; text as text; why a cell has no number."""
    value = cells[field.name]
    if value is None:
        why = shorthand(str(cells[field.status])) if field.status else shorthand("")
        sheet.write_string(row, place, why if field.decimals is not None else "", style)
    elif field.decimals is None:
        sheet.write_string(row, place, shortened(str(value), CELL), style)
    else:
        sheet.write_number(row, place, remove_dust(value), style)
