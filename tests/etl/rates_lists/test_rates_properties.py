"""From the words of a list to properties: reliefs, occupation and what says so, kinds, dates."""

from __future__ import annotations

import polars as pl
import pytest

from etl.rates_lists import cell_meanings, cell_values
from etl.rates_lists.extracting import RELIEF
from etl.rates_lists.properties import financial_year, is_financial_year, properties


def made(**columns: list[str]) -> pl.DataFrame:
    """Properties of a list with these columns, all with a value of 100."""
    cells = pl.DataFrame(columns).with_columns(
        rateable_value=pl.lit("100"), rateable_value_gbp=pl.lit(100.0)
    )
    return properties(cells, "E08000099", "2018-19")[0]


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("Mandatory Relief", "Small Business Rate Relief", {"small business"}),
        ("Reliefs granted", "SBR DRR", {"small business", "discretionary"}),
        ("Relief", "Mandatory Charitable Relief", {"mandatory"}),
        ("Relief", "Discretionary Rate Relief Top up", {"discretionary"}),
        ("Pub Relief", "Yes", {"other"}),
        ("SBRR Y/N", "Y", {"small business"}),
        ("SBRR Y/N", "N", set()),
        ("Mand %", "80", {"mandatory"}),
        ("Mand %", "0", set()),
        ("Relief discretionary (£)", "-1,200.50", {"discretionary"}),
        ("Relief discretionary (£)", "£0.00", set()),
        ("Relief type", "Empty Property Rate Non-Industrial", set()),
        ("Reliefs granted", "ER", set()),
        ("Reliefs granted", "EX", set()),
        ("Relief", "#N/A", set()),
    ],
)
def test_kinds_of_relief(heading: str, text: str, expected: set[str]) -> None:
    assert cell_meanings.relief_kinds(cell_meanings.relief_words(heading, text)) == expected


@pytest.mark.parametrize(
    ("columns", "occupancy", "basis"),
    [
        ({"occupied": ["Y", "N"]}, ["occupied", "empty"], "marked"),
        ({"empty": ["Y", "N"]}, ["empty", "occupied"], "marked"),
        ({"occupied": ["Y", "N", ""]}, ["occupied", "empty", "unknown"], "marked"),
        ({"occupied": ["Y", ""]}, ["occupied", "empty"], "marked"),
        ({"occupied": ["Y", "", ""]}, ["occupied", "unknown", "unknown"], "marked"),
        ({"empty_from": ["2018-02-01", ""]}, ["empty", "unknown"], "a date"),
        ({"exemption": ["Listed building", "See notes"]}, ["empty", "unknown"], "an exemption"),
        ({"exemption": ["Less Than 1500/1900", ""]}, ["empty", "unknown"], "an exemption"),
        ({"exemption": ["Personal rep / liquidator"]}, ["empty"], "an exemption"),
        ({RELIEF + "Type": ["Empty Property Rate", "Listed building fund"]}, ["empty", "unknown"],
         "an exemption or relief"),
        ({"property_ref": ["1"]}, ["unknown"], "the list does not say"),
    ],
)  # fmt: skip
def test_occupation_and_what_says_so(
    columns: dict[str, list[str]], occupancy: list[str], basis: str
) -> None:
    frame = made(**columns)
    assert frame["occupancy"].to_list() == occupancy
    assert frame["occupancy_basis"][0].startswith(basis)


def test_a_mark_outweighs_an_exemption() -> None:
    assert made(occupied=["Y", "N"], exemption=["Empty", ""])["occupancy"][0] == "occupied"


def test_the_date_of_an_occupied_property_is_not_one_of_emptiness() -> None:
    frame = made(occupied=["Y", "N"], empty_from=["2011-04-01", "2012-04-01"])
    assert frame["empty_from"].null_count() == 1


def test_all_records_of_a_property_have_a_say() -> None:
    said = ["Mandatory Charitable Relief", "Empty Property Rate", "Small Business Relief"]
    frame = made(property_ref=["A", "A", ""], **{RELIEF + "Type": said})
    assert sorted(frame.select("reliefs", "occupancy").rows()) == [
        ("mandatory", "empty"),
        ("small business", "unknown"),
    ]


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("CS", "Offices and premises", "retail"),
        ("CG", "", "retail"),
        ("CG2", "", "industrial"),
        ("IF3O", "", "industrial"),
        ("NT1", "Mooring and premises", "other"),
        ("CX", "Site of ATM", "other"),
        ("CX", "Community hub", "hospitality and leisure"),
        ("", "WORKSHOP, OFFICE AND PREMISES", "industrial"),
        ("", "Offices, store and premises", "office"),
        ("", "Retail warehouse", "retail"),
        ("", "Post office", "retail"),
        ("", "Public telephone kiosk", "advertising and communications"),
        ("", "Café", "hospitality and leisure"),
        ("", "", "not described"),
    ],
)
def test_kinds_of_property(code: str, words: str, expected: str) -> None:
    assert cell_values.group(code, words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-4-18", "2018-04-01"),
        ("1 April 2018", "2018-04-01"),
        ("01-Apr-18", "2018-04-01"),
        ("2018/04/01", "2018-04-01"),
        ("2018-04-01T00:00:00", "2018-04-01"),
        ("31-02-18", None),
        ("12345678", None),
    ],
)
def test_more_forms_of_dates(text: str, expected: str | None) -> None:
    found = pl.select(cell_values.day(pl.lit(text))).item()
    assert (found and str(found)) == expected


def test_a_slip_of_the_pen_does_not_move_a_list_into_another_year() -> None:
    assert financial_year(pl.Series(["2018-05-01"] * 1000 + ["2021-05-01"])) == "2018-19"


def test_financial_years_as_written() -> None:
    assert is_financial_year("1999-00")
    assert not any(map(is_financial_year, ["2018", "2018-20", "2018/19", "", "year-19"]))
