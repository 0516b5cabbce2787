"""Boundaries: shared borders stay shared, and a point is in one ward."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import urlencode

import numpy as np
import polars as pl
import pytest
import shapely

from geo import boundaries


def wards(*shapes: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ward_code": [f"W{number}" for number in range(len(shapes))],
            "geometry_wkb": [bytes(shapely.to_wkb(shape)) for shape in shapes],
        }
    )


def wavy_neighbours() -> pl.DataFrame:
    """Two areas near Bradford with a border of 400 points between them."""
    y = np.linspace(53.70, 53.80, 400)
    border = [(-1.75 + 0.001 * np.sin(40 * v), v) for v in y]
    west = shapely.Polygon([(-1.85, 53.70), *border, (-1.85, 53.80)])
    east = shapely.Polygon([(-1.65, 53.70), *border, (-1.65, 53.80)])
    return wards(west, east)


def test_simplified_neighbours_leave_no_gap_and_no_overlap() -> None:
    before = wavy_neighbours()
    after = boundaries.simplify_boundaries(before, most_points=120)
    shapes = shapely.from_wkb(after["geometry_wkb"].to_list())
    assert shapely.get_num_coordinates(shapes).sum() <= 120
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapely.intersection(*shapes)) == 0
    outline = shapely.union_all(shapes)
    assert shapely.get_num_interior_rings(outline) == 0


def test_coordinates_have_at_most_six_decimals() -> None:
    after = boundaries.simplify_boundaries(wavy_neighbours())
    points = shapely.get_coordinates(shapely.from_wkb(after["geometry_wkb"].to_list()))
    assert np.allclose(points, np.round(points, 6), atol=1e-12)


def test_a_point_is_in_one_ward_or_in_none() -> None:
    areas = wards(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))
    points = pl.DataFrame({"long": [0.5, 1.5, 1.0, 9.0, None], "lat": [0.5, 0.5, 0.5, 9.0, 0.5]})
    assert boundaries.locate(points, areas).to_list() == ["W0", "W1", "W0", None, None]


UNUSABLE = {
    "none": None,
    "a ring that is not closed": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
    "a point": {"type": "Point", "coordinates": [0, 0]},
    "no geometry": {"geomry": []},
    "a word": {"type": "Polygon", "coordinates": [[["a", 0], [1, 0], [1, 1], ["a", 0]]]},
    "nothing inside": {"type": "Polygon", "coordinates": []},
    "a line": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [0, 0]]]},
    "metres": {
        "type": "Polygon",
        "coordinates": [[[400000, 3e5], [400001, 3e5], [400001, 300001], [400000, 3e5]]],
    },
    "no end": {"type": "Polygon", "coordinates": [[[0, 0], [1e400, 0], [1, 1], [0, 0]]]},
}
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


@pytest.mark.parametrize("geometry", UNUSABLE.values(), ids=UNUSABLE)
def test_a_boundary_that_cannot_be_used_costs_itself_alone(geometry: Any) -> None:
    frame = boundaries.read_geojson([SQUARE, geometry, SQUARE])
    assert frame["geometry_wkb"].is_null().to_list() == [False, True, False]
    assert frame["long"].is_null().to_list() == [False, True, False]


def test_areas_without_a_boundary_stay_in_their_place_and_hold_no_point() -> None:
    bare = wards(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)).with_columns(
        geometry_wkb=pl.when(pl.col("ward_code") == "W1").then("geometry_wkb")
    )
    light = boundaries.simplify_boundaries(bare)
    assert light["ward_code"].to_list() == ["W0", "W1"]
    assert light["geometry_wkb"].is_null().to_list() == [True, False]
    points = pl.DataFrame({"long": [0.5, 1.5], "lat": [0.5, 0.5]})
    assert boundaries.locate(points, bare).to_list() == [None, "W1"]
    assert boundaries.to_geodataframe(bare)["ward_code"].to_list() == ["W1"]
    nowhere = bare.with_columns(geometry_wkb=pl.lit(None, pl.Binary))
    assert boundaries.simplify_boundaries(nowhere).height == 2
    assert boundaries.locate(points, nowhere).to_list() == [None, None]


def test_a_boundary_with_a_stray_line_keeps_its_area_alone() -> None:
    spike = [[0, 0], [2, 0], [4, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    frame = boundaries.read_geojson([{"type": "Polygon", "coordinates": [spike]}])
    (shape,) = shapely.from_wkb(frame["geometry_wkb"].to_list())
    assert shape.equals(shapely.box(0, 0, 2, 2))
    assert shape.geom_type == "Polygon"


def test_real_wards_stay_a_coverage(bench: Any) -> None:
    query = urlencode({"where": "LAD25CD='E06000065'", "outFields": "WD25CD", "f": "geojson"})
    root = f"{bench.urls['arcgis']}/ESMARspQHYMw9BZ9/arcgis/rest/services"
    url = f"{root}/WD_MAY_2025_UK_BGC_V2/FeatureServer/0/query?{query}"
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        features = json.load(answer)["features"]
    frame = boundaries.read_geojson([feature["geometry"] for feature in features])
    shapes = shapely.from_wkb(boundaries.simplify_boundaries(frame)["geometry_wkb"].to_list())
    assert len(shapes) == 89
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).sum() <= 6000
