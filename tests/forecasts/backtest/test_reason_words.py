"""The reason of a forecast in plain English: how many places and dates, and whose record."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.backtest.selection import Verdict, explain
from forecasts.series.series_groups import SERIES_GROUPS

VERDICT: dict[str, Any] = {
    "area_type": "lad", "part": "sector", "horizon_from": 1, "horizon_to": 1,
    "model": "carried by payrolls", "yardstick": "naive", "ratio": 0.967, "low": 0.943,
    "high": 0.993, "areas": 61, "origins": 6,
}  # fmt: skip
NO_INTERVAL = {"low": float("nan"), "high": float("nan")}
STORED = "the record that comes with Wardwise"


def reason(family: str = "employees_section", **changed: Any) -> str:
    return explain(Verdict(**(VERDICT | changed)), SERIES_GROUPS[family], STORED)


def test_a_model_that_wins_says_by_how_much_where_and_when() -> None:
    assert reason() == (
        "Tested on sectors of 61 councils from 6 past dates: its error is 0.97 of that of "
        "repeating the last figure (95% interval 0.94 to 0.99), one year after the last figure. "
        "This is the record that comes with Wardwise"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (NO_INTERVAL, "0.97 of that of repeating the last figure, one year after"),
        ({"part": "total"}, "Tested on all sectors together of 61 councils"),
        ({"horizon_from": 3, "horizon_to": 3}, "3 years after the last figure"),
        ({"ratio": 1.01}, "So far ahead it is no better, and keeps to the line of nearer dates."),
        ({"yardstick": "drift"}, "of that of carrying on the average change so far"),
        ({"area_type": "region"}, "sectors of 61 regions"),
    ],
)
def test_what_is_tested_and_what_it_is_tested_against_are_named(
    changed: dict[str, Any], words: str
) -> None:
    assert words in reason(**changed)


def test_a_naive_that_stands_in_says_what_it_beat() -> None:
    made = reason(model="naive", beaten="carried by payrolls", ratio=1.1, **NO_INTERVAL)
    assert made.startswith(
        "We go by repeating the last figure, because nothing beats it. Tested on "
    )
    assert "the error of carried by payrolls is 1.10 of that of repeating" in made


def test_a_naive_beside_nothing_says_that_nothing_was_tested() -> None:
    made = reason(model="naive", ratio=1.0)
    assert made.startswith("We go by repeating the last figure: nothing else was tested on sectors")


def test_one_series_an_area_has_no_sectors_and_months_are_months() -> None:
    made = reason("adverts", horizon_from=2, horizon_to=6, model="towards last year")
    assert made.startswith("Tested on 61 councils from 6 past dates")
    assert "2 to 6 months after the last figure" in made
