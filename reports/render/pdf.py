"""A report as a tagged PDF (PDF/UA-1), set by Typst from a template that gets its data as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst

from presentation import fonts as letters
from reports.content import Block, DataTable, Edition, Field, Report, Section, Text
from reports.render.fitting import fitted
from reports.render.logos import draw_logo
from reports.render.paged import (
    BLANK_CHARACTERS,
    WORKBOOK,
    caption,
    creation_time,
    facts,
    group_sources,
    is_half,
    is_number,
    is_web,
    name_publishers,
    remarks,
    rows,
    runs,
    set_in_rows,
    source_line,
    title,
)
from reports.render.pdf_tags import tag_row_headings

LETTERS: Final = (9.0, 8.6, 8.2, 7.8)  # sizes in points, which are wide letters
# Pages of an edition at most, and the sizes to try for them.
PAGES: Final[dict[Edition, tuple[int, tuple[float, ...]]]] = {
    "brief": (2, LETTERS), "standard": (12, (9.0, 8.7)),
}  # fmt: skip
TOP: Final = 70.0  # points: what begins above is the first thing on its page
TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "report.typ"


@cache
def fonts() -> typst.Fonts:
    """Those of this machine are left out, so that a PDF looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(letters.folder())])


def render(report: Report, *, compact: bool = False) -> bytes:
    """The report as PDF; the same report gives the same bytes.

    `compact` leaves out cover and contents, and sets words beside pictures: for one page.
    """
    report = fitted(report.in_print())
    if compact:
        return tag_row_headings(_compile(report, LETTERS[0], compact=True))
    return tag_row_headings(_fit(report)[1])


def _fit(report: Report) -> tuple[float, bytes]:
    """Size of the letters in points, and the PDF: as large as the pages of the edition allow.

    One that takes more of them anyhow has the largest, but a brief the smallest.
    """
    most, sizes = PAGES.get(report.edition, (0, LETTERS[:1]))
    tried: list[tuple[float, bytes]] = []
    for size in sizes:
        content = _compile(report, size)
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) <= most:
                return size, content
        tried.append((size, content))
    return tried[-1 if report.edition == "brief" else 0]


def _compile(report: Report, letters: float, *, compact: bool = False) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs=_inputs(report, letters, compact=compact),
        timestamp=creation_time(report),
    )


def draw_pages(report: Report, *, pixels_per_inch: int) -> list[bytes]:
    """The pages of the report's PDF as pictures (PNG), as they would be printed."""
    report = fitted(report.in_print())
    drawn: bytes | list[bytes] = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        format="png",
        ppi=pixels_per_inch,
        sys_inputs=_inputs(report, _fit(report)[0]),
    )
    return [drawn] if isinstance(drawn, bytes) else drawn


def _inputs(report: Report, letters: float, *, compact: bool = False) -> dict[str, str]:
    return {"report": json.dumps({**as_data(report, compact=compact), "letters": letters})}


@dataclass(frozen=True)
class Place:
    """Where a section begins: its page, from 1, and whether that begins with it."""

    page: int
    is_first: bool


def read_places(content: bytes) -> tuple[Place, ...]:
    """Where each section of a report's PDF begins, in order, from its bookmarks."""
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = {page.objgen: (number, page) for number, page in enumerate(document.pages, 1)}
        with document.open_outline() as outline:
            return tuple(_walk(outline.root, pages))


def _walk(
    items: Iterable[pikepdf.OutlineItem], pages: Mapping[Any, tuple[int, pikepdf.Page]]
) -> Iterator[Place]:
    for item in items:
        destination: Any = item.destination
        number, page = pages[destination[0].objgen]
        from_top = float(page.mediabox[3]) - float(destination[3])
        yield Place(number, from_top < TOP)
        yield from _walk(item.children, pages)


def as_data(report: Report, *, compact: bool) -> dict[str, Any]:
    """What the template needs, as strings, numbers and lists."""
    created = creation_time(report)
    language, _, region = report.language.partition("-")
    return {
        "name": title(report),
        "title": report.title,
        "subtitle": report.subtitle,
        "facts": facts(report),
        "made": {"year": created.year, "month": created.month, "day": created.day},
        "language": {"lang": language, "region": region},
        "compact": compact,
        "edition": report.edition,
        "logo": draw_logo(report.logo) if report.logo else "",
        "contact": report.contact,
        "sections": [_section(section) for section in report.sections],
        "notes": remarks(report),
        "sources": [
            {"sentence": line.sentence, "url": line.url if is_web(line.url) else ""}
            for line in report.sources
        ],
        "publishers": name_publishers(report),
        "groups": [
            {
                "publisher": group.publisher,
                "parts": [{"sentence": text, "url": url} for text, url in group.parts],
            }
            for group in group_sources(report)
        ],
        "workbook": WORKBOOK,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "level": section.level,
        "starts-page": section.starts_page,
        "runs": [
            {
                "wide": wide,
                "rows": [[_block(block) for block in row] for row in set_in_rows(blocks)],
            }
            for wide, blocks in runs(section)
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "lines": block.lines, "listed": block.listed}
    if isinstance(block, DataTable):
        return _table(block)
    return {
        "kind": "picture",
        "title": block.heading,
        "subtitle": block.subtitle,
        "alt": block.alt,
        "svg": block.svg,
        "half": is_half(block),
    }


def _table(table: DataTable) -> dict[str, Any]:
    cells = rows(table)
    columns = [
        _column(field, [row[place] for row in cells]) for place, field in enumerate(table.fields)
    ]
    return {
        "kind": "table",
        "title": caption(table),
        "columns": columns,
        "rows": cells,
        "blank": any(field.is_blank for field in table.fields),
        "source": source_line(table),
    }


def _column(field: Field, cells: list[str]) -> dict[str, Any]:
    """`longest` is what must stay on one line, `line` what should if there is room."""
    words = cells if is_number(field) else " ".join(cells).split()
    return {
        "title": field.title,
        "number": is_number(field),
        "longest": [max(part, key=len, default="") for part in (words, field.title.split())],
        # What a reader is to write has the room of a sentence.
        "line": "m" * BLANK_CHARACTERS if field.is_blank else max(cells, key=len, default=""),
    }
