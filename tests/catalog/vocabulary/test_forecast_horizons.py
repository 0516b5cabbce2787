"""Horizons in words count from now, and agree with what the forecasts are tested by."""

from __future__ import annotations

import pytest

from catalog.vocabulary.forecast_families import FAMILIES
from catalog.vocabulary.forecast_horizons import (
    MONTHS_IN,
    PERIODS,
    count_steps_to_now,
    describe_from_now,
    describe_horizon,
    find_tested_steps,
)
from forecasts.series.series_groups import SERIES_GROUPS


@pytest.mark.parametrize("family", FAMILIES)
def test_periods_and_steps_to_now_are_those_of_the_forecasts(family: str) -> None:
    group = SERIES_GROUPS[family]
    assert MONTHS_IN[PERIODS.get(family, "month")] == group.step_months
    assert count_steps_to_now(family) == group.steps_to_now


@pytest.mark.parametrize("family", FAMILIES)
def test_every_span_that_is_tested_has_words_of_its_own(family: str) -> None:
    spans = SERIES_GROUPS[family].horizon_groups
    words = [describe_horizon(family, *span) for span in spans]
    assert len(set(words)) == len(spans)


@pytest.mark.parametrize(
    ("family", "steps", "words"),
    [
        ("jobs_section", (1, 1), "now, when the figure comes out"),
        ("jobs_section", (2, 2), "one year from then"),
        ("gva_section", (1, 1), "the year before, already past"),
        ("gva_section", (2, 2), "now, when the figure comes out"),
        ("gva_section", (5, 5), "three years from then"),
        ("claimants", (1, 1), "one month after the last figure"),
        ("claimants", (13, 24), "13 to 24 months after the last figure"),
        ("workforce_section", (1, 4), "1 to 4 quarters after the last figure"),
    ],
)
def test_a_tested_horizon_says_when_it_is(family: str, steps: tuple[int, int], words: str) -> None:
    assert describe_horizon(family, *steps) == words


def test_three_years_from_now_is_tested_by_the_steps_since_the_last_figure() -> None:
    assert [find_tested_steps(name, 3) for name in ("jobs_section", "gva_section", "adverts")] == [
        4, 5, 3,
    ]  # fmt: skip
    assert describe_horizon("gva_section", *[find_tested_steps("gva_section", 3)] * 2) == (
        "three years from then"
    )


def test_from_now_has_a_past_too() -> None:
    assert describe_from_now(-2) == "two years ago"
    assert describe_from_now(1) == "one year from now"
    assert describe_from_now(0, "adverts") == "now"
