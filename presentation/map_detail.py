"""Boundaries as fine as a map's pixels, so that a map of many areas is a small download."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from presentation.map_space import TILE_PX, View

# 2026-11: 361 councils come to 571 kB as stored and to 253 kB so, without a visible difference.
MOST_POINTS: Final = 8000  # as many as a large council has by its wards
DETAIL_PX: Final = 1.0  # what is smaller than this square is not drawn
STEPS_A_PIXEL: Final = 5  # coordinates are rounded to a fifth of a pixel or finer
MOST_DECIMALS: Final = 5  # about one metre


def fit_view(shapes: Sequence[BaseGeometry], view: View) -> tuple[list[BaseGeometry], int]:
    """The areas as a map draws them, and the decimals of a degree that it needs.

    A map of few areas is small: it keeps all detail, for whoever zooms in.
    """
    if shapely.get_num_coordinates(shapely.GeometryCollection(list(shapes))) <= MOST_POINTS:
        return list(shapes), MOST_DECIMALS
    return simplify_for_view(shapes, view), count_decimals(view[2])


def simplify_for_view(shapes: Sequence[BaseGeometry], view: View) -> list[BaseGeometry]:
    """The areas in order with no more detail than can be seen; shared borders stay shared.

    Islands smaller than a pixel are left out, but for an area that is no larger than that.
    """
    _, latitude, zoom = view
    across = 360 / (TILE_PX * 2**zoom)
    tolerance = DETAIL_PX * across * math.sqrt(math.cos(math.radians(latitude)))
    visible = _drop_specks(shapes, tolerance**2)
    return list(shapely.coverage_simplify(visible, tolerance))


def _drop_specks(shapes: Sequence[BaseGeometry], least: float) -> list[BaseGeometry]:
    """The areas without parts smaller than `least` square degrees; the largest always stays."""
    parts, whose = shapely.get_parts(np.asarray(shapes), return_index=True)
    sizes = shapely.area(parts)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, whose, sizes)
    stays = (sizes >= least) | (sizes == largest[whose])
    kept: list[BaseGeometry] = []
    for place, shape in enumerate(shapes):
        of_shape = whose == place
        kept.append(
            shape if stays[of_shape].all() else shapely.multipolygons(parts[of_shape & stays])
        )
    return kept


def count_decimals(zoom: float) -> int:
    """Decimals of a degree that a map needs at a zoom.

    >>> [count_decimals(zoom) for zoom in (5.2, 8.0, 10.5)]
    [3, 4, 5]
    """
    step = 360 / (TILE_PX * 2**zoom) / STEPS_A_PIXEL
    return min(MOST_DECIMALS, max(1, math.ceil(-math.log10(step))))


def draw_feature(shape: BaseGeometry, *, decimals: int, **properties: object) -> dict[str, Any]:
    """A shape as a feature of GeoJSON with its coordinates rounded."""
    return as_feature(round_geometry(shape, decimals), **properties)


def round_geometry(shape: BaseGeometry, decimals: int) -> dict[str, Any]:
    """A shape as a geometry of GeoJSON with its coordinates rounded."""

    def rounded(points: Any) -> Any:
        return np.round(points, decimals)

    return dict(shapely.geometry.mapping(shapely.transform(shape, rounded)))


def as_feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
