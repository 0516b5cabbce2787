"""Graduates by the district they grew up in, and how many live there again: a supplied file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.skills import GRADUATE_RETENTION
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.files import published, uploads
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.datasets.skills.course_files import refuse_contradictions
from etl.datasets.skills.places import add_area_types
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="graduate_retention",
        title="Geographical mobility of young people: graduates by district",
        publisher=f"{ONS} (Longitudinal Education Outcomes)",
        dataset_id="Geographical mobility of young people across English towns and cities",
        service="file",
        url="https://www.ons.gov.uk/peoplepopulationandcommunity/educationandchildcare/articles/"
        "geographicalmobilityofyoungpeopleacrossenglishtownsandcities/march2024",
        cadence="irregular",
        caveats=(
            "People who took GCSEs in 2008 to 2011 (four years together), where they lived then "
            "and in 2018-19. The file names no year: these are the years of the article.",
            "Summed from towns and cities to districts of 2011, so rounded and approximate.",
        ),
    )
)
TABLE: Final = GRADUATE_RETENTION
ADDS_FILES: Final = True
MEASURES: Final = {
    "graduates": "number_of_graduates",
    "living here": "number_of_retained_graduates",
}
LAYOUT: Final = Layout(
    columns={
        "area_code": ("lad11cd", "lad_code", "geography_code"),
        "area_name": ("lad11nm", "lad_name", "geography_name"),
        **{measure: (heading,) for measure, heading in MEASURES.items()},
    }
)
PERIOD: Final = ("2018-19", date(2018, 4, 6), date(2019, 4, 5))


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `graduate_retention`, of districts alone; built-up areas are left out."""
    frame = add_area_types(published.read_all(parts, LAYOUT, SOURCE.id))
    if frame.is_empty():
        raise RawError(
            f"{SOURCE.id}: the file has no rows of districts by GSS code, such as E08000032"
        )
    reading = published.Reading(SOURCE.id)
    reading.check_marks(frame, list(MEASURES))
    reading.finish()
    period, start, end = PERIOD
    long = frame.unpivot(
        list(MEASURES), variable_name="retention_measure", value_name="value",
        index=["area_code", "area_name", "area_type", "area_vintage"],
    ).with_columns(
        period=pl.lit(period), period_start=pl.lit(start), period_end=pl.lit(end)
    )  # fmt: skip
    refuse_contradictions(long, TABLE.key, parts, SOURCE.id)
    tidied = (
        long.unique(TABLE.key, keep="last", maintain_order=True)
        .with_columns(graduates_persons=uploads.count(), status=uploads.status(ESTIMATED))
        .select(TABLE.columns)
    )
    _refuse_more_than_all(tidied)
    return tidied


def _refuse_more_than_all(frame: pl.DataFrame) -> None:
    wide = frame.pivot("retention_measure", index="area_name", values="graduates_persons")
    wrong = wide.filter(pl.col("living here") > pl.col("graduates"))["area_name"].to_list()
    if wrong:
        raise RawError(
            f"{SOURCE.id}: more graduates live again in {', '.join(wrong[:5])} than grew up there; "
            "check the columns of the file"
        )
