"""Names that try to be more than names, in every format of a report and a briefing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import factory_reports
import factory_ward_report
import fastexcel
import polars as pl
import pytest
from factory_report_worlds import BRADFORD, KIRKLEES, world
from pypdf import PdfReader

from catalog import store
from catalog.settings import Settings
from reports import files, gap_report
from reports.briefing import ward_briefings
from reports.content import Report, Section, Text
from reports.render import csv

NASTY = (
    '=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1+1",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></svg>",
    '#read("/etc/passwd") #import "x"', "$ x^2 $ *b* _i_ `c` \\ @ref <lab> // end", "]]>&amp;&#0;",
    "a\x00b\x01\x08\x0b\x1f\x7f\x85z", "\u202e321\u202c \u2066x\u2069", "\u200fعربي\u200f עברית",
    "\ufffe\uffff", "ŵŷ Môn 北京 👍🏽",
    "line\nbreak\ttab\r", "{}{0}%s%d ${x}", "'; DROP TABLE x;--",
    "x" * 10_000, "long words " * 900,
)  # fmt: skip
FORMATS = tuple(files.FORMATS)
RANGE = re.compile(r"'[\w -]+'!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")  # cells of a sheet
# Which columns of which tables hold names that come from data.
NAMED = {
    "councils": "lad_name", "wards": "ward_name", "ward_measures": "ward_name",
    "ward_sector_jobs": "ward_name", "ward_exposure": "ward_name", "ward_skills": "ward_name",
    "sector_growth": "industry_name", "skills_openings": "skill_name",
    "skills_gaps": "skill_name", "skills_needs": "occupation_name",
    "fe_achievements": "breakdown_name", "similar_places": "similar_name", "aps": "area_name",
    "forecasts": "series_name",
}  # fmt: skip


def nasty(column: str, of: str = "") -> pl.Expr:
    """Another of NASTY for each name, the same wherever the name stands."""
    place = pl.col(column).hash(7) % len(NASTY)
    said = place.replace_strict(dict(enumerate(NASTY)), return_dtype=pl.String)
    return pl.format("{}{}", said, pl.lit(of)).alias(column)


@pytest.fixture(scope="module")
def root(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    edits = {
        name: (lambda frame, column=column: frame.with_columns(nasty(column)))
        for name, column in NAMED.items()
    }
    return world(prepared.tables, tmp_path_factory.mktemp("nasty") / "w", edits=edits)


@pytest.fixture(scope="module")
def report(root: Path) -> Report:
    name = "=1+1 <b>\x07\ud800 \u202e" + "N" * 300
    return gap_report.build(root, [BRADFORD, KIRKLEES], name, made_on="2026-11-26", version="0")


@pytest.fixture(scope="module")
def written(report: Report) -> dict[str, bytes]:
    made = files.render_files(report, FORMATS, lambda *_: None)
    return {name.partition(".")[2]: held for name, held in made.items()}


class Elements(HTMLParser):
    """Tags, attributes and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_web_page_shows_them_and_runs_nothing(written: dict[str, bytes]) -> None:
    page = Elements()
    text = written["html"].decode("utf-8")
    page.feed(text)
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "a\x00b"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert any("<script>alert(1)</script>" in words for words in page.words)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)


def parts(held: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(held)) as room:
        for name in room.namelist():
            yield name, room.read(name)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_office_files_are_whole_xml_without_formulas_or_links_out(
    written: dict[str, bytes], form: str
) -> None:
    for name, held in parts(written[form]):
        if not name.endswith((".xml", ".rels")):
            continue
        tree = ElementTree.fromstring(held)  # noqa: S314  raises where a name broke it
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        if "/charts/" in name:  # where its figures are, in the workbook that it has with it
            places = [part.text or "" for part in tree.iter() if part.tag.endswith("}f")]
            assert all(RANGE.fullmatch(place) for place in places), places
        else:
            assert "f" not in tags, f"{name}: a formula"
        targets = [element.get("Target", "") for element in tree.iter()]
        assert not [one for one in targets if "evil" in one], name
        assert "HYPERLINK" not in "".join(
            element.text or "" for element in tree.iter() if element.tag.endswith("}instrText")
        )


def test_the_word_document_says_its_names_within_what_word_allows(
    written: dict[str, bytes], report: Report
) -> None:
    document = docx.Document(io.BytesIO(written["docx"]))
    assert 0 < len(document.core_properties.title) <= 255
    assert 0 < len(document.core_properties.subject) <= 255
    assert document.core_properties.title.endswith("…")
    said = "".join(paragraph.text for paragraph in document.paragraphs)
    assert report.subtitle in said
    most = max(len(table.columns) for table in document.tables)
    assert most < 63, "Word opens no table with more columns"


