"""Households by cars and vans, Census 2021 (TS045), in LSOAs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.access import CENSUS_CARS
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.clients.nomis.queries import small_area_queries
from etl.datasets.census import census_table as census
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_cars",
        title="Census 2021, TS045 Car or van availability",
        publisher=ONS_NOMIS,
        dataset_id="NM_2063_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts045",
        cadence="census",
        caveats=(
            "Counts of 21 March 2021. Cars and vans that a household owns or can use count.",
            census.CAVEATS[1],
        ),
    )
)
TABLE: Final = CENSUS_CARS
DIMENSION: Final = "c2021_cars_5"
# Only who has none is asked for, and of how many.
CARS: Final = {0: ("total", "^Total"), 1: ("none", "^No cars or vans")}
CODES: Final = {number: code for number, (code, _) in CARS.items()}
LABELS: Final = {number: label for number, (_, label) in CARS.items()}
EXPECTED: Final = (
    census.expected(SOURCE.dataset_id, "TS045", DIMENSION, LABELS, census.LSOAS, in_bulk=True),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Per council: its LSOAs of 2021."""
    members = ((DIMENSION, tuple(LABELS)), ("measures", (20100,)))
    return small_area_queries(Query("lsoa21", EXPECTED[0], "2021", members, area_type=151), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_cars`."""
    columns = [census.code_by_name(DIMENSION, LABELS, CODES).alias("cars_code")]
    return census.tidy(parts, TABLE, DIMENSION, columns, counted="households")
