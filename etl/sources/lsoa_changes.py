"""Which LSOAs of 2011 became which of 2021, and the authority of 2022 they lay in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_CHANGES
from etl.arcgis import Ask, features
from etl.areas import Areas
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="lsoa_changes",
        title="LSOA (2011) to LSOA (2021) to LAD (2022) lookup",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LSOA11_LSOA21_LAD22_EW_LU",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="irregular",
        caveats=("U unchanged, S split, M merged, X changed in a way too complex to say.",),
    )
)
TABLE: Final = LSOA_CHANGES
LAYER: Final = "lsoa_changes"


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question for England and Wales."""
    return [Ask("all", LAYER)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_changes`."""
    rows = [
        {
            "lsoa11_code": held["LSOA11CD"],
            "lsoa21_code": held["LSOA21CD"],
            "change_kind": held["CHGIND"].strip(),
            "lad22_code": held["LAD22CD"],
            "lad22_name": held["LAD22NM"].strip(),
        }
        for held, _, _ in features(parts)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(TABLE.columns, pl.String))
