"""What lies within a distance, straight: councils by outline, small areas by centre."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl
import shapely

from geo.os_grid import to_metres

Box = tuple[float, float, float, float]


def councils_within(outlines: pl.DataFrame, councils: Collection[str], km: float) -> list[str]:
    """Codes of the councils some part of which is within `km` of one of `councils`, sorted.

    `outlines` has lad_code and outline_geojson, as the table `council_boundaries`. The councils
    themselves are among them, also one that has no outline.
    """
    shapes = shapely.from_geojson(outlines["outline_geojson"].to_list())
    grid = shapely.transform(shapes, _to_metres)
    chosen = grid[outlines["lad_code"].is_in(list(councils)).to_numpy()]
    _, near = shapely.STRtree(grid).query(chosen, predicate="dwithin", distance=1000 * km)
    return sorted({*councils, *outlines["lad_code"].gather(np.unique(near))})


def boxes_around(outlines: pl.DataFrame, councils: Collection[str]) -> dict[str, Box]:
    """West, south, east and north in degrees of each council that has an outline."""
    chosen = outlines.filter(pl.col("lad_code").is_in(list(councils))).sort("lad_code")
    shapes = shapely.from_geojson(chosen["outline_geojson"].to_list())
    bounds = [tuple(map(float, shape.bounds)) for shape in shapes]
    return dict(zip(chosen["lad_code"], bounds, strict=True))


def points_within(points: pl.DataFrame, around: pl.DataFrame, km: float) -> pl.DataFrame:
    """The rows of `points` within `km` of one of `around`; both have long and lat in degrees."""
    from scipy.spatial import cKDTree  # here, as pages that need no distance start without it

    if points.is_empty() or around.is_empty():
        return points.clear()
    there, here = (np.column_stack(to_metres(f["long"], f["lat"])) for f in (around, points))
    distance, _ = cKDTree(there).query(here, distance_upper_bound=1000 * km)
    return points.filter(pl.Series(np.isfinite(distance)))


def _to_metres(degrees: Any) -> Any:
    east, north = to_metres(pl.Series(degrees[:, 0]), pl.Series(degrees[:, 1]))
    return np.column_stack([east, north])
