"""Workforce jobs of the United Kingdom by section, every quarter, months before the regions'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.labour import WORKFORCE_JOBS_UK
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.ons.time_series import ExpectedSeries, SeriesQuery, quarters_of
from etl.raw import RawPart

TOPIC: Final = "/employmentandlabourmarket/peopleinwork/employmentandemployeetypes/timeseries"
SOURCE: Final = source(
    Source(
        id="workforce_jobs_uk",
        title="Workforce jobs of the United Kingdom by industry, seasonally adjusted",
        publisher=ONS,
        dataset_id="LMS",
        service="ons",
        url=f"https://www.ons.gov.uk{TOPIC}/dydc/lms",
        cadence="quarterly",
        release_months=(3, 6, 9, 12),
        caveats=(
            "Estimates of jobs, of employees, the self-employed and others, on one day of the "
            "quarter, published in thousands; there are no figures for regions or councils.",
            "Seasonally adjusted, and revised back for years.",
        ),
        keeps_vintages=True,
    )
)
TABLE: Final = WORKFORCE_JOBS_UK
# The series of each industry, with a pattern of what its title says the industry is.
SERIES: Final = {
    "total": ("DYDC", "Total"),
    "A": ("JWR5", "A Agriculture"),
    "B": ("JWR6", "B Mining"),
    "C": ("JWR7", "C Manufacturing"),
    "D": ("JWR8", "D Electricity, gas"),
    "E": ("JWR9", "E Water supply"),
    "F": ("JWS2", "F Construction"),
    "G": ("JWS3", "G Wholesale"),
    "H": ("JWS4", "H Transport"),
    "I": ("JWS5", "I Accommodation"),
    "J": ("JWS6", "J Information"),
    "K": ("JWS7", "K Financial"),
    "L": ("JWS8", "L Real estate"),
    "M": ("JWS9", "M Professional"),
    "N": ("JWT2", "N Administrative"),
    "O": ("JWT3", "O Public admin"),
    "P": ("JWT4", "P Education"),
    "Q": ("JWT5", "Q Human health"),
    "R": ("JWT6", "R Arts"),
    "S": ("JWT7", "S Other service"),
    "T": ("KW78", "T People employed by households"),
}
EXPECTED: Final = tuple(
    ExpectedSeries(
        f"{TOPIC}/{cdid.lower()}/lms",
        # The series of Great Britain and of employees alone have titles like these.
        rf"^UK Workforce Jobs SA ?: {industry}\b.*\(thousands\)",
        frequency="quarters",
    )
    for cdid, industry in SERIES.values()
)


def requests(areas: Areas, settings: Settings) -> Sequence[SeriesQuery]:  # noqa: ARG001
    """One series for each industry and one for the total."""
    return [SeriesQuery(code, expected) for code, expected in zip(SERIES, EXPECTED, strict=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `workforce_jobs_uk`; a quarter is named by the month that it is counted in."""
    code = pl.col("key")
    total = code == "total"
    return (
        quarters_of(parts)
        .with_columns(
            industry_code=code,
            industry_name=pl.when(total)
            .then(pl.lit("All industries"))
            .otherwise(code.replace_strict(SECTIONS, default="")),
            industry_level=pl.when(total).then(pl.lit("total")).otherwise(pl.lit("section")),
            # The series are in thousands, as their titles are proved to say.
            jobs=pl.col("value") * 1000,
            status=pl.lit(ESTIMATED),
        )
        .select(TABLE.columns)
    )
