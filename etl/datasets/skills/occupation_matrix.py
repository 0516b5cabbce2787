"""Occupation by industry in ITL2 areas (survey of residents): a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.skills import OCCUPATION_MATRIX
from catalog.vocabulary.status import ESTIMATED, SUPPRESSED
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="occupation_matrix",
        title="Annual Population Survey: occupation by industry, ITL2 areas",
        publisher=ONS_NOMIS,
        dataset_id="NM_17_1 (occupation by industry)",
        service="file",
        url="https://www.nomisweb.co.uk/datasets/aps168",
        cadence="yearly",
        caveats=(
            "A survey of residents: people are counted where they live, not where they work.",
            "Cells of fewer than three people in the sample are withheld, and small ones are weak.",
        ),
    )
)
TABLE: Final = OCCUPATION_MATRIX
COLUMNS: Final = (
    "DATE_NAME", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "SOC2020", "SIC2007", "MEASURES_NAME",
    "OBS_VALUE", "OBS_STATUS",
)  # fmt: skip
# Nomis heads these groups with letters of an older classification; '' is a sum of the others.
GROUPS: Final[dict[str, str]] = dict(
    reference.read("survey_industry_groups").fill_null("").iter_rows()
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply occupation_matrix FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `occupation_matrix`, under ITL codes of 2021.

    The file has the codes of 2016 (UKE4); ITL codes of 2021 are the same areas under TL (TLE4).
    """
    frame = uploads.csv_of(parts, COLUMNS, SOURCE.id)
    uploads.refuse_unknown_words(frame["SIC2007"], GROUPS, "industry", SOURCE.id)
    kept = frame.filter(
        (pl.col("MEASURES_NAME") == "Value") & (pl.col("SIC2007") != "Total Services")
    )
    return (
        uploads.with_periods(kept, "DATE_NAME", uploads.survey_year)
        .with_columns(
            area_code=pl.col("GEOGRAPHY_CODE").str.replace("^UK", "TL"),
            area_name="GEOGRAPHY_NAME",
            area_type=pl.lit("itl2"),
            area_vintage=pl.lit("2021"),
            occupation_code=pl.col("SOC2020").str.slice(0, 1),
            occupation_name=pl.col("SOC2020").str.slice(2),
            industry_group=pl.col("SIC2007").replace_strict(GROUPS),
            industry_group_name="SIC2007",
            residents_persons=uploads.count("OBS_VALUE"),
        )
        .with_columns(
            status=pl.when(pl.col("residents_persons").is_null())
            .then(pl.lit(SUPPRESSED))
            .otherwise(pl.lit(ESTIMATED))
        )
        .select(TABLE.columns)
    )
