"""Areas that touch, and areas that overlap, as one."""

from __future__ import annotations

import pytest
import shapely

from geo.joining import union_shapes


@pytest.mark.parametrize(("west", "area"), [(1.0, 2.0), (0.5, 1.5), (0.0, 1.0), (5.0, 2.0)])
def test_shapes_become_one_whether_they_touch_or_overlap(west: float, area: float) -> None:
    both = union_shapes([shapely.box(0, 0, 1, 1), shapely.box(west, 0, west + 1, 1)])
    assert both.area == pytest.approx(area)


def test_a_ring_that_crosses_itself_is_joined_too() -> None:
    crossed = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert union_shapes([crossed, shapely.box(0, 0, 2, 2)]).area == pytest.approx(4.0)
