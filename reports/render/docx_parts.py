"""Parts of a Word document that python-docx has no call for: fields, links, marked tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Emu
from docx.text.paragraph import Paragraph

from reports.content import DataTable
from reports.reading import clean
from reports.render.docx_template import CELL, LINK, TABLE
from reports.render.paged import caption, characters, is_number, is_web, rows, source_line

WRITING: Final = 480  # height of a row to write in, in twentieths of a point


def element(tag: str, **attributes: str) -> Any:
    """An element of Word's own namespace, with attributes of it: element("w:b", val="1")."""
    new = OxmlElement(tag)
    for name, value in attributes.items():
        new.set(qn(f"w:{name}"), value)
    return new


def _field_mark(kind: str) -> Any:
    run = element("w:r")
    run.append(element("w:fldChar", fldCharType=kind))
    return run


def _instruction(code: str) -> Any:
    run, text = element("w:r"), element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    run.append(text)
    return run


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills in, such as PAGE."""
    paragraph._p.extend([_field_mark("begin"), _instruction(code), _field_mark("end")])


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Makes the paragraph a place that links can go to."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def contents(
    document: WordDocument, entries: Sequence[tuple[str, int, str, int]], width: int
) -> None:
    """A table of contents of (title, level, bookmark, page): links, each with its page at `width`.

    The pages are filled in, and Word looks them up anew when a reader updates the field; set to do
    so by itself, it would ask every reader first whether the document may be trusted.
    """
    for place, (title, level, anchor, page) in enumerate(entries):
        paragraph = document.add_paragraph(style=f"toc {level}")
        set_tab(paragraph, width, WD_TAB_LEADER.DOTS)
        if place == 0:
            code = r'TOC \o "1-2" \h \z \u'
            start = [_field_mark("begin"), _instruction(code), _field_mark("separate")]
            paragraph._p.extend(start)
        link_to_page(paragraph, title, anchor, page, tab=True)
        if place == len(entries) - 1:
            paragraph._p.append(_field_mark("end"))


def link_to_page(
    paragraph: Paragraph, title: str, anchor: str, page: int, *, tab: bool = False
) -> None:
    """A link to a bookmark, with its page behind it, which Word can look up anew."""
    hyperlink = element("w:hyperlink", anchor=anchor, history="1")
    between = element("w:r")
    between.append(element("w:tab"))
    hyperlink.extend([
        _run(title), *([between] if tab else []), _field_mark("begin"),
        _instruction(rf"PAGEREF {anchor} \h"), _field_mark("separate"), _run(str(page)),
        _field_mark("end"),
    ])  # fmt: skip
    paragraph._p.append(hyperlink)


def set_tab(paragraph: Paragraph, width: int, leader: Any = WD_TAB_LEADER.SPACES) -> None:
    """What stands behind a tab ends at `width` (EMU)."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT, leader)


def start_column(paragraph: Paragraph) -> None:
    """Begins the next column with the paragraph."""
    run = element("w:r")
    run.append(element("w:br", type="column"))
    first = paragraph._p.find(qn("w:r"))
    first.addprevious(run)


def set_columns(document: WordDocument, count: int, gap: int) -> None:
    """How many columns the newest section has, and how far apart they are in EMU."""
    properties = document.sections[-1]._sectPr
    for old in properties.findall(qn("w:cols")):
        properties.remove(old)
    columns = element("w:cols", num=str(count), space=str(gap // 635))
    # Where the schema has them: behind the numbers of pages and before what sets lines.
    earlier = [
        part
        for name in ("w:pgSz", "w:pgMar", "w:paperSrc", "w:pgBorders", "w:lnNumType", "w:pgNumType")
        for part in properties.findall(qn(name))
    ]
    earlier[-1].addnext(columns)


def describe(shape: InlineShape, name: str, alt: str) -> None:
    """Says what a picture is called and what it shows."""
    properties = shape._inline.docPr
    properties.set("descr", alt)
    properties.set("name", name)


def _run(text: str) -> Any:
    run, content = element("w:r"), element("w:t")
    content.text = text
    content.set(qn("xml:space"), "preserve")
    run.append(content)
    return run


def link(paragraph: Paragraph, url: str, text: str = "") -> None:
    """The address, or a text, as a link to it; as text alone where it is not one of the web."""
    words = clean(text or url)
    if not is_web(url):
        paragraph.add_run(words)
        return
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    hyperlink = element("w:hyperlink")
    hyperlink.set(qn("r:id"), target)
    run = _run(words)
    looks = element("w:rPr")
    looks.append(
        element("w:rStyle", val=str(paragraph.part.get_style_id(LINK, WD_STYLE_TYPE.CHARACTER)))
    )
    run.insert(0, looks)
    hyperlink.append(run)
    paragraph._p.append(hyperlink)


def table(document: WordDocument, data: DataTable) -> None:
    """A table with its source under it; its header row repeats, its first column is of headings.

    Written as elements, which is four times as fast as cells by python-docx.
    """
    right = [is_number(field) for field in data.fields]
    cells = rows(data)
    style = style_id(document, CELL)
    grid = element("w:tbl")
    grid.append(_table_properties(style_id(document, TABLE), caption(data)))
    grid.append(_grid(document, characters(data, cells)))
    grid.append(_row([field.title for field in data.fields], right, style, header=True))
    blank = any(field.is_blank for field in data.fields)
    grid.extend(_row(row, right, style, header=False, high=blank) for row in cells)
    for paragraph in grid[-1].iter(qn("w:pPr")):  # so that the source is not alone on a page
        paragraph.insert(1, element("w:keepNext"))
    source = document.add_paragraph(clean(source_line(data)), CELL)
    source._p.addprevious(grid)


def room(document: WordDocument) -> int:
    """Between the margins of the newest section, in EMU."""
    page = document.sections[-1]
    margins = int(page.left_margin or 0) + int(page.right_margin or 0) + int(page.gutter or 0)
    return int(page.page_width or 0) - margins


def style_id(document: WordDocument, name: str) -> str:
    """What the document calls a style inside, which Word of another language changes."""
    return str(document.styles[name].style_id)


def _table_properties(style: str, title: str) -> Any:
    properties = element("w:tblPr")
    properties.extend(
        [
            element("w:tblStyle", val=style),
            element("w:tblW", w="5000", type="pct"),
            element("w:tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1",
                    lastRow="0", lastColumn="0", val="06A0"),
            element("w:tblCaption", val=clean(title)),
        ]
    )  # fmt: skip
    return properties


def _grid(document: WordDocument, widths: Sequence[int]) -> Any:
    grid = element("w:tblGrid")
    padded = [width + 2 for width in widths]
    twips = room(document) / 635
    grid.extend(element("w:gridCol", w=str(int(twips * one / sum(padded)))) for one in padded)
    return grid


def _row(
    cells: Sequence[str], right: Sequence[bool], style: str, *, header: bool, high: bool = False
) -> Any:
    """A row of a table; a `high` one has room to write in."""
    row, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    if high:
        properties.append(element("w:trHeight", val=str(WRITING)))
    if header:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    for text, to_right in zip(cells, right, strict=True):
        row.append(_cell(text, style, to_right))
    return row


def _cell(text: str, style: str, to_right: bool) -> Any:
    cell, paragraph, looks = element("w:tc"), element("w:p"), element("w:pPr")
    looks.append(element("w:pStyle", val=style))
    if to_right:
        looks.append(element("w:jc", val="right"))
    paragraph.extend([looks, _run(clean(text))])
    cell.append(paragraph)
    return cell
