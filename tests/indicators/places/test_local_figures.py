"""A council's figure beside those of others: limits, ranks, missing figures, periods."""

from __future__ import annotations

from typing import Any

import pytest
from factory_local import KINGDOM, MINE, NATION, NEIGHBOURS, REGION, figure, indicator, tables
from factory_local import neighbours as of_neighbours

from indicators.places.limits import HIGHER, LOWER, SAME
from indicators.places.local_figures import compare_area, find_area

TEN_TO_FIFTY = (10.0, 20.0, 30.0, 40.0, 50.0)


def row(values: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """The one row of the council, of an indicator called "pay"."""
    made = tables([indicator("pay", **given)], values)
    return compare_area(made, find_area(made, MINE)).row(0, named=True)


@pytest.mark.parametrize(
    ("mine", "nation", "difference"),
    [
        ((30.0, 2.0), (33.0, 0.9), LOWER),
        ((30.0, 2.0), (33.0, 1.0), SAME),  # the limits touch
        ((36.0, 2.0), (33.0, 0.9), HIGHER),
        ((30.0, 5.0), (33.0, 0.1), SAME),
    ],
)
def test_limits_that_overlap_are_about_the_same(
    mine: tuple[float, float], nation: tuple[float, float], difference: str
) -> None:
    found = row(
        [figure("pay", MINE, mine[0], within=mine[1]),
         figure("pay", NATION, nation[0], within=nation[1])],
        has_limits=True,
    )  # fmt: skip
    assert (found["nation_value"], found["nation_difference"]) == (nation[0], difference)


@pytest.mark.parametrize(
    ("mine", "difference"), [(30.04, SAME), (30.06, HIGHER), (29.94, LOWER), (29.96, SAME)]
)
def test_without_limits_figures_are_compared_as_printed(mine: float, difference: str) -> None:
    found = row([figure("pay", MINE, mine), figure("pay", NATION, 30.0)])
    assert found["nation_difference"] == difference


def test_a_figure_that_lacks_its_limits_is_not_compared() -> None:
    values = [figure("pay", MINE, 90.0), figure("pay", NATION, 30.0, within=0.1)]
    values += of_neighbours("pay", TEN_TO_FIFTY, within=0.1)
    found = row(values, has_limits=True)
    assert found["nation_difference"] is None
    assert found["neighbours_difference"] is None
    assert (found["rank_from"], found["rank_to"]) == (1, 6)


def test_the_middle_half_of_neighbours_is_from_quarter_to_quarter() -> None:
    found = row([figure("pay", MINE, 40.0), *of_neighbours("pay", TEN_TO_FIFTY)])
    assert found["neighbours_count"] == 5
    assert [found[f"neighbours_{name}"] for name in ("lower_quarter", "median", "upper_quarter")] \
        == [20.0, 30.0, 40.0]  # fmt: skip
    assert found["neighbours_difference"] == SAME  # on the edge


@pytest.mark.parametrize(
    ("mine", "within", "difference"),
    [(40.1, None, HIGHER), (19.9, None, LOWER), (45.0, 5.0, SAME), (45.0, 4.9, HIGHER)],
)
def test_limits_that_reach_into_the_middle_half_are_about_the_same(
    mine: float, within: float | None, difference: str
) -> None:
    values = [figure("pay", MINE, mine, within=within)]
    values += of_neighbours("pay", TEN_TO_FIFTY, within=within)
    assert row(values, has_limits=within is not None)["neighbours_difference"] == difference


def test_too_few_neighbours_are_no_comparison() -> None:
    found = row([figure("pay", MINE, 90.0), *of_neighbours("pay", TEN_TO_FIFTY[:4])])
    assert found["neighbours_count"] == 4
    assert found["neighbours_difference"] is None
    assert found["rank_from"] is None
    assert found["distance_spreads"] is None


def test_ranks_start_at_the_highest_and_ties_share_a_range() -> None:
    found = row([figure("pay", MINE, 40.0), *of_neighbours("pay", TEN_TO_FIFTY)])
    assert (found["rank_from"], found["rank_to"], found["rank_of"]) == (2, 3, 6)
    alone = row([figure("pay", MINE, 45.0), *of_neighbours("pay", TEN_TO_FIFTY)])
    assert (alone["rank_from"], alone["rank_to"], alone["rank_of"]) == (2, 2, 6)


def test_ranks_are_as_wide_as_the_limits() -> None:
    values = [figure("pay", MINE, 30.0, within=6.0)]
    values += of_neighbours("pay", TEN_TO_FIFTY, within=6.0)
    found = row(values, has_limits=True)
    assert (found["rank_from"], found["rank_to"]) == (2, 5)  # overlaps 20, 30 and 40


def test_others_are_of_the_same_period_only() -> None:
    values = [figure("pay", MINE, 30.0, 2023), figure("pay", NATION, 99.0, 2024)]
    values += [figure("pay", NATION, 30.0, 2023), *of_neighbours("pay", TEN_TO_FIFTY, year=2024)]
    found = row(values)
    assert (found["period"], found["nation_value"]) == ("2023", 30.0)
    assert found["neighbours_count"] == 0


def test_a_missing_figure_is_never_zero() -> None:
    values = [figure("pay", MINE, None), *of_neighbours("pay", [None, *TEN_TO_FIFTY])]
    found = row(values)
    assert (found["value"], found["status"]) == (None, "missing")
    assert found["neighbours_difference"] is None
    older = row([figure("pay", MINE, None, 2024), figure("pay", MINE, 5.0, 2022)])
    assert (older["value"], older["period"]) == (5.0, "2022")
    with_gap = row([figure("pay", MINE, 30.0), *of_neighbours("pay", [None, *TEN_TO_FIFTY])])
    assert (with_gap["neighbours_count"], with_gap["neighbours_median"]) == (5, 30.0)


def test_the_kingdom_stands_for_a_nation_without_a_figure() -> None:
    values = [figure("pay", MINE, 30.0), figure("pay", KINGDOM, 31.0)]
    assert row(values)["nation_value"] == 31.0
    assert row([*values, figure("pay", NATION, 32.0)])["nation_value"] == 32.0
    assert row([*values, figure("pay", REGION, 33.0)])["region_value"] == 33.0


def test_neighbours_are_in_the_order_of_likeness_and_of_one_grouping() -> None:
    made = tables([indicator("pay")], [figure("pay", MINE, 1.0)])
    assert find_area(made, MINE).neighbours == NEIGHBOURS
    assert find_area(made, MINE, "economic").neighbours == ()
