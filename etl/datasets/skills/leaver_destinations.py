"""Where young people are after 16 to 18 study, by authority, from a supplied file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import LEAVER_DESTINATIONS
from catalog.vocabulary.status import OBSERVED
from etl.areas import Areas
from etl.clients.dfe import DataSet
from etl.clients.files import published, uploads
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.datasets.skills import dfe_data_sets
from etl.datasets.skills.course_files import AREA_CODE, AREA_NAME, PERIOD, refuse_contradictions
from etl.datasets.skills.places import add_area_types
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="leaver_destinations",
        title="16 to 18 destination measures by local authority",
        publisher="Department for Education",
        dataset_id="16-18-destination-measures",
        service="file",
        url="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "16-18-destination-measures",
        cadence="yearly",
        release_months=(10,),
        caveats=(
            "Students of state-funded schools and colleges, counted where they studied, which may "
            "not be where they live.",
            "A destination counts where it lasted two terms.",
        ),
    )
)
TABLE: Final = LEAVER_DESTINATIONS
# The number stood in the catalogue for the destinations up to 2022/23.
DATA_SET: Final = DataSet(
    "16-18 destination measures",
    r"(?i)local authority level destinations",
    "053ff5ec-681e-4da1-8159-1b01e07b75e5",
)
ADDS_FILES: Final = True
# Our words by the publisher's headings; each a part of the cohort, or a part of such a part.
DESTINATIONS: Final = {
    "all": ("cohort",), "any": ("overall",), "education": ("education",),
    "higher education": ("he",), "further education": ("fe",), "apprenticeship": ("appren",),
    "work": ("all_work",), "not sustained": ("all_notsust",), "unknown": ("all_unknown",),
}  # fmt: skip
LAYOUT: Final = Layout(
    columns={
        "year": PERIOD, "area_code": AREA_CODE, "area_name": AREA_NAME,
        "cohort_level": ("cohort_level_group",), **DESTINATIONS,
    },
    optional={"detail": ("cohort_level",), "area_level": ("geographic_level",)},
    only={
        "institution_group": (
            "State-funded mainstream schools & colleges",
            "State-funded mainstream schools and colleges", "Total",
        ),
        "institution_type": ("Total",),
        "characteristic": ("Total",),
        "breakdown": ("Total",),
        "data_type": ("Number of pupils", "Number of students"),
        "geographic_level": (
            "Local authority", "Local authority district", "National", "Regional", "LA", "LAD",
        ),
    },
)  # fmt: skip
AUTHORITY: Final = ("local authority", "la")
DISTRICT: Final = ("local authority district", "lad")
LEVELS: Final = {
    "Level 3": "3", "Level 2": "2", "All other qualifications": "below 2", "Total": "total",
}  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask unless it is named: `wardwise supply FILE` takes the file in."""
    return []


def requests_by_name(settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """The publisher's own data set, for `wardwise fetch --only`: not tried on the live service."""
    return dfe_data_sets.ask_for(DATA_SET, SOURCE.id, tidy, TABLE)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `leaver_destinations`: of schools and colleges together, in numbers of students.

    Of a level that is cut again ("Level 3 approved") only its total is read.
    """
    reading = published.Reading(SOURCE.id)
    frame = published.read_all(parts, LAYOUT, SOURCE.id)
    frame = frame.filter(pl.col("detail").fill_null("Total") == "Total")
    if frame.is_empty():
        raise RawError(
            f"{SOURCE.id}: the file has no rows of all students of schools and colleges, in "
            "numbers; supply it with its rows of the total"
        )
    frame = _prefer_authorities(frame)
    frame = reading.add_periods(frame, "year", published.academic_year)
    frame = reading.translate(frame, "cohort_level", LEVELS, "level of the cohort")
    reading.check_marks(frame, list(DESTINATIONS))
    reading.finish()
    long = add_area_types(frame).unpivot(
        list(DESTINATIONS), variable_name="destination", value_name="value",
        index=["area_code", "area_name", "area_type", "area_vintage", "period", "period_start",
               "period_end", "cohort_level"],
    )  # fmt: skip
    refuse_contradictions(long, TABLE.key, parts, SOURCE.id)
    return (
        long.unique(TABLE.key, keep="last", maintain_order=True)
        .with_columns(leavers_persons=uploads.count(), status=uploads.status(OBSERVED))
        .select(TABLE.columns)
    )


def _prefer_authorities(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the rows of districts where the file has rows of authorities, as the newest do.

    A district that is an authority itself has both; those of a former county would be counted
    again beside the county's, once their codes are those of today's council.
    """
    level = pl.col("area_level").fill_null("").str.to_lowercase()
    authorities = frame.filter(level.is_in(AUTHORITY))
    return frame.filter(~level.is_in(DISTRICT)) if authorities.height else frame
