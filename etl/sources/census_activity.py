"""Residents by economic activity status, Census 2021 (TS066)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_ACTIVITY
from etl import nomis_census as census
from etl.areas import Areas
from etl.nomis import Ask
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_activity",
        title="Census 2021, TS066 Economic activity status",
        publisher=ONS_NOMIS,
        dataset_id="NM_2083_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts066",
        cadence="census",
        caveats=(
            *census.CAVEATS,
            "Codes from 1001 on are subtotals of the codes that begin with _: never add both.",
        ),
    )
)
TABLE: Final = CENSUS_ACTIVITY
DIMENSION: Final = "c2021_eastat_20"
EXPECTED: Final = (
    census.expected(
        SOURCE.dataset_id,
        DIMENSION,
        [
            "^Total",
            "^Economically active.*excluding full-time students.*In employment$",
            "^Economically active.*excluding full-time students.*Unemployed$",
            "^Economically inactive$",
            "^Economically inactive: ?Retired$",
            "^Economically inactive: ?Student$",
            "^Economically inactive: ?Looking after home or family$",
            "^Economically inactive: ?Long-term sick or disabled$",
            "^Economically inactive: ?Other$",
        ],
        census.WARDS,
    ),
)


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """Nations and regions together; each council, and its wards of 2022."""
    return census.asks(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_activity`, under Nomis' published codes."""
    name, code = pl.col("C2021_EASTAT_20_NAME"), pl.col("C2021_EASTAT_20_CODE")
    columns = [
        pl.when(name.str.contains("^Total"))
        .then(pl.lit("total"))
        .otherwise(code)
        .alias("activity_code"),
        name.alias("activity_name"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
