"""Median gross pay of people who live in an area (Annual Survey of Hours and Earnings)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import AREA, ASHE, PERIOD
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    VALUE,
    area_columns,
    month_of_year_columns,
    status,
    value,
    years_since,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="ashe",
        title="Annual Survey of Hours and Earnings, resident analysis",
        publisher=ONS_NOMIS,
        dataset_id="NM_30_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/asher",
        cadence="yearly",
        release_months=(10, 11),
        caveats=(
            "A sample of 1% of employees in April; the self-employed are not included.",
            "Pay of people who live in the area, wherever they work.",
            "A median with a coefficient of variation above 20% is withheld as unreliable.",
        ),
    )
)
TABLE: Final = ASHE
APRIL: Final = 4
PAY: Final = {7: "year", 1: "week"}
MEDIAN, COEFFICIENT = 20100, 20701
EXPECTED: Final = (
    Expected(
        "NM_30_1",
        {
            "sex": {7: "^Total$"},
            "pay": {7: "^Annual pay.*gross", 1: "^Weekly pay.*gross"},
            "item": {2: "^Median$"},
            "measures": VALUE | {COEFFICIENT: ""},
        },
        needed={"measures": (MEDIAN,)},
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    members = (
        ("sex", (7,)),
        ("pay", tuple(PAY)),
        ("item", (2,)),
        ("measures", (MEDIAN, COEFFICIENT)),
    )
    return queries_with_comparators(Query("", EXPECTED[0], years_since(2015), members), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `ashe`: the median with its coefficient of variation beside it, where held."""
    cells = (
        frame_of(parts)
        .select(
            *area_columns(),
            *month_of_year_columns(APRIL),
            pl.lit("residence").alias("basis"),
            pl.col("PAY").cast(pl.Int64).replace_strict(PAY).alias("pay_period"),
            pl.col("MEASURES").cast(pl.Int64).alias("measures"),
            value().alias("value"),
            status(ESTIMATED),
        )
        .unique((*TABLE.key, "measures"), keep="last", maintain_order=True)
    )
    median = pl.col("measures") == MEDIAN
    return (
        cells.group_by(*AREA, *PERIOD, "basis", "pay_period", maintain_order=True)
        .agg(
            pl.col("value").filter(median).first().alias("pay_gbp"),
            pl.col("value").filter(~median).first().alias("cv_pct"),
            pl.col("status").filter(median).first(),
        )
        .select(TABLE.columns)
    )
