"""Courses of adult education and training by council, subject and level, from a supplied file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import FE_AIMS
from etl.areas import Areas
from etl.clients.dfe import DataSet
from etl.clients.query import Query
from etl.datasets.skills import course_files, dfe_data_sets
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="fe_aims",
        title="Further education and skills: education and training aims by local authority, "
        "subject and level",
        publisher="Department for Education",
        dataset_id="further-education-and-skills (education and training aims)",
        service="file",
        url="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "further-education-and-skills",
        cadence="yearly",
        release_months=(11,),
        caveats=(
            "Counts are rounded to 10, and counts below 5 are withheld ('low').",
            "Adults (19 and over) in education and training, counted where they live; "
            "apprenticeships are not in it. One learner may achieve two courses.",
        ),
    )
)
TABLE: Final = FE_AIMS
# No number in the catalogue: its page was not among the stored copies that we could read.
DATA_SET: Final = DataSet(
    "Further education and skills",
    r"(?i)^education and training geography.*(local authority district|\blad\b)",
)
ADDS_FILES: Final = True  # each supplied file is kept, and a newer one adds to them
LAYOUT: Final = course_files.layout(
    ("notional_nvq_level", "notional_level", "level", "qualification_level"),
    {
        "starts": ("e_and_t_aims_enrolments", "enrolments", "aims_enrolments"),
        "achievements": ("e_and_t_aims_ach", "e_and_t_aims_achievements", "aims_achievements"),
    },
)
LEVELS: Final = {
    "E": "entry", "Entry": "entry", "Entry level": "entry", "1": "1", "Level 1": "1", "2": "2",
    "Level 2": "2", "3": "3", "Level 3": "3", "4+": "4+", "Level 4+": "4+",
    "Not Assigned": "no level", "No level assigned": "no level", "Total": "total",
}  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask unless it is named: `wardwise supply FILE` takes the file in."""
    return []


def requests_by_name(settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """The publisher's own data set, for `wardwise fetch --only`: not tried on the live service."""
    return dfe_data_sets.ask_for(DATA_SET, SOURCE.id, tidy, TABLE)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `fe_aims`."""
    return course_files.tidy(parts, LAYOUT, LEVELS, SOURCE.id, TABLE)
