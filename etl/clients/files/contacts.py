"""What a publisher writes round a table may name whom to ask: that is not kept."""

from __future__ import annotations

import re
from typing import Final

from etl.clients.files.published import Layout, find_heading, open_lines, split_line
from etl.clients.files.texts import TextError

# Lines above the headings that are kept, by their first cell.
KEPT_ABOVE: Final = ("title", "location", "licence", "license", "note")
# What makes a line that would be kept a line about somebody.
OF_CONTACTS: Final = re.compile(
    r"@|\b(contact|e-?mail|telephone|tel|phone|author|prepared by)\b", re.I
)


def drop_contacts(body: bytes, layout: Layout, name: str) -> bytes:
    """A text without the lines above its headings and below its rows that may name somebody.

    Above, title, place, licence and note stay. Below, what has fewer cells than the headings goes,
    since no row of the table does. Unchanged where nothing goes, or where the body is no text.
    """
    try:
        lines, separator = open_lines(body, name)
    except TextError:
        return body  # what is no text is for its source's own reader
    place = find_heading(lines, separator, [layout])
    headings = split_line(lines[place], separator)
    if layout.find_absent(headings):
        return body
    kept = [line for line in lines[:place] if _is_kept(line, separator)]
    rows = lines[place:]
    while len(rows) > 1 and len(split_line(rows[-1], separator)) < len(headings):
        rows = rows[:-1]
    gone = lines[place + len(rows) :]
    if "".join(gone).count('"') % 2:  # the last row goes over several lines
        rows, gone = lines[place:], []
    if len(kept) == place and not any(line.strip() for line in gone):
        return body
    return "\n".join([*kept, *rows, ""]).encode()


def _is_kept(line: str, separator: str) -> bool:
    cells = split_line(line, separator)
    key = cells[0].strip(" :").casefold() if cells else ""
    return not line.strip() or (key in KEPT_ABOVE and not OF_CONTACTS.search(line))
