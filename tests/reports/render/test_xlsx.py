"""The workbook: government rules for accessible spreadsheets, and every figure as it is stored."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import factory_reports
import fastexcel
import polars as pl
import pytest

from reports.content import DataTable, Field, Section
from reports.render import xlsx

CONTENTS = "xl/worksheets/sheet2.xml"
TABLE = "xl/worksheets/sheet4.xml"  # the first behind the notes
MARKED = "xl/tables/table2.xml"  # the first behind that of the contents


@pytest.fixture(scope="module")
def book() -> bytes:
    return xlsx.render(factory_reports.report())


def sheet(book: bytes, name: str, header_row: int = 2) -> pl.DataFrame:
    return pl.read_excel(io.BytesIO(book), sheet_name=name, read_options={"header_row": header_row})


def lines(book: bytes, name: str) -> list[str]:
    """The first column of a sheet, as text."""
    read = fastexcel.read_excel(book).load_sheet(name, header_row=None, dtypes="string")
    return read.to_polars().to_series(0).to_list()


def part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as room:
        return room.read(name).decode("utf-8")


def test_cover_contents_and_notes_come_before_the_tables(book: bytes) -> None:
    names = fastexcel.read_excel(book).sheet_names
    assert names == ["Cover", "Contents", "Notes", "gaps", "wards"]
    assert lines(book, "Cover")[0].endswith("gaps: Hartfield & Milton <group>")
    notes = "\n".join(lines(book, "Notes"))
    assert "[note 2] A gap is not a shortage." in notes
    assert "[c]: withheld by the source" in notes
    assert "NM_189_1" in notes


def test_figures_are_numbers_as_they_are_stored_and_others_say_why_there_is_none(
    book: bytes,
) -> None:
    table = sheet(book, "gaps")
    gaps = table["Gap (persons a year)"].cast(pl.String).to_list()
    assert [float(gaps[row]) for row in (0, 1, 4, 5)] == [1234.567, -5.25, 0.0, 0.004]
    assert gaps[2:4] == ["[c]", "[x]"]
    # A column without an empty cell is one of numbers.
    wards = sheet(book, "wards")
    assert wards["Ward"].to_list() == ["North", "South"]
    assert wards["Jobs"].to_list() == ["12", "[x]"]


def test_a_little_is_a_number_that_reads_low_and_nothing_is_zero(book: bytes) -> None:
    cells = dict(re.findall(r'<c r="B(\d)" s="(\d+)"><v>', part(book, TABLE)))
    assert cells["8"] == cells["4"] != cells["9"], "0.0 reads as 1234.567 does, 0.004 does not"
    assert '"&quot;[low]&quot;"' in part(book, "xl/styles.xml")


def test_one_marked_table_on_a_sheet_no_merged_cell_and_nothing_frozen(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as room:
        tables = [name for name in room.namelist() if name.startswith("xl/tables/")]
        sheets = [room.read(n).decode() for n in room.namelist() if n.startswith("xl/worksheets/s")]
    # One for the contents, one for each table of the report.
    assert len(tables) == 3
    assert [text.count("<tablePart ") for text in sheets] == [0, 1, 0, 1, 1]
    assert not any("mergeCell" in text or "<pane" in text for text in sheets)
    assert 'ref="A2:B5"' in part(book, "xl/tables/table1.xml")
    assert 'ref="A3:E9"' in part(book, "xl/tables/table2.xml")


def test_text_that_looks_like_a_formula_stays_text(book: bytes) -> None:
    names = sheet(book, "gaps")["Occupation"].to_list()
    assert names == factory_reports.GAPS["skill_name"].to_list()
    with zipfile.ZipFile(io.BytesIO(book)) as room:
        texts = [room.read(n).decode() for n in room.namelist() if n.startswith("xl/worksheets/s")]
    assert not any("<f>" in text for text in texts)


def test_the_title_and_the_notes_of_a_table_stand_above_it(book: bytes) -> None:
    first = lines(book, "gaps")
    assert first[0] == "Gaps by occupation [note 1] [note 2]"
    assert "skills_gaps" in first[1]


def test_the_contents_lead_to_every_sheet_behind_them(book: bytes) -> None:
    assert lines(book, "Contents") == ["Contents", "Sheet", "Notes", "gaps", "wards"]
    links = re.findall(r'<hyperlink ref="(A\d)" location="([^"]+)"', part(book, CONTENTS))
    assert links == [("A3", "'Notes'!A1"), ("A4", "'gaps'!A1"), ("A5", "'wards'!A1")]


def one_table(*fields: Field, rows: int = 1, identity: str = "t") -> bytes:
    """The workbook of a report of one table, of texts."""
    frame = pl.DataFrame({field.name: ["word " * 2_000] * rows for field in fields},
                         schema={field.name: pl.String for field in fields})  # fmt: skip
    table = DataTable(identity, "T", frame, fields, "made_up")
    return xlsx.render(replace(factory_reports.report(), sections=(Section("s", "S", (table,)),)))


def test_no_row_is_higher_than_excel_allows() -> None:
    heights = re.findall(r' ht="([\d.]+)"', part(one_table(Field("a", "A")), TABLE))
    assert max(map(float, heights)) == pytest.approx(xlsx.TALLEST, abs=1)
    assert max(map(float, heights)) < 409.5


def test_a_table_without_rows_says_so() -> None:
    assert lines(one_table(Field("a", "A"), rows=0), "t")[-1] == "[x]"


def test_headings_are_told_apart_and_none_is_longer_than_excel_allows() -> None:
    long = "Council " * 100
    made = one_table(Field("a", "A"), Field("b", "a"), Field("c", long), Field("d", long))
    headings = re.findall(r'<tableColumn id="\d+" name="([^"]*)"', part(made, MARKED))
    assert headings[:2] == ["A", "a (2)"]
    assert headings[2].endswith("…")
    assert headings[3].endswith("… (2)")
    assert all(len(text) <= xlsx.HEADING for text in headings)


def test_a_text_that_no_cell_can_hold_is_cut_and_not_left_out() -> None:
    frame = pl.DataFrame({"a": ["x" * 40_000]})
    table = DataTable("t", "T", frame, (Field("a", "A"),), "made_up")
    held = xlsx.render(replace(factory_reports.report(), sections=(Section("s", "S", (table,)),)))
    (cell,) = lines(held, "t")[3:]
    assert len(cell) == xlsx.CELL
    assert cell.endswith("x…")


@pytest.mark.parametrize("identity", ["contents", "a/b:c*[d]?", "x" * 40, ""])
def test_any_name_of_a_table_gives_a_sheet_that_can_be_read(identity: str) -> None:
    names = fastexcel.read_excel(one_table(Field("a", "A"), identity=identity)).sheet_names
    assert len({name.lower() for name in names}) == 4
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_same_report_gives_the_same_bytes(book: bytes) -> None:
    assert xlsx.render(factory_reports.report()) == book


def test_the_workbook_says_what_it_is(book: bytes) -> None:
    core = part(book, "docProps/core.xml")
    assert "Sectors and skills gaps: Hartfield &amp; Milton &lt;group&gt;" in core
    assert "2026-11-23T00:00:00Z" in core
    assert re.search(r'name="Language"><vt:lpwstr>en-GB<', part(book, "docProps/custom.xml"))
