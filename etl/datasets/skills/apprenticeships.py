"""Apprenticeships by council, subject and level, from a supplied file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import APPRENTICESHIPS
from etl.areas import Areas
from etl.clients.dfe import DataSet
from etl.clients.query import Query
from etl.datasets.skills import course_files, dfe_data_sets
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="apprenticeships",
        title="Apprenticeships: starts and achievements by local authority, subject and level",
        publisher="Department for Education",
        dataset_id="apprenticeships",
        service="file",
        url="https://explore-education-statistics.service.gov.uk/find-statistics/apprenticeships",
        cadence="yearly",
        release_months=(11,),
        caveats=(
            "Counts are rounded to 10, and counts below 5 are withheld ('low').",
            "Apprentices are counted where they live, which may not be where they work.",
        ),
    )
)
TABLE: Final = APPRENTICESHIPS
# No number in the catalogue: its page was not among the stored copies that we could read.
DATA_SET: Final = DataSet(
    "Apprenticeships",
    r"(?i)(?=.*\b(lad|local authority district)\b).*\b(ssa|subject)",
)
ADDS_FILES: Final = True
LAYOUT: Final = course_files.layout(
    ("apprenticeship_level", "apps_level", "apps_Level"),
    {"starts": ("starts",), "achievements": ("achievements",)},
)
LEVELS: Final = {
    "Intermediate Apprenticeship": "intermediate", "Intermediate": "intermediate",
    "Advanced Apprenticeship": "advanced", "Advanced": "advanced",
    "Higher Apprenticeship": "higher", "Higher": "higher", "Total": "total",
}  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask unless it is named: `wardwise supply FILE` takes the file in."""
    return []


def requests_by_name(settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """The publisher's own data set, for `wardwise fetch --only`: not tried on the live service."""
    return dfe_data_sets.ask_for(DATA_SET, SOURCE.id, tidy, TABLE)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `apprenticeships`."""
    return course_files.tidy(parts, LAYOUT, LEVELS, SOURCE.id, TABLE)
