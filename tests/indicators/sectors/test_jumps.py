"""Jumps: most of a change in one year, which one employer or a reclassification could make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from factory_inputs import HERE
from factory_sectors import GROWS, STILL, Years, jobs, units

from indicators.inputs import Inputs
from indicators.sectors import growth, jumps

# 2016 to 2021: a step of 1,500 between 2018 and 2019, from 2,000.
STEP: Years = [2_000.0, 2_000.0, 2_000.0, 3_500.0, 3_500.0, 3_500.0]
BACK: Years = [9_500.0, 9_500.0, 9_500.0, 8_000.0, 8_000.0, 8_000.0]
TREND: Years = [2_000.0, 2_000.0, 2_500.0, 3_000.0, 3_500.0, 4_000.0]


def jump(inputs: Inputs, code: str = "C", area: str = HERE) -> dict[str, Any]:
    frame = growth.sector_growth(inputs)
    row = frame.filter(area_code=area, industry_code=code).row(0, named=True)
    assert row["growth_tier"].endswith(("grown", "shrunk")), row["growth_tier"]
    return row


def test_a_step_of_one_year_could_be_one_employer_and_the_note_says_when() -> None:
    row = jump(jobs({"C": STEP}))
    assert row["jump"] == "one employer"
    assert row["note"].endswith(
        "+1,500 jobs between 2018 and 2019: one employer could have made this change"
    )


def test_a_trend_over_years_is_no_jump() -> None:
    assert jump(jobs({"C": TREND}))["jump"] == ""


def test_a_change_of_which_less_than_two_thirds_came_in_one_year_is_no_jump() -> None:
    years: Years = [2_000.0, 2_000.0, 2_000.0, 2_800.0, 3_600.0, 4_400.0]
    assert jump(jobs({"C": years}))["jump"] == "", "each step alone is beyond its noise"


def test_a_step_that_is_small_beside_the_jobs_before_is_no_jump() -> None:
    years: Years = [10_000.0, 10_000.0, 10_000.0, 12_000.0, 12_000.0, 12_000.0]
    assert jump(jobs({"C": years}))["jump"] == ""


def test_a_step_too_large_for_one_employer_is_not_called_so() -> None:
    assert jump(jobs({"C": GROWS}))["jump"] == "", "5,000 jobs"


def test_a_step_that_the_nation_made_as_well_is_no_employer_s() -> None:
    there: Years = [1e6, 1e6, 1e6, 1.75e6, 1.75e6, 1.75e6]
    assert jump(jobs({"C": STEP}, {"C": there}))["jump"] == ""


@pytest.mark.parametrize(
    ("large", "before", "expected"),
    [(5.0, 5.0, "one employer"), (20.0, 20.0, ""), (20.0, 15.0, "one employer")],
)
def test_many_large_local_units_make_one_employer_unlikely_unless_their_number_moved(
    large: float, before: float, expected: str
) -> None:
    known = pl.concat([units("C", 2018, before), units("C", 2020, large)])
    assert jump(replace(jobs({"C": STEP}), local_units=known))["jump"] == expected


def test_an_equal_step_the_other_way_in_a_related_sector_may_be_a_reclassification() -> None:
    nation = dict.fromkeys(("C", "G"), STILL)
    row = jump(jobs({"C": STEP, "G": BACK}, nation))
    assert row["jump"] == "reclassification"
    assert "and -1,500 in Retail: an employer may have been reclassified" in row["note"]


def test_a_step_in_a_sector_that_has_nothing_to_do_with_it_is_none() -> None:
    assert jump(jobs({"C": STEP, "R": BACK}))["jump"] == "one employer"


def test_a_step_of_another_size_or_another_year_is_none() -> None:
    half: Years = [9_500.0, 9_500.0, 9_500.0, 9_500.0, 8_000.0, 8_000.0]
    small: Years = [1_500.0, 1_500.0, 1_500.0, 900.0, 900.0, 900.0]
    for years in (half, small):
        assert jump(jobs({"C": STEP, "G": years}))["jump"] == "one employer"


def test_a_loss_is_marked_as_well() -> None:
    row = jump(jobs({"C": STEP[::-1]}))
    assert (row["growth_tier"], row["jump"]) == ("very likely shrunk", "one employer")
    assert "-1,500 jobs between 2018 and 2019" in row["note"]


def test_relations_hold_both_ways_and_divisions_of_one_section_are_related() -> None:
    pairs = set(jumps.related_industries().iter_rows())
    assert all((other, one) in pairs for one, other in pairs)
    assert ("46", "47") in pairs
    assert ("45", "49") not in pairs
    assert not any(one == other for one, other in pairs)
