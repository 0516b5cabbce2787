"""Measures: each says what it is, and values are shown as people read them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.measures import DEFAULT_MEASURE, MEASURES, Measure, Unit
from presentation.numbers import rounded, show

EVERY_MEASURE = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@EVERY_MEASURE
def test_a_measure_has_its_unit_in_its_name(measure: Measure) -> None:
    named = {"_pct": "%", "_gbp": "GBP", "_persons": "persons", "premises_count": "premises"}
    units = [unit for ending, unit in named.items() if measure.id.endswith(ending)]
    assert (units or ["jobs"]) == [measure.unit]


@EVERY_MEASURE
def test_a_measure_says_in_words_what_it_is(measure: Measure) -> None:
    assert measure.group
    assert measure.label
    assert measure.term
    assert measure.formula


def test_labels_are_told_apart_and_the_default_is_there() -> None:
    labels = [measure.label for measure in MEASURES.values()]
    assert len(labels) == len(set(labels))
    assert DEFAULT_MEASURE in MEASURES


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (None, "jobs", "–"),
        (0.0, "jobs", "0"),
        (1234.4, "jobs", "1,234"),
        (23.44, "%", "23.4%"),
        (-0.04, "%", "0.0%"),
        (0.666, "index", "0.67"),
        (1_234_567.0, "GBP", "£1.2 million"),
        (999_999.0, "GBP", "£1 million"),
        (2_500_000_000.0, "GBP", "£2.5 billion"),
        (950.0, "GBP", "£950"),
        (-2_500.0, "GBP", "-£2,500"),
    ],
)
def test_values_as_people_read_them(value: float | None, unit: str, expected: str) -> None:
    assert show(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (12.0, "jobs", "+12"),
        (-12.0, "jobs", "-12"),
        (0.04, "%", "0.0%"),
        (-0.4, "persons", "0"),
        (1_500.0, "GBP", "+£1,500"),
        (None, "jobs", "–"),
    ],
)
def test_changes_carry_a_sign_unless_nothing_is_left_of_them(
    value: float | None, unit: str, expected: str
) -> None:
    assert show(value, unit, signed=True) == expected


@settings(max_examples=200)
@given(st.floats(-1e11, 1e11), st.sampled_from(get_args(Unit)))
def test_a_rounded_value_reads_like_the_value_itself(value: float, unit: str) -> None:
    assert show(rounded(value, unit), unit) == show(value, unit)
