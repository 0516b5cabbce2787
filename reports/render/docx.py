"""A report as a Word document: styles, lists and fields that its readers can edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Emu

from presentation.wording import shortened
from reports.content import Block, DataTable, Picture, Report, Section, Text
from reports.reading import clean
from reports.render import docx_parts, docx_styles
from reports.render.fitting import fitted
from reports.render.paged import PROPERTY, caption, made_at, made_words, remarks, runs, title
from reports.render.raster import png

MARGIN: Final = Cm(2)
HIGHEST: Final = Cm(17)  # of a picture, so that its caption stays with it
A4: Final = (Cm(21), Cm(29.7))
# The oldest time that a ZIP archive can hold: the same report then gives the same bytes.
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def render(report: Report) -> bytes:
    """The report as DOCX; the same report gives the same bytes."""
    report = fitted(report)
    document = Document()
    docx_styles.apply(document, report.language)
    _properties(document, report)
    _page(document, wide=False)
    _footer(document, report.title)
    _cover(document, report)
    lying = False
    for number, section in enumerate([*report.sections, *_ending(report)]):
        for place, (wide, blocks) in enumerate(runs(section)):
            if wide != lying:
                lying = wide
                document.add_section(WD_SECTION.NEW_PAGE)
                _page(document, wide=wide)
            if place == 0:
                heading = document.add_heading(clean(section.title), section.level)
                docx_parts.bookmark(heading, _anchor(number), number)
            for block in blocks:
                _block(document, block)
    _sources(document, report)
    return _packed(document)


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
    core.created = core.modified = made_at(report).replace(tzinfo=None)


def _page(document: WordDocument, *, wide: bool) -> None:
    """Size and margins of the newest section; a wide one lies on its side."""
    page = document.sections[-1]
    page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = reversed(A4) if wide else A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN


def _footer(document: WordDocument, title: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
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
    document.add_paragraph(clean(picture.title), "Caption")
    shape = document.add_picture(io.BytesIO(png(picture.svg)))
    scale = min(A4[0] - 2 * MARGIN, shape.width * HIGHEST // shape.height) / shape.width
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    properties = shape._inline.docPr
    properties.set("descr", clean(picture.alt))
    properties.set("name", clean(picture.id))


def _sources(document: WordDocument, report: Report) -> None:
    for line in report.sources:
        paragraph = document.add_paragraph(f"{clean(line.sentence)} ", "List Bullet")
        docx_parts.link(paragraph, line.url)


def _packed(document: WordDocument) -> bytes:
    """The document's bytes, without the time of day that archives carry."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
