"""How far the cells of an OpenDocument spreadsheet reach, told from its text alone.

A cell or a row says how often it is repeated, so a file of a kilobyte can hold any number of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

ATTRIBUTES: Final = rb"(?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*+"
TOKEN: Final = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(" + ATTRIBUTES + rb")\s*(/?)>"
)
REPEATED: Final = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d+)")
VALUE: Final = re.compile(rb"\boffice:(?:value|date|time|boolean|string)|\btable:formula\b")


def count_cells(content: bytes) -> Iterator[tuple[int, int]]:
    """Rows and columns of each table of content.xml, up to its last cell with something in it."""
    rows = columns = passed_rows = passed = repeats = width = 0
    begun = False
    for closing, kind, attributes, alone in TOKEN.findall(content):
        if kind == b"table":
            if begun and (closing or alone):
                yield rows, columns
            rows = columns = passed_rows = 0
            begun = not closing
        elif kind == b"table-row":
            if closing or alone:
                passed_rows += repeats if closing else _repeats(attributes)
                if width:
                    rows, columns = passed_rows, max(columns, width)
                width = 0
            else:
                repeats, width, passed = _repeats(attributes), 0, 0
        elif not closing:
            passed += _repeats(attributes)
            # A cell that is not closed at once has a text in it.
            width = passed if not alone or VALUE.search(attributes) else width


def _repeats(attributes: bytes) -> int:
    match = REPEATED.search(attributes)
    return int(match[1]) if match else 1
