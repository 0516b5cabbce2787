"""Maps of a report: every corner of a ward, and which wards can be drawn."""

from __future__ import annotations

import re

import polars as pl
import shapely

from presentation import ward_svg
from presentation.legend_classes import classify
from reports.sections import outlines

SQUARE = shapely.box(-1.6, 53.5, -1.5, 53.6)
RING = SQUARE.difference(shapely.box(-1.57, 53.53, -1.53, 53.57))


def test_a_map_draws_every_corner_of_a_ward_and_of_the_hole_in_it() -> None:
    wards = pl.DataFrame({"ward_code": ["W1"], "lad_code": ["L1"], "geometry_wkb": [RING.wkb]})
    values = pl.DataFrame(
        {"ward_code": ["W1"], "value": [1.0], "status": ["observed"], "reliability": ["good"]}
    )
    drawn = ward_svg.svg(wards, values, classify([1.0], "%"), name="m", title="T", description="D")
    fill = re.search(r'<path d="([^"]+)" fill="#[0-9a-f]+" stroke', drawn)
    assert fill
    rings = [ring for ring in fill[1].split("Z") if ring]
    assert [len(re.findall(r"[\d.]+,[\d.]+", ring)) for ring in rings] == [4, 4]


def test_only_areas_are_drawn() -> None:
    shapes = [SQUARE.wkb, shapely.Polygon().wkb, None, b"no boundary", shapely.Point(0, 0).wkb,
              shapely.LineString([(0, 0), (1, 1)]).wkb,
              shapely.MultiPolygon([SQUARE]).wkb]  # fmt: skip
    wards = pl.DataFrame(
        {"ward_code": list("abcdefg"), "geometry_wkb": shapes},
        schema_overrides={"geometry_wkb": pl.Binary},
    )
    assert outlines.filter_valid_areas(wards)["ward_code"].to_list() == ["a", "g"]
    assert outlines.filter_valid_areas(wards.clear()).is_empty()
