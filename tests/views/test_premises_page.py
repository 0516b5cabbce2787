"""The premises page: what lists say, and what they cannot say."""

from __future__ import annotations

from pathlib import Path

import factory_tables
import polars as pl
import pytest
from factory_tables import MOCKFORD, TESTHAM
from streamlit.testing.v1 import AppTest

from catalog.measures import MEASURES
from indicators.places import premises
from views.parts import data, rates


def run(*areas: str, **address: str) -> AppTest:
    test = AppTest.from_string("from views import premises\npremises.page()\n", default_timeout=30)
    test.query_params["area"] = list(areas)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.text, test.header, test.caption, test.info, test.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def metrics(test: AppTest) -> dict[str, str]:
    return {entry.label: entry.value for entry in test.metric}


def test_a_list_that_says_who_is_in_gives_a_share(tables: Path) -> None:
    factory_tables.premises(tables)
    test = run(TESTHAM)
    assert not test.exception
    assert metrics(test) == {
        "Premises": "210", "Recorded as empty": "42", "Occupation not recorded": "0",
        "Rateable value": "£21,000",
    }  # fmt: skip
    assert test.header[0].value.endswith("20.0% of 210 business premises are recorded as empty")
    assert test.selectbox(key="picked_figure").value == "premises_empty_pct"
    assert list(test.dataframe[0].value)[:3] == ["Ward", "Premises", "Empty (%)"]  # seen on a phone


def test_a_list_that_marks_empty_premises_alone_gives_none(tables: Path) -> None:
    factory_tables.premises(tables)
    test = run(MOCKFORD)
    assert "the lists do not say which are empty" in test.header[0].value
    assert "The list for Mockford does not record which premises are occupied" in words(test)
    assert test.dataframe[0].value["Occupied"].isna().all()
    assert test.selectbox(key="picked_figure").value == "premises_count"
    assert "does not record how long" in words(run(MOCKFORD, premises_tab="longest"))


def test_of_both_councils_the_share_is_of_the_one_that_says(tables: Path) -> None:
    factory_tables.premises(tables)
    test = run(TESTHAM, MOCKFORD)
    assert metrics(test)["Premises"] == "310"
    assert "20.0% of 210 business premises" in test.header[0].value
    assert "so the vacancy rate covers the others only" in words(test)


def test_a_council_without_a_list_is_said_and_its_wards_are_missing(tables: Path) -> None:
    factory_tables.premises(tables, [TESTHAM])
    test = run(TESTHAM, MOCKFORD)
    assert "We have no list for Mockford" in words(test)
    frame = rates.read_premises([TESTHAM, MOCKFORD])
    wards = data.wards((TESTHAM, MOCKFORD))
    values = rates.ward_values(
        wards, premises.sum_by_ward(frame, "total"), MEASURES["premises_count"]
    )
    assert values.filter(pl.col("lad_code") == MOCKFORD)["status"].to_list() == ["missing"] * 4


@pytest.mark.parametrize("has_table", [False, True])
def test_no_list_at_all_says_what_to_run(tables: Path, has_table: bool) -> None:
    if has_table:
        factory_tables.premises(tables, [TESTHAM])
    test = run(MOCKFORD)
    assert not test.exception
    assert "wardwise rates FILE --council NAME" in words(test)


@pytest.mark.parametrize("figure", rates.FIGURES)
def test_kinds_and_wards_add_up_to_the_same_total(tables: Path, figure: str) -> None:
    factory_tables.premises(tables)
    frame = rates.read_premises([TESTHAM, MOCKFORD])
    kinds, wards = premises.sum_by_kind(frame), premises.sum_by_ward(frame, "total")
    for column in ("premises_count", "empty_count", "unknown_count", "rateable_value_gbp"):
        assert kinds[column].sum() == wards[column].sum()
    shown = rates.ward_values(data.wards((TESTHAM, MOCKFORD)), wards, MEASURES[figure])
    assert shown.filter(pl.col("value").is_null() != (pl.col("status") == "missing")).is_empty()


def test_the_longest_empty_come_first_where_the_list_says_since_when(tables: Path) -> None:
    factory_tables.premises(tables)
    longest = run(TESTHAM, premises_tab="longest").dataframe[0].value
    assert longest["Ward"].to_list()[0] == "Fir"
    assert longest["Longest empty (years)"].to_list() == [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
