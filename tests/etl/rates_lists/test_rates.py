"""Business-rates lists as councils publish them: nothing lost in silence, no name ever kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from factory_lists import PLAIN, written

from catalog import store
from catalog.settings import Settings
from etl.rates_lists import cell_values
from etl.rates_lists.extracting import extract
from etl.rates_lists.files import listing
from etl.rates_lists.mapping import RatesError, confirmed, guess_mapping, is_personal
from etl.rates_lists.properties import financial_year, properties
from wards import business_rates


def read(path: Path) -> tuple[pl.DataFrame, int]:
    held = listing(path)
    return properties(extract(held, guess_mapping(held.headings)).frame, "E08000099", "2018-19")


def one(reading: Callable[[pl.Expr], pl.Expr], text: str) -> object:
    """What an expression makes of one cell."""
    return pl.DataFrame({"text": [text]}).select(reading(pl.col("text"))).item()


def test_a_plain_list(tmp_path: Path) -> None:
    frame, repeated = read(written(tmp_path, PLAIN))
    assert repeated == 0
    assert frame.select(
        "rateable_value_gbp", "description_group", "occupancy", "empty_from"
    ).rows() == [
        (12000.0, "retail", "occupied", None),
        (4500.0, "office", "empty", date(2018, 2, 1)),
        (900.0, "advertising and communications", "unknown", None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    frame, _ = read(written(tmp_path, PLAIN.replace("Office", "Café"), encoding=encoding))
    assert frame["rateable_value_gbp"].to_list() == [12000.0, 4500.0, 900.0]
    assert frame["description_group"][1] == "hospitality and leisure"


def test_title_rows_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    frame, _ = read(written(tmp_path, "Town Council\nNNDR list,,\n\n" + PLAIN))
    assert frame.height == 3


def test_a_workbook_with_excel_dates(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("NNDR")
        sheet.write_row(0, 0, ["Business rates, May"])
        sheet.write_row(
            1, 0, ["Property Reference Number", "Liable Party", "Postcode", "Current RV"]
        )
        sheet.write_row(1, 4, ["Empty Y/N", "Empty From", "Description"])
        sheet.write_row(2, 0, ["A1", "Jo Person", "HD1 1AB", 5000, "Y", 43191, "WORKSHOP"])
        sheet.write_row(3, 0, ["A2", "Sam Person", "HD11AC", 700, "N", "", "MAST"])
    frame, _ = read(path)
    assert frame.select("postcode", "occupancy", "empty_from", "description_group").rows() == [
        ("HD1 1AB", "empty", date(2018, 4, 1), "industrial"),
        ("HD1 1AC", "occupied", None, "advertising and communications"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-04-01", date(2018, 4, 1)),
        ("01/04/2018", date(2018, 4, 1)),
        ("01.04.2018", date(2018, 4, 1)),
        ("01-APR-2018", date(2018, 4, 1)),
        ("1/4/18", date(2018, 4, 1)),
        ("43191", date(2018, 4, 1)),
        ("43191.0", date(2018, 4, 1)),
        ("2018-04-01 00:00:00", date(2018, 4, 1)),
        ("Y", None),
        ("31/02/2018", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert one(cell_values.day, text) == expected


def test_a_column_that_writes_the_month_first_is_told_by_its_days() -> None:
    assert cell_values.is_month_first(pl.Series(["04/01/11", "12/25/18"]))
    assert not cell_values.is_month_first(pl.Series(["04/01/11", "05/06/12"]))
    assert not cell_values.is_month_first(pl.Series(["25/12/18", "12/25/18"]))
    assert one(partial(cell_values.day, month_first=True), "12/25/18") == date(2018, 12, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("£1,234.50", 1234.5), ("1 ", 1.0), ("0", 0.0), ("-5", None), ("POA", None), ("", None)],
)
def test_money(text: str, expected: float | None) -> None:
    assert one(cell_values.money, text) == expected


HEADINGS = {
    "one of Rochdale's kind": (
        "Property Ref,Account Holder 1,Account Holder 2,Property Name 1,Property Post Code,"
        "Liable From,RV,Description,Empty Y/N,Empty From,Mandatory Relief %"
    ),
    "one of Kirklees' kind": (
        "Property reference number,Ratepayer,Address,Postcode,Latitude,Longitude,"
        "Liability start date,Current Analysis Code Description,Rateable value,"
        "Current Relief Type Description,Current Prop Exemption Description"
    ),
    "one in other words": (
        "BA Reference,Primary Liable party name,Full Property Address,Post Code,"
        "Current Rateable Value,Occupied From,Void,Void Since,Property Type"
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_understood(name: str) -> None:
    headings = HEADINGS[name].split(",")
    found = guess_mapping(headings)
    assert {"property_ref", "postcode", "rateable_value", "description"} <= set(found.fields)
    assert found.dropped
    assert not any(is_personal(heading) for heading in found.fields.values())
    assert len(set(found.fields.values())) == len(found.fields)


def test_no_name_or_address_survives(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    held = Settings(data=tmp_path / "data")
    business_rates.run(path, "E08000099", held)
    kept = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())
    frame, origin = store.read("premises", tmp_path / "data" / "rates" / "E08000099")
    text = frame.write_csv() + str(origin) + kept.decode("latin-1")
    for personal in ("Jo Person", "Sam Person", "High St"):
        assert personal not in text


def test_postcodes_are_taken_from_the_address_where_there_is_no_column_of_them(
    tmp_path: Path,
) -> None:
    text = (
        'Ref,Full Property Address,RV,Description\n1,"1 High St, HD1 1AB",5,Shop\n2,Mast,6,Mast\n'
    )
    held = listing(written(tmp_path, text))
    found = extract(held, guess_mapping(held.headings))
    assert found.frame["postcode"].to_list() == ["HD1 1AB", ""]
    assert "High St" not in found.frame.write_csv()


def test_a_mapping_cannot_read_a_column_of_names() -> None:
    mapping = guess_mapping(HEADINGS["one in other words"].split(","))
    mapping.fields["description"] = "Primary Liable party name"
    mapping.fields["lat"] = "Latitude"
    with pytest.raises(RatesError, match=r"no column 'Latitude'.*can name people"):
        confirmed(mapping, HEADINGS["one in other words"].split(","))


def test_records_short_of_a_blank_field_are_mended_and_others_rejected_with_their_line(
    tmp_path: Path,
) -> None:
    text = PLAIN + (
        "4,,4 High St,HD1 1AD,,1200,Shop,Y,\n"  # one field for two blank coordinates
        "5,,5 High St,broken\n"
        '6,,"6 High\nSt",HD1 1AB,53.6,-1.8,100,Shop,Y,\n'
        "7,,7 High St,HD1 1AB,53.6,-1.8,twelve,Shop,Y,\n"
    )
    held = listing(written(tmp_path, text))
    found = extract(held, guess_mapping(held.headings))
    assert (found.rows, found.mended, found.rejected) == (7, 1, [6, 9])
    assert set(found.frame["rateable_value"]) == {"£12,000", "4500", "900", "1200", "100"}


def test_a_web_page_is_not_a_list(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="web page"):
        listing(written(tmp_path, "<!DOCTYPE html><html>Not found</html>"))


def test_a_file_without_headings_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="no row of headings"):
        listing(written(tmp_path, "a,b\n1,2\n"))


def test_only_occupied_ones_marked_means_the_others_are_empty(tmp_path: Path) -> None:
    frame, _ = read(written(tmp_path, PLAIN.replace(",N,01/02/2018", ",Y,")))
    assert frame["occupancy"].to_list() == ["occupied", "occupied", "empty"]
    assert frame["occupancy_basis"][2].startswith("not marked as occupied")


def test_a_property_with_two_records_counts_once(tmp_path: Path) -> None:
    frame, repeated = read(written(tmp_path, PLAIN + PLAIN.splitlines()[1] + "\n"))
    assert (frame.height, repeated) == (3, 1)


def test_financial_year_of_the_newest_date() -> None:
    assert financial_year(pl.Series(["2018-04-01", "31/03/2019", "nothing"])) == "2018-19"
    assert financial_year(pl.Series(["2019-04-01", "2999-01-01"])) == "2019-20"
    assert financial_year(pl.Series([], dtype=pl.String)) == ""
