"""Nomis' numbers for the codes we ask for, and how its cells read as our columns."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.status import MISSING, SUPPRESSED

INDUSTRY_TOTAL: Final = 37748736
SECTION_A: Final = 150994945
DIVISION_0: Final = 146800640
SECTIONS: Final = tuple(range(SECTION_A, SECTION_A + 21))
# SIC 2007 divisions: the numbers that exist, as the classification leaves some out.
DIVISION_NUMBERS: Final = (
    1, 2, 3, *range(5, 34), 35, *range(36, 40), *range(41, 44), *range(45, 48), *range(49, 54),
    55, 56, *range(58, 67), 68, *range(69, 76), *range(77, 83), *range(84, 89), *range(90, 100),
)  # fmt: skip
DIVISIONS: Final = tuple(DIVISION_0 + number for number in DIVISION_NUMBERS)
COMPARATORS: Final = (
    "K03000001", "E92000001", "W92000004",
    *(f"E1200000{number}" for number in range(1, 10)),
)  # fmt: skip

# What the area types are called in our tables, by how Nomis' own names begin or read.
AREA_TYPES: Final = (
    ("local authorit", "lad"),
    ("regions", "region"),
    ("countries", "country"),
    ("ward", "ward"),
    ("ITL 2021 level 2", "itl2"),
    ("2021 super output areas - lower", "lsoa21"),
    ("2011 super output areas - lower", "lsoa11"),
    ("2021 super output areas - middle", "msoa21"),
)


def years_since(first: int) -> str:
    """A range to this year. Nomis leaves out years that it has not released."""
    return f"{first}-{date.today().year}"


def joined(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)


def area_columns() -> list[pl.Expr]:
    """area_code, area_name, area_type and area_vintage of a Nomis row.

    The vintage is the year in Nomis' own name of the area type, '' where it names none.
    """
    kind = pl.col("GEOGRAPHY_TYPE")
    named = pl.coalesce(
        pl.when(kind.str.to_lowercase().str.contains(words.lower(), literal=True)).then(
            pl.lit(name)
        )
        for words, name in AREA_TYPES
    )
    return [
        pl.col("GEOGRAPHY_CODE").alias("area_code"),
        pl.col("GEOGRAPHY_NAME").str.strip_chars().alias("area_name"),
        named.alias("area_type"),
        kind.str.extract(r"\b(20\d\d)\b").fill_null("").alias("area_vintage"),
    ]


def industry_columns() -> list[pl.Expr]:
    """industry_code, industry_name and industry_level of a row with Nomis' INDUSTRY."""
    number = pl.col("INDUSTRY").cast(pl.Int64)
    level = (
        pl.when(number == INDUSTRY_TOTAL)
        .then(pl.lit("total"))
        .when(number.is_in(SECTIONS))
        .then(pl.lit("section"))
        .when(number.is_in(DIVISIONS))
        .then(pl.lit("division"))
    )
    total = number == INDUSTRY_TOTAL
    return [
        pl.when(total).then(pl.lit("total")).otherwise("INDUSTRY_CODE").alias("industry_code"),
        pl.when(total)
        .then(pl.lit("All industries"))
        .otherwise(pl.col("INDUSTRY_NAME").str.replace(r"^\w+ : ", "").str.strip_chars())
        .alias("industry_name"),
        level.alias("industry_level"),
    ]


def value() -> pl.Expr:
    """OBS_VALUE as a number; null where the cell is blank. Never zero for a blank."""
    return pl.col("OBS_VALUE").cast(pl.Float64)


def status(usual: str) -> pl.Expr:
    """Status of a Nomis cell: `usual` where it has a value, otherwise what the row says.

    `usual` is what this dataset's values are: rounded, estimated or observed.
    """
    held_back = (
        pl.col("OBS_STATUS_NAME").fill_null("").str.contains("(?i)suppress|disclos|unreliable")
    )
    return (
        pl.when(pl.col("OBS_VALUE").is_not_null())
        .then(pl.lit(usual))
        .when(held_back)
        .then(pl.lit(SUPPRESSED))
        .otherwise(pl.lit(MISSING))
        .alias("status")
    )


def year_columns() -> list[pl.Expr]:
    """period, period_start and period_end of a row whose DATE is a calendar year."""
    year = pl.col("DATE").cast(pl.Int32)
    return [
        pl.col("DATE").alias("period"),
        pl.date(year, 1, 1).alias("period_start"),
        pl.date(year, 12, 31).alias("period_end"),
    ]


def month_columns() -> list[pl.Expr]:
    """period, period_start and period_end of a row whose DATE is a month, such as 2026-02."""
    first = (pl.col("DATE") + "-01").str.to_date()
    return [
        pl.col("DATE").alias("period"),
        first.alias("period_start"),
        first.dt.month_end().alias("period_end"),
    ]
