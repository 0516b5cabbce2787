"""A report as a Word document: styles, lists and fields that its readers can edit."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Emu

from presentation.wording import shortened
from reports.content import Block, DataTable, Picture, Report, Section, Text
from reports.reading import clean
from reports.render import docx_parts
from reports.render.docx_template import open_template, packed, set_language
from reports.render.fitting import fitted
from reports.render.paged import PROPERTY, caption, creation_time, made_words, remarks, runs, title
from reports.render.raster import png

HIGHEST: Final = Cm(17)  # of a picture, so that its caption stays with it


def render(report: Report, template: bytes | None = None) -> bytes:
    """The report as DOCX, in the styles of `template`; the same report gives the same bytes.

    Raises TemplateError where the template is no Word document or has not every style.
    """
    report = fitted(report.in_print())
    document = open_template(template)
    set_language(document, report.language)
    _properties(document, report)
    _footer(document, report.title)
    _cover(document, report)
    lying = False
    for number, section in enumerate([*report.sections, *_ending(report)]):
        for place, (wide, blocks) in enumerate(runs(section)):
            if wide != lying:
                lying = wide
                document.add_section(WD_SECTION.NEW_PAGE)
                _turn(document, wide=wide)
            if place == 0:
                heading = document.add_heading(clean(section.title), section.level)
                docx_parts.bookmark(heading, _anchor(number), number)
            for block in blocks:
                _block(document, block)
    _sources(document, report)
    return packed(document)


def _ending(report: Report) -> list[Section]:
    """Notes, and the heading of the sources."""
    notes = Text(tuple(remarks(report)))
    return [Section("notes", "Notes", (notes,)), Section("sources", "Sources", ())]


def _properties(document: WordDocument, report: Report) -> None:
    core = document.core_properties
    core.title = clean(title(report))
    core.subject = clean(shortened(report.subtitle, PROPERTY))
    core.author = core.last_modified_by = clean(f"Wardwise {report.version}")
    core.comments = ""
    core.language = report.language
    core.created = core.modified = creation_time(report).replace(tzinfo=None)


def _turn(document: WordDocument, *, wide: bool) -> None:
    """Lays the newest section on its side for a wide table, or as the first page lies."""
    page, first = document.sections[-1], document.sections[0]
    sides = first.page_width or 0, first.page_height or 0
    page.page_width, page.page_height = sorted(sides, reverse=True) if wide else sides  # type: ignore[assignment]
    page.orientation = WD_ORIENT.LANDSCAPE if wide else first.orientation


def _footer(document: WordDocument, title: str) -> None:
    """The report's title and the page number, unless the template says something there."""
    footer = document.sections[0].footer
    if footer.tables or any(len(part._p.xpath(".//w:r")) for part in footer.paragraphs):
        return
    paragraph = footer.paragraphs[0]
    paragraph.add_run(f"{clean(title)}    Page ")
    docx_parts.field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    docx_parts.field(paragraph, "NUMPAGES")


def _cover(document: WordDocument, report: Report) -> None:
    document.add_paragraph(clean(report.title), "Title")
    document.add_paragraph(clean(report.subtitle), "Subtitle")
    _paragraphs(document, [", ".join(report.areas), made_words(report)])
    _break(document)
    document.add_paragraph("Contents", "TOC Heading")
    entries = [
        (clean(section.title), section.level, _anchor(number))
        for number, section in enumerate([*report.sections, *_ending(report)])
    ]
    docx_parts.contents(document, entries)
    _break(document)


def _break(document: WordDocument) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _anchor(number: int) -> str:
    return f"section_{number}"


def _block(document: WordDocument, block: Block) -> None:
    if isinstance(block, Text):
        _paragraphs(document, block.lines, "List Bullet" if block.listed else "Normal")
    elif isinstance(block, DataTable):
        document.add_paragraph(clean(caption(block)), "Caption")
        docx_parts.table(document, block)
    else:
        _picture(document, block)


def _paragraphs(document: WordDocument, lines: Iterable[str], style: str = "Normal") -> None:
    for line in lines:
        document.add_paragraph(clean(line), style)


def _picture(document: WordDocument, picture: Picture) -> None:
    document.add_paragraph(clean(picture.heading), "Caption")
    shape = document.add_picture(io.BytesIO(png(picture.svg)))
    widest = docx_parts.room(document)
    scale = min(widest, shape.width * HIGHEST // shape.height) / shape.width
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    properties = shape._inline.docPr
    properties.set("descr", clean(picture.alt))
    properties.set("name", clean(picture.id))


def _sources(document: WordDocument, report: Report) -> None:
    for line in report.sources:
        paragraph = document.add_paragraph(f"{clean(line.sentence)} ", "List Bullet")
        docx_parts.link(paragraph, line.url)
