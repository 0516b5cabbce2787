"""Charts in Word and Excel: the figures are those of the report, and each is in its place."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Literal

import fastexcel
import pytest
from docx import Document
from docx.oxml.ns import qn
from factory_reports import report
from lxml import etree

from reports.content import Chart, Report, Section, Series
from reports.render import docx, docx_chart, native_chart, xlsx

GROWN = Series("=Grown", (5900.0, None, -40.0), "#12436D", (3200.0, None, -90.0),
               (8000.0, None, 30.0))  # fmt: skip
OTHER = Series("Too close to call", (None, 300.0, None), "#F46A25")
SECTORS = Chart("intervals", ("Health", "=Manufacturing", "Property"), (GROWN, OTHER), "jobs")
KINDS: tuple[Literal["bars", "stacked", "intervals", "lines"], ...] = (
    "bars", "stacked", "intervals", "lines",
)  # fmt: skip


def with_chart(chart: Chart = SECTORS) -> Report:
    """The report with one picture whose figures are known, as the first figure."""
    picture = replace(next(report().pictures()), id="sectors", chart=chart, number=1,
                      title="Health has grown most")  # fmt: skip
    return replace(report(), sections=(Section("s", "S", (picture,)),))


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as room:
        return {name: room.read(name) for name in room.namelist()}


def read_figures(book: bytes, sheet: str, header_row: int) -> list[tuple[str | None, ...]]:
    read = fastexcel.read_excel(book).load_sheet(sheet, header_row=header_row, dtypes="string")
    return read.to_polars().rows()


def test_the_workbook_has_the_figures_as_a_table_and_a_chart_of_them() -> None:
    made = xlsx.render(with_chart())
    assert fastexcel.read_excel(made).sheet_names == ["Cover", "Contents", "Notes", "sectors"]
    assert read_figures(made, "sectors", 2) == [
        ("Health", "5900", "3200", "8000", "[x]"),
        ("=Manufacturing", "[x]", "[x]", "[x]", "300"),
        ("Property", "-40", "-90", "30", "[x]"),
    ]
    inside = parts(made)
    chart = inside["xl/charts/chart1.xml"].decode()
    assert re.findall(r"<c:f>(.*?)</c:f>", chart) == [
        "'sectors'!$B$3", "'sectors'!$A$4:$A$6", "'sectors'!$B$4:$B$6",
        "'sectors'!$E$3", "'sectors'!$A$4:$A$6", "'sectors'!$E$4:$E$6",
    ]  # fmt: skip
    assert "Figure 1. Health has grown most" in chart
    assert b'descr="One blue bar"' in inside["xl/drawings/drawing1.xml"]


def test_word_has_the_chart_its_figures_inside_and_words_for_it() -> None:
    made = docx.render(with_chart())
    inside = parts(made)
    figures = inside["word/embeddings/chart1.xlsx"]
    assert read_figures(figures, "Figures", 0)[0] == ("Health", "5900", "3200", "8000", None)
    relations = inside["word/charts/_rels/chart1.xml.rels"].decode()
    assert "embeddings/chart1.xlsx" in relations
    assert f'Id="{docx_chart.RELATION}"' in relations
    document = Document(io.BytesIO(made))
    frame = document.element.body.xpath(".//wp:inline")[0]
    assert frame.find(qn("wp:docPr")).get("descr") == "One blue bar"
    chart = frame.find(f".//{{{docx_chart.CHART}}}chart")
    assert document.part.related_parts[chart.get(qn("r:id"))].partname == "/word/charts/chart1.xml"
    assert "word/media" not in " ".join(inside)  # no picture of it beside


@pytest.mark.parametrize("kind", KINDS)
def test_what_word_would_switch_on_by_itself_is_off(kind: Literal["bars", "lines"]) -> None:
    space = etree.fromstring(docx_chart.describe_chart(replace(SECTORS, kind=kind), "en-GB")[0])

    def values(tag: str) -> set[str]:
        return {part.get("val") for part in space.iter(qn(tag))}

    assert values("c:delete") >= {"0"}
    assert values("c:lang") == {"en-GB"}
    assert values("c:dispBlanksAs") == {"gap"}
    assert values("c:roundedCorners") == values("c:varyColors") == {"0"}
    assert values("c:smooth") == ({"0"} if kind == "lines" else set())
    assert values("c:invertIfNegative") == (set() if kind == "lines" else {"0"})


def test_intervals_are_as_long_as_their_bounds_and_the_axis_holds_them() -> None:
    space = etree.fromstring(docx_chart.describe_chart(SECTORS, "en-GB")[0])

    def lengths(tag: str) -> list[float]:
        side = next(space.iter(qn(tag)))
        return [float(part.text) for part in side.iter(qn("c:v"))]

    assert lengths("c:plus") == [2100.0, 0.0, 70.0]
    assert lengths("c:minus") == [2700.0, 0.0, 50.0]
    ends = [float(next(space.iter(qn(tag))).get("val")) for tag in ("c:min", "c:max")]
    assert ends[0] <= -90 < 8000 <= ends[1]


def test_categories_need_room() -> None:
    many = replace(SECTORS, categories=SECTORS.categories * 5, series=tuple(
        replace(each, values=each.values * 5, lower=each.lower * 5, upper=each.upper * 5)
        for each in SECTORS.series
    ))  # fmt: skip
    more = native_chart.height_px(many) - native_chart.height_px(SECTORS)
    assert more == 12 * native_chart.ROW_PX


def test_the_same_chart_gives_the_same_bytes() -> None:
    made = docx.render(with_chart())
    assert made == docx.render(with_chart())
    assert xlsx.render(with_chart()) == xlsx.render(with_chart())
