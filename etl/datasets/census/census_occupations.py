"""Working residents by SOC 2020 major group, Census 2021 (TS063)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_OCCUPATIONS
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.census import census_table as census
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_occupations",
        title="Census 2021, TS063 Occupation",
        publisher=ONS_NOMIS,
        dataset_id="NM_2080_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts063",
        cadence="census",
        caveats=(
            *census.CAVEATS,
            "People are counted where they live, not where they work.",
        ),
    )
)
TABLE: Final = CENSUS_OCCUPATIONS
DIMENSION: Final = "c2021_occ_10"
LABELS: Final = {0: "^Total"} | {number: rf"^{number}\b" for number in range(1, 10)}
CODES: Final = {0: "total"} | {number: str(number) for number in range(1, 10)}
EXPECTED: Final = (
    census.expected(
        SOURCE.dataset_id, "TS063", DIMENSION, LABELS, census.WARDS | census.LSOAS, in_bulk=True
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nations and regions together; each council, its wards of 2022 and its LSOAs of 2021."""
    return census.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_occupations`."""
    columns = [
        census.code_by_name(DIMENSION, LABELS, CODES).alias("occupation_code"),
        pl.col("C2021_OCC_10_NAME").str.replace(r"^\d[.:]? ", "").alias("occupation_name"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
