"""A chart in a Word document that its readers can change, with its figures inside."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu

from reports.blocks import Chart
from reports.render import native_chart

SHEET: Final = "Figures"
FIGURES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
# `docPr` has the words for those who do not see it; graphicFrameLocks keeps its shape.
INLINE: Final = f"""
<wp:inline distT="0" distB="0" distL="0" distR="0" {nsdecls("wp", "a", "r")} xmlns:c="{CHART}">
  <wp:extent cx="0" cy="0"/>
  <wp:docPr id="0" name=""/>
  <wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="{CHART}"><c:chart r:id=""/></a:graphicData></a:graphic>
</wp:inline>"""


RELATION: Final = "rId1"  # what a chart in Word calls the workbook of its figures
EXTERNAL: Final = (
    f'<c:externalData {nsdecls("c", "r")} r:id="{RELATION}"><c:autoUpdate val="0"/>'
    "</c:externalData>"
)
# 2026-11: what xlsxwriter leaves unsaid is off in Excel, but may be on in Word: bars below zero
# left white, lines smoothed, axes hidden. (In which part, what, behind which of its parts.)
OFF: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("c:chartSpace", "c:roundedCorners", ("c:lang",)),
    ("c:barChart", "c:varyColors", ("c:grouping",)),
    ("c:lineChart", "c:varyColors", ("c:grouping",)),
    ("c:chart", "c:dispBlanksAs", ("c:plotVisOnly",)),
    ("c:catAx", "c:delete", ("c:scaling",)),
    ("c:valAx", "c:delete", ("c:scaling",)),
    ("c:legend", "c:overlay", ("c:legendPos", "c:legendEntry", "c:layout")),
)  # fmt: skip
# The same in each series of a kind of chart.
OFF_IN_SERIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "c:barChart": ("c:invertIfNegative", ("c:tx", "c:spPr")),
    "c:lineChart": ("c:smooth", ("c:val",)),
}  # fmt: skip


def add_chart(
    document: WordDocument, chart: Chart, *, name: str, alt: str, widest: int, language: str
) -> None:
    """Adds the chart as a paragraph, so wide in EMU, under the name and with the words given."""
    xml, figures = describe_chart(chart, language)
    package = document.part.package
    number = 1 + sum(part.content_type == CONTENT_TYPE.DML_CHART for part in package.iter_parts())
    workbook = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), FIGURES, figures, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    relation = part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    if relation != RELATION:
        raise ValueError(f"the chart's figures are called {relation} in it")
    paragraph = document.add_paragraph()
    inline = parse_xml(INLINE)
    height = widest * native_chart.height_px(chart) // native_chart.WIDTH_PX
    inline.find(qn("wp:extent")).set("cx", str(widest))
    inline.find(qn("wp:extent")).set("cy", str(Emu(height)))
    words = inline.find(qn("wp:docPr"))
    words.set("id", str(1000 + number))  # apart from those of pictures
    words.set("name", name)
    words.set("descr", alt)
    place = inline.find(f".//{{{CHART}}}chart")
    place.set(qn("r:id"), document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
    paragraph.add_run()._r.add_drawing(inline)


def describe_chart(chart: Chart, language: str) -> tuple[bytes, bytes]:
    """The chart as a part of a Word document, and the workbook that its figures lie in."""
    with zipfile.ZipFile(io.BytesIO(_make_workbook(chart, with_chart=True))) as parts:
        space = parse_xml(parts.read("xl/charts/chart1.xml"))
    space.find(qn("c:lang")).set("val", language)
    for parent, child, before in OFF:
        for each in space.iter(qn(parent)):
            _switch_off(each, child, before)
    for kind, (child, before) in OFF_IN_SERIES.items():
        for drawn in space.iter(qn(kind)):
            for each in drawn.findall(qn("c:ser")):
                _switch_off(each, child, before)
    printing = space.find(qn("c:printSettings"))
    printing.addnext(parse_xml(EXTERNAL))
    space.remove(printing)
    return serialize_part_xml(space), _make_workbook(chart, with_chart=False)


def _switch_off(part: Any, child: str, before: tuple[str, ...]) -> None:
    """Says in a part of a chart that something is off, where it says nothing of it."""
    if part.find(qn(child)) is None:
        value = "gap" if child == "c:dispBlanksAs" else "0"
        earlier = [each for name in before for each in part.findall(qn(name))]
        earlier[-1].addnext(parse_xml(f'<{child} {nsdecls("c")} val="{value}"/>'))


def _make_workbook(chart: Chart, *, with_chart: bool) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False,
                                         "strings_to_urls": False})  # fmt: skip
    book.set_properties({"created": datetime(1980, 1, 1)})
    sheet = book.add_worksheet(SHEET)
    for place, column in enumerate(native_chart.columns(chart), 1):
        sheet.write_string(0, place, column.heading)
    native_chart.write_figures(sheet, chart, 0)
    if with_chart:
        sheet.insert_chart(0, 0, native_chart.draw(book, chart, SHEET, 1))
    book.close()
    return written.getvalue()
