"""Priorities among occupations: finer openings, pay, what makes the ranking, and qualifications."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type")
TIDY_AREA: Final = (*AREA, "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")
WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
OCCUPATION: Final = ("occupation_code", "occupation_name")
BOUNDS: Final = ("lower80", "upper80")
LEVEL: Final = ("skill_code", "skill_name")
# What priorities are ranked by, in the order that they are shown.
COMPONENTS: Final = ("openings", "pressure", "pay", "difference", "industrial strategy")
EVIDENCE: Final = ("strong", "moderate", "weak", "")

F = pl.Float64
define("unemployment_rate_pct", F, "%", "People out of work whose last job was in the occupation, "
       "as a share of them and of those in it", nullable=True)  # fmt: skip
define("survey_vacancies_count", F, "vacancies", "Vacancies of employers, by their survey",
       nullable=True)  # fmt: skip
define("shortage_vacancies_count", F, "vacancies", "Vacancies that are hard to fill because "
       "applicants lack skills, qualifications or experience", nullable=True)  # fmt: skip
define("shortage_pct", F, "%", "Skill-shortage vacancies as a share of vacancies", nullable=True)
define("shortage_rank", pl.Int64, "rank", "1 is the highest share of vacancies with a shortage",
       nullable=True)  # fmt: skip
define("pressure_rank", pl.Int64, "rank", "1 is the most adverts per jobseeker", nullable=True)
define("survey_area_code", pl.String, "", "Area that the survey's figure is of")
define("survey_area_name", pl.String, "", "Its name")
define("rank_correlation", F, "-1 to 1", "Rank correlation of pressure and shortage over the "
       "occupations that have both; null for fewer than five", nullable=True)  # fmt: skip
define("detail_level", pl.String, "", "minor group (3 digits) or unit group (4 digits) of SOC 2020")
define("parent_code", pl.String, "", "Sub-major group that the occupation belongs to")
define("parent_name", pl.String, "", "Name of that sub-major group")
define("adverts_period", pl.String, "", "Newest month of the adverts; '' without any")
define("adverts_note", pl.String, "", "What the adverts are a mean of, or why there are none")
define("adverts_status", pl.String, "", "Status of the adverts")
define("pay_gbp_year", F, "GBP a year", "Median gross pay of employees in the occupation",
       nullable=True)  # fmt: skip
define("priority_rank", pl.Int64, "rank", "1 is the first priority of the area", nullable=True)
define("priority_score", F, "standard deviations", "Sum of the contributions of the components",
       nullable=True)  # fmt: skip
define("top_ten_pct", F, "%", "Share of draws of the components in which it is among the first ten",
       nullable=True)  # fmt: skip
define("top_ten_weights_pct", F, "%", "Share of all weightings in which it is among the first ten",
       nullable=True)  # fmt: skip
define("evidence_strength", pl.String, "", "How sure the place in or outside the first ten is")
define("evidence_reason", pl.String, "", "Why, in words")
define("missing_components", pl.String, "", "Components that we have no data on; '' for none")
define("neighbour_correlation", F, "-1 to 1", "Mean correlation of the area's scores with those of "
       "the other councils of its ITL2 area that we have", nullable=True)  # fmt: skip
define("neighbour_note", pl.String, "", "How far priorities differ from the neighbours', in words")
define("component", pl.String, "", "openings, pressure, pay, difference from similar places, or "
       "relevance to the Industrial Strategy")  # fmt: skip
define("component_value", F, "as `component_unit`", "The figure behind the component",
       nullable=True)  # fmt: skip
define("component_unit", pl.String, "", "Unit of the component's figure")
define("component_z", F, "standard deviations", "Distance from the mean of the area's occupations, "
       "at most 2.5 either way", nullable=True)  # fmt: skip
define("component_weight", F, "fraction", "Weight in the score, after weights of components that "
       "are missing are shared out", nullable=True)  # fmt: skip
define("contribution", F, "standard deviations", "Weight times distance: its part of the score",
       nullable=True)  # fmt: skip
define("residents_share_pct", F, "%", "Share of adult residents whose highest qualification is of "
       "the level", nullable=True)  # fmt: skip
define("survey_share_pct", F, "%", "The same of residents aged 16 to 64, from a newer survey; of a "
       "ward, its pattern in the Census moved to the council's survey", nullable=True)  # fmt: skip
define("jobs_share_pct", F, "%", "Share of the council's jobs whose people usually hold the level",
       nullable=True)  # fmt: skip
define("openings_share_pct", F, "%", "Share of the council's openings that ask for the level",
       nullable=True)  # fmt: skip
define("difference_points", F, "percentage points", "Share of residents aged 16 to 64 (of all "
       "adults where we have no survey) less share of jobs", nullable=True)  # fmt: skip

define("net_commuting_persons", F, "people", "Jobs here less residents aged 16 to 64 in work, of "
       "one year and of all levels: roughly how many more commute in than out",
       nullable=True)  # fmt: skip

define("commuting_note", pl.String, "", "The balance of commuters in words, or none")

UNEMPLOYMENT_BY_OCCUPATION: Final = Table(
    name="unemployment_by_occupation",
    grain="an area, a period and the SOC 2020 major or sub-major group of people's last job",
    key=("area_code", "period", "occupation_code"),
    columns=(*TIDY_AREA, *PERIOD, *OCCUPATION, "unemployment_rate_pct", "status"),
    value="unemployment_rate_pct",
    non_negative=("unemployment_rate_pct",),
    allowed=(("area_type", ("lad", "region", "country")),),
)
PAY_BY_OCCUPATION: Final = Table(
    name="pay_by_occupation",
    grain="an area, a year and an occupation (SOC 2020, one to four digits)",
    key=("area_code", "period", "occupation_code"),
    columns=(*TIDY_AREA, *PERIOD, *OCCUPATION, "pay_gbp_year", "cv_pct", "status"),
    value="pay_gbp_year",
    non_negative=("pay_gbp_year", "cv_pct"),
    allowed=(("area_type", ("lad", "region", "country")),),
)
SKILL_SHORTAGES: Final = Table(
    name="skill_shortages",
    grain="an area, a year and an occupation (SOC 2020, major group or finer)",
    key=("area_code", "period", "occupation_code"),
    columns=(
        *TIDY_AREA,
        *PERIOD,
        *OCCUPATION,
        "survey_vacancies_count",
        "shortage_vacancies_count",
        "status",
    ),
    value="survey_vacancies_count",
    non_negative=("survey_vacancies_count", "shortage_vacancies_count"),
    allowed=(("area_type", ("lad", "region", "country")),),
)
SHORTAGE_CHECK: Final = Table(
    name="shortage_check",
    grain="an area and a SOC 2020 major group",
    key=("area_code", "occupation_code"),
    columns=(
        *AREA, *OCCUPATION, "pressure_ln", *BOUNDS, "pressure_rank", "survey_vacancies_count",
        "shortage_vacancies_count", "shortage_pct", "shortage_rank", "rank_correlation",
        "survey_area_code", "survey_area_name", "period", "note", "status",
    ),
    value="shortage_pct",
    non_negative=("survey_vacancies_count", "shortage_vacancies_count", "shortage_pct"),
)  # fmt: skip
SKILLS_OPENINGS_FINE: Final = Table(
    name="skills_openings_fine",
    grain="an area and an occupation finer than the 26 sub-major groups",
    key=("area_code", "occupation_code"),
    columns=(
        *AREA, *OCCUPATION, "detail_level", "parent_code", "parent_name", "base_period",
        "target_period", "jobs", "growth_openings_persons", "replacement_openings_persons",
        "openings_persons", *BOUNDS, "adverts_count", "adverts_period", "adverts_note",
        "adverts_status", "pay_gbp_year", "pay_note", "note", "status",
    ),
    value="openings_persons",
    non_negative=("jobs", "replacement_openings_persons", "adverts_count", "pay_gbp_year"),
    allowed=(("detail_level", ("minor group", "unit group")),),
)  # fmt: skip
SKILLS_PRIORITIES: Final = Table(
    name="skills_priorities",
    grain="an area and an occupation (SOC 2020 sub-major group)",
    key=("area_code", "occupation_code"),
    columns=(
        *AREA, *OCCUPATION, "priority_rank", "priority_score", "rank_low", "rank_high",
        "top_ten_pct", "top_ten_weights_pct", "evidence_strength", "evidence_reason",
        "missing_components", "neighbour_correlation", "neighbour_note", "note", "status",
    ),
    value="priority_score",
    allowed=(("evidence_strength", EVIDENCE),),
)  # fmt: skip
PRIORITY_COMPONENTS: Final = Table(
    name="priority_components",
    grain="an area, an occupation and a component of its priority",
    key=("area_code", "occupation_code", "component"),
    columns=(
        *AREA, *OCCUPATION, "component", "component_value", *BOUNDS, "component_unit",
        "component_z", "component_weight", "contribution", "note", "status",
    ),
    value="component_value",
    non_negative=("component_weight",),
    allowed=(("component", COMPONENTS),),
)  # fmt: skip
QUALIFICATION_MATCH: Final = Table(
    name="qualification_match",
    grain="an area and a level of qualification",
    key=("area_code", "skill_code"),
    columns=(
        *AREA, *LEVEL, "residents_persons", "residents_share_pct", "survey_share_pct", "jobs",
        "jobs_share_pct", "openings_persons", "openings_share_pct", "difference_points",
        "net_commuting_persons", "commuting_note", "period", "note", "status",
    ),
    value="difference_points",
    non_negative=("residents_persons", "jobs"),
)  # fmt: skip
WARD_QUALIFICATION_MATCH: Final = Table(
    name="ward_qualification_match",
    grain="a ward and a level of qualification",
    key=("ward_code", "skill_code"),
    columns=(
        *WARD,
        *LEVEL,
        "residents_persons",
        "residents_share_pct",
        "survey_share_pct",
        "jobs_share_pct",
        "difference_points",
        "period",
        "note",
        "status",
    ),
    value="residents_share_pct",
    non_negative=("residents_persons",),
)
