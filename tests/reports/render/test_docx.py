"""The Word document, read back by python-docx."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import polars as pl
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from factory_reports import GAPS, SVG, report

from reports.content import Edition, Report, Section, SourceLine, Text
from reports.render import docx, docx_parts, pdf, raster


def opened(made: Report) -> WordDocument:
    return Document(io.BytesIO(docx.render(made)))


@pytest.fixture(scope="module")
def document() -> WordDocument:
    return opened(report())


def with_sections(*sections: Section) -> Report:
    return replace(report(), sections=sections)


def test_every_figure_is_that_of_the_frame(document: WordDocument) -> None:
    shown = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]]
    assert len(shown) == GAPS.height
    for cells, row in zip(shown, GAPS.iter_rows(named=True), strict=True):
        for cell, name in zip(cells[1:4], ("gap_persons", "lower80", "upper80"), strict=True):
            value = row[name]
            if value is None:
                assert cell == {"suppressed": "[c]", "missing": "[x]"}[row["status"]]
            elif cell != "[low]":
                assert abs(float(cell.replace(",", "")) - value) <= 0.5
            else:
                assert 0 < abs(value) <= 0.5
    assert [cell.text for cell in document.tables[1].columns[1].cells] == ["Jobs", "12", "[x]"]


def test_names_from_data_stand_as_they_are(document: WordDocument) -> None:
    names = [row.cells[0].text for row in document.tables[0].rows[1:]]
    assert names == GAPS["skill_name"].to_list()
    assert any("<i>markup</i> & #signs *stars* $x$" in part.text for part in document.paragraphs)


def test_header_row_and_first_column_are_marked(document: WordDocument) -> None:
    for table in document.tables:
        marked = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert look.get(qn("w:firstRow")) == look.get(qn("w:firstColumn")) == "1"
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads == ["Occupation", "Gap (persons a year)", "80% from", "80% to", "Status"]


def test_every_picture_has_its_alternative_text(document: WordDocument) -> None:
    found = [part.get("descr") for part in document.element.body.iter(qn("wp:docPr"))]
    assert found == [picture.alt for picture in report().pictures()] == ["One blue bar"]


def test_structure_is_of_real_styles(document: WordDocument) -> None:
    styled = [(part.style.name, part.text) for part in document.paragraphs]  # type: ignore[union-attr]
    assert ("Title", "Sectors and skills gaps") in styled
    headings = [pair for pair in styled if pair[0].startswith("Heading")]
    assert headings == [
        ("Heading 1", "Headlines"), ("Heading 1", "Skills gaps"), ("Heading 2", "Wards"),
        ("Heading 1", "Notes"), ("Heading 1", "Sources"),
    ]  # fmt: skip
    assert ("List Bullet", "First point.") in styled
    assert ("Caption", "Gaps by occupation [note 1] [note 2]") in styled
    assert ("Table Text", "[note 2] A gap is not a shortage.") in styled
    assert any(text.startswith("[c]: withheld by the source") for _, text in styled)


def test_properties(document: WordDocument) -> None:
    core = document.core_properties
    assert core.title == "Sectors and skills gaps: Hartfield & Milton <group>"
    assert (core.language, core.author) == ("en-GB", "Wardwise 0.1.0")
    assert core.created == core.modified
    assert str(core.created).startswith("2026-11-23 00:00:00")
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {
        "en-GB"
    }


def test_contents_link_to_the_headings_and_pages_are_numbered(document: WordDocument) -> None:
    body = document.element.body
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes[0] == r'TOC \o "1-2" \h \z \u'
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    anchors = [anchor for anchor in links if anchor]
    assert len(anchors) == 5
    assert set(anchors) == marks
    assert codes[1:] == [rf"PAGEREF {anchor} \h" for anchor in anchors]
    lines = [part.text for part in document.paragraphs if part.style.name.startswith("toc ")]  # type: ignore[union-attr]
    places = pdf.read_places(pdf.render(report()))
    names = ("Headlines", "Skills gaps", "Wards", "Notes", "Sources")
    assert lines == [f"{name}\t{at.page}" for name, at in zip(names, places, strict=True)]
    footer = document.sections[0].footer._element
    fields = [code.text.strip() for code in footer.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_pages_of_the_contents_are_those_of_the_pdf() -> None:
    long = replace(next(report().tables()), frame=pl.concat([GAPS] * 30))
    made = with_sections(Section("a", "A", (long,)), Section("b", "B", (Text(("Last.",)),)))
    pages = [place.page for place in pdf.read_places(pdf.render(made))]
    assert pages[1] > pages[0] + 1
    lines = [part.text for part in opened(made).paragraphs if "\t" in part.text]
    assert lines[:2] == [f"A\t{pages[0]}", f"B\t{pages[1]}"]


@pytest.mark.parametrize("edition", ["brief", "standard"])
def test_short_editions_have_short_contents_or_none(edition: Edition) -> None:
    made = opened(replace(report(), edition=edition))
    codes = [code.text.split()[0] for code in made.element.body.iter(qn("w:instrText"))]
    lines = [part.text for part in made.paragraphs if part.text.startswith("Contents")]
    if edition == "brief":
        assert (codes, lines) == ([], [])
        return
    assert codes == ["PAGEREF"] * 4
    assert re.sub(r" \d+", "", lines[0]) == "Contents: Headlines, Skills gaps, Notes, Sources"
    assert made.paragraphs[0].text == "Sectors and skills gaps"


def test_a_section_starts_a_page_where_that_of_the_pdf_does() -> None:
    words = Text(("Words.",) * 15)
    sections = [Section(name, name, (words,), starts_page=True) for name in ("a", "b", "c")]
    made = replace(with_sections(*sections), edition="standard")
    breaks = [
        bool(part.paragraph_format.page_break_before)
        for part in opened(made).paragraphs
        if part.style.name == "Heading 1" and part.text in ("a", "b", "c")  # type: ignore[union-attr]
    ]
    places = pdf.read_places(pdf.render(made))
    assert breaks == [False, *(place.is_first for place in places[1:3])]
    assert breaks == [False, True, False], "the first section alone, the others where room is short"


def test_halves_stand_side_by_side_and_what_follows_across_the_page() -> None:
    half = replace(next(report().pictures()), width="half")
    made = opened(with_sections(Section("a", "A", (Text(("Beside.",)), half, Text(("Below.",))))))
    columns = [int(part.get(qn("w:num")) or 1) for part in made.element.body.iter(qn("w:cols"))]
    assert columns == [1, 2, 1]
    assert len(made.element.body.xpath(".//w:br[@w:type='column']")) == 1
    widths = [int(part.get("cx")) for part in made.element.body.iter(qn("wp:extent"))]
    assert 0 < widths[0] < docx_parts.room(made) / 2


def test_logo_contact_and_subtitles_are_there() -> None:
    logo = raster.png(SVG)
    picture = replace(next(report().pictures()), subtitle="jobs, 2024")
    made = opened(replace(
        with_sections(Section("a", "A", (picture,))), logo=logo, contact="Zebedee Quillfeather"
    ))  # fmt: skip
    described = [part.get("descr") for part in made.element.body.iter(qn("wp:docPr"))]
    assert described == ["Logo", "One blue bar"]
    text = [part.text for part in made.paragraphs]
    assert "Contact: Zebedee Quillfeather" in text
    assert "A bar\njobs, 2024" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert docx.render(report()) == docx.render(report())


def test_a_wide_table_lies_on_its_side_and_only_it() -> None:
    table = next(report().tables())
    many = table.fields * 4
    wide = replace(table, id="wide", fields=many)
    made = opened(
        with_sections(Section("a", "A", (table,)), Section("b", "B", (Text(("Before.",)), wide)))
    )
    pages = [page.page_width > page.page_height for page in made.sections]  # type: ignore[operator]
    assert pages == [False, True, False]


def test_control_characters_are_left_out() -> None:
    table = next(report().tables())
    name = "Hart\x00field\x0b\ud800"
    frame = table.frame.head(1).with_columns(skill_name=pl.lit("Con\x1ftrol"))
    made = opened(
        with_sections(Section("a", name, (Text((name,)), replace(table, frame=frame, title=name))))
    )
    assert made.tables[0].rows[1].cells[0].text == "Control"
    assert "Hartfield" in [part.text for part in made.paragraphs]


@pytest.mark.parametrize(("url", "linked"), [("https://ons.gov.uk/x?a=1&b=2", 1),
                                             ("javascript:alert(1)", 0), ("", 0)])  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str, linked: int) -> None:
    source = SourceLine("jobs", "Jobs", "Source: ONS.", "ONS", "x", url, "", "", "OGL", "")
    made = opened(replace(report(), sources=(source,)))
    targets = [rel.target_ref for rel in made.part.rels.values() if rel.is_external]
    assert targets == [url] * linked
    assert re.sub(r"\s+", " ", made.paragraphs[-1].text).strip() == f"Source: ONS. {url}".strip()
