"""Tables of the labour market, from Nomis and the ONS website."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type", "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")
INDUSTRY: Final = ("industry_code", "industry_name", "industry_level")
WIDE_AREAS: Final = ("area_type", ("lad", "region", "country", "itl2"))
SMALL_AREAS: Final = ("area_type", ("ward", "lsoa21", "lsoa11", "msoa21"))
CENSUS_AREAS: Final = ("area_type", ("lad", "region", "country", "ward", "lsoa21", "msoa21"))

define("jobs", pl.Float64, "jobs", "Jobs at workplaces in the area", nullable=True)
define(
    "payrolled_employees_persons", pl.Float64, "persons",
    "People paid through PAYE in the month, where they live; by industry, that of the employer",
    nullable=True,
)  # fmt: skip
define("job_kind", pl.String, "", "employees, or employment (employees and working owners)")
define("size_band", pl.String, "", "total, micro (0 to 9), small, medium or large (250 and more)")
define("size_band_name", pl.String, "", "Size band as named by Nomis, by number of employees")
define("business_units", pl.Float64, "units", "Number of businesses in the area", nullable=True)
define("variable_code", pl.String, "", "Our code of a survey variable, such as employment_rate")
define("variable_name", pl.String, "", "Survey variable as named by Nomis")
define("value_pct", pl.Float64, "%", "The variable, as a percentage", nullable=True)
define(
    "ci95_pct_points", pl.Float64, "percentage points",
    "Half the width of the 95% confidence interval", nullable=True,
)  # fmt: skip
define("numerator_persons", pl.Float64, "persons", "People the percentage counts", nullable=True)
define("denominator_persons", pl.Float64, "persons", "People it is a share of", nullable=True)
define("qualification_code", pl.String, "", "none, 1, 2, apprenticeship, 3, 4, other or total")
define("qualification_name", pl.String, "", "Highest level of qualification as named by Nomis")
define("activity_code", pl.String, "", "Nomis code of an economic activity status, or 'total'")
define("activity_name", pl.String, "", "Economic activity status as named by Nomis")
define("residents_persons", pl.Float64, "persons", "Residents of the area", nullable=True)
define("age_group", pl.String, "", "all, or 16-64")
define(
    "jobs_per_resident", pl.Float64, "jobs per resident aged 16 to 64",
    "Jobs in the area over its residents aged 16 to 64", nullable=True,
)  # fmt: skip
define("basis", pl.String, "", "residence (where people live) or workplace (where they work)")
define("pay_period", pl.String, "", "year or week")
define("pay_gbp", pl.Float64, "GBP", "Median gross pay, of full- and part-time jobs", nullable=True)
define("pay_gbp_month", pl.Float64, "GBP a month", "Median pay of employees in the industry in the "
       "United Kingdom, from PAYE", nullable=True)  # fmt: skip
define("cv_pct", pl.Float64, "%", "Coefficient of variation of the estimate", nullable=True)

JOBS: Final = Table(
    name="jobs",
    grain="an area, a year, an industry and a kind of job",
    key=("area_code", "period", "industry_code", "job_kind"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "job_kind", "jobs", "status"),
    value="jobs",
    additive=True,
    non_negative=("jobs",),
    allowed=(
        WIDE_AREAS,
        ("industry_level", ("total", "section", "division")),
        ("job_kind", ("employees", "employment")),
    ),
)
JOBS_SMALL_AREAS: Final = Table(
    name="jobs_small_areas",
    grain="an LSOA of 2021 or of 2011, a year, an industry and a kind of job",
    key=("area_code", "area_type", "period", "industry_code", "job_kind"),
    columns=(*AREA, "lad_code", *PERIOD, *INDUSTRY, "job_kind", "jobs", "status"),
    value="jobs",
    additive=True,
    non_negative=("jobs",),
    allowed=(
        ("area_type", ("lsoa21", "lsoa11")),
        ("industry_level", ("total", "division")),
        ("job_kind", ("employees", "employment")),
    ),
)
WORKFORCE_JOBS: Final = Table(
    name="workforce_jobs",
    grain="a region or nation, a quarter and an industry",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "jobs", "status"),
    value="jobs",
    additive=True,
    non_negative=("jobs",),
    allowed=(
        ("area_type", ("region", "country")),
        ("industry_level", ("total", "section")),
    ),
)
WORKFORCE_JOBS_UK: Final = Table(
    name="workforce_jobs_uk",
    grain="the United Kingdom, a quarter and an industry",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "jobs", "status"),
    value="jobs",
    additive=True,
    non_negative=("jobs",),
    allowed=(("area_type", ("country",)), ("industry_level", ("total", "section"))),
)
PAYROLLED_EMPLOYEES: Final = Table(
    name="payrolled_employees",
    grain="an area and a month; for the United Kingdom, an industry too",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "payrolled_employees_persons", "status"),
    value="payrolled_employees_persons",
    additive=True,
    non_negative=("payrolled_employees_persons",),
    allowed=(
        ("area_type", ("lad", "region", "country")),
        ("industry_level", ("total", "section", "section_group")),
    ),
)
PAYROLLED_PAY: Final = Table(
    name="payrolled_pay",
    grain="the United Kingdom, a month and an industry",
    key=("area_code", "period", "industry_code"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "pay_gbp_month", "status"),
    value="pay_gbp_month",
    non_negative=("pay_gbp_month",),
    allowed=(("area_type", ("country",)), ("industry_level", ("section", "section_group"))),
)
JOBS_DENSITY: Final = Table(
    name="jobs_density",
    grain="an area and a year",
    key=("area_code", "period"),
    columns=(*AREA, *PERIOD, "jobs_per_resident", "jobs", "status"),
    value="jobs_per_resident",
    non_negative=("jobs_per_resident", "jobs"),
    allowed=(WIDE_AREAS,),
)


def _business(name: str, unit: str) -> Table:
    return Table(
        name=name,
        grain=f"an area, a year, an industry and a size band of {unit}",
        key=("area_code", "period", "industry_code", "size_band"),
        columns=(
            *AREA, *PERIOD, *INDUSTRY, "size_band", "size_band_name", "business_units", "status",
        ),
        value="business_units",
        additive=True,
        non_negative=("business_units",),
        allowed=(
            WIDE_AREAS,
            ("industry_level", ("total", "section")),
            ("size_band", ("total", "micro", "small", "medium", "large")),
        ),
    )  # fmt: skip


BUSINESS_LOCAL_UNITS: Final = _business("business_local_units", "local units (single sites)")
BUSINESS_ENTERPRISES: Final = _business("business_enterprises", "enterprises (whole businesses)")

CLAIMANT_MEASURES: Final = ("measure", ("claimants_persons", "claimants_pct"))
CLAIMANTS: Final = Table(
    name="claimants",
    grain="an area, a month and a measure of the claimant count",
    key=("area_code", "period", "measure"),
    columns=(*AREA, *PERIOD, "measure", "value", "status"),
    value="value",
    non_negative=("value",),
    allowed=(WIDE_AREAS, CLAIMANT_MEASURES),
)
CLAIMANTS_SMALL_AREAS: Final = Table(
    name="claimants_small_areas",
    grain="a ward or LSOA, a month and a measure of the claimant count",
    key=("area_code", "area_type", "period", "measure"),
    columns=(*AREA, "lad_code", *PERIOD, "measure", "value", "status"),
    value="value",
    non_negative=("value",),
    allowed=(("area_type", ("ward", "lsoa21")), CLAIMANT_MEASURES),
)
APS: Final = Table(
    name="aps",
    grain="an area, a year of survey and a variable",
    key=("area_code", "period", "variable_code"),
    columns=(
        *AREA, *PERIOD, "variable_code", "variable_name", "value_pct", "ci95_pct_points",
        "numerator_persons", "denominator_persons", "status",
    ),
    value="value_pct",
    non_negative=("value_pct", "ci95_pct_points", "numerator_persons", "denominator_persons"),
    allowed=(WIDE_AREAS,),
)  # fmt: skip
ASHE: Final = Table(
    name="ashe",
    grain="an area, a year, a basis and a pay period",
    key=("area_code", "period", "basis", "pay_period"),
    columns=(*AREA, *PERIOD, "basis", "pay_period", "pay_gbp", "cv_pct", "status"),
    value="pay_gbp",
    non_negative=("pay_gbp", "cv_pct"),
    allowed=(
        WIDE_AREAS,
        ("basis", ("residence", "workplace")),
        ("pay_period", ("year", "week")),
    ),
)
POPULATION: Final = Table(
    name="population",
    grain="an area, a year and an age group",
    key=("area_code", "period", "age_group"),
    columns=(*AREA, *PERIOD, "age_group", "residents_persons", "status"),
    value="residents_persons",
    additive=True,
    non_negative=("residents_persons",),
    allowed=(WIDE_AREAS, ("age_group", ("all", "16-64"))),
)


def _census(name: str, what: str, columns: tuple[str, ...]) -> Table:
    return Table(
        name=name,
        grain=f"an area of Census 2021 (wards are those of 2022) and {what}",
        key=("area_code", "area_type", columns[0]),
        columns=(*AREA, "lad_code", *PERIOD, *columns, "residents_persons", "status"),
        value="residents_persons",
        additive=True,
        non_negative=("residents_persons",),
        allowed=(CENSUS_AREAS,),
    )


CENSUS_QUALIFICATIONS: Final = _census(
    "census_qualifications",
    "a highest level of qualification, of residents aged 16 and over",
    ("qualification_code", "qualification_name"),
)
CENSUS_OCCUPATIONS: Final = _census(
    "census_occupations",
    "an occupation, of residents aged 16 and over in employment",
    ("occupation_code", "occupation_name"),
)
CENSUS_INDUSTRY: Final = _census(
    "census_industry", "an industry, of residents aged 16 and over in employment", INDUSTRY
)
CENSUS_ACTIVITY: Final = _census(
    "census_activity",
    "an economic activity status, of residents aged 16 and over",
    ("activity_code", "activity_name"),
)
