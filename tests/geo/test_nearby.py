"""What lies within a distance."""

from __future__ import annotations

import polars as pl
import pytest

from catalog import store
from catalog.settings import SAMPLE
from geo.nearby import councils_within, points_within
from geo.os_grid import to_degrees, to_metres

BRADFORD, CALDERDALE, LEEDS, YORK = "E08000032", "E08000033", "E08000035", "E06000014"
OUTLINES = store.read("council_boundaries", SAMPLE)[0]


def test_councils_come_by_their_nearest_borders() -> None:
    assert councils_within(OUTLINES, [BRADFORD], 0.0).count(LEEDS) == 1, "they share a border"
    assert YORK not in councils_within(OUTLINES, [CALDERDALE], 30.0)
    near = councils_within(OUTLINES, [BRADFORD], 42.0)
    assert {BRADFORD, CALDERDALE, LEEDS, YORK, "E08000003"} <= set(near)
    assert "E08000025" not in near, "Birmingham"
    assert near == sorted(set(near))


def test_a_council_without_an_outline_is_itself() -> None:
    assert councils_within(OUTLINES, ["E09999999"], 42.0) == ["E09999999"]


def test_points_within_include_themselves_and_end_at_the_distance() -> None:
    # A minute of latitude is 1.855 km.
    points = pl.DataFrame({"code": ["a", "b", "c"], "long": 0.0, "lat": [53.0, 53 + 1 / 60, 54.0]})
    assert points_within(points, points.head(1), 1.8)["code"].to_list() == ["a"]
    assert points_within(points, points.head(1), 1.9)["code"].to_list() == ["a", "b"]
    assert points_within(points, points.clear(), 1.9).is_empty()


def test_there_and_back_is_the_same_place() -> None:
    longs, lats = pl.Series([-1.75, None, -3.5]), pl.Series([53.8, 52.0, 51.5])
    east, north = to_metres(longs, lats)
    assert east[1] is None and north[1] is None
    back = to_degrees(east, north)
    assert back[0].to_list() == pytest.approx([-1.75, None, -3.5], abs=1e-7)
    assert back[1][0] == pytest.approx(53.8, abs=1e-7)
