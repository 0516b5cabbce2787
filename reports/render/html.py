"""A report as one web page: no script, nothing fetched, printable, readable by screen readers.

The page is `reports/templates/report.html.j2`; every text is escaped there but our own style sheet
and drawings.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from reports.content import Block, DataTable, Field, Picture, Report
from reports.render.fitting import fitted
from reports.render.logos import read_size
from reports.render.paged import (
    caption,
    characters,
    is_number,
    made_words,
    remarks,
    rows,
    set_in_rows,
    source_line,
    title,
)

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
LONGEST_WORD: Final = 12
UPRIGHT_CHARACTERS: Final = 125  # side by side on a printed page that stands upright


def render(report: Report, *, compact: bool = False) -> bytes:
    """The report as HTML; the same report gives the same bytes.

    `compact` leaves out the contents: for one page.
    """
    report = fitted(report.in_print())
    text = _template().render(
        report=report, compact=compact, title=title(report), made_words=made_words(report),
        remarks=remarks(report), style=(TEMPLATES / "report.css").read_text("utf-8"),
    )  # fmt: skip
    return text.encode("utf-8")


@cache
def _template() -> Template:
    room = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    room.globals.update(caption=caption, rows=rows, kind=_kind, source_line=source_line,
                        set_in_rows=set_in_rows, logo=_logo)  # fmt: skip
    room.tests.update(
        sideways=_is_sideways,
        table=lambda block: isinstance(block, DataTable),
        picture=lambda block: isinstance(block, Picture),
    )
    return room.get_template("report.html.j2")


def _logo(report: Report) -> str:
    """The logo inside the page, which fetches nothing."""
    _, _, kind = read_size(report.logo)
    return f"data:{kind};base64,{base64.b64encode(report.logo).decode('ascii')}"


def _is_sideways(block: Block) -> bool:
    """Whether it is a table that is printed on a page on its side."""
    if not isinstance(block, DataTable):
        return False
    return sum(characters(block, rows(block))) > UPRIGHT_CHARACTERS


def _kind(field: Field, cell: str = "") -> Markup:
    """Class of a cell: a number, or one word that keeps to its line, such as 2023-12."""
    if is_number(field):
        return Markup(" class=number")
    is_word = 0 < len(cell) <= LONGEST_WORD and not set(" \t\n") & set(cell)
    return Markup(" class=word") if is_word else Markup("")
