"""Further education achievements of adults by council: a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import FE_ACHIEVEMENTS
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="fe_achievements",
        title="Further education and skills: achievements by local authority",
        publisher="Department for Education",
        dataset_id="further-education-and-skills",
        service="file",
        url="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "further-education-and-skills",
        cadence="yearly",
        release_months=(11,),
        caveats=(
            "Counts are rounded to 10, and counts below 5 are withheld.",
            "Learners are counted where they live. Aims are courses: one learner may achieve two.",
            "A council's wards may lie in England only; Wales publishes its own figures.",
        ),
    )
)
TABLE: Final = FE_ACHIEVEMENTS
COLUMNS: Final = ("area_code", "area_name", "metric", "breakdown", "subgroup", "period", "value")
MEASURES: Final = {"achievements": "learners", "achievementsAims": "aims"}
BREAKDOWNS: Final = {
    "Total": "total", "Level": "level", "SSA": "subject_area", "Age": "age",
    "Provision": "provision",
}  # fmt: skip
_LEVEL: Final = "Further education and skills: "
# "Full Level 2" and "Full Level 3" are parts of "Level 2" and "Level 3".
MEMBERS: Final = {
    "Total": "total",
    f"{_LEVEL}Below Level 2 (excluding Essential Skills)": "below 2",
    f"{_LEVEL}Essential Skills - English and maths": "essential skills",
    f"{_LEVEL}Level 2": "2",
    f"{_LEVEL}Full Level 2": "full 2",
    f"{_LEVEL}Level 3": "3",
    f"{_LEVEL}Full Level 3": "full 3",
    f"{_LEVEL}Level 4+": "4+",
    f"{_LEVEL}No Level Assigned": "no level",
    "Under 19": "under 19",
    "19-24": "19-24",
    "25+": "25+",
    "Unknown": "unknown",
    "Apprenticeships": "apprenticeships",
    "Community Learning": "community learning",
    "Education and training": "education and training",
    "Health, Public Services and Care": "health and care",
    "Science and Mathematics": "science and mathematics",
    "Agriculture, Horticulture and Animal Care": "agriculture",
    "Engineering and Manufacturing Technologies": "engineering and manufacturing",
    "Construction, Planning and the Built Environment": "construction",
    "Information and Communication Technology": "information technology",
    "Retail and Commercial Enterprise": "retail and commercial enterprise",
    "Leisure, Travel and Tourism": "leisure and tourism",
    "Arts, Media and Publishing": "arts and media",
    "History, Philosophy and Theology": "history and philosophy",
    "Social Sciences": "social sciences",
    "Languages, Literature and Culture": "languages",
    "Education and Training": "education and training (subject)",
    "Preparation for Life and Work": "preparation for life and work",
    "Business, Administration and Law": "business, administration and law",
    "Not Applicable/ Not Known": "not known",
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply fe_achievements FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `fe_achievements`; `c` and `low` are suppressed, `z` and `x` missing, never zero."""
    frame = uploads.csv_of(parts, COLUMNS, SOURCE.id).filter(pl.col("metric").is_in(MEASURES))
    uploads.refuse_unknown_words(frame["breakdown"], BREAKDOWNS, "breakdown", SOURCE.id)
    uploads.refuse_unknown_words(frame["subgroup"], MEMBERS, "subgroup", SOURCE.id)
    frame = frame.rename({"period": "year"})
    return (
        uploads.with_periods(frame, "year", uploads.academic_year)
        .with_columns(
            area_type=uploads.area_type(),
            area_vintage=pl.lit(""),
            achievement_measure=pl.col("metric").replace_strict(MEASURES),
            breakdown=pl.col("breakdown").replace_strict(BREAKDOWNS),
            breakdown_code=pl.col("subgroup").replace_strict(MEMBERS),
            breakdown_name="subgroup",
            achievements_count=uploads.count(),
            status=uploads.status(ROUNDED),
        )
        .select(TABLE.columns)
    )
