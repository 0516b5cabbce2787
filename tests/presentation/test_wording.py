"""Periods and intervals in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.wording import between, period_in_words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-07", "July 2025"),
        ("2025-01 to 2025-07", "January 2025 to July 2025"),
        ("2026-11-03", "3 November 2026"),
        ("year to 2025-09", "year to September 2025"),
        ("2021", "2021"),
        ("2018-19", "2018-19"),
        ("2011-12", "2011-12"),  # the financial year, as likely as December
        ("", ""),
    ],
)
def test_months_are_written_out_and_years_stay(period: str, words: str) -> None:
    assert period_in_words(period) == words


@given(st.integers(2013, 2099), st.integers(1, 12))
def test_no_month_of_our_time_stays_a_code(year: int, month: int) -> None:
    assert period_in_words(f"{year}-{month:02}").endswith(f" {year}")


def test_an_interval_has_signs_where_it_crosses_zero() -> None:
    assert between(317.2, 1019.6) == "(80% interval 317 to 1,020)"
    assert between(-40.0, 300.0) == "(80% interval \u221240 to +300)"
