"""Every table of a stranger's file as rows of text: a CSV, or each sheet of a workbook."""

from __future__ import annotations

from etl.clients.files.archives import is_zip
from etl.clients.files.published import open_lines, split_line
from etl.clients.files.spreadsheets import OLE, load_cells, open_workbook

Rows = list[list[str]]


def read_tables(body: bytes, name: str) -> list[tuple[str, Rows]]:
    """Title and rows of each table, blank cells as ''; blank lines of a CSV are left out.

    SpreadsheetError or TextError, which name the file, where it is neither.
    """
    if is_zip(body) or body.startswith(OLE):
        book = open_workbook(body, name)
        sheets = ((sheet, load_cells(book, sheet, name)) for sheet in book.sheet_names)
        return [
            (sheet, [["" if cell is None else str(cell) for cell in row] for row in cells.rows()])
            for sheet, cells in sheets
        ]
    lines, separator = open_lines(body, name)
    return [("the file", [split_line(line, separator) for line in lines if line.strip()])]
