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
    grain="an area, a month and an occupation (SOC 2020 major or sub-major group, or unknown)",
    key=("area_code", "period", "occupation_code"),
    columns=(*AREA, *PERIOD, "occupation_code", "occupation_name", "adverts_count", "status"),
    value="adverts_count",
    additive=True,
    non_negative=("adverts_count",),
    allowed=(("area_type", ("lad", "region", "country")),),
)
