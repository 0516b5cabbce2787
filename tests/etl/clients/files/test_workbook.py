"""Sheets found by words, tables by their headings, cells as numbers with a status."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import polars as pl
import pytest
import xlsxwriter
from factory_ons import book
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.clients.files.cells import CellsError, number, status, with_area_type
from etl.clients.files.headings import month_of, year_of
from etl.clients.files.workbook import Sheet, Workbook, WorkbookError

HEAD = ["LA code", "LA name", 2022, "2023 [note 1]"]
ROWS = [["E06000014", " York ", 7.5, "[c]"], [None, None, None, None], ["E08000035", "Leeds", 0, 9]]
BY_NAME = Sheet("^Current", {"area_code": "la code", "area_name": "LA name"})
BY_TITLE = Sheet("current prices", BY_NAME.header)


def one(cells: list[list[object]], sheet: str = "Current Price") -> Workbook:
    return Workbook(book({"Cover": [["About"]], sheet: cells}), "made.xlsx")


@pytest.mark.parametrize("above", [0, 1, 5])
def test_the_header_is_found_wherever_it_stands(above: int) -> None:
    title = [["GVA, current prices"]] + [["a note"]] * above
    found = one([*title, HEAD, *ROWS]).table(BY_NAME)
    assert found.title == "GVA, current prices"
    assert found.frame.to_dict(as_series=False) == {
        "area_code": ["E06000014", "E08000035"],
        "area_name": ["York", "Leeds"],
        "2022": ["7.5", "0"],
        "2023 [note 1]": ["[c]", "9"],
    }


def test_a_renamed_sheet_is_found_by_the_title_in_it() -> None:
    found = one([["GVA: Current Prices"], HEAD, *ROWS], sheet="Tab 7").table(BY_TITLE)
    assert (found.sheet, found.frame.height) == ("Tab 7", 2)


def test_a_sheet_that_is_gone_is_an_error_that_names_those_there() -> None:
    with pytest.raises(
        WorkbookError, match=r"made\.xlsx has no sheet titled like \^Current; .*Tab"
    ):
        one([["Volumes"], HEAD, *ROWS], sheet="Tab 7").table(BY_NAME)


def test_a_table_without_the_headings_says_what_it_has() -> None:
    with pytest.raises(WorkbookError, match=r"Current Price has no row.*la code.*'Area, Value'"):
        one([["Title"], ["Area", "Value"], ["York", 1]]).table(BY_NAME)


def test_two_sheets_where_one_is_wanted_are_an_error_and_otherwise_both_come() -> None:
    cells = [["Births"], HEAD, *ROWS]
    held = Workbook(book({"Table 1a": cells, "Table 1b": cells}), "made.xlsx")
    wanted = Sheet("births", BY_NAME.header)
    assert [found.sheet for found in held.tables(wanted)] == ["Table 1a", "Table 1b"]
    with pytest.raises(WorkbookError, match="2 sheets titled like"):
        held.table(wanted)


def test_all_faults_come_at_once_and_an_empty_table_is_none_where_it_may_be() -> None:
    held = Workbook(book({"Table 4": [["By occupation"], HEAD], "Other": [["x"]]}), "made.xlsx")
    may = Sheet("Table 4", BY_NAME.header, may_be_empty=True)
    must = Sheet("Table 4", BY_NAME.header)
    assert held.faults((may,)) == ([], ["By occupation"])
    faults, _ = held.faults((must, Sheet("Table 5", {}), Sheet("Other", {"a": "A"})))
    assert [
        words in fault
        for words, fault in zip(("no rows", "Table 5", "no row"), faults, strict=True)
    ]
    assert len(faults) == 3


def test_a_heading_may_keep_its_words_and_columns_without_one_get_a_number() -> None:
    cells = [["Births"], [None, None, "2019 Births"], ["E06000014", "York*", 910]]
    frame = one(cells).table(Sheet("Current", {"": r"20\d\d Births"})).frame
    assert frame.columns == ["column_1", "column_2", "2019 Births"]


@pytest.mark.parametrize("body", [b"<html>an error</html>", b"", book({"A": [["x"]]})[:700]])
def test_what_is_no_workbook_is_an_error(body: bytes) -> None:
    with pytest.raises(WorkbookError, match=r"made\.xlsx is not a (workbook|complete zip)"):
        Workbook(body, "made.xlsx")


def test_a_sheet_that_states_a_wrong_size_is_read_whole() -> None:
    whole = book({"Current": [["Title"], HEAD, *ROWS]})
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<dimension ref="A1:D5"/>' in text
                text = text.replace(b'<dimension ref="A1:D5"/>', b'<dimension ref="A1"/>')
            new.writestr(name, text)
    assert Workbook(changed.getvalue(), "made.xlsx").table(BY_NAME).frame.width == 4


def test_months_may_be_text_or_dates() -> None:
    months = ["Jul-25", date(2025, 8, 1), "September 2025", "Oct 25"]
    frame = one([["Title"], ["Code", *months], ["E06000014", 1, 2, 3, 4]], sheet="M").table(
        Sheet("M", {"code": "Code"})
    )
    found = [month_of(heading) for heading in frame.frame.columns[1:]]
    assert found == [date(2025, month, 1) for month in (7, 8, 9, 10)]
    assert [month_of(text) for text in ("Region", "2025Q2", "Mayor", "")] == [None] * 4


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2023", 2023),
        ("2023 [note 3]", 2023),
        ("1998", 1998),
        ("2019 Births", None),
        ("2250", None),
    ],
)
def test_years(heading: str, year: int | None) -> None:
    assert year_of(heading) == year


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ("12", 12.0, "observed"), ("0", 0.0, "observed"), ("-1", -1.0, "observed"),
        ("1,234.5", 1234.5, "observed"), ("1E3", 1000.0, "observed"), (".5", 0.5, "observed"),
        ("12 [p]", 12.0, "observed"), ("[c]", None, "suppressed"), ("c", None, "suppressed"),
        ("C", None, "suppressed"), ("[x]", None, "missing"), (":", None, "missing"),
        (None, None, "missing"), ("see note 3", None, "missing"), ("£12", None, "missing"),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_or_says_why_not(cell: str | None, value: object, kind: str) -> None:
    frame = pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String})
    made = frame.select(number("cell").alias("value"), status("cell", "observed", ("c",)))
    assert made.row(0) == (value, kind)


@given(st.integers(-(10**9), 10**9))
@settings(max_examples=50)
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    frame = pl.DataFrame({"cell": [f"{value:,}", str(value)]})
    assert frame.select(number("cell"))["cell"].to_list() == [value, value]


def test_areas_are_told_by_their_codes() -> None:
    codes = ["E06000014", "E12000003", "W92000004", "E01000001", "E10000023", "S12000036", None]
    kept = with_area_type(pl.DataFrame({"area_code": codes}))
    assert kept["area_type"].to_list() == ["lad", "region", "country", "lsoa21"]


def test_a_table_of_no_known_area_is_an_error_and_one_without_rows_is_none() -> None:
    with pytest.raises(CellsError, match=r"of areas we do not know: \['Yorkshire'"):
        with_area_type(pl.DataFrame({"area_code": ["Yorkshire", "London"]}))
    assert with_area_type(pl.DataFrame(schema={"area_code": pl.String})).is_empty()


def far_cell() -> bytes:
    """A workbook with one filled cell in the last row and column that a sheet can have."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as workbook:
        workbook.add_worksheet("A").write(1_048_575, 16_383, 1)
    return body.getvalue()


def test_a_cell_at_the_far_end_of_a_sheet_is_refused_before_room_is_made_for_it() -> None:
    with pytest.raises(WorkbookError, match=r"made\.xlsx"):
        Workbook(far_cell(), "made.xlsx")
