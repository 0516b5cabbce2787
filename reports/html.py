"""A report as one web page: no script, nothing fetched, printable, readable by screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from reports.content import Block, DataTable, Picture, Report, Section, Text
from reports.paged import caption, is_number, made_words, remarks, rows, title

STYLE: Final = Path(__file__).with_name("style.css")


def render(report: Report, *, compact: bool = False) -> bytes:
    """The report as HTML; the same report gives the same bytes.

    `compact` leaves out the contents: for one page.
    """
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
    yield f'<section aria-labelledby="{name}">'
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
    yield f'<div class="wide" role="region" aria-labelledby="{label}" tabindex="0"><table>'
    yield f'<caption id="{label}">{escape(caption(table))}</caption><thead><tr>'
    for field in table.fields:
        kind = ' class="number"' if is_number(field) else ""
        yield f'<th scope="col"{kind}>{escape(field.title)}</th>'
    yield "</tr></thead><tbody>"
    for cells in rows(table):
        row = [f'<th scope="row">{escape(cells[0])}</th>']
        row += [
            f"<td{' class=number' if is_number(field) else ''}>{escape(cell)}</td>"
            for field, cell in zip(table.fields[1:], cells[1:], strict=True)
        ]
        yield f"<tr>{''.join(row)}</tr>"
    yield f'</tbody></table><p class="source">Source: {escape(table.source)}.</p></div>'


def _picture(picture: Picture) -> Iterator[str]:
    """The SVG itself, which carries its name and description, with its title under it."""
    yield f"<figure>{picture.svg}<figcaption>{escape(picture.title)}</figcaption></figure>"


def _end(report: Report) -> Iterator[str]:
    yield '<footer><h2 id="notes">Notes and sources</h2><ul>'
    yield from (f"<li>{escape(words)}</li>" for words in remarks(report))
    yield "</ul><ul>"
    yield from (f"<li>{escape(line.sentence)}</li>" for line in report.sources)
    yield "</ul></footer>"
