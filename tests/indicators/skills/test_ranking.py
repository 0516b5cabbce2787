"""The ranking of priorities: weights, noise taken out, evidence, and ranking anew."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.tables.priorities import COMPONENTS
from indicators import draws
from indicators.skills import ranking

NAN = float("nan")
weights_of_five = st.lists(st.floats(0.01, 10), min_size=5, max_size=5)


def components(*occupations: tuple[str, list[float | None]], area: str = "E1") -> pl.DataFrame:
    """Rows of `priority_components` that a ranking needs: distances by occupation."""
    return pl.DataFrame(
        [
            (area, code, f"Work {code}", name, z, z)
            for code, distances in occupations
            for name, z in zip(COMPONENTS, distances, strict=True)
        ],
        schema={
            "area_code": pl.String, "occupation_code": pl.String, "occupation_name": pl.String,
            "component": pl.String, "component_value": pl.Float64, "component_z": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


NURSES = ("22", [1.0, 2.0, 0.5, 0.0, -1.0])
SALES = ("71", [2.0, -1.0, -0.5, 0.0, -1.0])
CODERS = ("21", [0.0, 0.0, 1.0, 1.0, 2.0])


def order(frame: pl.DataFrame) -> list[str]:
    return frame.unique("occupation_code").sort("priority_rank")["occupation_code"].to_list()


def test_other_weights_give_another_order() -> None:
    rows = components(NURSES, SALES, CODERS)
    assert order(ranking.rank_priorities(rows, {"openings": 1})) == ["71", "22", "21"]
    assert order(ranking.rank_priorities(rows, {"industrial strategy": 1})) == ["21", "22", "71"]
    both = ranking.rank_priorities(rows, {"openings": 3, "pressure": 1})
    scores = dict(both.select("occupation_code", "priority_score").iter_rows())
    assert scores == pytest.approx({"22": 1.25, "71": 1.25, "21": 0.0})
    assert order(both) == ["22", "71", "21"], "of equal scores the first code comes first"


def test_a_missing_component_gives_its_weight_to_the_rest_and_is_not_zero() -> None:
    without_pay = ("22", [1.0, 2.0, None, None, None])
    ranked = ranking.rank_priorities(
        components(without_pay, SALES), {"openings": 1, "pressure": 1, "pay": 2}
    )
    nurses = ranked.filter(occupation_code="22")
    assert nurses["priority_score"][0] == pytest.approx(1.5), "not (1 + 2 + 0 + 0) / 4"
    given = dict(nurses.select("component", "component_weight").iter_rows())
    assert given["openings"] == given["pressure"] == 0.5
    assert given["pay"] is None


def test_an_occupation_without_any_component_has_no_rank() -> None:
    nothing = ("92", [None] * 5)
    ranked = ranking.rank_priorities(components(NURSES, nothing), {"openings": 1})
    assert ranked.filter(occupation_code="92")["priority_rank"].unique().to_list() == [None]
    assert ranked.filter(occupation_code="22")["priority_rank"].unique().to_list() == [1]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"luck": 1.0}, "there is no component luck"),
        ({"openings": -1.0, "pay": NAN}, "the weight of pay must be a number of 0 or more"),
        ({"openings": 0.0}, "at least one weight must be above 0"),
        ({}, "at least one weight must be above 0"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(weights: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ranking.rank_priorities(components(NURSES), weights)


@given(weights_of_five, st.floats(0.001, 1000))
@settings(max_examples=30)
def test_scaling_all_weights_changes_nothing(weights: list[float], times: float) -> None:
    rows = components(NURSES, SALES, CODERS)
    one, other = (
        ranking.rank_priorities(rows, dict(zip(COMPONENTS, scaled, strict=True)))
        for scaled in (weights, [weight * times for weight in weights])
    )
    np.testing.assert_allclose(one["priority_score"], other["priority_score"], atol=1e-9)


@given(weights_of_five, st.permutations([0, 1, 2]))
@settings(max_examples=30)
def test_the_order_of_areas_and_rows_is_irrelevant(weights: list[float], places: list[int]) -> None:
    parts = [components(NURSES, SALES, CODERS, area=f"E{number}") for number in range(3)]
    given_weights = dict(zip(COMPONENTS, weights, strict=True))
    together = ranking.rank_priorities(pl.concat(parts), given_weights)
    mixed = ranking.rank_priorities(
        pl.concat([parts[number] for number in places]).sample(fraction=1.0, shuffle=True, seed=1),
        given_weights,
    )
    assert together.equals(mixed)


@given(st.lists(st.lists(st.floats(-3, 3), min_size=6, max_size=6), min_size=2, max_size=5))
@settings(max_examples=30)
def test_ranks_have_no_gaps_and_parts_sum_to_the_score(z: list[list[float]]) -> None:
    table = np.array(z)
    weights = np.full(len(z), 1 / len(z))
    drawn = np.repeat(table[:, :, None], draws.DRAWS, axis=2)
    found = ranking.rank_occupations(table, drawn, weights, "E1")
    assert sorted(found.rank) == [1, 2, 3, 4, 5, 6]
    own = ranking.share_weights(table, weights)
    np.testing.assert_allclose((own * table).sum(axis=0), found.score)
    # Without noise, every draw is the point.
    np.testing.assert_array_equal(found.rank_low, found.rank)
    np.testing.assert_array_equal(found.rank_high, found.rank)


def test_noise_is_taken_out_and_what_is_sure_stays() -> None:
    rng = np.random.default_rng(1)
    values = np.linspace(-2, 2, 26)
    sure = values[:, None] + 0.01 * rng.standard_normal((26, 4000))
    moved, _ = ranking.shrink(values, sure)
    np.testing.assert_allclose(moved, values, atol=0.01)
    # As noisy as the values differ: nothing is left.
    noise = values[:, None] + 5 * rng.standard_normal((26, 4000))
    moved, around = ranking.shrink(values, noise)
    assert np.ptp(moved) == pytest.approx(0.0)
    assert np.ptp(around) == pytest.approx(0.0)
    # In between, the noisier of two keeps less of its distance.
    spread = np.where(np.arange(26) == 25, 2.0, 0.3)
    around = spread[:, None] * rng.standard_normal((26, 4000))
    moved, _ = ranking.shrink(values, values[:, None] + around)
    assert abs(moved[25]) < 0.6 * abs(moved[0])


def test_what_moves_all_alike_is_no_noise() -> None:
    values = np.linspace(-2, 2, 26)
    alike = values[:, None] + 9 * np.random.default_rng(1).standard_normal((1, 4000))
    moved, _ = ranking.shrink(values, alike)
    np.testing.assert_allclose(moved, values, atol=1e-6)


def test_missing_values_stay_missing_and_equal_ones_rank_nothing() -> None:
    z = ranking.standardise(np.array([1.0, NAN, 3.0]))
    assert z[0] == -1
    assert np.isnan(z[1])
    assert z[2] == 1
    assert ranking.standardise(np.array([2.0, 2.0, NAN]))[:2].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("rank", "ten", "weights", "missing", "words"),
    [
        (3, 95.0, 90.0, (), "strong"),
        (3, 95.0, 90.0, ("pay",), "strong"),
        (3, 95.0, 90.0, ("pay", "pressure"), "moderate"),
        (3, 95.0, 60.0, (), "moderate"),
        (9, 49.0, 90.0, (), "weak"),
        (20, 5.0, 10.0, (), "strong"),
        (12, 45.0, 20.0, (), "moderate"),
        (11, 55.0, 20.0, (), "weak"),
    ],
)
def test_evidence_is_of_the_place_in_or_outside_the_first_ten(
    rank: int, ten: float, weights: float, missing: tuple[str, ...], words: str
) -> None:
    assert ranking.judge_evidence(rank, ten, weights, missing) == words


def test_default_weights_sum_to_one() -> None:
    assert list(ranking.DEFAULT_WEIGHTS) == list(COMPONENTS)
    assert sum(ranking.DEFAULT_WEIGHTS.values()) == pytest.approx(1.0)
