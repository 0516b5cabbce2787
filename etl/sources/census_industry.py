"""Working residents by industry, Census 2021 (TS060)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_INDUSTRY
from etl import nomis_census as census
from etl.areas import Areas
from etl.nomis import Ask
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="census_industry",
        title="Census 2021, TS060 Industry",
        publisher=ONS_NOMIS,
        dataset_id="NM_2077_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/c2021ts060",
        cadence="census",
        caveats=(
            *census.CAVEATS,
            "People are counted where they live, not where they work.",
            "Not published for LSOAs; sections R, S, T and U are one group, coded R-U.",
        ),
    )
)
TABLE: Final = CENSUS_INDUSTRY
DIMENSION: Final = "c2021_ind_88"
# A division's name may come after its section's, so its number is looked for first.
DIVISION: Final = r"(?:^|: ?)(\d\d)\b"
SECTION: Final = r"^([A-Q]):? "
OTHERS: Final = r"^R, S, T"
NAMES: Final = (
    "^Total",
    *(rf"^{letter}:? (?!\d)[^:]*$" for letter in "ABCDEFGHIJKLMNOPQ"),
    f"{OTHERS}[^:]*$",
)
EXPECTED: Final = (
    census.expected(SOURCE.dataset_id, DIMENSION, NAMES, census.WARDS | census.MSOAS),
)


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """Nations and regions together; each council, its wards of 2022 and its MSOAs of 2021."""
    return census.asks(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_industry`: section groups, and divisions where they are published."""
    name = pl.col("C2021_IND_88_NAME")
    total = name.str.contains("^Total")
    division = name.str.extract(DIVISION)
    others = pl.when(name.str.contains(OTHERS)).then(pl.lit("R-U"))
    columns = [
        pl.when(total)
        .then(pl.lit("total"))
        .otherwise(pl.coalesce(division, name.str.extract(SECTION), others))
        .alias("industry_code"),
        pl.when(total)
        .then(pl.lit("All industries"))
        .otherwise(name.str.replace(r"^.*(?:^|: ?)\d\d ", "").str.replace(SECTION, ""))
        .alias("industry_name"),
        pl.when(total)
        .then(pl.lit("total"))
        .when(division.is_not_null())
        .then(pl.lit("division"))
        .otherwise(pl.lit("section"))
        .alias("industry_level"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
