"""Classes: every figure lies in one class, and the legend's label of that class is true of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presentation.legend_classes import (
    METHODS,
    PALETTE,
    LegendEntry,
    classify,
    legend,
    mark_of,
    roundest,
)
from presentation.numbers import rounded, show

UNITS = ("%", "jobs", "persons", "GBP", "index")
AMOUNTS = st.floats(-1e6, 2e9, allow_nan=False).map(lambda value: round(value, 4))
SCALE = {"": 1.0, " million": 1e6, " billion": 1e9}


def number(words: str) -> float:
    """The number that a label's words say: 1,200,000 for "£1.2 million"."""
    sign, digits, size = re.fullmatch(r"(-?)£?(-?[\d.,]+)( million| billion)?%?", words).groups()
    value = float(digits.replace(",", "")) * SCALE[size or ""]
    return round(-value if sign else value, 2)


def holds(label: str, value: float) -> bool:
    """Whether a label, read as a person reads it, is true of a figure."""
    if " to under " in label:
        low, high = map(number, label.split(" to under "))
        return low <= value < high
    low, _, high = label.partition(" to ")
    return number(low) <= value <= number(high or low)


@settings(max_examples=150)
@given(st.lists(AMOUNTS, min_size=1, max_size=40), st.sampled_from(UNITS))
def test_every_figure_has_one_label_and_it_is_the_one_of_its_colour(
    values: list[float], unit: str
) -> None:
    classes = classify(values, unit)
    assert 1 <= len(classes.labels) <= 5
    assert len(classes.labels) == len(classes.colours) == len(classes.breaks) + 1
    assert sorted(classes.breaks) == list(classes.breaks)
    for value in values:
        read = number(show(value, unit))
        true_labels = [label for label in classes.labels if holds(label, read)]
        assert true_labels == [classes.labels[classes.index(value)]]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("unit", UNITS)
def test_natural_breaks_keep_the_same_promise(method: str, unit: str) -> None:
    values = [1.0, 2.0, 2.0, 3.0, 40.0, 41.5, 42.0, 90.0, 91.0, 300.0, 310.0, 9_000_000.0]
    classes = classify(values, unit, method)
    for value in values:
        assert holds(classes.labels[classes.index(value)], number(show(value, unit)))


@given(st.floats(-1e10, 1e10), st.sampled_from(UNITS))
def test_rounded_is_the_number_that_is_shown(value: float, unit: str) -> None:
    assert rounded(value, unit) == pytest.approx(number(show(value, unit)), rel=1e-9)


def test_quantiles_put_near_equal_numbers_of_wards_in_each_class() -> None:
    values = [float(value) for value in range(30)]
    entries = legend(classify(values, "jobs"), [(value, "") for value in values])
    assert [entry.wards for entry in entries] == [6, 6, 6, 6, 6]


@pytest.mark.parametrize("shared", [0.0, 41.0, 100.0])
def test_a_figure_that_most_wards_share_leaves_the_other_colours_to_the_rest(shared: float) -> None:
    values = [shared] * 90 + [float(value) for value in range(20, 60)]
    entries = legend(classify(values, "%"), [(value, "") for value in values])
    assert len(entries) == 5
    counts = sorted(entry.wards for entry in entries)
    assert counts[-1] == 90 + (shared == 41.0)
    assert counts[0] >= 9  # of the 40 others, in four colours


@given(st.lists(st.integers(0, 12), min_size=1, max_size=60), st.integers(2, 5))
def test_quantiles_use_every_colour_that_there_are_figures_for(
    values: list[int], most: int
) -> None:
    assert len(classify(values, "jobs", most=most).labels) == min(most, len(set(values)))


def test_natural_breaks_part_what_lies_apart() -> None:
    values = [1, 2, 3, 50, 51, 52, 200, 201, 400, 401, 900, 901]
    classes = classify(values, "jobs", "natural breaks")
    assert classes.labels == (
        "1 to under 50", "50 to under 200", "200 to under 400", "400 to under 500", "500 to 901",
    )  # fmt: skip


def test_natural_breaks_are_the_same_each_time_and_for_pounds_in_millions() -> None:
    small = [3.0, 4.0, 5.0, 50.0, 52.0, 90.0, 95.0, 300.0, 301.0]
    large = [1_000_000 * value for value in small]
    groups = [
        [classes.index(value) for value in values]
        for values in (small, large)
        for classes in [classify(values, "GBP", "natural breaks")] * 2
    ]
    assert groups == [groups[0]] * 4


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([], ()),
        ([None, None], ()),
        ([7.04], ("7.0%",)),
        ([7.04, 6.96, 7.0], ("7.0%",)),  # all shown as 7.0
        ([5.0, 10.0], ("5.0%", "10.0%")),
        ([0, 0, 0, 4.0], ("0.0%", "4.0%")),
    ],
)
def test_few_or_equal_values(values: list[float | None], labels: tuple[str, ...]) -> None:
    assert classify(values, "%").labels == labels


def test_a_break_moves_no_value_to_another_class() -> None:
    classes = classify([11.2, 14.8, 15.9, 21.3, 22.0, 38.9], "%", most=2)
    assert classes.breaks == (20.0,)
    assert classes.index(15.94) == 0
    # Shown as 20.0, so it belongs with those that are 20.0 and more.
    assert classes.index(19.96) == 1


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (14.8, 15.9, 15.0),
        (11, 12, 12),
        (0, 1, 1),
        (-3, 4, 0),
        (-8.5, -1.2, -5),
        (1.1e6, 1.2e6, 1.2e6),
    ],
)
def test_roundest(low: float, high: float, found: float) -> None:
    assert roundest(low, high) == found


@given(st.integers(-10_000, 10_000), st.integers(1, 5_000))
def test_roundest_lies_above_the_lower_and_not_above_the_higher(low: int, step: int) -> None:
    assert low / 10 < roundest(low / 10, (low + step) / 10) <= (low + step) / 10


def test_colours_run_over_the_whole_palette() -> None:
    assert classify([1.0, 2.0], "jobs").colours == (PALETTE[0], PALETTE[4])
    assert classify([1.0, 2.0, 3.0, 4.0, 5.0], "jobs").colours == PALETTE


def test_marks_and_their_lines_in_the_legend() -> None:
    assert mark_of("suppressed", "") == "suppressed"
    assert mark_of("missing", "") == "missing"
    assert mark_of("modelled", "low") == "rough"
    assert mark_of("partial", "good") == "rough"
    assert mark_of("observed", "good") == ""
    entries = legend(classify([1.0], "jobs"), [(1.0, "rough"), (None, "suppressed")])
    assert entries == [
        LegendEntry("1", 1, PALETTE[2], ""),
        LegendEntry("Rough guide only: low reliability, or a part is missing", 1, "#ffffff", "/"),
        LegendEntry("Withheld by the source", 1, "#b1b4b6", "x"),
    ]
