"""The best-fit lookup from the LSOAs of 2021 to wards, of the same year as the ward boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_WARDS
from etl.arcgis import Ask, features
from etl.areas import Areas
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="lsoa_wards",
        title="LSOA (2021) to ward to LAD best-fit lookup",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LSOA21_WD_LAD_EW_LU",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(6, 7, 8, 9),
        caveats=("An LSOA goes wholly to the ward that holds most of it.",),
    )
)
TABLE: Final = LSOA_WARDS
LAYER: Final = "lsoa_wards"


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question for England and Wales: it also says where former councils lie today."""
    return [Ask("all", LAYER)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_wards`."""
    rows = [
        {
            "lsoa_code": held["LSOA21CD"],
            "lsoa_name": held["LSOA21NM"],
            "ward_code": held[f"WD{yy}CD"],
            "ward_name": held[f"WD{yy}NM"].strip(),
            "lad_code": held[f"LAD{yy}CD"],
            "lad_name": held[f"LAD{yy}NM"].strip(),
            "ward_vintage": f"20{yy}",
        }
        for held, _, yy in features(parts)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(TABLE.columns, pl.String))
