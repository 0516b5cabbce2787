"""Indicators: what Wardwise calculates from the tidy tables and the forecasts."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type")
WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
INDUSTRY: Final = ("industry_code", "industry_name", "industry_level")
BOUNDS: Final = ("lower80", "upper80")
SKILL: Final = ("skill_kind", "skill_code", "skill_name")
SKILL_KINDS: Final = ("skill_kind", ("occupation", "qualification"))

F = pl.Float64
define("base_period", pl.String, "", "Last observed year, from which the change is counted")
define("target_period", pl.String, "", "Year to which the change is forecast")
define("period_from", pl.String, "", "First year of a change or level, or the two years that are "
       "averaged: '2017 and 2018'")  # fmt: skip
define("period_to", pl.String, "", "Last year, or the two years that are averaged")
define("change_jobs", F, "jobs", "Jobs after less jobs before; in the decomposition the sum of its "
       "four parts", nullable=True)  # fmt: skip
define("national_jobs", F, "jobs", "Part: growth of all jobs in the nation", nullable=True)
define("mix_jobs", F, "jobs", "Part: the sector's national growth less that of all jobs",
       nullable=True)  # fmt: skip
define("competitive_jobs", F, "jobs", "Part: local less national growth, at the national share",
       nullable=True)  # fmt: skip
define("allocation_jobs", F, "jobs", "Part: local advantage in sectors in which the area is "
       "specialised", nullable=True)  # fmt: skip
define("skill_kind", pl.String, "", "occupation (SOC 2020 sub-major group) or qualification")
define("skill_code", pl.String, "", "Code of the occupation or level of qualification")
define("skill_name", pl.String, "", "Name of the occupation or level of qualification")
define("openings_status", pl.String, "", "Status of the openings, as in `skills_openings`; "
       "`status` is that of the gap")  # fmt: skip
define("supply_status", pl.String, "", "Status of the supply we count; `status` is that of the gap")
define("growth_openings_persons", F, "people a year", "Openings from change in the number of "
       "jobs; below zero where jobs are lost", nullable=True)  # fmt: skip
define("replacement_openings_persons", F, "people a year", "Openings from people leaving work "
       "permanently, for example to retire", nullable=True)  # fmt: skip
define("openings_persons", F, "people a year", "Growth and replacement together", nullable=True)
define("strategy_sectors", pl.String, "", "Sectors of the Industrial Strategy (IS-8) that lie in "
       "the section in part")  # fmt: skip
define("supply_stream", pl.String, "", "Where people to fill the openings come from")
define("supply_persons", F, "people a year", "People who become available", nullable=True)
define("published_number", F, "as `count_unit`", "The source's own total for the area",
       nullable=True)  # fmt: skip
define("read_number", F, "as `count_unit`", "What we read of it, withheld counts filled in",
       nullable=True)  # fmt: skip
define("uncounted_number", F, "as `count_unit`", "The part that leads to no one occupation",
       nullable=True)  # fmt: skip
define("count_unit", pl.String, "", "What the source counts: courses, apprenticeships or people")
define("served_openings_persons", F, "people a year", "Openings at the levels that cannot be "
       "judged without the stream", nullable=True)  # fmt: skip
define("gap_persons", F, "people a year", "Openings less counted supply", nullable=True)
define("relative_gap", F, "ratio", "2 (openings - supply) / (openings + supply), from -2 to 2",
       nullable=True)  # fmt: skip
define("probability_gap", F, "probability", "Share of draws with a gap above zero", nullable=True)
define("rank_low", F, "rank", "Best rank (1 is the widest gap) in the middle 80% of draws",
       nullable=True)  # fmt: skip
define("rank_high", F, "rank", "Worst rank in the middle 80% of draws", nullable=True)
define("missing_streams", pl.String, "", "Streams of supply that we have no data on; '' for none")
define("seekers_persons", F, "persons", "People looking for work of this kind", nullable=True)
define("seekers_period", pl.String, "", "Months or survey year of the jobseekers, which "
       "include the adverts' months; '' if we have no count for these months")  # fmt: skip
define("tightness", F, "adverts per seeker", "Adverts per jobseeker, moved towards the national "
       "value; only if both are for the same months", nullable=True)  # fmt: skip
define("pressure_ln", F, "log ratio", "ln(tightness here / tightness of all work in the area); "
       "above 0 is tighter", nullable=True)  # fmt: skip
define("months_count", pl.Int64, "months", "Months of adverts in the mean")
define("index_name", pl.String, "", "mismatch (Sahin and others) or dissimilarity")
define("eta", F, "", "Elasticity of hires with respect to adverts; 0 if not used")
define("subject_area", pl.String, "", "Sector subject area of further education, tier 1")
define("level_code", pl.String, "", "Level of qualification: below 2, 2, 3, 4+; of courses "
       "below 2, 2, 3, 4-5, 6+")  # fmt: skip
define("level_name", pl.String, "", "The level in words")
define("training_level", pl.String, "", "Level of course most asked for in the occupation")
define("weight", F, "fraction", "Share of the subject's learners assumed to go to the occupation")
define("exposure_ln", F, "log ratio", "Council demand for the work of this ward's residents: "
       "pressure by occupation, weighted by residents' occupations", nullable=True)  # fmt: skip
define("similar_code", pl.String, "", "GSS code of the similar place")
define("similar_name", pl.String, "", "Name of the similar place")
define("similar_rank", pl.Int64, "rank", "1 is the most similar")
define("distance", F, "standard deviations", "Root mean square difference over the features")
define("features_count", pl.Int64, "features", "Features that both places have")

SECTOR_DECOMPOSITION: Final = Table(
    name="sector_decomposition",
    grain="an area and an industry, over a span of years",
    key=("area_code", "industry_code"),
    columns=(
        *AREA, *INDUSTRY, "period_from", "period_to", "change_jobs", "national_jobs", "mix_jobs",
        "competitive_jobs", "allocation_jobs", "status",
    ),
    value="change_jobs",
)  # fmt: skip
SKILLS_OPENINGS: Final = Table(
    name="skills_openings",
    grain="an area and an occupation or level of qualification",
    key=("area_code", "skill_kind", "skill_code"),
    columns=(
        *AREA, *SKILL, "base_period", "target_period", "jobs", "growth_openings_persons",
        "replacement_openings_persons", "openings_persons", *BOUNDS, "note", "status",
    ),
    value="openings_persons",
    non_negative=("jobs", "replacement_openings_persons"),
    allowed=(SKILL_KINDS,),
)  # fmt: skip
SKILLS_NEEDS: Final = Table(
    name="skills_needs",
    grain="an area, an occupation and a section",
    key=("area_code", "occupation_code", "industry_code"),
    columns=(
        *AREA, "occupation_code", "occupation_name", "industry_code", "industry_name",
        "strategy_sectors", "base_period", "target_period", "jobs", "openings_persons", "status",
    ),
    value="openings_persons",
    non_negative=("jobs",),
)  # fmt: skip
SKILLS_SUPPLY: Final = Table(
    name="skills_supply",
    grain="an area, an occupation or level of qualification, and a stream of supply",
    key=("area_code", "skill_kind", "skill_code", "supply_stream"),
    columns=(*AREA, *SKILL, "supply_stream", "supply_persons", "period", "note", "status"),
    value="supply_persons",
    non_negative=("supply_persons",),
    allowed=(SKILL_KINDS,),
)
SKILLS_STREAMS: Final = Table(
    name="skills_streams",
    grain="an area and a stream of supply",
    key=("area_code", "supply_stream"),
    columns=(
        *AREA, "supply_stream", "period", "published_number", "read_number", "uncounted_number",
        "count_unit", "supply_persons", *BOUNDS, "served_openings_persons", "note", "status",
    ),
    value="supply_persons",
    non_negative=("published_number", "read_number", "uncounted_number", "supply_persons"),
)  # fmt: skip
SKILLS_GAPS: Final = Table(
    name="skills_gaps",
    grain="an area and an occupation or level of qualification",
    key=("area_code", "skill_kind", "skill_code"),
    columns=(
        *AREA, *SKILL, "openings_persons", "openings_status", "supply_persons", "supply_status",
        "gap_persons", *BOUNDS, "relative_gap", "probability_gap", "rank_low", "rank_high",
        "missing_streams", "note", "status",
    ),
    value="gap_persons",
    non_negative=("supply_persons", "probability_gap"),
    allowed=(SKILL_KINDS,),
)  # fmt: skip
SKILLS_PRESSURE: Final = Table(
    name="skills_pressure",
    grain="an area and an occupation (SOC 2020 major or sub-major group)",
    key=("area_code", "occupation_code"),
    columns=(
        *AREA, "occupation_code", "occupation_name", "period", "months_count", "adverts_count",
        "seekers_persons", "seekers_period", "tightness", "pressure_ln", *BOUNDS, "note", "status",
    ),
    value="pressure_ln",
    non_negative=("adverts_count", "seekers_persons", "tightness"),
)  # fmt: skip
MISMATCH: Final = Table(
    name="mismatch",
    grain="an area, an index and, for the mismatch index, an elasticity",
    key=("area_code", "index_name", "eta"),
    columns=(*AREA, "index_name", "eta", "value", *BOUNDS, "period", "status"),
    value="value",
    non_negative=("value",),
    allowed=(("index_name", ("mismatch", "dissimilarity")),),
)
SKILLS_TRAINING: Final = Table(
    name="skills_training",
    grain="an area, an occupation and a sector subject area that leads to it",
    key=("area_code", "occupation_code", "subject_area"),
    columns=(
        *AREA, "occupation_code", "occupation_name", "subject_area", "training_level", "weight",
        "achievements_count", "period", "status",
    ),
    value="achievements_count",
    non_negative=("weight", "achievements_count"),
)  # fmt: skip
define("doubled_persons", F, "people a year", "New people in the occupation if as many again "
       "achieved the course; of degrees not known", nullable=True)  # fmt: skip

SKILLS_COURSES: Final = Table(
    name="skills_courses",
    grain="an area, an occupation, and a course that leads to it: a stream of supply, a subject, "
    "a level and, for degrees, a provider",
    key=("area_code", "occupation_code", "supply_stream", "subject_area", "level_code", "ukprn"),
    columns=(
        *AREA, "occupation_code", "occupation_name", "supply_stream", "subject_area", "level_code",
        "level_name", "ukprn", "provider_name", "weight", "achievements_count", "doubled_persons",
        "period", "status",
    ),
    value="achievements_count",
    non_negative=("weight", "achievements_count", "doubled_persons"),
)  # fmt: skip
WARD_SECTOR_JOBS: Final = Table(
    name="ward_sector_jobs",
    grain="a ward and a section",
    key=("ward_code", "industry_code"),
    columns=(
        *WARD, "industry_code", "industry_name", "period", "jobs", "status", "reliability",
    ),
    value="jobs",
    non_negative=("jobs",),
)  # fmt: skip
WARD_SKILLS: Final = Table(
    name="ward_skills",
    grain="a ward and an occupation (SOC 2020 major group) or level of qualification of residents",
    key=("ward_code", "skill_kind", "skill_code"),
    columns=(*WARD, *SKILL, "period", "residents_persons", "status", "reliability", "note"),
    value="residents_persons",
    non_negative=("residents_persons",),
    allowed=(SKILL_KINDS,),
)
WARD_EXPOSURE: Final = Table(
    name="ward_exposure",
    grain="a ward",
    key=("ward_code",),
    columns=(*WARD, "exposure_ln", *BOUNDS, "period", "status", "reliability", "note"),
    value="exposure_ln",
)
SIMILAR_PLACES: Final = Table(
    name="similar_places",
    grain="a council or ward, and a similar place of the same type",
    key=("area_code", "similar_code"),
    columns=(
        *AREA, "similar_code", "similar_name", "similar_rank", "distance", "features_count",
    ),
    non_negative=("distance",),
)  # fmt: skip
