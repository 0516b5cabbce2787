"""Population-weighted centres of the LSOAs of 2021."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_CENTROIDS
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import drop_repeats, read_rows
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="lsoa_centroids",
        title="LSOA (2021) population-weighted centroids",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LSOA_PopCentroids_EW_2021",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="census",
    )
)
TABLE: Final = LSOA_CENTROIDS
LAYER: Final = "lsoa_centroids"
FIELDS: Final = {"lsoa_code": "LSOA21CD"}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for England and Wales, as the layer does not say which council a point is in."""
    return [Query("all", LAYER, geometry=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_centroids`; an LSOA without a point has none."""
    return _read(parts)[0]


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """What of the answers is not in the table, a sentence each."""
    return _read(parts)[1]


def _read(parts: Sequence[RawPart]) -> tuple[pl.DataFrame, list[str]]:
    rows = read_rows(parts, FIELDS)
    points = [_point(geometry) for geometry in rows.geometries]
    degrees = {"long": pl.Float64, "lat": pl.Float64}
    placed = pl.concat(
        [
            rows.frame.select("lsoa_code"),
            pl.DataFrame(points, schema=degrees, orient="row"),
        ],
        how="horizontal",
    )
    bare = placed.filter(pl.col("long").is_null())["lsoa_code"].sort()
    sentences = rows.notes("the LSOA centres")
    if bare.len():
        sentences.append(
            f"Left out: {bare.len():,} LSOAs without a point, such as {', '.join(bare.head(3))}."
        )
    kept, twice = drop_repeats(placed.drop_nulls("long"), TABLE.key, "the LSOA centres")
    return kept, [*sentences, *twice]


def _point(geometry: dict[str, Any] | None) -> tuple[float | None, float | None]:
    """Longitude and latitude of a GeoJSON point; both null where it is none on the Earth."""
    try:
        coordinates = (geometry or {}).get("coordinates") or []
        long, lat = float(coordinates[0]), float(coordinates[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return None, None
    return (long, lat) if abs(long) <= 180 and abs(lat) <= 90 else (None, None)
