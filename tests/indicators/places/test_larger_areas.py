"""The areas round councils and groups."""

from __future__ import annotations

import polars as pl

from indicators.places import larger_areas

ROUND = pl.DataFrame(
    [("E1", "TLE4", 1), ("E2", "TLE4", 1), ("E2", "TLE1", 2)],
    schema=larger_areas.SCHEMA, orient="row",
)  # fmt: skip


def test_a_council_has_its_own_area_of_2021_and_not_its_neighbours() -> None:
    wrexham = pl.DataFrame({"lad_code": ["W06000006"], "itl2_code": ["TLL3"]})
    assert larger_areas.larger_areas(wrexham).rows() == [
        ("W06000006", "TLL3", larger_areas.TODAY), ("W06000006", "TLL2", larger_areas.FORMER),
    ]  # fmt: skip


def test_a_group_has_the_areas_round_its_members_each_once() -> None:
    parts = larger_areas.of_group(ROUND, ["E1", "E2"], "group")
    assert parts.rows() == [("group", "TLE4", 1), ("group", "TLE1", 2)]


def test_a_group_of_which_a_member_has_no_area_has_none() -> None:
    assert larger_areas.of_group(ROUND, ["E1", "E3"], "group").is_empty()
