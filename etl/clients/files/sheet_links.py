"""Links in the cells of a worksheet: a reader of cells gives their text alone."""

from __future__ import annotations

import html
import posixpath
import re
from typing import Final

from etl.clients.files.archives import zip_members

BOOK: Final = "xl/workbook.xml"
SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
ATTRIBUTE: Final = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def read_sheet_links(body: bytes, sheet: str, name: str) -> list[str]:
    """The addresses that a sheet of an .xlsx workbook links to, each once, in their order.

    `name` is the workbook's, for messages. No address where there is no such sheet. ArchiveError
    where the workbook is damaged.
    """
    parts = {
        path: content.decode("utf-8", "replace")
        for path, content in zip_members(body, name, lambda path: path.endswith((".rels", BOOK)))
    }
    number = next(
        (of.get("r:id", "") for of in _tags(SHEET, parts.get(BOOK, "")) if of.get("name") == sheet),
        "",
    )
    targets = [
        of.get("Target", "")
        for of in _tags(RELATION, parts.get(_relations_of(BOOK), ""))
        if of.get("Id") == number
    ]
    links = [
        of.get("Target", "")
        for target in targets
        for of in _tags(RELATION, parts.get(_relations_of(_in_book(target)), ""))
        if of.get("Type", "").endswith("/hyperlink")
    ]
    return list(dict.fromkeys(links))


def _tags(kind: re.Pattern[str], text: str) -> list[dict[str, str]]:
    """The attributes of each tag of a kind."""
    return [
        {key: html.unescape(one or other) for key, one, other in ATTRIBUTE.findall(tag)}
        for tag in kind.findall(text)
    ]


def _in_book(target: str) -> str:
    """The path in the zip of what the workbook names, from its own folder or from the top."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _relations_of(path: str) -> str:
    folder, file = posixpath.split(path)
    return f"{folder}/_rels/{file}.rels"
