"""Suggestions for a ward: each rule has a figure that sets it off, and one just short of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from indicators.places.ward_suggestions import LIMITS, WardFigures, suggest

NOTHING = WardFigures(shares={})


def share(name: str, value: float | None, council: float | None, rank: int = 5) -> dict[str, Any]:
    """The row of a share in a council of twenty wards."""
    return {
        name: {"value_pct": value, "council_pct": council, "period": "2025", "status": "observed",
               "council_rank": rank, "council_low_rank": 21 - rank, "council_count": 20}
    }  # fmt: skip


def rules(figures: WardFigures) -> list[str]:
    return [one.rule for one in suggest(figures)]


def test_nothing_sets_nothing_off() -> None:
    assert suggest(NOTHING) == ()


@pytest.mark.parametrize(("value", "said"), [(5.0, True), (4.9, False), (None, False)])
def test_claimants_a_quarter_above_the_council(value: float | None, said: bool) -> None:
    assert ("claimants" in rules(WardFigures(share("claimants_pct", value, 4.0)))) is said


@pytest.mark.parametrize(
    ("empty", "occupied", "said"),
    [(30.0, 70.0, True), (13.0, 87.0, False), (4.0, 2.0, False), (None, 70.0, False)],
)
def test_empty_premises_beyond_chance_and_not_a_handful(
    empty: float | None, occupied: float, said: bool
) -> None:
    pct = None if empty is None else 100 * empty / (empty + occupied)
    figures = WardFigures(
        share("premises_empty_pct", pct, 12.0),
        premises={"empty_count": empty, "occupied_count": occupied},
    )
    assert ("premises" in rules(figures)) is said
    if said:
        (one,) = suggest(figures)
        assert (one.ward_value, one.beside_value, one.count) == (30.0, 12.0, 30.0)


@pytest.mark.parametrize(
    ("rank", "value", "said"), [(4, 30.0, True), (5, 30.0, False), (1, 20.0, False)]
)
def test_adults_without_qualifications(rank: int, value: float, said: bool) -> None:
    shares = share("residents_qualification_none_pct", value, 24.0, rank)
    found = suggest(WardFigures(shares, adults=5000.0))
    assert ([one.rule for one in found] == ["skills"]) is said
    assert not said or found[0].count == 1500.0


MATCH = {"difference_points": -10.0, "survey_share_pct": 30.0, "residents_share_pct": 20.0,
         "jobs_share_pct": 40.0, "period": "2021", "status": "modelled"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "rank", "said"),
    [({}, 17, 30.0), ({"survey_share_pct": None}, 20, 20.0), ({}, 16, None),
     ({"difference_points": -9.9}, 20, None), ({"difference_points": None}, 20, None)],
)  # fmt: skip
def test_level_4_far_below_what_jobs_ask_for(
    changed: dict[str, Any], rank: int, said: float | None
) -> None:
    shares = share("residents_qualification_4_pct", 15.0, 27.0, rank)
    found = suggest(WardFigures(shares, match=MATCH | changed))
    assert ([one.ward_value for one in found] or [None]) == [said]


@pytest.mark.parametrize(("upper", "said"), [(-0.01, True), (0.0, False), (None, False)])
def test_demand_is_said_where_its_interval_is_clear(upper: float | None, said: bool) -> None:
    row = {"exposure_ln": -0.3, "upper80": upper, "period": "2025-07", "status": "modelled"}
    assert ("demand" in rules(replace(NOTHING, exposure=row))) is said


GROUP = {"sector_name": "Transport", "council_share_pct": 10.0, "all_jobs_share_pct": 5.0,
         "jobs": 500.0, "reliability": "fair", "period": "2023", "status": "modelled"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [({}, True), ({"all_jobs_share_pct": 5.1}, False), ({"jobs": 499.0}, False),
     ({"reliability": "low"}, False), ({"jobs": None}, False),
     ({"all_jobs_share_pct": 0.0}, False)],
)  # fmt: skip
def test_a_group_of_sectors_with_twice_its_share(changed: dict[str, Any], said: bool) -> None:
    assert ("sector" in rules(replace(NOTHING, groups=(GROUP | changed,)))) is said


REACH = {"rank_in_council": 20, "council_count": 20, "households_no_car_pct": 30.0,
         "no_car_middle": 20.0, "jobs_in_reach": 900.0, "council_middle": 4000.0,
         "period": "2023", "status": "modelled"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [({}, True), ({"rank_in_council": 17}, True), ({"rank_in_council": 16}, False),
     ({"households_no_car_pct": 20.0}, False), ({"rank_in_council": None}, False)],
)  # fmt: skip
def test_few_jobs_within_reach_and_many_without_a_car(changed: dict[str, Any], said: bool) -> None:
    assert ("reach" in rules(replace(NOTHING, reach=REACH | changed))) is said


def test_every_limit_is_used_by_a_rule() -> None:
    assert set(LIMITS) == {
        "reach_lowest_part", "claimants_ratio", "empty_least", "empty_noise", "skills_outer_part",
        "level4_points", "sector_ratio", "sector_least_jobs",
    }  # fmt: skip
