"""Tables of files that a user supplies, because no service offers them in a form we can fetch."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type", "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")

define("achievement_measure", pl.String, "", "learners who achieved, or aims (courses) achieved")
define("breakdown", pl.String, "", "total, level, subject_area, age or provision")
define("breakdown_code", pl.String, "", "Our code for the member of the breakdown")
define("breakdown_name", pl.String, "", "Member of the breakdown, as named by the publisher")
define(
    "achievements_count", pl.Float64, "achievements", "Achievements in the academic year",
    nullable=True,
)  # fmt: skip
define("industry_group", pl.String, "", "Our code for the published group of industries: C, G+I")
define("industry_group_name", pl.String, "", "Group of industries, as named by the publisher")

FE_ACHIEVEMENTS: Final = Table(
    name="fe_achievements",
    grain="an area, an academic year, a measure and a member of a breakdown",
    key=("area_code", "period", "achievement_measure", "breakdown", "breakdown_code"),
    columns=(
        *AREA, *PERIOD, "achievement_measure", "breakdown", "breakdown_code", "breakdown_name",
        "achievements_count", "status",
    ),
    value="achievements_count",
    additive=True,
    non_negative=("achievements_count",),
    allowed=(
        ("area_type", ("lad", "region", "country")),
        ("achievement_measure", ("learners", "aims")),
        ("breakdown", ("total", "level", "subject_area", "age", "provision")),
    ),
)  # fmt: skip
OCCUPATION_MATRIX: Final = Table(
    name="occupation_matrix",
    grain="an ITL2 area, a year of survey, an occupation (SOC 2020 major group) and an industry "
    "group",
    key=("area_code", "period", "occupation_code", "industry_group"),
    columns=(
        *AREA, *PERIOD, "occupation_code", "occupation_name", "industry_group",
        "industry_group_name", "residents_persons", "status",
    ),
    value="residents_persons",
    additive=True,
    non_negative=("residents_persons",),
    allowed=(("area_type", ("itl2",)),),
)  # fmt: skip
ADVERTS_BY_OCCUPATION: Final = Table(
    name="adverts_by_occupation",
    grain="an area, a month and an occupation (SOC 2020, one to four digits, or unknown)",
    key=("area_code", "period", "occupation_code"),
    columns=(*AREA, *PERIOD, "occupation_code", "occupation_name", "adverts_count", "status"),
    value="adverts_count",
    additive=True,
    non_negative=("adverts_count",),
    allowed=(("area_type", ("lad", "region", "country")),),
)

define("course_measure", pl.String, "", "starts (enrolments), or achievements")
define("subject_name", pl.String, "", "The subject, as named by the publisher")
define("course_level", pl.String, "", "entry, 1, 2, 3, 4+, no level; intermediate, advanced, "
       "higher of apprenticeships; total")  # fmt: skip
define("courses_count", pl.Float64, "courses", "Courses or apprenticeships in the academic year",
       nullable=True)  # fmt: skip
define("cohort_level", pl.String, "", "Level that the leavers studied: 3, 2, below 2 or total")
define("destination", pl.String, "", "Where leavers were for two terms after their studies")
define("leavers_persons", pl.Float64, "people", "Leavers of schools and colleges", nullable=True)
define("ukprn", pl.String, "", "Number of the provider in the UK Register of Learning Providers")
define("provider_name", pl.String, "", "University or other provider; '' for none in particular")
define("graduate_level", pl.String, "", "Level of qualification obtained, as the publisher says")
define("domicile", pl.String, "", "Where graduates lived before their studies: all, uk or non-uk")
define("activity", pl.String, "", "What graduates did fifteen months later; total for all of them")
define("retention_measure", pl.String, "", "graduates who grew up in the area, or those of them "
       "who lived there again (living here)")  # fmt: skip
define("graduates_persons", pl.Float64, "people", "Graduates", nullable=True)

define("standard_code", pl.String, "", "Code of the occupational standard, such as ST0001")
define("standard_title", pl.String, "", "Title of the occupational standard")
define("standard_level", pl.Int64, "level", "Level of the standard, 1 to 8", nullable=True)

COURSE: Final = ("course_measure", "subject_area", "course_level")


def _courses(name: str, levels: tuple[str, ...]) -> Table:
    return Table(
        name=name,
        grain="an area, an academic year, a measure, a subject area and a level; with totals",
        key=("area_code", "period", *COURSE),
        columns=(
            *AREA, *PERIOD, "course_measure", "subject_area", "subject_name", "course_level",
            "courses_count", "status",
        ),
        value="courses_count",
        additive=True,
        non_negative=("courses_count",),
        allowed=(
            ("area_type", ("lad", "county", "region", "country")),
            ("course_measure", ("starts", "achievements")),
            ("course_level", levels),
        ),
    )  # fmt: skip


FE_AIMS: Final = _courses("fe_aims", ("entry", "1", "2", "3", "4+", "no level", "total"))
APPRENTICESHIPS: Final = _courses(
    "apprenticeships", ("intermediate", "advanced", "higher", "total")
)
LEAVER_DESTINATIONS: Final = Table(
    name="leaver_destinations",
    grain="an area, an academic year, the level that leavers studied, and a destination",
    key=("area_code", "period", "cohort_level", "destination"),
    columns=(*AREA, *PERIOD, "cohort_level", "destination", "leavers_persons", "status"),
    value="leavers_persons",
    additive=True,
    non_negative=("leavers_persons",),
    allowed=(
        ("area_type", ("lad", "county", "region", "country")),
        ("cohort_level", ("3", "2", "below 2", "total")),
    ),
)
GRADUATE_QUALIFIERS: Final = Table(
    name="graduate_qualifiers",
    grain="a provider, an academic year, a subject and a level of qualification",
    key=("ukprn", "period", "subject_area", "graduate_level"),
    columns=(
        "ukprn", "provider_name", *PERIOD, "subject_area", "graduate_level", "graduates_persons",
        "status",
    ),
    value="graduates_persons",
    non_negative=("graduates_persons",),
)  # fmt: skip
GRADUATE_ACTIVITIES: Final = Table(
    name="graduate_activities",
    grain="a provider, an academic year, a subject, a domicile, a level and an activity",
    key=("ukprn", "period", "subject_area", "domicile", "graduate_level", "activity"),
    columns=(
        "ukprn", "provider_name", *PERIOD, "subject_area", "domicile", "graduate_level",
        "activity", "graduates_persons", "status",
    ),
    value="graduates_persons",
    non_negative=("graduates_persons",),
    allowed=(
        ("domicile", ("all", "uk", "non-uk")),
        ("graduate_level", ("all", "undergraduate", "postgraduate")),
    ),
)  # fmt: skip
GRADUATE_RETENTION: Final = Table(
    name="graduate_retention",
    grain="an area and a measure of its graduates",
    key=("area_code", "period", "retention_measure"),
    columns=(*AREA, *PERIOD, "retention_measure", "graduates_persons", "status"),
    value="graduates_persons",
    additive=True,
    non_negative=("graduates_persons",),
    allowed=(
        ("area_type", ("lad", "region", "country")),
        ("retention_measure", ("graduates", "living here")),
    ),
)
OCCUPATIONAL_STANDARDS: Final = Table(
    name="occupational_standards",
    grain="an occupational standard and an occupation it is for (SOC 2020, two to four digits)",
    key=("standard_code", "occupation_code"),
    columns=(
        "standard_code", "standard_title", "standard_level", "occupation_code", "occupation_name",
    ),
)  # fmt: skip
