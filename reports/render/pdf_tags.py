"""Row headings of a PDF's tables marked as such, which the setting of the page cannot say.

2026-11: typst 0.15 has `pdf.header-cell` behind a switch that its Python package does not pass on.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf

HEADING: Final = pikepdf.Name.TH
CELL: Final = pikepdf.Name.TD


def tag_row_headings(content: bytes) -> bytes:
    """The PDF with the first cell of each row tagged as the heading of its row.

    Every heading then says whether it is of a row or of a column, so cells name none of their own:
    a reader of the screen hears both. The same PDF gives the same bytes.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == pikepdf.Name.TR:
                _tag_row(each)
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return written.getvalue()


def _tag_row(row: pikepdf.Dictionary) -> None:
    cells = list(row.K) if isinstance(row.K, pikepdf.Array) else [row.K]
    if any(cell.get("/S") == HEADING for cell in cells):  # the headings of the columns
        return
    for cell in cells:
        _set_table_attributes(cell, None)
    cells[0].S = HEADING
    _set_table_attributes(
        cells[0], pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    )


def _set_table_attributes(cell: pikepdf.Object, new: pikepdf.Dictionary | None) -> None:
    """Puts `new` for the attributes of a table's cell, and leaves those of its layout."""
    old: Any = cell.get("/A")
    parts = list(old) if isinstance(old, pikepdf.Array) else [] if old is None else [old]
    kept = [part for part in parts if part.get("/O") != pikepdf.Name.Table]
    kept += [new] if new is not None else []
    if kept:
        cell.A = pikepdf.Array(kept)
    elif old is not None:
        del cell["/A"]
