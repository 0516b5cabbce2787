"""What stands out: distance in spreads of the neighbours, one concept once, limits honoured."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest
from factory_local import MINE, figure, indicator, neighbours, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.places.limits import HIGHER, LOWER, SAME
from indicators.places.local_figures import compare_area, find_area
from indicators.places.standing_out import find_standing_out

LEVEL = (10.0, 20.0, 30.0, 40.0, 50.0)  # middle half 20 to 40: spread 20 / 1.349


def stand_out(
    mine: dict[str, float], within: float | None = None, level: tuple[float, ...] = LEVEL,
    **given: Any,
) -> pl.DataFrame:  # fmt: skip
    """What stands out, where the neighbours have `level` in every indicator."""
    values = [figure(code, MINE, value, within=within) for code, value in mine.items()]
    for code in mine:
        values += neighbours(code, level, within=within)
    described = [indicator(code, has_limits=within is not None, **given) for code in mine]
    made = tables(described, values)
    return find_standing_out(compare_area(made, find_area(made, MINE)))


def test_the_furthest_come_first_in_either_direction() -> None:
    found = stand_out({"a": 50.0, "b": 5.0, "c": 80.0, "d": 30.0})
    assert found["indicator_code"].to_list() == ["c", "b", "a", "d"]
    assert found["neighbours_difference"].to_list() == [HIGHER, LOWER, HIGHER, SAME]
    assert found["stands_out"].to_list() == [True, True, True, False]
    assert found["distance_spreads"][2] == pytest.approx((50 - 30) / (20 / 1.349))


def test_there_are_five_at_most_and_equals_are_in_order_of_codes() -> None:
    found = stand_out(dict.fromkeys("gfedcba", 80.0))
    assert found["indicator_code"].to_list() == ["a", "b", "c", "d", "e"]


def test_what_limits_leave_open_comes_after_what_stands_out() -> None:
    found = stand_out({"a": 45.0, "b": 60.0}, within=6.0)
    assert found["indicator_code"].to_list() == ["b", "a"]
    assert found["stands_out"].to_list() == [True, False]


def test_a_far_figure_that_its_limits_make_unsure_stands_out_less_than_a_near_sure_one() -> None:
    values = [figure("far", MINE, 90.0, within=60.0), figure("near", MINE, 50.0, within=1.0)]
    values += [*neighbours("far", LEVEL, within=1.0), *neighbours("near", LEVEL, within=1.0)]
    described = [indicator(code, has_limits=True) for code in ("far", "near")]
    made = tables(described, values)
    found = find_standing_out(compare_area(made, find_area(made, MINE)))
    assert found.select("indicator_code", "stands_out").rows() == [("near", True), ("far", False)]


def test_one_concept_is_counted_once_by_its_furthest() -> None:
    found = stand_out(
        {"business-survival-one-year": 60.0, "business-survival-two-year": 90.0, "a": 45.0}
    )
    assert found["indicator_code"].to_list() == ["business-survival-two-year", "a"]


def test_totals_are_left_out() -> None:
    assert stand_out({"a": 90.0}, is_rate=False).is_empty()


def test_neighbours_that_read_alike_are_no_measure() -> None:
    assert stand_out({"a": 99.9}, level=(100.0, 100.0, 99.99, 99.98, 99.97)).is_empty()


def test_one_odd_neighbour_does_not_widen_the_spread() -> None:
    usual = stand_out({"a": 60.0}, level=(10.0, 20.0, 30.0, 40.0, 50.0))
    odd = stand_out({"a": 60.0}, level=(10.0, 20.0, 30.0, 40.0, 5000.0))
    assert odd["distance_spreads"][0] == usual["distance_spreads"][0]


FIGURES = st.lists(st.integers(0, 4000).map(lambda tenths: tenths / 10), min_size=6, max_size=21)


@given(columns=st.lists(FIGURES, min_size=1, max_size=7), add=st.integers(-50, 5000),
       chance=st.integers(0, 99))  # fmt: skip
@settings(max_examples=40)
def test_neither_order_nor_a_constant_changes_what_stands_out(
    columns: list[list[float]], add: int, chance: int
) -> None:
    """Adding the same to the figures of all councils moves no council beside another."""
    codes = "abcdefg"[: len(columns)]
    described = [indicator(code) for code in codes]

    def found(added: float, shuffled: bool) -> list[tuple[str, bool]]:
        values = [
            one
            for code, (mine, *others) in zip(codes, columns, strict=True)
            for one in (
                figure(code, MINE, mine + added),
                *neighbours(code, [value + added for value in others]),
            )
        ]
        if shuffled:
            random.Random(chance).shuffle(values)
        made = tables(described, values)
        rows = find_standing_out(compare_area(made, find_area(made, MINE)))
        return rows.select("indicator_code", "stands_out").rows()

    assert found(0.0, False) == found(0.0, True) == found(float(add), False)
