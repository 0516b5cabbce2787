"""The best-fit lookup from the LSOAs of 2021 to wards, of the same year as the ward boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_WARDS
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import YEAR, drop_repeats, read_rows
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
        caveats=("An LSOA is allocated to the one ward that best fits it.",),
    )
)
TABLE: Final = LSOA_WARDS
LAYER: Final = "lsoa_wards"
FIELDS: Final = {
    "lsoa_code": "LSOA21CD",
    "lsoa_name": "LSOA21NM",
    "ward_code": "WD{yy}CD",
    "ward_name": "WD{yy}NM",
    "lad_code": "LAD{yy}CD",
    "lad_name": "LAD{yy}NM",
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for England and Wales: it also says where former councils lie today."""
    return [Query("all", LAYER)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_wards`."""
    return _read(parts)[0]


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """What of the answers is not in the table, a sentence each."""
    return _read(parts)[1]


def _read(parts: Sequence[RawPart]) -> tuple[pl.DataFrame, list[str]]:
    rows = read_rows(parts, FIELDS)
    frame = rows.frame.rename({YEAR: "ward_vintage"})
    kept, twice = drop_repeats(frame, TABLE.key, "the LSOA to ward lookup")
    return kept, [*rows.notes("the LSOA to ward lookup"), *twice]
