"""Boundaries: read, made valid, simplified with shared borders kept, and searched by point.

Tables store boundaries as well-known binary in WGS84 degrees, so that other packages can use them
without geopandas.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

WGS84: Final = 4326
NATIONAL_GRID: Final = 27700
DECIMALS: Final = 5
POLYGON: Final = 3  # shapely's number for this type of shape
MULTIPOLYGON: Final = 6
TOLERANCES_M: Final = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0)


def read_geojson(geometries: Sequence[dict[str, Any] | None]) -> pl.DataFrame:
    """GeoJSON geometries as long, lat (a point inside) and geometry_wkb, made valid, in order.

    All three are null if there is no geometry, or it is not an area on Earth: a ring that is not
    closed, a point, coordinates that are not degrees.
    """
    given = [json.dumps(geometry) if geometry else None for geometry in geometries]
    with np.errstate(all="ignore"):  # numbers that overflow are not areas either
        read = shapely.from_geojson(given, on_invalid="ignore")
    # "structure" keeps only areas; the default would also keep stray lines.
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
    """True for shapes that are areas within the range of longitude and latitude."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    polygon = np.isin(shapely.get_type_id(shapes), (POLYGON, MULTIPOLYGON))
    on_earth = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    return polygon & on_earth & (shapely.area(shapes) > 0)


def filter_drawable(areas: pl.DataFrame) -> pl.DataFrame:
    """The areas that have a boundary, so can be drawn."""
    return areas.drop_nulls("geometry_wkb")


def to_geodataframe(areas: pl.DataFrame) -> gpd.GeoDataFrame:
    """The areas with a boundary as a GeoDataFrame in WGS84, with their other columns."""
    # Imported here: it brings pandas and takes seconds, and the first page needs neither.
    import geopandas as gpd

    drawn = filter_drawable(areas)
    geometry = shapely.from_wkb(drawn["geometry_wkb"].to_list())
    columns = drawn.drop("geometry_wkb").to_dict(as_series=False)
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=WGS84)


def simplify_boundaries(areas: pl.DataFrame, most_points: int = 6000) -> pl.DataFrame:
    """The same areas with fewer points. Shared borders stay shared, without slivers.

    Simplifies all areas together in metres (British National Grid), only as far as needed to get
    below `most_points`, then rounds to 5 decimals of a degree (about a metre), the same for both
    neighbours. Areas without a boundary are unchanged.
    """
    drawn = areas["geometry_wkb"].is_not_null().to_numpy()
    if not drawn.any():
        return areas
    import geopandas as gpd

    grid = to_geodataframe(areas).to_crs(NATIONAL_GRID).geometry.to_numpy()
    for tolerance_m in TOLERANCES_M:
        fewer = gpd.GeoSeries(shapely.coverage_simplify(grid, tolerance_m), crs=NATIONAL_GRID)
        degrees = fewer.to_crs(WGS84).to_numpy()
        if shapely.get_num_coordinates(degrees).sum() <= most_points:
            break
    lighter = np.full(areas.height, None, dtype=object)
    lighter[drawn] = shapely.to_wkb(_rounded(degrees))
    return areas.with_columns(pl.Series("geometry_wkb", list(lighter), dtype=pl.Binary))


def write_geojson(areas: pl.DataFrame) -> pl.Series:
    """Each boundary as a GeoJSON geometry, for drawing without geopandas; null without one.

    Coordinates are written with as many decimals as they have.
    """
    shapes = shapely.from_wkb(areas["geometry_wkb"].to_list())
    return pl.Series("outline_geojson", list(shapely.to_geojson(shapes)), dtype=pl.String)


def _rounded(shapes: Any) -> Any:
    """Coordinates rounded to 5 decimals, or 6 if 5 would make neighbours overlap."""
    for decimals in (DECIMALS, DECIMALS + 1):
        rounded = shapely.remove_repeated_points(
            shapely.transform(shapes, lambda points, to=decimals: np.round(points, to))
        )
        if shapely.coverage_is_valid(rounded):
            break
    return rounded


def locate(points: pl.DataFrame, wards: pl.DataFrame) -> pl.Series:
    """The ward_code for each point (long, lat), null outside all wards, in row order.

    A point on a border belongs to the first of the wards by code, so that it counts once.
    """
    ordered = filter_drawable(wards).sort("ward_code")
    shapes = shapely.from_wkb(ordered["geometry_wkb"].to_list())
    long, lat = (points[name].cast(pl.Float64).to_numpy() for name in ("long", "lat"))
    rows = np.flatnonzero(~np.isnan(long + lat))
    places = shapely.points(long[rows], lat[rows])
    # We put the points in the tree, so that each ward is prepared only once.
    ward, which = shapely.STRtree(places).query(shapes, predicate="intersects")
    codes = ordered["ward_code"].extend_constant(None, 1)
    last_first = np.argsort(ward, kind="stable")[::-1]  # so that the first by code is what stays
    at = np.full(points.height, codes.len() - 1, dtype=np.int64)
    at[rows[which[last_first]]] = ward[last_first]
    return codes.gather(at).alias("ward_code")
