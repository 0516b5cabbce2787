"""Neighbours that we do not have at all: councils without a single small area in our tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import shapely

from access.decay import Floats
from access.distances import Points
from geo.os_grid import to_metres


def list_bare_councils(outlines: pl.DataFrame, listed: pl.Series, points: Points) -> pl.DataFrame:
    """The rows of `council_boundaries` of councils that have no small area with a centre here.

    `listed`: codes of councils that a lookup gives a small area with a centre. Without a lookup, a
    centre inside the outline counts too. So a council beyond a border, in Scotland say, is bare,
    and so are all around a council that stands alone.
    """
    unlisted = outlines.filter(~pl.col("lad_code").is_in(listed.implode()))
    shapes = _shapes_km(unlisted)
    tree = shapely.STRtree(shapely.points(points.km))
    bare = np.ones(unlisted.height, dtype=bool)
    bare[tree.query(shapes, predicate="intersects")[0]] = False
    return unlisted.filter(pl.Series(bare, dtype=pl.Boolean))


def measure_to_bare(km: Floats, bare: pl.DataFrame) -> Floats:
    """Km from each place to the nearest of the bare councils; infinite where there is none."""
    if bare.is_empty() or not len(km):
        return np.full(len(km), np.inf)
    tree = shapely.STRtree(_shapes_km(bare))
    found = tree.query_nearest(shapely.points(km), all_matches=False, return_distance=True)
    nearest = np.full(len(km), np.inf)
    nearest[found[0][0]] = found[1]
    return nearest


def _shapes_km(outlines: pl.DataFrame) -> Any:
    shapes = shapely.from_geojson(outlines["outline_geojson"].to_list())
    return shapely.transform(shapes, _to_km)


def _to_km(degrees: Any) -> Any:
    east, north = to_metres(pl.Series(degrees[:, 0]), pl.Series(degrees[:, 1]))
    return np.column_stack([east, north]) / 1000.0
