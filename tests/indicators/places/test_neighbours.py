"""Similar places: near ones first, whatever the order, and only over what both places have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import factory_inputs
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from polars.testing import assert_frame_equal

from catalog.schema import check
from catalog.tables import TABLES
from catalog.tables.indicators import SIMILAR_PLACES
from indicators.inputs import Inputs
from indicators.places import neighbours

NAN = np.nan
LEAST = neighbours.LEAST_FEATURES


@pytest.fixture(autouse=True)
def _few_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test needs no more features than it is about."""
    monkeypatch.setattr(neighbours, "LEAST_FEATURES", 1)


@pytest.mark.parametrize(("features", "compared"), [(LEAST - 1, False), (LEAST, True)])
def test_places_known_by_a_feature_or_two_are_not_called_alike(
    monkeypatch: pytest.MonkeyPatch, features: int, compared: bool
) -> None:
    monkeypatch.setattr(neighbours, "LEAST_FEATURES", LEAST)
    names = [f"residents_occupation_{n}_pct" for n in range(1, features + 1)]
    held = ward_inputs({"W1": dict.fromkeys(names, 10.0), "W2": dict.fromkeys(names, 11.0)})
    assert (not neighbours.similar_places(held).is_empty()) == compared


def ward_inputs(shares: dict[str, dict[str, float | None]], status: str = "observed") -> Inputs:
    """Wards with these measures, all of 2021."""
    like = TABLES["ward_measures"].empty()
    measures = pl.DataFrame(
        [
            {
                "ward_code": ward, "ward_name": ward, "lad_code": "C", "lad_name": "Council",
                "ward_vintage": "2025", "measure": name, "period": "2021", "value": value,
                "status": "missing" if value is None else status, "reliability": "", "note": "",
            }
            for ward, held in shares.items()
            for name, value in held.items()
        ],
        schema_overrides={"value": pl.Float64},
    )  # fmt: skip
    wards = measures.select("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
    return replace(
        factory_inputs.empty(),
        ward_measures=pl.concat([like, measures], how="diagonal"),
        wards=pl.concat([TABLES["wards"].empty(), wards.unique()], how="diagonal"),
    )


def jobs(ward: dict[str, float]) -> dict[str, float]:
    return {f"jobs_section_{code}": value for code, value in ward.items()}


def test_the_nearest_place_comes_first_and_its_distance_is_in_standard_deviations() -> None:
    measure = "residents_occupation_1_pct"
    held = ward_inputs({"W1": {measure: 10.0}, "W2": {measure: 11.0}, "W3": {measure: 15.0}})
    found = check(neighbours.similar_places(held), SIMILAR_PLACES)
    spread = np.std([10.0, 11.0, 15.0])
    assert found.filter(area_code="W1").select(
        "similar_name", "similar_rank", "distance", "features_count"
    ).rows() == [
        ("W2", 1, pytest.approx(1.0 / spread), 1),
        ("W3", 2, pytest.approx(5.0 / spread), 1),
    ]
    assert set(found["area_type"]) == {"ward"}


def test_places_that_share_too_few_features_are_not_compared() -> None:
    values = np.array([[1.0, 2.0, NAN, NAN], [1.5, 2.0, 3.0, 1.0], [NAN, 7.0, 4.0, 2.0]])
    found = neighbours.nearest(values)
    pairs = set(found.select("place", "neighbour", "features_count").iter_rows())
    assert pairs == {(0, 1, 2), (1, 0, 2), (1, 2, 3), (2, 1, 3)}


def test_modelled_jobs_by_sector_are_no_feature_and_observed_ones_are() -> None:
    wards = {"W1": jobs({"c": 9.0, "g": 1.0}), "W2": jobs({"c": 5.0, "g": 5.0})}
    assert neighbours.features_of_wards(ward_inputs(wards, "modelled")).is_empty()
    shares = neighbours.features_of_wards(ward_inputs(wards))
    assert shares.filter(area_code="W1")["value"].to_list() == [0.9, 0.1]


def test_councils_are_compared_by_their_sectors_and_the_nation_is_no_council() -> None:
    held = factory_inputs.made(
        {
            factory_inputs.HERE: {"C": [60.0], "G": [40.0]},
            factory_inputs.THERE: {"C": [20.0], "G": [80.0]},
            factory_inputs.NATION: {"C": [900.0], "G": [900.0]},
        }
    )
    found = check(neighbours.similar_places(held), SIMILAR_PLACES)
    assert found.select("area_code", "similar_code", "features_count").rows() == [
        (factory_inputs.HERE, factory_inputs.THERE, 2),
        (factory_inputs.THERE, factory_inputs.HERE, 2),
    ]


@pytest.mark.parametrize("wards", [{}, {"W1": {"residents_occupation_1_pct": 10.0}}])
def test_a_place_alone_has_no_neighbours(wards: dict[str, dict[str, float | None]]) -> None:
    assert neighbours.similar_places(
        ward_inputs(wards) if wards else factory_inputs.empty()
    ).is_empty()


def test_alike_in_everything_leaves_nothing_to_compare() -> None:
    assert neighbours.nearest(np.ones((4, 3))).is_empty()


PLACES = arrays(
    float, (9, 4), elements=st.one_of(st.just(NAN), st.integers(-20, 20).map(float))
)  # fmt: skip


def by_hand(values: Any) -> dict[tuple[int, int], float]:
    """Distances of all pairs that may be compared, one after the other."""
    told = (~np.isnan(values)).sum(axis=0) > 1
    values = values[:, told]
    values = values[:, np.nanstd(values, axis=0) > 1e-9]
    standard = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0)
    found = {}
    for one in range(len(values)):
        for other in range(len(values)):
            both = ~np.isnan(standard[one]) & ~np.isnan(standard[other])
            if one != other and both.any() and 2 * both.sum() >= standard.shape[1]:
                gap = standard[one, both] - standard[other, both]
                found[one, other] = float(np.sqrt((gap**2).mean()))
    return found


