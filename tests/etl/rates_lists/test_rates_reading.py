"""Reading a list record by record: each is read or rejected with its line, and no name stays."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.rates_lists import reading
from etl.rates_lists.extracting import Extract, extract
from etl.rates_lists.files import listing
from etl.rates_lists.mapping import guess_mapping
from etl.rates_lists.properties import properties

HEADINGS = (
    "Ref,Postcode,Latitude,Longitude,Ratepayer,RV,Description,Liable from,Occupied,Empty from"
)
SHOP = ["1", "HD1 1AB", "53.6", "-1.8", "Zebedee Q", "900", "Shop", "2018-05-01", "Y", ""]


def read(folder: Path, text: str) -> Extract:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    held = listing(path)
    return extract(held, guess_mapping(held.headings))


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return f"{HEADINGS}\n{out.getvalue()}"


def without(row: list[str], *positions: int) -> list[str]:
    return [field for number, field in enumerate(row) if number not in positions]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    found = read(tmp_path, as_csv([SHOP]).replace(",", delimiter))
    assert found.frame["rateable_value"].to_list() == ["900"]


def test_old_line_ends(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(as_csv([SHOP, SHOP]).replace("\n", "\r").encode())
    assert listing(tmp_path / "list.csv").text.count("\n") == 2


@pytest.mark.parametrize(
    "absent", [(2,), (3,), (9,), (2, 3), (3, 9), (2, 3, 9)], ids=lambda absent: f"without {absent}"
)
def test_a_record_short_of_blank_fields_is_mended(tmp_path: Path, absent: tuple[int, ...]) -> None:
    blank = [*SHOP[:2], "", "", *SHOP[4:]] if {2, 3} & set(absent) else SHOP
    found = read(tmp_path, as_csv([without(blank, *absent)]))
    assert (found.mended, found.rejected) == (1, [])
    assert found.frame.select("rateable_value", "description", "occupied").row(0) == (
        "900",
        "Shop",
        "Y",
    )


def test_other_malformed_records_are_rejected_with_their_line(tmp_path: Path) -> None:
    rows = [SHOP, without(SHOP, 1), [*SHOP, "more"], ["total"], [*SHOP[:5], "POA", *SHOP[6:]]]
    found = read(tmp_path, as_csv(rows))
    assert (found.rows, found.frame.height, found.rejected) == (5, 1, [3, 4, 5, 6])


def test_a_property_without_a_value_stands_as_missing(tmp_path: Path) -> None:
    found = read(tmp_path, as_csv([[*SHOP[:5], "", *SHOP[6:]]]))
    frame, _ = properties(found.frame, "E08000099", "2018-19")
    assert frame.select("rateable_value_gbp", "status").row(0) == (None, "missing")


def test_blank_lines_are_no_records_and_count_as_lines(tmp_path: Path) -> None:
    found = read(tmp_path, f"{as_csv([SHOP])}\n ,,,,,,,,,\nbroken\n\n")
    assert (found.rows, found.rejected) == (2, [5])


def test_a_field_with_a_line_break_is_one_record(tmp_path: Path) -> None:
    found = read(tmp_path, as_csv([[*SHOP[:6], "Shop\nand store", *SHOP[7:]], ["broken"]]))
    assert (found.rows, found.frame.height, found.rejected) == (2, 1, [4])


def test_a_stray_quotation_mark_takes_no_other_record_with_it(tmp_path: Path) -> None:
    lines = as_csv([SHOP] * 6).splitlines()
    lines[2] = lines[2].replace("Zebedee Q", '"Zebedee Q')  # opened, never closed
    lines[4] = lines[4].replace("Shop", 'Shop 6" sign')
    found = read(tmp_path, "\n".join(lines))
    assert (found.rows, found.frame.height, found.rejected) == (6, 6, [])


def test_marks_left_open_in_each_record_make_no_pairs_of_them(tmp_path: Path) -> None:
    found = read(tmp_path, as_csv([SHOP] * 6).replace("Zebedee Q", '"Zebedee Q'))
    assert (found.rows, found.frame.height, found.rejected) == (6, 6, [])


def test_a_mark_never_closed_in_a_long_list(tmp_path: Path) -> None:
    text = as_csv([SHOP] * 3000).replace("Zebedee Q", '"Zebedee Q', 1)
    found = read(tmp_path, text)
    assert len(text) > 131_072  # what a field may hold by default
    assert (found.frame.height, found.rejected) == (3000, [])


def test_a_workbook_with_cells_of_dates_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Read me")
        sheet = book.add_worksheet("List")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "Business rates")
        sheet.write_row(2, 0, HEADINGS.split(","))
        sheet.write_row(3, 0, ["A1", "HD1 1AB", 53.6, -1.8, "Zebedee Q", 900.0, "Shop\nand flat"])
        sheet.write_datetime(3, 9, datetime(2018, 5, 1), day)
        sheet.write(3, 8, "N")
    held = listing(path)
    found = extract(held, guess_mapping(held.headings))
    frame, _ = properties(found.frame, "E08000099", "2018-19")
    assert frame.select("rateable_value_gbp", "property_lat", "occupancy", "empty_from").row(0) == (
        900.0,
        53.6,
        "empty",
        date(2018, 5, 1),
    )


damage = st.one_of(
    st.just(SHOP),
    st.lists(st.integers(0, 9), min_size=1, max_size=3).map(lambda gone: without(SHOP, *gone)),
    st.lists(st.sampled_from(["", "Zebedee Q", "HD1", "9", 'a "b', "c\nd"]), max_size=12),
)


@settings(max_examples=60)
@given(rows=st.lists(damage, max_size=12))
def test_every_record_is_read_or_rejected_and_no_name_is_kept(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    text = as_csv(rows)
    records = [row for row in csv.reader(io.StringIO(text)) if any(map(str.strip, row))]
    found = read(tmp_path_factory.mktemp("list"), text)
    assert found.rows == found.frame.height + len(found.rejected)
    assert found.rows >= len(records) - 1  # a broken one of several lines counts for each of them
    frame, repeated = properties(found.frame, "E08000099", "2018-19")
    assert frame.height + repeated == found.frame.height
    assert "Zebedee" not in frame.write_csv()


def test_columns_of_names_are_not_read_where_no_field_can_stand_for_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ratepayer,RV,Postcode,Latitude,Longitude\nZebedee Q,900,HD1 1AB,53.6,-1.8\n")
    held = listing(path)
    records = reading.records(held, [1, 2, 3, 4])
    assert isinstance(records, pl.DataFrame)
    assert "Zebedee" not in records.write_csv()


def test_records_that_all_end_in_a_delimiter(tmp_path: Path) -> None:
    found = read(tmp_path, as_csv([[*SHOP, ""], [*SHOP, ""], SHOP]))
    assert (found.frame.height, found.rejected) == (3, [])


def test_utf_16_as_excel_saves_it(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(as_csv([SHOP]).replace(",", "\t").encode("utf-16"))
    assert listing(tmp_path / "list.txt").headings[5] == "RV"
