"""Which areas share a border."""

from __future__ import annotations

import polars as pl
import shapely


def list_adjacent(areas: pl.DataFrame, code: str, column: str = "ward_code") -> pl.DataFrame:
    """Rows of the areas that share a piece of border with that of the code, longest border first.

    `areas` has `column` and geometry_wkb of outlines made together, so that borders are exactly the
    same line; areas that meet in a point alone are no neighbours. None where the code is not there
    or has no boundary.

    >>> boxes = [shapely.box(x, y, x + 1, y + 1).wkb for x, y in ((0, 0), (1, 0), (1, 1))]
    >>> areas = pl.DataFrame({"ward_code": ["A", "B", "C"], "geometry_wkb": boxes})
    >>> list_adjacent(areas, "A")["ward_code"].to_list()
    ['B']
    """
    drawn = areas.drop_nulls("geometry_wkb")
    of_code = drawn.filter(pl.col(column) == code)
    if of_code.is_empty():
        return areas.clear()
    shape = shapely.from_wkb(of_code["geometry_wkb"][0])
    others = drawn.filter(pl.col(column) != code)
    shapes = shapely.from_wkb(others["geometry_wkb"].to_numpy())
    west, south, east, north = shapely.bounds(shape)
    near = shapely.intersects(shapes, shapely.box(west, south, east, north))
    rows = others.filter(pl.Series(near))
    shared = shapely.length(shapely.intersection(shapes[near], shape))
    # An intersection that is an area (outlines that overlap a little) has a length as well.
    return (
        rows.with_columns(shared=pl.Series(shared, dtype=pl.Float64))
        .filter(pl.col("shared") > 0)
        .sort("shared", column, descending=[True, False])
        .drop("shared")
    )
