"""Weights learned from what was over, calibration that keeps order, tiers by threshold."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from catalog.tables.sectors import OUTLOOK_TIERS
from indicators.sectors import outlook_model
from indicators.sectors.outlook_model import (
    LIKELY,
    MAY,
    NOT_FORETOLD,
    YEARS_AHEAD,
    probability,
    tier_of,
    weights_for,
)

MODELS = reference.read("sector_outlook_model")
GROWTH = st.floats(-1.0, 1.0)


def chances(weights: outlook_model.Weights, ahead: list[float], trend: list[float]) -> list[float]:
    frame = pl.DataFrame({"output_ahead": ahead, "output_trend": trend})
    return frame.select(probability(weights)).to_series().to_list()


@pytest.mark.parametrize("base_year", range(2008, 2030))
def test_the_model_of_a_year_learned_from_years_that_were_over(base_year: int) -> None:
    weights = weights_for(base_year)
    assert weights is not None
    assert weights["trained_to"] <= base_year - YEARS_AHEAD
    later = MODELS.filter(
        pl.col("trained_to") > weights["trained_to"],
        pl.col("trained_to") <= base_year - YEARS_AHEAD,
    )
    assert later.is_empty(), "the newest of those"


def test_before_the_first_model_there_is_none() -> None:
    assert weights_for(2007) is None


@given(st.sampled_from(MODELS.rows(named=True)), st.lists(GROWTH, min_size=3, max_size=9), GROWTH)
def test_more_growth_of_output_is_never_a_lower_chance(
    weights: outlook_model.Weights, ahead: list[float], trend: float
) -> None:
    found = chances(weights, sorted(ahead), [trend] * len(ahead))
    assert found == sorted(found)
    assert all(0.0 <= chance <= 1.0 for chance in found)


@given(st.sampled_from(MODELS.rows(named=True)), GROWTH, st.lists(GROWTH, min_size=3, max_size=9))
def test_a_better_trend_is_never_a_lower_chance(
    weights: outlook_model.Weights, ahead: float, trends: list[float]
) -> None:
    found = chances(weights, [ahead] * len(trends), sorted(trends))
    assert found == sorted(found)


def test_calibration_keeps_order_and_pulls_low_chances_up() -> None:
    for weights in MODELS.filter(pl.col("trained_to") >= 2010).iter_rows(named=True):
        assert weights["calibration_above"] > 0
        assert 0 < weights["calibration_below"] < weights["calibration_above"]


def test_tiers_go_by_the_chance() -> None:
    frame = pl.DataFrame({"chance": [0.7, 0.6999, 0.55, 0.5499, 0.0, None]})
    tiers = frame.select(tier_of(pl.col("chance"))).to_series().to_list()
    assert tiers == [LIKELY, MAY, MAY, NOT_FORETOLD, NOT_FORETOLD, ""]
    assert set(tiers) == set(OUTLOOK_TIERS)
