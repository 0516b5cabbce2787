"""Invented points of a nation: postcodes and stops in its wards, and its lists of places."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
import shapely

from catalog.tables import TABLES
from geo.os_grid import to_metres
from nation.places import Floats, Nation

POSTCODES_AN_LSOA: Final = 42
BUS_STOPS_A_WARD: Final = 45
WARDS_A_STATION: Final = 3
LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"


def list_places(nation: Nation) -> dict[str, pl.DataFrame]:
    """The geography lists, as fetched for the chosen councils."""
    chosen = nation.chosen
    lads = chosen.select("lad_code", "lad_name", lad_vintage=pl.lit("2025"))
    shapes = shapely.from_geojson(chosen["outline_geojson"].to_numpy())
    inside = shapely.point_on_surface(shapes)
    return {
        "councils": nation.councils.select(TABLES["councils"].columns),
        "lads": lads.with_columns(
            long=pl.Series(shapely.get_x(inside)), lat=pl.Series(shapely.get_y(inside)),
            geometry_wkb=pl.Series([bytes(shape) for shape in shapely.to_wkb(shapes)]),
        ),
        "wards": nation.wards,
        "wards_2022": nation.wards_2022,
        "lsoa_wards": nation.lsoas.select(TABLES["lsoa_wards"].columns),
        "lsoa_centroids": nation.lsoas.select(TABLES["lsoa_centroids"].columns),
        "lsoa_changes": nation.lsoa_changes,
    }  # fmt: skip


def draw_points(nation: Nation, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Postcodes (a point in the nation each, most near an LSOA's centre) and stops."""
    lsoas = nation.lsoas.select("long", "lat").to_numpy()
    near = np.repeat(lsoas, POSTCODES_AN_LSOA, axis=0)
    homes = near + rng.normal(0.0, 0.003, near.shape)
    at = np.arange(len(homes))
    postcodes = pl.DataFrame({
        "postcode_key": [_postcode(int(number)) for number in at],
        "long": homes[:, 0], "lat": homes[:, 1],
    })  # fmt: skip
    by_ward = nation.lsoas.group_by("ward_code", maintain_order=True).agg(
        pl.col("long", "lat").mean()
    )
    centres = by_ward.select("long", "lat").to_numpy()
    bus = _scatter(centres, BUS_STOPS_A_WARD, rng)
    rail = _scatter(centres[::WARDS_A_STATION], 1, rng)
    east, north = to_metres(*(pl.Series(np.concatenate([bus, rail])[:, axis]) for axis in (0, 1)))
    kinds = ["bus"] * len(bus) + ["rail"] * len(rail)
    stops = pl.DataFrame({
        "stop_code": [f"INV{number:07d}" for number in range(len(kinds))],
        "stop_name": [f"Invented stop {number}" for number in range(len(kinds))],
        "stop_kind": kinds, "easting_m": east.round(), "northing_m": north.round(),
    })  # fmt: skip
    return {"postcodes": postcodes, "stops": stops.drop_nulls()}


def _scatter(centres: Floats, each: int, rng: np.random.Generator) -> Floats:
    near = np.repeat(centres, each, axis=0)
    return np.asarray(near + rng.normal(0.0, 0.006, near.shape))


def _postcode(number: int) -> str:
    """A postcode that is like one and is none: districts of QX and ZV are not in use."""
    rest, last = divmod(number, len(LETTERS))
    rest, third = divmod(rest, len(LETTERS))
    rest, digit = divmod(rest, 10)
    area, district = divmod(rest, 99)
    outward = f"{'QVZX'[area % 4]}{LETTERS[area // 4]}{district + 1}"
    return f"{outward} {digit}{LETTERS[third]}{LETTERS[last]}"
