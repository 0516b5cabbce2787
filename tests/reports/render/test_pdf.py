"""The PDF: its tags are looked up in its bytes, its words read by pypdf."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import polars as pl
import pytest
from factory_pdf import count_pages as pages
from factory_pdf import read_objects
from factory_reports import GAPS, SVG, report
from pypdf import PdfReader

from reports.content import DataTable, Field, Picture, Report, Section, SourceLine, Text
from reports.render import pdf
from reports.render.paged import rows, runs
from reports.render.raster import png


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render(report())


@pytest.fixture(scope="module")
def text(made: bytes) -> str:
    """The words as they are laid out on the pages."""
    read = PdfReader(io.BytesIO(made))
    return "\n".join(page.extract_text(extraction_mode="layout") for page in read.pages)


def test_is_tagged_and_says_so(made: bytes) -> None:
    objects = read_objects(made)
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang (en-GB)", b"/Outlines",
                 b"<pdfuaid:part>1</pdfuaid:part>", b"/DisplayDocTitle true"):  # fmt: skip
        assert mark in objects
    assert b"Sectors and skills gaps: Hartfield &amp; Milton &lt;group&gt;" in objects


def test_headings_tables_and_pictures_have_their_tags(made: bytes) -> None:
    objects = read_objects(made)
    tags = re.findall(rb"/S /(\w+)", objects)
    count = {tag: tags.count(tag) for tag in (b"H1", b"H2", b"TH", b"TD", b"Table", b"Figure")}
    fields = [len(table.fields) for table in report().tables()]
    rows_of = [table.frame.height for table in report().tables()]
    cells = [table.frame.height * len(table.fields) for table in report().tables()]
    assert count == {
        b"H1": 5,  # contents, two sections, notes, sources
        b"H2": 1,
        b"TH": sum(fields) + sum(rows_of),  # of columns, and one of each row
        b"TD": sum(cells) - sum(rows_of),
        b"Table": 2,
        b"Figure": 1,
    }
    assert re.findall(rb"/Alt \((.*?)\)", objects) == [b"One blue bar"]
    assert b"/Title (Skills gaps)" in objects  # a bookmark
    scopes = re.findall(rb"/Scope /(\w+)", objects)
    assert {kind: scopes.count(kind) for kind in set(scopes)} == {
        b"Column": sum(fields), b"Row": sum(rows_of)
    }  # fmt: skip
    assert b"/Headers [ (" not in objects  # a cell that names columns alone would hide its row


def test_every_figure_is_that_of_the_frame(text: str) -> None:
    lines = {line.split("  ")[0].strip(): line for line in text.splitlines() if line.strip()}
    for row in GAPS.iter_rows(named=True):
        shown = lines[row["skill_name"].strip()].split()[-4:-1]
        for cell, name in zip(shown, ("gap_persons", "lower80", "upper80"), strict=True):
            value = row[name]
            if value is None:
                assert cell == {"suppressed": "[c]", "missing": "[x]"}[row["status"]]
            elif cell == "[low]":
                assert 0 < abs(value) <= 0.5
            else:
                assert abs(float(cell.replace(",", "")) - value) <= 0.5


def test_every_word_is_there(text: str) -> None:
    flat = " ".join(text.split())
    for said in ("A paragraph with <i>markup</i> & #signs *stars* $x$.", "Second point.",
                 "Hartfield, Milton <x>", "[note 2] A gap is not a shortage.", "Page 1 of",
                 "Gaps by occupation [note 1] [note 2]", "Source: ONS, BRES (NM_189_1)",
                 "https://www.nomisweb.co.uk/", "[c]: withheld by the source"):  # fmt: skip
        assert said in flat, said


def test_what_looks_like_code_of_the_template_stays_text() -> None:
    code = '#panic("x") #sys.inputs $1/0$ <label> @reference \\ // `raw` *b* _i_ = heading'
    table = DataTable("t", code, pl.DataFrame({"name": [code]}), (Field("name", code),), "jobs")
    blocks = (Text((code,)), Text((code, code), listed=True), table,
              Picture("p", code, code, SVG))  # fmt: skip
    made = Report(
        code, code, (code,), "2026-11-23", "0", (Section("s", code, blocks),), (code,), ()
    )
    assert pdf.render(made).startswith(b"%PDF")


def test_only_addresses_of_the_web_become_links() -> None:
    source = SourceLine(
        "jobs", "Jobs", "Source.", "ONS", "x", "javascript:alert(1)", "", "", "OGL", ""
    )
    made = pdf.render(replace(report(), sources=(source,)))
    assert b"javascript" not in read_objects(made)
    assert b"/URI (https://www.nomisweb.co.uk/)" in read_objects(pdf.render(report()))


def test_the_same_report_gives_the_same_bytes(made: bytes) -> None:
    assert pdf.render(report()) == made
    later = pdf.render(replace(report(), made_on="2026-11-24"))
    assert later != made


def test_no_font_of_this_machine_is_used(made: bytes) -> None:
    fonts = set(re.findall(rb"/BaseFont /[A-Z]+\+([\w-]+)", read_objects(made)))
    assert fonts <= {b"DejaVuSans", b"DejaVuSans-Bold"}
    assert fonts


def test_long_tables_go_over_pages_and_wide_ones_on_their_side() -> None:
    long = DataTable(
        "long", "Long", pl.DataFrame({"n": list(range(200))}), (Field("n", "N", 0),), "x"
    )
    wide = replace(
        long, id="wide", fields=tuple(Field("n", f"A heading {n}", 0) for n in range(18))
    )
    section = Section("s", "S", (Text(("Before.",)), long, Text(("Between.",)), wide))
    assert [(flipped, len(blocks)) for flipped, blocks in runs(section)] == [(False, 2), (True, 2)]
    made = pdf.render(replace(report(), sections=(section,)))
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", read_objects(made))
    flipped = [float(width) > float(height) for width, height in boxes]
    assert flipped.count(True) >= 1
    assert pages(made) > 8


def test_more_columns_than_a_page_holds_are_all_there() -> None:
    fields = tuple(Field("n", f"Unbreakable{n}heading", 0) for n in range(25))
    table = DataTable("t", "T", pl.DataFrame({"n": [1]}), fields, "x")
    made = pdf.render(replace(report(), sections=(Section("s", "S", (table,)),)))
    assert len(re.findall(rb"/Scope /Column\b", read_objects(made))) == 25


def test_a_table_without_rows_is_a_header() -> None:
    empty = next(report().tables())
    empty = replace(empty, frame=empty.frame.clear())
    assert rows(empty) == []
    assert pdf.render(replace(report(), sections=(Section("s", "S", (empty,)),)))


def test_compact_leaves_out_cover_and_contents() -> None:
    assert pages(pdf.render(report(), compact=True)) == 1


def test_pictures_as_png_are_as_wide_as_asked() -> None:
    made = png(SVG, width_cm=2.54, pixels_per_inch=100)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20], "big") == 100
    assert int.from_bytes(made[20:24], "big") == 50
    assert made == png(SVG, width_cm=2.54, pixels_per_inch=100)
