"""Neighbouring areas joined into one."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry


def union_shapes(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The union of the shapes: fast if they only touch, slower if any overlap."""
    try:
        union = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:  # wards of two vintages, or that overlap
        union = None
    if union is not None and union.is_valid:
        return union
    return shapely.union_all(shapely.make_valid(shapes))
