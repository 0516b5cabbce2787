"""Working residents by industry, Census 2021 (TS060)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CENSUS_INDUSTRY
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.census import census_table as census
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
SECTIONS: Final = dict(enumerate("ABCDEFGHIJKLMNOPQ", start=1001))
# 2026-11: beside these the table has 87 finer cells: most are divisions, one joins the three of
# construction, one is "not otherwise specified". They are not asked for.
LABELS: Final = (
    {0: "^Total"}
    | {number: rf"^{letter}:? [^\d:][^:]*$" for number, letter in SECTIONS.items()}
    | {1018: r"^R, S, T[^:]*$"}
)
CODES: Final = {0: "total"} | SECTIONS | {1018: "R-U"}
EXPECTED: Final = (
    census.expected(SOURCE.dataset_id, "TS060", DIMENSION, LABELS, census.WARDS | census.MSOAS),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nations and regions together; each council, its wards of 2022 and its MSOAs of 2021."""
    return census.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `census_industry`: the total and section groups."""
    name, code = pl.col("C2021_IND_88_NAME"), census.code_by_name(DIMENSION, LABELS, CODES)
    total = code == "total"
    columns = [
        code.alias("industry_code"),
        pl.when(total)
        .then(pl.lit("All industries"))
        .otherwise(name.str.replace("^[A-Q]:? ", ""))
        .alias("industry_name"),
        pl.when(total).then(pl.lit("total")).otherwise(pl.lit("section")).alias("industry_level"),
    ]
    return census.tidy(parts, TABLE, DIMENSION, columns)