@settings(max_examples=60)
@given(PLACES)
def test_no_place_left_out_is_nearer_than_one_that_is_shown(values: Any) -> None:
    found = neighbours.nearest(values)
    every = by_hand(values)
    for place in range(len(values)):
        shown = found.filter(place=place)["distance"].to_list()
        nearest = sorted(distance for (one, _), distance in every.items() if one == place)
        assert shown == pytest.approx(nearest[: neighbours.NEAREST], abs=1e-9)


@settings(max_examples=30)
@given(PLACES)
def test_two_places_are_as_far_from_each_other_and_none_is_its_own(values: Any) -> None:
    rows = neighbours.nearest(values).select("place", "neighbour", "distance").rows()
    distances = {(one, other): distance for one, other, distance in rows}
    assert all(one != other for one, other in distances)
    for (one, other), distance in distances.items():
        assert distances.get((other, one), distance) == pytest.approx(distance, abs=1e-12)


@settings(max_examples=20)
@given(PLACES, st.permutations(range(9)))
def test_the_order_of_places_changes_nothing(values: Any, order: list[int]) -> None:
    names = [f"residents_occupation_{k}_pct" for k in range(1, 5)]
    wards = {
        f"W{n}": dict(zip(names, (None if np.isnan(v) else v for v in row), strict=True))
        for n, row in enumerate(values.tolist())
    }
    shuffled = {f"W{n}": wards[f"W{n}"] for n in order}
    assert_frame_equal(
        neighbours.similar_places(ward_inputs(shuffled)),
        neighbours.similar_places(ward_inputs(wards)),
    )


def test_every_place_of_several_blocks_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).standard_normal((30, 5))
    whole = neighbours.nearest(values)
    monkeypatch.setattr(neighbours, "BLOCK", 7)
    assert_frame_equal(neighbours.nearest(values), whole)
