"""Which wards of a report can be drawn."""

from __future__ import annotations

import polars as pl
import shapely


def filter_valid_areas(wards: pl.DataFrame) -> pl.DataFrame:
    """The rows of `wards` whose geometry_wkb is an area on the map; the others have no boundary."""
    shapes = shapely.from_wkb(wards["geometry_wkb"].to_list(), on_invalid="ignore")
    areas = (shapely.get_dimensions(shapes) == 2) & (shapely.area(shapes) > 0)
    return wards.filter(pl.Series(areas, dtype=pl.Boolean))
