"""Residents of councils, all and of working age, at the middle of each year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import POPULATION
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    VALUE,
    area_columns,
    day_of_year_columns,
    status,
    value,
    years_since,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="population",
        title="Population estimates by local authority and age",
        publisher=ONS_NOMIS,
        dataset_id="NM_31_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/pestnew",
        cadence="yearly",
        release_months=(6, 7),
        caveats=("Estimates for 30 June, rolled forward from Census 2021 and revised.",),
    )
)
TABLE: Final = POPULATION
AGES: Final = {0: "all", 22: "16-64"}
EXPECTED: Final = (
    Expected(
        "NM_31_1",
        {"sex": {7: "^Total$"}, "age": {0: "^All ages$", 22: r"\b16\D+64\b"}, "measures": VALUE},
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    members = (("sex", (7,)), ("age", tuple(AGES)), ("measures", (20100,)))
    return queries_with_comparators(Query("", EXPECTED[0], years_since(2011), members), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `population`; a cell that Nomis does not hold stays, as missing."""
    return (
        frame_of(parts)
        .with_columns(
            *area_columns(),
            *day_of_year_columns(6, 30),
            pl.col("AGE").cast(pl.Int64).replace_strict(AGES).alias("age_group"),
            value().alias("residents_persons"),
            status(ESTIMATED),
        )
        .unique(TABLE.key, keep="last", maintain_order=True)
        .select(TABLE.columns)
    )
