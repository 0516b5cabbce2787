"""Ordnance Survey grid references (metres) as longitude and latitude."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl
from pyproj import Transformer

# The range of Great Britain; zero means no reference.
EASTINGS: Final = (1_000.0, 700_000.0)
NORTHINGS: Final = (1_000.0, 1_300_000.0)


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def to_degrees(eastings: pl.Series, northings: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Longitudes and latitudes in degrees, null if a pair is not a grid reference.

    Accurate to about 5 m: without Ordnance Survey's shift grid we use the seven-parameter shift.
    """
    east = eastings.cast(pl.Float64, strict=False)
    north = northings.cast(pl.Float64, strict=False)
    inside = (east.is_between(*EASTINGS) & north.is_between(*NORTHINGS)).fill_null(False)
    at = inside.arg_true()
    longs, lats = _transformer().transform(east.gather(at).to_numpy(), north.gather(at).to_numpy())
    empty = pl.Series([None] * east.len(), dtype=pl.Float64)
    return empty.scatter(at, pl.Series(longs)), empty.clone().scatter(at, pl.Series(lats))
