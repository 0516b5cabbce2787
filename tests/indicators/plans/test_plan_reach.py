"""Whom a plan reaches: its own need by level, weighed by places, and what is missing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from factory_places import centroids, lookup, need_of, reader_of, wards_of

from access.decay import ReachError
from catalog.reading import Reader
from indicators.plans.plan_reach import count_below, find_plan_reach
from indicators.plans.plan_text import Course, Plan
from presentation import plan_words

KM = {"A": (0.0, 0.0), "B": (20.0, 0.0)}
WARDS = lookup(A="L1 W1", B="L1 W2")
LEVELS = ("none", "1", "2", "apprenticeship", "3", "4", "other")
CARE = Course("further education", "health and care", "3", 30, 2027)
BASIC = Course("further education", "preparation for life and work", "below 2", 10, 2027)


def census(**residents: tuple[float | None, ...]) -> pl.DataFrame:
    """Residents of each small area by LEVELS."""
    return pl.DataFrame(
        [(area, "lsoa21", level, count) for area, counts in residents.items()
         for level, count in zip(LEVELS, counts, strict=True)],
        schema={"area_code": pl.String, "area_type": pl.String, "qualification_code": pl.String,
                "residents_persons": pl.Float64},
        orient="row",
    )  # fmt: skip


HERE = census(A=(10, 20, 30, 1, 2, 100, 0), B=(30, 0, 0, 5, 5, 50, 60))


def read(table: pl.DataFrame) -> Reader:
    return reader_of(
        lsoa_centroids=centroids(**KM), lsoa_wards=WARDS, wards=wards_of(WARDS, "L1"),
        lsoa_need=need_of(A=200.0, B=200.0), census_qualifications=table,
    )  # fmt: skip


def test_need_is_those_below_the_level_and_for_the_lowest_those_with_none() -> None:
    below = dict(count_below(HERE, "3").iter_rows())
    assert below == {"A": 60, "B": 90}
    assert dict(count_below(HERE, "below 2").iter_rows()) == {"A": 10, "B": 30}
    # A fifth of level 4 and above is level 4 or 5, as elsewhere: it is below a degree.
    assert dict(count_below(HERE, "6+").iter_rows())["A"] == pytest.approx(60 + 3 + 20)


def test_a_withheld_count_that_is_needed_leaves_no_figure() -> None:
    table = census(A=(10, None, 30, 1, 2, 100, 0))
    assert count_below(table, "3")["need_persons"][0] is None
    assert count_below(table, "below 2")["need_persons"][0] == 10


def test_the_plans_need_outside_is_weighed_by_places() -> None:
    plan = Plan(("61",), (CARE, BASIC), at="W1")
    found = find_plan_reach(read(HERE), plan, (Path("nowhere"),), ["L1"])
    assert found is not None
    assert found.courses["outside_no_car_pct"].to_list() == pytest.approx([60.0, 75.0])
    assert found.outside_no_car_pct == pytest.approx((30 * 60.0 + 10 * 75.0) / 40)
    words = " ".join(plan_words.describe_reach(found))
    assert "1 of 2 wards have W1 within reach without a car" in words
    assert "64% live outside reach without a car and 64% by any way" in words
    assert "Nobody in W2 has it within reach either way." in words
    assert any("centre of the ward's residents" in one for one in found.assumptions)


def test_without_levels_in_small_areas_the_need_is_missing_and_said() -> None:
    found = find_plan_reach(
        read(HERE.clear()), Plan(("61",), (CARE,), at="W1"), (Path("nowhere"),), ["L1"]
    )
    assert found is not None
    assert found.outside_any_pct is None
    assert "cannot say where the plan's own need lives" in plan_words.describe_reach(found)[-1]


def test_without_residents_of_the_council_it_says_what_to_run() -> None:
    for place in ("HX1 1AB", "W1", "nowhere"):
        plan = Plan(("61",), (CARE,), at=place)
        with pytest.raises(ReachError, match="then `wardwise build`"):
            find_plan_reach(read(HERE), plan, (Path("nowhere"),), ["L2"])


def test_a_plan_without_a_place_reaches_nobody_in_particular() -> None:
    assert find_plan_reach(read(HERE), Plan(), (Path("nowhere"),), ["L1"]) is None
