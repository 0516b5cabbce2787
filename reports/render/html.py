"""A report as one web page: no script, nothing fetched, printable, readable by screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from reports.content import Block, DataTable, Field, Picture, Report, Section, Text
from reports.render.fitting import fitted
from reports.render.paged import caption, characters, is_number, made_words, remarks, rows, title

STYLE: Final = Path(__file__).with_name("style.css")
LONGEST_WORD: Final = 12
UPRIGHT_CHARACTERS: Final = 125  # side by side on a printed page that stands upright


def render(report: Report, *, compact: bool = False) -> bytes:
    """The report as HTML; the same report gives the same bytes.

    `compact` leaves out the contents: for one page.
    """
    report = fitted(report)
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(report.language)}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title(report))}</title><style>{STYLE.read_text('utf-8')}</style></head>",
        f"<body{' class=compact' if compact else ''}>",
        '<a class="skip" href="#main">Skip to the report</a>',
        f"<header><h1>{escape(report.title)}<br><small>{escape(report.subtitle)}</small></h1>",
        f"<p>Councils: {escape(', '.join(report.areas))}. {escape(made_words(report))}.</p>",
        "</header>",
        *([] if compact else _contents(report)),
        '<main id="main">',
        *(line for section in report.sections for line in _section(section)),
        "</main>",
        *_end(report),
        "</body></html>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8")


def _contents(report: Report) -> Iterator[str]:
    yield '<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>'
    for section in report.sections:
        yield f'<li><a href="#s-{escape(section.id)}">{escape(section.title)}</a></li>'
    yield '<li><a href="#notes">Notes and sources</a></li></ol></nav>'


def _section(section: Section) -> Iterator[str]:
    heading = f"h{section.level + 1}"
    name = f"s-{escape(section.id)}"
    # A heading lies on the page of the table that it is of.
    kind = " class=sideways" if section.blocks and _is_sideways(section.blocks[0]) else ""
    yield f'<section{kind} aria-labelledby="{name}">'
    yield f'<{heading} id="{name}">{escape(section.title)}</{heading}>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        if block.listed:
            yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
        else:
            yield from (f"<p>{escape(line)}</p>" for line in block.lines)
    elif isinstance(block, DataTable):
        yield from _table(block)
    else:
        yield from _picture(block)


def _table(table: DataTable) -> Iterator[str]:
    """In a region that scrolls by itself on a narrow screen, and can be reached by keyboard."""
    label = f"t-{escape(table.id)}"
    kind = "wide sideways" if _is_sideways(table) else "wide"
    yield f'<div class="{kind}" role="region" aria-labelledby="{label}" tabindex="0"><table>'
    yield f'<caption id="{label}">{escape(caption(table))}</caption><thead><tr>'
    for field in table.fields:
        yield f'<th scope="col"{_kind(field)}>{escape(field.title)}</th>'
    yield "</tr></thead><tbody>"
    for cells in rows(table):
        row = [f'<th scope="row"{_kind(table.fields[0], cells[0])}>{escape(cells[0])}</th>']
        row += [
            f"<td{_kind(field, cell)}>{escape(cell)}</td>"
            for field, cell in zip(table.fields[1:], cells[1:], strict=True)
        ]
        yield f"<tr>{''.join(row)}</tr>"
    yield f'</tbody></table><p class="source">Source: {escape(table.source)}.</p></div>'


def _is_sideways(block: Block) -> bool:
    """Whether it is a table that is printed on a page on its side."""
    if not isinstance(block, DataTable):
        return False
    return sum(characters(block, rows(block))) > UPRIGHT_CHARACTERS


def _kind(field: Field, cell: str = "") -> str:
    """Class of a cell: a number, or one word that keeps to its line, such as 2023-12."""
    if is_number(field):
        return " class=number"
    return " class=word" if 0 < len(cell) <= LONGEST_WORD and not set(" \t\n") & set(cell) else ""


def _picture(picture: Picture) -> Iterator[str]:
    """The SVG itself, which carries its name and description, with its title under it."""
    yield f"<figure>{picture.svg}<figcaption>{escape(picture.title)}</figcaption></figure>"


def _end(report: Report) -> Iterator[str]:
    yield '<footer><h2 id="notes">Notes and sources</h2><ul>'
    yield from (f"<li>{escape(words)}</li>" for words in remarks(report))
    yield "</ul><ul>"
    yield from (f"<li>{escape(line.sentence)}</li>" for line in report.sources)
    yield "</ul></footer>"
