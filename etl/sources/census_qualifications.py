"""Residents by highest level of qualification, Census 2021 (TS067)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_QUALIFICATIONS
from etl import nomis_census as census
from etl.areas import Areas
from etl.nomis import Ask
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_qualifications",
        title="Census 2021, TS067 Highest level of qualification",
        publisher=ONS_NOMIS,
        dataset_id="NM_2084_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts067",
        cadence="census",
        caveats=(
            *census.CAVEATS,
            "The highest level that a person holds, of residents aged 16 and over.",
        ),
    )
)
TABLE: Final = CENSUS_QUALIFICATIONS
DIMENSION: Final = "c2021_hiqual_8"
LEVELS: Final = {
    "total": "^Total",
    "none": "^No qualifications",
    "1": "^Level 1",
    "2": "^Level 2",
    "apprenticeship": "^Apprenticeship",
    "3": "^Level 3",
    "4": "^Level 4",
    "other": "^Other",
}
EXPECTED: Final = (
    census.expected(
        SOURCE.dataset_id, DIMENSION, list(LEVELS.values()), census.WARDS | census.LSOAS
    ),
)


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """Nations and regions together; each council, its wards of 2022 and its LSOAs of 2021."""
    return census.asks(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_qualifications`."""
    columns = [
        census.code_by_name(DIMENSION, LEVELS).alias("qualification_code"),
        pl.col("C2021_HIQUAL_8_NAME").alias("qualification_name"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
