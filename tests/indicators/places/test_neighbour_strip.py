"""Where a council and its neighbours lie on each headline, in spreads from their median."""

from __future__ import annotations

from datetime import date

import pytest
from factory_local import MINE, figure, indicator, neighbours, tables

from indicators.places import neighbour_strip, profile
from indicators.places.compare import CHOSEN

WORK, CLAIMS = "employment-rate", "claimant-count"


def test_the_council_is_as_far_as_its_profile_says_and_the_middle_neighbour_at_zero() -> None:
    values = [figure(WORK, MINE, 80.0), figure(CLAIMS, MINE, 3.0)]
    values += neighbours(WORK, (70.0, 72.0, 74.0, 76.0, 78.0))
    made = tables([indicator(WORK), indicator(CLAIMS)], values)
    found = profile.build_profile(made, MINE, date(2026, 11, 26))
    rows = neighbour_strip.place_neighbours(made, found)
    assert set(rows["indicator_code"]) == {WORK}, "no neighbour has a claimant count"
    assert rows.height == 6
    own = rows.filter(role=CHOSEN)["distance_spreads"].item()
    assert own == pytest.approx(found.headlines["distance_spreads"].drop_nulls().item())
    assert rows.filter(value=74.0)["distance_spreads"].to_list() == [0.0]
