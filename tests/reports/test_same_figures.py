"""The real report of the sample's three councils, in every format: the figures of its tables."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import docx
import fastexcel
import polars as pl
import pytest
from pypdf import PdfReader

from catalog.settings import Settings
from presentation.cells import shorthand
from reports import files, gap_report
from reports.content import Field, Report
from reports.render import csv, html, pdf, xlsx
from reports.render import docx as word
from reports.render.docx_parts import clean
from reports.render.paged import rows


@pytest.fixture(scope="module")
def report(prepared: Settings) -> Report:
    councils = ("E08000032", "E08000033", "E08000034")
    return gap_report.build(prepared.tables, councils, "All", made_on="2026-11-23", version="0")


def as_shown(report: Report) -> list[list[list[str]]]:
    """Every table that is printed: its headings, then its cells as people read them."""
    return [
        [[field.title for field in table.fields], *rows(table)]
        for table in report.in_print().tables()
    ]


class Tables(HTMLParser):
    """Cells of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._in = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._in = True

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag not in ("td", "th")

    def handle_data(self, text: str) -> None:
        if self._in:
            self.tables[-1][-1][-1] += text


def test_the_web_page_has_them(report: Report) -> None:
    seen = Tables()
    seen.feed(html.render(report).decode("utf-8"))
    assert seen.tables == as_shown(report)


def test_the_word_document_has_them(report: Report) -> None:
    document = docx.Document(io.BytesIO(word.render(report)))
    found = [
        [["".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    wanted = [[[clean(cell) for cell in row] for row in table] for table in as_shown(report)]
    assert found == wanted


def test_the_workbook_has_them_whole(report: Report) -> None:
    book = fastexcel.read_excel(xlsx.render(report))
    tables = list(report.tables())
    names = book.sheet_names[3 : 3 + len(tables)]  # behind them are the charts
    for name, table in zip(names, tables, strict=True):
        sheet = book.load_sheet(name, header_row=2, dtypes="string").to_polars()
        assert sheet.height == table.frame.height, name
        for place, field in enumerate(table.fields):
            for found, held in zip(
                sheet.to_series(place), table.frame.iter_rows(named=True), strict=True
            ):
                _same(found, held[field.name], str(held.get(field.status, "")), field)


def _same(found: str | None, value: object, status: str, field: Field) -> None:
    """A cell read as text against what is stored; the reader gives numbers nine decimals."""
    if field.decimals is None:
        assert (found or "") == str("" if value is None else value)
    elif value is None:
        assert found == shorthand(status)
    else:
        assert isinstance(value, int | float)
        assert float(found or "nan") == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_the_csv_has_them_whole(report: Report) -> None:
    held = csv.render(report)[csv.FIGURES]
    figures = pl.read_csv(io.BytesIO(held), infer_schema_length=None, null_values=[""])
    for table in report.tables():
        own = figures.filter(pl.col("table") == table.id)
        for field in table.fields:
            if field.decimals is None or field.name.endswith(csv.BOUNDS):
                continue
            found = own.filter(
                pl.col("measure") == field.name, pl.col("measure_name") == field.title
            )["value"].cast(pl.Float64)
            assert found.to_list() == table.frame[field.name].cast(pl.Float64).to_list(), table.id


def test_the_run_that_made_it_is_in_every_format(report: Report, tmp_path: Path) -> None:
    written = files.write(report, ["html", "xlsx", "csv", "docx"], tmp_path, lambda *_: None)
    wanted, title = "NM_189_1", "Business Register and Employment Survey"
    texts = {
        path.suffix: path.read_text("utf-8-sig")
        for path in written
        if path.suffix in (".html", ".json")
    }
    assert wanted in texts[".json"]
    assert title in texts[".html"], "which prints a line a publisher"
    notes = fastexcel.read_excel(xlsx.render(report)).load_sheet(
        "Notes", header_row=None, dtypes="string"
    )
    assert any(wanted in line for line in notes.to_polars().to_series(0).drop_nulls())
    document = docx.Document(io.BytesIO(word.render(report)))
    assert any(title in paragraph.text for paragraph in document.paragraphs)


def test_the_pdf_has_them(report: Report) -> None:
    read = PdfReader(io.BytesIO(pdf.render(report)))
    # Cells break over lines; a row is told by its cells' characters alone, one after the other.
    text = "".join("".join(page.extract_text().split()) for page in read.pages)
    for headings, *table in as_shown(report):
        assert "".join("".join(headings).split()) in text, headings
        for row in table:
            assert "".join("".join(row).split()) in text, row
