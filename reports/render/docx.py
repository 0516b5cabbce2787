"""A report as a Word document: styles, lists, fields and charts that its readers can edit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Emu

from presentation.wording import shortened
from reports.content import Block, DataTable, Picture, Report, Section, Text
from reports.reading import clean
from reports.render import docx_parts, logos, pdf
from reports.render.docx_chart import add_chart
from reports.render.docx_template import CELL, open_template, packed, set_language, shrink
from reports.render.fitting import fitted
from reports.render.paged import (
    PROPERTY,
    WORKBOOK,
    caption,
    creation_time,
    facts,
    group_sources,
    is_half,
    name_publishers,
    remarks,
    runs,
    set_in_rows,
    title,
)
from reports.render.raster import png

HIGHEST: Final = Cm(17)  # of a picture, so that its caption stays with it
LOGO: Final = (Cm(5), Cm(1.7))  # the most that a logo takes
NOTES: Final = "report-notes"  # a section of ours, in small letters
BRIEF: Final = 0.9  # size of the letters of a brief, which has two pages
GAP: Final = Cm(0.8)  # between two columns


def render(
    report: Report,
    template: bytes | None = None,
    places: Sequence[pdf.Place] | None = None,
) -> bytes:
    """The report as DOCX, in the styles of `template`; the same report gives the same bytes.

    `places` are those of its sections in the same report as PDF, by which pages begin and the
    contents have their numbers; None has them looked up. Raises TemplateError where the template is
    no Word document or has not every style.
    """
    document = open_template(template)
    if places is None:
        places = pdf.read_places(pdf.render(report))
    report = fitted(report.in_print())
    set_language(document, report.language)
    if template is None and report.edition == "brief":
        shrink(document, BRIEF)
    _properties(document, report)
    _footer(document, title(report))
    _masthead(document, report)
    sections = [*report.sections, *_ending(report)]
    if len(places) != len(sections):
        raise ValueError(f"{len(sections)} sections begin at {len(places)} places")
    pages = [place.page for place in places]
    if report.edition == "full":
        _contents(document, sections, pages)
    elif report.edition == "standard":
        _short_contents(document, sections, pages)
    _body(document, sections, places, report.language)
    _sources(document, report)
    return packed(document)


def _body(
    document: WordDocument, sections: Sequence[Section], places: Sequence[pdf.Place], language: str
) -> None:
    """The sections, each on a new page where the PDF has it so."""
    lying = False
    for number, section in enumerate(sections):
        for place, (wide, blocks) in enumerate(runs(section)):
            if wide != lying:
                lying = wide
                document.add_section(WD_SECTION.NEW_PAGE)
                _turn(document, wide=wide)
            if place == 0:
                heading = document.add_heading(clean(section.title), section.level)
                breaks = number > 0 and places[number].is_first and section.level == 1
                heading.paragraph_format.page_break_before = breaks
                docx_parts.bookmark(heading, _anchor(number), number)
            for row in set_in_rows(blocks):
                _row(document, row, language, small=section.id == NOTES)


def _ending(report: Report) -> list[Section]:
    """Notes, and the heading of the sources, where there are any."""
    level: Literal[1, 2] = 2 if report.edition == "brief" else 1
    ending = []
    if notes := remarks(report):
        ending.append(Section(NOTES, "Notes", (Text(tuple(notes)),), level))
    if report.sources:
        ending.append(Section("sources", "Sources", (), level))
    return ending


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


def _masthead(document: WordDocument, report: Report) -> None:
    """Logo, title, subtitle, what it is of, and whom to ask."""
    names = document.add_paragraph(clean(report.title), "Title")
    if report.logo:  # at the right of the title
        width, height, _ = logos.read_size(report.logo)
        scale = min(LOGO[0] / width, LOGO[1] / height)
        docx_parts.set_tab(names, docx_parts.room(document))
        run = names.add_run("\t")
        shape = run.add_picture(
            io.BytesIO(report.logo), Emu(int(width * scale)), Emu(int(height * scale))
        )
        docx_parts.describe(shape, "logo", "Logo")
    document.add_paragraph(clean(report.subtitle), "Subtitle")
    contact = [f"Contact: {report.contact}"] if report.contact else []
    _paragraphs(document, [*facts(report), *contact])


def _contents(document: WordDocument, sections: Sequence[Section], pages: Sequence[int]) -> None:
    """The sections and their pages on a first page of their own."""
    document.add_paragraph("Contents", "TOC Heading")
    entries = [
        (clean(section.title), section.level, _anchor(number), page)
        for number, (section, page) in enumerate(zip(sections, pages, strict=True))
    ]
    docx_parts.contents(document, entries, docx_parts.room(document))
    _break(document)


def _short_contents(
    document: WordDocument, sections: Sequence[Section], pages: Sequence[int]
) -> None:
    """The sections of the first level and their pages in a few lines."""
    paragraph = document.add_paragraph(style=CELL)
    paragraph.add_run("Contents: ").bold = True
    entries = [
        (clean(section.title), _anchor(number), page)
        for number, (section, page) in enumerate(zip(sections, pages, strict=True))
        if section.level == 1
    ]
    for place, (name, anchor, page) in enumerate(entries):
        docx_parts.link_to_page(paragraph, f"{', ' if place else ''}{name} ", anchor, page)


def _break(document: WordDocument) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _anchor(number: int) -> str:
    return f"section_{number}"


def _row(
    document: WordDocument, row: tuple[Block, ...], language: str, *, small: bool = False
) -> None:
    """A block across the page, or two in columns of their own."""
    if small and isinstance(row[0], Text):
        _paragraphs(document, row[0].lines, CELL)
        return
    if len(row) == 1:
        _block(document, row[0], language)
        return
    document.add_section(WD_SECTION.CONTINUOUS)
    docx_parts.set_columns(document, len(row), GAP)
    for place, block in enumerate(row):
        before = len(document.paragraphs)
        _block(document, block, language, columns=len(row))
        if place:
            docx_parts.start_column(document.paragraphs[before])
    document.add_section(WD_SECTION.CONTINUOUS)
    docx_parts.set_columns(document, 1, GAP)


def _block(document: WordDocument, block: Block, language: str, columns: int = 1) -> None:
    if isinstance(block, Text):
        _paragraphs(document, block.lines, "List Bullet" if block.listed else "Normal")
    elif isinstance(block, DataTable):
        document.add_paragraph(clean(caption(block)), "Caption")
        docx_parts.table(document, block)
    else:
        room = docx_parts.room(document)
        shared = columns if columns > 1 else 2 if is_half(block) else 1
        _picture(document, block, (room - (shared - 1) * GAP) // shared, language)


def _paragraphs(document: WordDocument, lines: Iterable[str], style: str = "Normal") -> None:
    for line in lines:
        document.add_paragraph(clean(line), style)


def _picture(document: WordDocument, picture: Picture, widest: int, language: str) -> None:
    """A chart where its figures are known, which can be edited; else the drawing."""
    heading = document.add_paragraph(clean(picture.heading), "Caption")
    if picture.subtitle:
        run = heading.add_run()
        run.add_break()
        run.add_text(clean(picture.subtitle))
        run.bold = False
    if picture.chart is not None:
        add_chart(document, picture.chart, name=clean(picture.id), alt=clean(picture.alt),
                  widest=widest, language=language)  # fmt: skip
        return
    shape = document.add_picture(io.BytesIO(png(picture.svg)))
    scale = min(widest, shape.width * HIGHEST // shape.height) / shape.width
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    docx_parts.describe(shape, clean(picture.id), clean(picture.alt))


def _sources(document: WordDocument, report: Report) -> None:
    """Each source with its address; by publisher in a shorter edition, which has less room."""
    if report.edition == "full":
        for line in report.sources:
            paragraph = document.add_paragraph(f"{clean(line.sentence)} ", "List Bullet")
            docx_parts.link(paragraph, line.url)
    elif report.edition == "brief":
        _paragraphs(document, [name_publishers(report)], CELL)
    else:
        for group in group_sources(report):
            paragraph = document.add_paragraph(style=CELL)
            paragraph.add_run(f"{clean(group.publisher)}: ").bold = True
            for place, (text, url) in enumerate(group.parts):
                paragraph.add_run("; " if place else "")
                docx_parts.link(paragraph, url, text)
        _paragraphs(document, [WORKBOOK], CELL)