def test_the_workbook_opens_with_every_sheet(written: dict[str, bytes], report: Report) -> None:
    book = fastexcel.read_excel(written["xlsx"])
    charts = [picture for picture in report.pictures() if picture.chart is not None]
    assert len(book.sheet_names) == 3 + len(list(report.tables())) + len(charts)
    cells = [
        cell
        for name in book.sheet_names
        for column in book.load_sheet(name, header_row=None, dtypes="string").to_polars()
        for cell in column.drop_nulls()
    ]
    assert '=HYPERLINK("http://evil.example","x")' in cells, "as text"
    assert "x" * 10_000 in cells
    core = dict(parts(written["xlsx"]))["docProps/core.xml"].decode("utf-8")
    found = re.search("<dc:subject>(.*?)</dc:subject>", core, re.DOTALL)
    assert found
    assert len(found[1]) < 1_000


def test_the_pdf_has_them_as_words_and_reads_no_file(written: dict[str, bytes]) -> None:
    read = PdfReader(io.BytesIO(written["pdf"]))
    text = "".join("".join(page.extract_text().split()) for page in read.pages)
    assert '#read("/etc/passwd")#import"x"' in text
    assert "root:x:0" not in text
    links = [
        str(note.get_object()["/A"].get("/URI", ""))
        for page in read.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert not [link for link in links if "evil" in link]


def test_no_cell_of_the_csv_can_become_a_formula(written: dict[str, bytes]) -> None:
    figures = pl.read_csv(io.BytesIO(written["csv"]), infer_schema=False)
    texts = [
        text
        for column in figures.select(pl.exclude("value", "lower", "upper"))
        for text in column.drop_nulls()
    ]
    assert not [text for text in texts if text.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    assert any(text == """'=HYPERLINK("http://evil.example","x")""" for text in texts)
    told = json.loads(written["csv-metadata.json"])
    assert told["url"].endswith(".csv")
    assert figures.columns == list(csv.COLUMNS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_renderer_takes_any_text_wherever_it_stands(form: str) -> None:
    """Also what no table was read for: an answer of a service, a version, a picture."""
    bad = "a\x00b\x07\ud800\u202e"
    whole = factory_reports.report()
    picture = next(whole.pictures())
    hostile = replace(
        whole,
        title=bad, subtitle=bad, areas=(bad,), notes=(bad,), version=bad, codes=(bad,),
        sections=(
            Section("s", bad, (Text((bad,)), Text((bad, bad), listed=True),
                               replace(picture, title=bad, alt=bad,
                                       svg=picture.svg.replace("A bar", "A\x07 bar")))),
            *whole.sections,
        ),
        sources=tuple(replace(line, sentence=bad, title=bad) for line in whole.sources),
    )  # fmt: skip
    for held in files.render_files(hostile, [form], lambda *_: None).values():
        assert held
        if form in ("html", "csv"):
            assert not re.search("[\x00\x07\u202e]", held.decode("utf-8"))


def test_names_of_files_are_short_and_choose_no_path(report: Report) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,90}", files.file_stem(report))


def test_a_briefing_of_a_hostile_ward_in_both_formats(tmp_path: Path) -> None:
    for number, name in enumerate(NASTY):
        frames = {
            table: frame.with_columns(
                pl.lit(name).alias(column) for column in ("ward_name", "lad_name", "industry_name")
                if column in frame.columns
            )
            for table, frame in factory_ward_report.tables().items()
        }  # fmt: skip
        root = factory_ward_report.stored(tmp_path / str(number), frames)
        made = ward_briefings.render_files(
            root, factory_ward_report.NORTH, ["html", "pdf"], made_on="2026-11-26", version="0"
        )
        assert len(made) == 2
        assert all(re.fullmatch(r"[a-z0-9-]{1,90}\.(html|pdf)", file) for file in made), name
        page = Elements()
        page.feed(next(held for file, held in made.items() if file.endswith("html")).decode())
        assert not page.tags & {"script", "img"}, name


def test_two_wards_of_one_name_have_files_of_their_own(tmp_path: Path) -> None:
    frames = factory_ward_report.tables()
    for table in ("wards", "ward_measures"):
        frames[table] = frames[table].with_columns(
            ward_name=pl.lit("Very long name of a ward " * 4)
        )
    root = factory_ward_report.stored(tmp_path, frames)
    names = [
        next(
            iter(
                ward_briefings.render_files(root, ward, ["html"], made_on="2026-11-26", version="0")
            )
        )
        for ward in (factory_ward_report.NORTH, factory_ward_report.SOUTH)
    ]
    assert len(set(names)) == 2


def test_two_groups_of_one_name_have_files_of_their_own() -> None:
    def stem(name: str, *codes: str) -> str:
        return files.file_stem(replace(factory_reports.report(), subtitle=name, codes=codes))

    one, other = ("E08000032", "E08000033"), ("E08000032", "E08000034")
    assert stem("Our area", *one) != stem("Our area", *other)
    assert stem("Our area", *one) == stem("Our area", *reversed(one))
    assert len({stem(name, *one) for name in ("北京", "上海", "Our area")}) == 3
    assert len({stem(name, one[0]) for name in ("北京", "上海", "")}) == 3
    assert stem("Ynys Môn", "W06000001").startswith("sectors-and-skills-gaps-ynys-mon-full-2026")


def test_store_is_as_it_was(root: Path) -> None:
    assert store.read("wards", root)[0]["ward_name"].str.contains("\x01").any(), "names are hostile"
