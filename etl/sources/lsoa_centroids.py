"""Population-weighted centres of the LSOAs of 2021."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_CENTROIDS
from etl.arcgis import Ask, features
from etl.areas import Areas
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


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question for England and Wales, as the layer does not say which council a point is in."""
    return [Ask("all", LAYER, geometry=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_centroids`."""
    rows = []
    for held, point, _ in features(parts):
        if point is None:
            raise ValueError(f"lsoa_centroids: {held['LSOA21CD']} has no point; fetch it again")
        long, lat = point["coordinates"]
        rows.append({"lsoa_code": held["LSOA21CD"], "long": long, "lat": lat})
    return pl.DataFrame(rows, schema=TABLE.dtypes)
