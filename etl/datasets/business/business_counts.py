"""What the two UK Business Counts datasets have in common: industries, size bands, legal status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.schema import Table
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    INDUSTRY_LABELS,
    INDUSTRY_TOTAL,
    SECTIONS,
    VALUE,
    area_columns,
    industry_columns,
    month_of_year_columns,
    status,
    value,
    years_since,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

# Nomis also has narrower bands under 1 to 9: together with these, all would be counted twice.
SIZE_BANDS: Final = {0: "total", 10: "micro", 20: "small", 30: "medium", 40: "large"}
INDUSTRIES: Final = (INDUSTRY_TOTAL, *SECTIONS)
MARCH: Final = 3
CAVEATS: Final = (
    "A count of the business register in March, rounded to 5: a shown 0 may be 1 or 2 businesses.",
    "Businesses below the VAT threshold and without employees are not on the register.",
)


def expected(dataset: str) -> Expected:
    """What a source takes for granted of one of the two datasets."""
    return Expected(
        dataset,
        {
            "industry": {number: INDUSTRY_LABELS[number] for number in INDUSTRIES},
            "employment_sizeband": {
                0: "^Total$", 10: "^Micro", 20: "^Small", 30: "^Medium", 40: "^Large",
            },
            "legal_status": {0: "^Total$"},
            "measures": VALUE,
        },
    )  # fmt: skip


def requests(expects: Expected, areas: Areas) -> list[Query]:
    """All years since 2010, by section and size band."""
    question = Query(
        key="",
        expected=expects,
        date=years_since(2010),
        members=(
            ("industry", INDUSTRIES),
            ("employment_sizeband", tuple(SIZE_BANDS)),
            ("legal_status", (0,)),
            ("measures", (20100,)),
        ),
    )
    return queries_with_comparators(question, areas)


def tidy(parts: Sequence[RawPart], table: Table) -> pl.DataFrame:
    """Rows of a business table; a cell that Nomis does not hold stays, as missing."""
    band = pl.col("EMPLOYMENT_SIZEBAND").cast(pl.Int64)
    return (
        frame_of(parts)
        .with_columns(
            *area_columns(),
            *month_of_year_columns(MARCH),
            *industry_columns(),
            band.replace_strict(SIZE_BANDS).alias("size_band"),
            pl.col("EMPLOYMENT_SIZEBAND_NAME").str.strip_chars().alias("size_band_name"),
            value().alias("business_units"),
            status(ROUNDED),
        )
        .unique(table.key, keep="last", maintain_order=True)
        .select(table.columns)
    )
