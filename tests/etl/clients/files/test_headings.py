"""Column headings that are periods: read whatever marks they bear, or an error, never left out."""

from __future__ import annotations

from datetime import date

import pytest
from factory_ons import book
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.clients.files.headings import HeadingError, month_of, read_months, read_years, year_of
from etl.clients.files.workbook import MONTH, YEAR, Sheet, Workbook

MARKS = ("", " [p]", " [note 1]", "p", "r", " p", " (provisional)", " provisional", "*", "¹", "3")
NAMES = {
    7: ("Jul", "July", "JULY", "Jul."), 9: ("Sep", "Sept", "Sept.", "September", "sept"),
    5: ("May", "MAY"), 12: ("Dec", "December"),
}  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_a_year_is_read_with_any_mark(mark: str) -> None:
    assert year_of(f"2023{mark}") == 2023


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("form", ["{}-25", "{} 2025", "{} 25", "{}-2025"])
@pytest.mark.parametrize(("month", "name"), [(m, n) for m, names in NAMES.items() for n in names])
def test_a_month_is_read_in_any_form_with_any_mark(
    month: int, name: str, form: str, mark: str
) -> None:
    assert month_of(form.format(name) + mark) == date(2025, month, 1)


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("2025-09-01 00:00:00", 9), ("2025-09", 9), ("2025 SEP", 9), ("01/09/2025", 9),
        ("Region", None), ("Mayor", None), ("2025Q2", None), ("ITL2", None), ("March", None),
    ],
)  # fmt: skip
def test_other_forms_of_months(heading: str, month: int | None) -> None:
    assert month_of(heading) == (date(2025, month, 1) if month else None)


@pytest.mark.parametrize(
    "newest", ["2023-24", "2022/23", "202310", "2023 Q1", "Mid-2023", "23", "column_9", "2O23"]
)
def test_what_stands_for_a_year_and_is_none_is_an_error(newest: str) -> None:
    with pytest.raises(HeadingError, match=r"cannot be read: \['"):
        read_years(["LA code", "2021", "2022", newest], "Table 1")


@pytest.mark.parametrize("newest", ["Smarch-25", "2025Q3", "Jul-Sep 2025", "15/09/2025", "Sep-2"])
def test_what_stands_for_a_month_and_is_none_is_an_error(newest: str) -> None:
    with pytest.raises(HeadingError, match=r"Table 1: headings that look like months"):
        read_months(["ITL2", "SOC 3 digit code", "Jul-25", newest], "Table 1")


def test_two_headings_of_one_period_and_none_at_all_are_errors() -> None:
    with pytest.raises(HeadingError, match=r"of the same period: \[\['2023', '20233'\]\]"):
        read_years(["2022", "2023", "20233"], "Table 1")
    with pytest.raises(HeadingError, match="no heading that is one of years"):
        read_years(["LA code", "Change since 2022 (%)"], "Table 1")


def test_other_columns_are_left_and_provisional_ones_marked() -> None:
    read = read_years(["SIC07", "2022", "2023 [p]", "Change 2022 to 2023 (%)"], "Table 1")
    assert [(one.first_day.year, one.provisional) for one in read.values()] == [
        (2022, False), (2023, True),
    ]  # fmt: skip


@given(st.integers(1900, 2099), st.sampled_from(MARKS))
@settings(max_examples=60)
def test_every_year_with_a_mark_is_that_year(year: int, mark: str) -> None:
    assert year_of(f"{year}{mark}") == year


def test_the_newest_period_of_a_sheet_is_never_left_out() -> None:
    """A law: a period in the header is a period of the table, or the table is refused."""
    for newest, year in (("20233", 2023), ("2023p", 2023), ("2023-24", None), ("FY2023", None)):
        sheet = [["GVA"], ["LA code", "2021", "2022", newest], ["E06000014", 1, 2, 3]]
        wanted = Sheet("^T", {"area_code": "LA code", "": YEAR}, periods="years")
        workbook = Workbook(book({"T": sheet}), "made.xlsx")
        if year is None:
            assert workbook.faults((wanted,))[0]
        else:
            periods = workbook.table(wanted).periods
            assert [one.first_day.year for one in periods.values()] == [2021, 2022, year]


def test_months_of_a_sheet_may_bear_marks() -> None:
    months = ["Jul-25", "Aug-25", "Sept-25 [p]"]
    sheet = [["Adverts"], ["Code", *months], ["E06000014", 1, 2, 3]]
    wanted = Sheet("^T", {"area_code": "Code", "": MONTH}, periods="months")
    workbook = Workbook(book({"T": sheet}), "made.xlsx")
    found = workbook.table(wanted)
    assert [one.first_day.month for one in found.periods.values()] == [7, 8, 9]
    assert workbook.provisional((wanted,)) == ["Sept-25 [p]"]
