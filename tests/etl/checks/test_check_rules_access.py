"""Each law of access passes what keeps it and names what breaks it."""

from __future__ import annotations

import polars as pl
import pytest

from etl.checks import access
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]


def found(rule: Rule, tables: Tables) -> list[str]:
    return [message for _, message, _ in rule(tables)]


def areas(no_car: float = 5.0, any_way: float = 9.0) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "lsoa_code": ["A", "A", "B"], "ward_code": ["W1", "W1", "W1"],
            "reach_setting": ["no_car", "any", "no_car"], "jobs_in_reach": [no_car, any_way, 8.0],
        }
    )  # fmt: skip


def wards(*rows: tuple[str, float, int | None, str]) -> Tables:
    return {
        "reach_ward": pl.DataFrame(
            [("L1", "no_car", *row) for row in rows],
            schema=["lad_code", "reach_setting", "ward_code", "jobs_in_reach", "rank_in_council",
                    "status"],
            orient="row",
        )
    }  # fmt: skip


def test_jobs_of_two_years_are_found() -> None:
    one = pl.DataFrame({"period": ["2021", "2021"]})
    assert found(access.jobs_around_are_of_one_year, {"reach_jobs": one}) == []
    two = pl.DataFrame({"period": ["2021", "2024"]})
    assert found(access.jobs_around_are_of_one_year, {"reach_jobs": two}) == [
        "jobs of several years together: 2021, 2024"
    ]


def test_more_reach_without_a_car_is_found() -> None:
    assert found(access.slower_travel_reaches_less, {"reach_lsoa": areas()}) == []
    assert found(access.slower_travel_reaches_less, {"reach_lsoa": areas(no_car=10.0)})


@pytest.mark.parametrize(("jobs", "is_wrong"), [(6.0, False), (4.9, True), (8.1, True)])
def test_a_ward_outside_its_areas_is_found(jobs: float, is_wrong: bool) -> None:
    tables = {"reach_lsoa": areas(), **wards(("W1", jobs, 1, "modelled"))}
    assert bool(found(access.wards_lie_among_their_areas, tables)) == is_wrong


@pytest.mark.parametrize(
    ("rows", "is_wrong"),
    [
        ([("W1", 9.0, 1, "modelled"), ("W2", 8.0, None, "partial")], False),
        ([("W1", 9.0, 1, "partial")], True),
        ([("W1", 8.0, 1, "modelled"), ("W2", 9.0, 2, "modelled")], True),
        ([("W1", 9.0, 1, "modelled"), ("W2", 9.0, 1, "modelled")], True),
    ],
)
def test_a_rank_that_is_wrong_is_found(
    rows: list[tuple[str, float, int | None, str]], is_wrong: bool
) -> None:
    assert bool(found(access.partial_wards_have_no_rank, wards(*rows))) == is_wrong
