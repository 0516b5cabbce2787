"""Boundaries: read, made valid, simplified with shared borders kept, and asked what lies where.

Tables carry boundaries as well-known binary in WGS84 degrees, so that every room can hold them
without geopandas.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

WGS84: Final = 4326
NATIONAL_GRID: Final = 27700
DECIMALS: Final = 5
POLYGON: Final = 3  # as shapely numbers the kinds of shapes
MULTIPOLYGON: Final = 6
TOLERANCES_M: Final = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0)


def of_features(geometries: Sequence[dict[str, Any] | None]) -> pl.DataFrame:
    """GeoJSON geometries as long, lat (a point inside) and geometry_wkb, made valid, in order.

    Null in all three where there is none, or it is no area on the Earth: a ring that is not
    closed, a point, coordinates that are not degrees.
    """
    given = [json.dumps(geometry) if geometry else None for geometry in geometries]
    with np.errstate(all="ignore"):  # numbers beyond what can be held are no area either
        read = shapely.from_geojson(given, on_invalid="ignore")
    # "structure" keeps areas alone; the default would keep stray lines beside them.
    shapes = shapely.make_valid(read, method="structure", keep_collapsed=False)
    shapes = np.where(_is_area(shapes), shapes, None)
    inside = shapely.point_on_surface(shapes)
    return pl.DataFrame(
        {
            "long": pl.Series(shapely.get_x(inside)).fill_nan(None),
            "lat": pl.Series(shapely.get_y(inside)).fill_nan(None),
            "geometry_wkb": list(shapely.to_wkb(shapes)),
        },
        schema={"long": pl.Float64, "lat": pl.Float64, "geometry_wkb": pl.Binary},
    )


def _is_area(shapes: Any) -> Any:
    """Which shapes are an area within the degrees of the Earth."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    polygon = np.isin(shapely.get_type_id(shapes), (POLYGON, MULTIPOLYGON))
    on_earth = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    return polygon & on_earth & (shapely.area(shapes) > 0)


def with_boundary(areas: pl.DataFrame) -> pl.DataFrame:
    """The areas that can be drawn."""
    return areas.drop_nulls("geometry_wkb")


def shapes_of(areas: pl.DataFrame) -> gpd.GeoDataFrame:
    """The boundaries of the areas that have one as a GeoDataFrame in WGS84, others beside them."""
    drawn = with_boundary(areas)
    geometry = shapely.from_wkb(drawn["geometry_wkb"].to_list())
    columns = drawn.drop("geometry_wkb").to_dict(as_series=False)
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=WGS84)


def simplified(areas: pl.DataFrame, most_points: int = 6000) -> pl.DataFrame:
    """The same areas with fewer points. Borders that were shared stay shared, without slivers.

    Simplified as one coverage in metres (British National Grid), as little as brings it under
    `most_points`, then rounded to 5 decimals of a degree (about a metre) for both neighbours alike.
    Areas without a boundary stay without one.
    """
    drawn = areas["geometry_wkb"].is_not_null().to_numpy()
    if not drawn.any():
        return areas
    grid = shapes_of(areas).to_crs(NATIONAL_GRID).geometry.to_numpy()
    for tolerance_m in TOLERANCES_M:
        fewer = gpd.GeoSeries(shapely.coverage_simplify(grid, tolerance_m), crs=NATIONAL_GRID)
        degrees = fewer.to_crs(WGS84).to_numpy()
        if shapely.get_num_coordinates(degrees).sum() <= most_points:
            break
    lighter = np.full(areas.height, None, dtype=object)
    lighter[drawn] = shapely.to_wkb(_rounded(degrees))
    return areas.with_columns(pl.Series("geometry_wkb", list(lighter), dtype=pl.Binary))


def _rounded(shapes: Any) -> Any:
    """Coordinates at 5 decimals, or at one more where 5 would make neighbours overlap."""
    for decimals in (DECIMALS, DECIMALS + 1):
        rounded = shapely.remove_repeated_points(
            shapely.transform(shapes, lambda points, to=decimals: np.round(points, to))
        )
        if shapely.coverage_is_valid(rounded):
            break
    return rounded


def locate(points: pl.DataFrame, wards: pl.DataFrame) -> pl.Series:
    """The ward_code that each point (long, lat) lies in, null outside all wards, in row order.

    A point on a border goes to the first of the wards by code, so that it is counted once.
    """
    ordered = with_boundary(wards).sort("ward_code")
    shapes = shapely.from_wkb(ordered["geometry_wkb"].to_list())
    known = points.select(pl.int_range(pl.len()).alias("row"), pl.col("long", "lat")).drop_nulls()
    places = shapely.points(known["long"].to_numpy(), known["lat"].to_numpy())
    # The points are in the tree, so that each ward is prepared once for all of them.
    ward, which = shapely.STRtree(places).query(shapes, predicate="intersects")
    hits = (
        pl.DataFrame({"row": known["row"].to_numpy()[which], "ward": ward})
        .group_by("row")
        .agg(pl.col("ward").min())
    )
    found = np.full(points.height, -1, dtype=np.int64)
    found[hits["row"].to_numpy()] = hits["ward"].to_numpy()
    codes = ordered["ward_code"]
    return pl.Series("ward_code", found).replace_strict(
        {number: codes[number] for number in range(codes.len())},
        default=None,
        return_dtype=pl.String,
    )
