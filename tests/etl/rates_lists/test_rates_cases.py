"""Lists in the shapes that councils publish, with their right values; particulars are invented."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from catalog.settings import Settings
from etl.rates_lists.stored import read_lists
from wards import business_rates

CODE = "E08000099"


def read(path: Path, **choices: object) -> tuple[pl.DataFrame, business_rates.Reading]:
    """The properties that are kept of a list, and what is said of it."""
    settings = Settings(data=path.parent / "data")
    reading = business_rates.run(path, CODE, settings, how="replace", **choices)  # type: ignore[arg-type]
    return read_lists(settings.data / "rates" / CODE)[-1].frame, reading


def listed(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def rows(heading: str, cells: list[str]) -> str:
    """A list with one odd column: a reference, a postcode, a value, a date and that column."""
    lines = [
        f"N{number},HX1 {number % 9}AB,{number}00,2018-05-0{number % 9 + 1},{cell}"
        for number, cell in enumerate(cells, 1)
    ]
    return "\n".join(
        [f"Property Ref,Post Code,Rateable Value,Liability Start Date,{heading}", *lines]
    )


@pytest.mark.parametrize(
    ("heading", "cells", "states"),
    [
        ("Empty", ["Occupied", "Empty", "Occupied"], "oeo"),
        ("Empty", ["", "Void", ""], "?e?"),
        ("Empty", ["Y", "", ""], "e??"),
        ("Empty", ["Y", "N", ""], "eo?"),
        ("Empty", ["Not empty", "Partly vacant", "Void"], "ooe"),
        ("Void Y/N", ["N", "Y", "N"], "oeo"),
        ("Unoccupied", ["True", "False", "False"], "eoo"),
        ("Occupied", ["TRUE", "FALSE", "TRUE"], "oeo"),
        ("Occupied", ["Vacant", "In use", "Not occupied"], "eoe"),
        ("Occupied", ["Y", "Y", ""], "ooe"),
        ("Occupied/Void", ["Occupied", "Void", "Occupied"], "oeo"),
        ("Occ/Void", ["OCC", "VOID", "Occ"], "oeo"),
        ("Occupied/Void", ["Y", "N", "Y"], "???"),  # a yes to which of the two?
        ("ChgType", ["O", "V", "O"], "oeo"),
        ("Charge Type", ["O", "V", "X"], "???"),  # letters of another list of codes
        ("Occupation Status", ["Part Occupied", "Long term empty", "Flooded"], "oe?"),
        ("Status", ["Unoccupied", "occupied", "no longer occupied"], "eoe"),
        ("Currently empty", ["01/02/2018", "", "No"], "e?o"),
        ("Exemption Code", ["EPRN", "VOID", "ANCIENT"], "ee?"),
        ("Exemption Description", ["Empty Property Rate", "Liquidator", ""], "ee?"),
        ("Empty Property Rate Industrial", ["-200.00", "£-", ""], "e??"),
        ("EPCH", ["Y", "N", ""], "e??"),
    ],
)
def test_the_state_of_properties(
    heading: str, cells: list[str], states: str, tmp_path: Path
) -> None:
    frame, _ = read(listed(tmp_path, rows(heading, cells)))
    letters = {"occupied": "o", "empty": "e", "unknown": "?"}
    assert "".join(letters[state] for state in frame["occupancy"]) == states


def test_a_list_that_marks_only_the_empty_says_so_of_the_others(tmp_path: Path) -> None:
    frame, reading = read(listed(tmp_path, rows("Empty", ["", "Void", ""])))
    assert frame["occupancy_basis"].to_list() == [
        "not marked as empty in a list that marks only those",
        "marked in the list",
        "not marked as empty in a list that marks only those",
    ]
    assert "does not record whether the others are occupied" in reading.words()
    _, both = read(listed(tmp_path, rows("Empty", ["N", "Y", ""])))
    assert "does not record" not in both.words()


@pytest.mark.parametrize(
    ("value", "expected"),
    [(" £12,500.00 ", 12500), ("£-   ", 0), ("4100.00 GBP", 4100), ("£4,100", 4100),
     ("1.2E+05", 120000)],
)  # fmt: skip
def test_values_as_books_of_account_write_them(value: str, expected: float, tmp_path: Path) -> None:
    frame, _ = read(listed(tmp_path, rows("Empty", ["N", "Y"]).replace("100", f'"{value}"')))
    assert frame["rateable_value_gbp"].to_list() == [expected, 200]


@pytest.mark.parametrize("value", ["-5", "£(5)", "1e23", "1,000,000,001", "inf", "twelve"])
def test_values_no_property_has_are_not_read(value: str, tmp_path: Path) -> None:
    text = rows("Empty", ["N", "Y"]).replace("100", f'"{value}"')
    frame, reading = read(listed(tmp_path, text))
    assert (frame["rateable_value_gbp"].to_list(), reading.rejected_lines) == ([200], ("2",))


@pytest.mark.parametrize(
    ("relief", "kinds"),
    [("£-   ", ""), ("-£2,994.00 ", "small business"), ("£(2,045.90)", "small business"),
     ("£0.00", ""), ("0%", ""), ("Y", "small business"), ("Charitable", "mandatory")],
)  # fmt: skip
def test_reliefs_as_books_of_account_write_them(relief: str, kinds: str, tmp_path: Path) -> None:
    frame, _ = read(listed(tmp_path, rows("Small Business Rate Relief", [f'"{relief}"'])))
    assert frame["reliefs"].to_list() == [kinds]


def test_references_rounded_by_a_spreadsheet_put_no_properties_together(tmp_path: Path) -> None:
    text = rows("Empty", ["N", "Y", "N"]).replace("N1,", "1.775E+11,")
    frame, reading = read(listed(tmp_path, text.replace("N2,", "1.775E+11,")))
    assert frame.height == 3
    assert "2 references are rounded" in reading.words()


def test_a_reference_of_an_account_with_several_properties_puts_none_together(
    tmp_path: Path,
) -> None:
    text = rows("Empty", ["N", "Y", "N"]).replace("N1,", "A7,").replace("N2,", "A7,")
    frame, reading = read(listed(tmp_path, text))
    assert frame.height == 3
    assert "covers properties in several places" in reading.words()


@pytest.mark.parametrize(
    "total", ["Total,,600,,", "Grand total:,,600,,", ",,600,,", "SUBTOTAL,,,,"]
)
def test_a_closing_total_is_no_property(total: str, tmp_path: Path) -> None:
    frame, reading = read(listed(tmp_path, rows("Empty", ["N", "Y", "N"]) + "\n" + total))
    assert (frame.height, reading.rows_count, reading.rejected_count) == (3, 4, 1)
    assert frame["rateable_value_gbp"].sum() == 600


def test_a_property_without_particulars_is_no_total_unless_it_is_the_sum(tmp_path: Path) -> None:
    frame, reading = read(listed(tmp_path, rows("Empty", ["N", "Y", "N"]) + "\n,,500,,"))
    assert (frame.height, reading.totals_count) == (4, 0)


def test_a_reference_whose_heading_names_the_value_is_a_reference(tmp_path: Path) -> None:
    text = rows("Empty", ["N"]).replace("Property Ref", "PropertyRateableValuePlaceRef")
    frame, _ = read(listed(tmp_path, text.replace("N1,", "10020031,")))
    assert frame["rateable_value_gbp"].to_list() == [100]


def test_references_mapped_as_values_are_refused(tmp_path: Path) -> None:
    text = rows("Empty", ["N", "Y"]).replace("N1", "90020031").replace("N2", "90020032")
    wrong = business_rates.Mapping(
        {"rateable_value": "Property Ref", "postcode": "Post Code"}, (), ()
    )
    with pytest.raises(business_rates.RatesError, match="not rateable values"):
        read(listed(tmp_path, text), mapping=wrong, period="2018-19")


def test_postcodes_in_a_column_without_a_heading(tmp_path: Path) -> None:
    heading = "Property Reference,RV,Name,Start Date,Premises,,,,Occ/Void,Empty Date"
    lines = [f"N{n},900,Zebedee Q,01/04/2018,Unit {n},Halifax,,HX1 {n}AB,OCC," for n in range(1, 5)]
    frame, _ = read(listed(tmp_path, "\n".join([heading, *lines])))
    assert frame["postcode"].to_list() == [f"HX1 {n}AB" for n in range(1, 5)]


def test_postcodes_beside_the_name_of_the_payer_are_not_the_property_s(tmp_path: Path) -> None:
    heading = "Property Reference,RV,Start Date,Property Address,Billing Address,,"
    lines = [
        f'N{n},900,01/04/2018,"{n} Mill Lane, HX1 {n}AB",High St,,LS1 1AA' for n in range(1, 5)
    ]
    frame, _ = read(listed(tmp_path, "\n".join([heading, *lines])))
    assert frame["postcode"].to_list() == [f"HX1 {n}AB" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("headings", "east", "north"),
    [("EASTING,NORTHING", "409010", "425000"), ("X Coordinate,Y Coordinate", "409010.0", "425000"),
     ("X,Y", "-1.86494", "53.72133"), ("Latitude,Longitude", "53.72133", "-1.86494")],
)  # fmt: skip
def test_grid_references_and_degrees_place_a_property(
    headings: str, east: str, north: str, tmp_path: Path
) -> None:
    text = f"Property Ref,RV,Liable From,{headings}\nN1,900,01/04/2018,{east},{north}\n"
    frame, _ = read(listed(tmp_path, text))
    assert frame["property_long"][0] == pytest.approx(-1.86494, abs=1e-4)
    assert frame["property_lat"][0] == pytest.approx(53.72133, abs=1e-4)


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    return path


HEAD: list[object] = ["Property Ref", "Post Code", "Rateable Value", "Start Date"]
ACCOUNTS: list[list[object]] = [HEAD] + [
    [str(n), f"HX1 {n}AB", n * 1000, "2018-05-01"] for n in range(1, 6)
]


def test_reports_on_several_sheets_are_one_list(tmp_path: Path) -> None:
    sheets = {
        "Reliefs": [[*HEAD, "Relief Type"],
                    ["2", "HX1 2AB", 9, "2018-05-01", "Small Business Relief"],
                    ["3", "HX1 3AB", 9, "2018-05-01", "Empty Property Rate"]],
        "Exemptions": [["Property Ref", "Exemption Code"], ["4", "EPRN"], ["9", "VOID"]],
        "Accounts": ACCOUNTS,
        "Codes": [["Code", "Description"], *([f"C{n}", "Shop"] for n in range(30))],
        "Closed accounts": [HEAD, ["7", "HX1 7AB", 700, "2018-05-01"]],
    }  # fmt: skip
    frame, reading = read(workbook(tmp_path, sheets))
    by_value = {row["rateable_value_gbp"]: row for row in frame.iter_rows(named=True)}
    assert sorted(by_value) == [1000, 2000, 3000, 4000, 5000]
    assert by_value[2000]["reliefs"] == "small business"
    empty = [value for value, row in by_value.items() if row["occupancy"] == "empty"]
    assert sorted(empty) == [3000, 4000]
    assert reading.rows_count == reading.read_count + reading.repeated_count + 1
    assert reading.strangers_count == 1
    for words in (
        "Accounts: 5 rows, read as the list", "Reliefs: 2 rows, read as part of the list",
        "Exemptions: 2 rows, joined by property reference", "Codes: 30 rows, not read",
        "Closed accounts: 1 row, not read",
    ):  # fmt: skip
        assert words in reading.words()


def test_a_sheet_named_after_a_state_says_it_of_its_records(tmp_path: Path) -> None:
    frame, _ = read(workbook(tmp_path, {
        "Occupied": ACCOUNTS, "Void properties": [HEAD, ["7", "HX1 7AB", 700, "2018-05-01"]],
    }))  # fmt: skip
    assert frame["occupancy"].to_list() == ["occupied"] * 5 + ["empty"]


def test_another_month_s_sheet_without_references_is_not_added(tmp_path: Path) -> None:
    lines = [line[1:] for line in ACCOUNTS]
    frame, reading = read(workbook(tmp_path, {"May": lines, "April": lines[:-1]}))
    assert frame.height == 5
    assert "April: 4 rows, not read (the same properties again)" in reading.words()
