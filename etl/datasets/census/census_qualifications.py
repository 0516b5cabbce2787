"""Residents by highest level of qualification, Census 2021 (TS067)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_QUALIFICATIONS
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.census import census_table as census
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
            "The highest qualification level of residents aged 16 and over.",
        ),
    )
)
TABLE: Final = CENSUS_QUALIFICATIONS
DIMENSION: Final = "c2021_hiqual_8"
LEVELS: Final = {
    0: ("total", "^Total"),
    1: ("none", "^No qualifications"),
    2: ("1", "^Level 1"),
    3: ("2", "^Level 2"),
    4: ("apprenticeship", "^Apprenticeship"),
    5: ("3", "^Level 3"),
    6: ("4", "^Level 4"),
    7: ("other", "^Other"),
}
CODES: Final = {number: code for number, (code, _) in LEVELS.items()}
LABELS: Final = {number: label for number, (_, label) in LEVELS.items()}
EXPECTED: Final = (
    census.expected(
        SOURCE.dataset_id, "TS067", DIMENSION, LABELS, census.WARDS | census.LSOAS, in_bulk=True
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nations and regions together; each council, its wards of 2022 and its LSOAs of 2021."""
    return census.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_qualifications`."""
    columns = [
        census.code_by_name(DIMENSION, LABELS, CODES).alias("qualification_code"),
        pl.col("C2021_HIQUAL_8_NAME").alias("qualification_name"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
