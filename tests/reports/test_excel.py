"""The workbook: government rules for accessible spreadsheets, and every figure as it is stored."""

from __future__ import annotations

import io
import zipfile

import fastexcel
import making
import polars as pl
import pytest

from reports import excel


@pytest.fixture(scope="module")
def book() -> bytes:
    return excel.render(making.report())


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
    assert lines(book, "Cover")[0].endswith("sectors: Hartfield & Milton <group>")
    notes = "\n".join(lines(book, "Notes"))
    assert "[note 2] A gap is not a shortage." in notes
    assert "[c]: held by the source but withheld" in notes
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


def test_one_marked_table_on_a_sheet_no_merged_cell_and_nothing_frozen(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as room:
        tables = [name for name in room.namelist() if name.startswith("xl/tables/")]
        sheets = [room.read(n).decode() for n in room.namelist() if n.startswith("xl/worksheets/s")]
    assert len(tables) == 2
    assert not any("mergeCell" in text or "<pane" in text for text in sheets)
    assert 'ref="A3:E9"' in part(book, "xl/tables/table1.xml")


def test_text_that_looks_like_a_formula_stays_text(book: bytes) -> None:
    names = sheet(book, "gaps")["Occupation"].to_list()
    assert names == making.GAPS["skill_name"].to_list()
    with zipfile.ZipFile(io.BytesIO(book)) as room:
        texts = [room.read(n).decode() for n in room.namelist() if n.startswith("xl/worksheets/s")]
    assert not any("<f>" in text for text in texts)


def test_the_title_and_the_notes_of_a_table_stand_above_it(book: bytes) -> None:
    first = lines(book, "gaps")
    assert first[0] == "Gaps by occupation [note 1] [note 2]"
    assert "skills_gaps" in first[1]


def test_the_same_report_gives_the_same_bytes(book: bytes) -> None:
    assert excel.render(making.report()) == book


def test_the_workbook_says_what_it_is(book: bytes) -> None:
    core = part(book, "docProps/core.xml")
    assert "Skills gaps and emerging sectors: Hartfield &amp; Milton &lt;group&gt;" in core
    assert "2026-11-23T00:00:00Z" in core
