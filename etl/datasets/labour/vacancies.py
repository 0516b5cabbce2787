"""Vacancies in the United Kingdom by industry, every month as the average of three."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import VACANCIES
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.ons.time_series import ExpectedSeries, SeriesQuery, months_of
from etl.raw import RawPart

TOPIC: Final = "/employmentandlabourmarket/peopleinwork/employmentandemployeetypes/timeseries"
SOURCE: Final = source(
    Source(
        id="vacancies",
        title="Vacancy Survey: vacancies by industry, seasonally adjusted",
        publisher=ONS,
        dataset_id="LMS",
        service="ons",
        url=f"https://www.ons.gov.uk{TOPIC}/ap2y/lms",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "A survey of employers in the United Kingdom without farming, forestry and fishing; "
            "there are no figures for regions or councils.",
            "Each month is the average of three, published in thousands.",
        ),
    )
)
TABLE: Final = VACANCIES
# The series of each industry, with a pattern of what its title says the industry is.
SERIES: Final = {
    "total": ("AP2Y", r"Total$"),
    "B": ("JP9H", "Mining"),
    "C": ("JP9I", "Manufacturing"),
    "D": ("JP9J", "Electricity, Gas"),
    "E": ("JP9K", "Water Supply"),
    "F": ("JP9L", "Construction"),
    "G": ("JP9M", "Wholesale"),
    "H": ("JP9N", "Transport"),
    "I": ("JP9O", "Accommodation"),
    "J": ("JP9P", "Information"),
    "K": ("JP9Q", "Financial"),
    "L": ("JP9R", "Real Estate"),
    "M": ("JP9S", "Professional"),
    "N": ("JP9T", "Administrative"),
    "O": ("JP9U", "Public Admin"),
    "P": ("JP9V", "Education"),
    "Q": ("JP9W", "Human Health"),
    "R": ("JP9X", "Arts"),
    "S": ("JP9Y", "Other Service"),
}
EXPECTED: Final = tuple(
    ExpectedSeries(f"{TOPIC}/{cdid.lower()}/lms", rf"Vacancies \(thousands\) - {industry}")
    for cdid, industry in SERIES.values()
)


def requests(areas: Areas, settings: Settings) -> Sequence[SeriesQuery]:  # noqa: ARG001
    """One series for each industry and one for the total."""
    return [SeriesQuery(code, expected) for code, expected in zip(SERIES, EXPECTED, strict=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `vacancies`."""
    code = pl.col("key")
    total = code == "total"
    return (
        months_of(parts)
        .with_columns(
            industry_code=code,
            industry_name=pl.when(total)
            .then(pl.lit("All industries"))
            .otherwise(code.replace_strict(SECTIONS, default="")),
            industry_level=pl.when(total).then(pl.lit("total")).otherwise(pl.lit("section")),
            # The series are in thousands, as their titles are proved to say.
            vacancies_count=pl.col("value") * 1000,
            status=pl.lit(ESTIMATED),
        )
        .select(TABLE.columns)
    )
