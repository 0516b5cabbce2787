"""Areas that lie side by side, as one."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry


def joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The shapes as one; quickly where they only touch, and slower where any overlap."""
    try:
        found = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:  # wards of two vintages, or drawn across each other
        found = None
    if found is not None and found.is_valid:
        return found
    return shapely.union_all(shapely.make_valid(shapes))
