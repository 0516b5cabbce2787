"""Makes `reports/templates/report.docx`, the page and styles of a Word report without a brand.

`uv run python -m reports.render.make_template` writes it anew after a change here. A council gives
its own document with styles of the same names instead: docs/how-to/brand-a-report.md.
"""

from __future__ import annotations

from typing import Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from reports.content import LANGUAGE
from reports.render.docx_template import A4, CELL, LINK, MARGIN, TABLE, TEMPLATE, packed

FONT: Final = "Arial"
BLUE: Final = RGBColor(0x0B, 0x4F, 0x8A)
BLACK: Final = RGBColor(0x0B, 0x0C, 0x0C)
# Size in points, colour, space before and after in points.
LOOKS: Final = {
    "Normal": (9.5, BLACK, 0, 4),
    "Title": (22, BLUE, 0, 4),
    "Subtitle": (13, BLACK, 0, 6),
    "Heading 1": (15, BLUE, 12, 6),
    "Heading 2": (12, BLUE, 10, 4),
    "TOC Heading": (12, BLUE, 6, 4),
    "Caption": (9.5, BLACK, 6, 2),
    CELL: (8, BLACK, 0.5, 0.5),
    "List Bullet": (9.5, BLACK, 0, 3),
    "toc 1": (10, BLACK, 0, 1),
    "toc 2": (10, BLACK, 0, 1),
    "Footer": (9, BLACK, 0, 0),
}
NEW: Final = {CELL: False, "toc 1": True, "toc 2": True}  # whether Word knows it by name
# Header row and first column are marked as such, and look it.
TABLE_STYLE: Final = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="B1B4B6"/>
      <w:insideH w:val="single" w:sz="4" w:color="B1B4B6"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="0B4F8A"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>
</w:style>"""


def make() -> bytes:
    """The template; the same each time."""
    document = Document()
    _page(document)
    styles = document.styles.element
    styles.append(parse_xml(TABLE_STYLE))
    for name, built_in in NEW.items():
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=built_in)
    for name, look in LOOKS.items():
        _look(_style(document, name), *look)
    _style(document, "Caption").paragraph_format.keep_with_next = True
    _style(document, "Title").element.pPr.remove_all("w:pBdr")
    _style(document, "toc 2").paragraph_format.left_indent = Cm(0.6)
    for name in ("toc 1", "toc 2"):
        tabs = _style(document, name).paragraph_format.tab_stops
        tabs.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    link = cast(
        CharacterStyle, document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    )
    link.font.color.rgb, link.font.underline = BLUE, True
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
    document.core_properties.author = "Wardwise"
    document.core_properties.comments = ""
    return packed(document)


def _page(document: WordDocument) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _look(
    style: ParagraphStyle, size: float, colour: RGBColor, before: float, after: float
) -> None:
    """The font is named apart for each kind of script: the theme's own would win over one name."""
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = colour
    style.font.italic = False
    looks = style.element.rPr
    looks.remove_all("w:spacing")
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        looks.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        looks.rFonts.set(qn(f"w:{script}"), FONT)


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())
