"""Several councils as one place: sums, and what a member lacks."""

from __future__ import annotations

import pytest
from made_inputs import HERE, NATION, THERE, made, rows

from indicators.groups import for_group
from indicators.inputs import Inputs

JOBS = {
    HERE: {"C": [100.0, 110.0], "G": [50.0, 60.0]},
    THERE: {"C": [10.0, None]},
    NATION: {"C": [1000.0, 1000.0], "G": [900.0, 900.0]},
}
OUTLOOK = [
    (HERE, "C", 120.0, 110.0, 130.0), (THERE, "C", 12.0, 8.0, 16.0), (HERE, "G", 1.0, 0.5, 2.0),
]  # fmt: skip


def together() -> Inputs:
    held = made(
        JOBS, OUTLOOK,
        residents=rows(
            "residents", (HERE, "2", 30.0, "occupation"), (THERE, "2", 12.0, "occupation")
        ),
        leavers=rows("leavers", (HERE, "2025-01", 300.0, "rounded")),
    )  # fmt: skip
    return for_group(held, [HERE, THERE], "group", "The two")


def test_levels_add_up_and_are_partial_where_a_member_lacks_them() -> None:
    own = together().sectors.filter(area_code="group").sort("industry_code", "year")
    found = {(code, year): (value, status) for code, year, value, status in own.select(
        "industry_code", "year", "value", "status").iter_rows()}  # fmt: skip
    assert found["C", 2020] == (110.0, "rounded")
    assert found["C", 2021] == (110.0, "partial")
    assert found["G", 2020] == (50.0, "partial")


def test_a_forecast_of_the_group_needs_one_of_every_member() -> None:
    own = together().outlook.filter(area_code="group")
    assert own.select("industry_code", "mean", "lower80", "upper80").rows() == [
        ("C", 132.0, 118.0, 146.0)
    ]


def test_people_add_up() -> None:
    held = together()
    own = held.residents.filter(area_code="group")
    assert own["residents_persons"].to_list() == pytest.approx([42.0])
    assert held.leavers.filter(area_code="group")["status"].to_list() == ["partial"]
    assert held.areas.filter(area_code="group").row(0) == ("group", "The two", "group")
    assert held.nation == NATION
