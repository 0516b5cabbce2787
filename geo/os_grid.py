"""Ordnance Survey grid references (metres) as longitude and latitude, and back."""

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


def to_metres(longs: pl.Series, lats: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Eastings and northings in metres of places in degrees (WGS84), null where either is null.

    Accurate to about 5 m, as `to_degrees` is.

    >>> east, north = to_metres(pl.Series([-1.7501]), pl.Series([53.7950]))
    >>> round(east[0], -2), round(north[0], -2)
    (416600.0, 433200.0)
    """
    given = (longs.is_not_null() & lats.is_not_null()).arg_true()
    # The other way round by the same shift, so that there and back is the same place.
    eastings, northings = _transformer().transform(
        longs.gather(given).to_numpy(), lats.gather(given).to_numpy(), direction="INVERSE"
    )
    empty = pl.Series([None] * longs.len(), dtype=pl.Float64)
    return (
        empty.scatter(given, pl.Series(eastings)),
        empty.clone().scatter(given, pl.Series(northings)),
    )


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
