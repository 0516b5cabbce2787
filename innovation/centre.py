"""Where "near here" is measured from: a ward, a postcode, or all of some councils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from access.places import find_place
from catalog.reading import Reader
from geo.os_grid import to_metres

Floats = NDArray[np.float64]
POSITION: Final = ("organisation_easting_m", "organisation_northing_m")


class CentreError(Exception):
    """A place from which no distance can be measured; the message says why and what to do."""


@dataclass(frozen=True)
class Centre:
    """The points that distances are measured from, in km on the National Grid, and their name.

    Of councils these are the centres of all their small areas, so that what is inside is near.
    """

    name: str
    km: Floats
    lad_codes: tuple[str, ...]
    note: str


def centre_on_councils(reader: Reader, lad_codes: Sequence[str], name: str = "") -> Centre:
    """All of some councils; without small areas, the middles of the councils."""
    chosen = pl.col("lad_code").is_in(list(lad_codes))
    lsoas = reader.table("lsoa_wards").filter(chosen)
    points = reader.table("lsoa_centroids").join(lsoas, on="lsoa_code", how="semi")
    note = "Distances are straight, from the nearest neighbourhood of it."
    if points.is_empty():
        points = reader.table("council_boundaries").filter(chosen)
        note = "Distances are straight, from its middle."
    points = points.drop_nulls(["long", "lat"])
    if points.is_empty():
        raise CentreError(
            "we do not know where this place lies: run `wardwise fetch` and `wardwise build`"
        )
    if not name:
        names = reader.table("councils").filter(chosen)["lad_name"].sort().to_list()
        name = (
            " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
        )
    east, north = to_metres(points["long"], points["lat"])
    km = np.column_stack([east.to_numpy(), north.to_numpy()]) / 1000.0
    return Centre(name, km, tuple(lad_codes), note)


def centre_on_place(
    text: str, reader: Reader, roots: Sequence[Path], lad_codes: Sequence[str]
) -> Centre:
    """A ward or a postcode in one of some councils; ReachError in words where there is none."""
    place = find_place(text, reader, roots, lad_codes)
    note = f"Distances are straight; {place.note}." if place.note else "Distances are straight."
    return Centre(place.name, np.array([place.km]), (place.lad_code,), note)


def measure_distances(organisations: pl.DataFrame, centre: Centre) -> pl.Series:
    """distance_km of each organisation to the nearest point; null where we have no position."""
    placed = organisations.select(POSITION).with_row_index("row").drop_nulls()
    from scipy.spatial import cKDTree  # here: slow to load, seldom needed

    tree: Any = cKDTree(centre.km)
    distance, _ = tree.query(placed.select(POSITION).to_numpy() / 1000.0)
    found = placed.select("row").with_columns(distance_km=pl.Series(distance, dtype=pl.Float64))
    rows = organisations.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
    return rows.join(found, on="row", how="left", maintain_order="left")["distance_km"]
