"""Rated business properties and their rateable value by sector, in councils and regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import VOA, Source, source
from catalog.tables.economy import PROPERTY_STOCK
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.files.cells import number, status, with_area_type
from etl.clients.files.headings import read_years
from etl.clients.govuk import HEADER, ArchiveQuery, ExpectedArchive, tables_of
from etl.clients.nomis.codes import day_of_year_columns
from etl.raw import RawPart

COLLECTION: Final = "/government/collections/non-domestic-rating-stock-of-properties-collection"
RELEASE: Final = "/government/statistics/non-domestic-rating-stock-of-properties"
CAVEATS: Final = (
    "Rateable properties on 31 March, occupied or not. Counts are rounded to 10, so sectors do not "
    "add up exactly; counts below 5 are withheld.",
    "Rateable values follow the rating list of their time; they are not comparable across a "
    "revaluation (2010, 2017, 2023, 2026 lists).",
)
SOURCE: Final = source(
    Source(
        id="stock_of_properties",
        title="Non-domestic rating: stock of properties",
        publisher=VOA,
        dataset_id="ndr_stock_of_properties",
        service="govuk",
        url=f"https://www.gov.uk{COLLECTION}",
        cadence="yearly",
        release_months=(5, 6),
        caveats=CAVEATS,
    )
)
TABLE: Final = PROPERTY_STOCK
# Of each sector there is one table with the number of properties, one with their rateable value.
MEMBERS: Final = {
    f"table_SOP{number}_{part}.csv": (sector, measure)
    for number, sector in enumerate(("total", "retail", "office", "industrial", "other"), start=3)
    for part, measure in ((1, "properties_count"), (2, "rateable_value_gbp"))
}
EXPECTED: Final = (
    ExpectedArchive(
        SOURCE.title, COLLECTION, RELEASE, r"^ndr_stock_of_properties_20\d\d\.zip$", tuple(MEMBERS)
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[ArchiveQuery]:  # noqa: ARG001
    """One zip for England and Wales."""
    return [ArchiveQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `property_stock`; councils that are gone have theirs, under their old codes."""
    rows = (
        stock_rows(frame, *MEMBERS[name])
        for part in parts
        for name, frame in tables_of(part, MEMBERS)
    )
    return pl.concat([TABLE.empty(), *rows]).filter(pl.col("area_type") != "lsoa21")


def stock_rows(
    frame: pl.DataFrame, sector: str, measure: str, *, newest_only: bool = False
) -> pl.DataFrame:
    """Rows of a stock table from one published table of areas by year."""
    headings = [name for name in frame.columns if name not in HEADER]
    read = read_years(headings, f"the table of {sector} {measure}")
    years = {text: str(heading.first_day.year) for text, heading in read.items()}
    if newest_only:
        newest = max(years.values())
        years = {heading: year for heading, year in years.items() if year == newest}
    # Rateable values are published in thousands of pounds.
    size = 1000 if measure == "rateable_value_gbp" else 1
    return (
        with_area_type(frame.with_columns(pl.col("area_code", "area_name").str.strip_chars()))
        .unpivot(
            list(years),
            index=["area_code", "area_name", "area_type"],
            variable_name="DATE",
            value_name="cell",
        )
        .with_columns(pl.col("DATE").replace(years))
        .with_columns(
            *day_of_year_columns(3, 31),
            number("cell").alias("value") * size,
            status("cell", ROUNDED),
            area_vintage=pl.when(pl.col("area_type") == "lsoa21")
            .then(pl.lit("2021"))
            .otherwise(pl.lit("")),
            property_sector=pl.lit(sector),
            measure=pl.lit(measure),
        )
        .select(TABLE.columns)
    )
