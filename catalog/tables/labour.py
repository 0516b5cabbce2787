"""Tables of the labour market, from Nomis."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

AREA: Final = ("area_code", "area_name", "area_type", "area_vintage")
PERIOD: Final = ("period", "period_start", "period_end")
INDUSTRY: Final = ("industry_code", "industry_name", "industry_level")

define("jobs", pl.Float64, "jobs", "Jobs at workplaces in the area", nullable=True)
define("job_kind", pl.String, "", "employees, or employment (employees and working owners)")

JOBS: Final = Table(
    name="jobs",
    grain="an area, a year, an industry and a kind of job",
    key=("area_code", "period", "industry_code", "job_kind"),
    columns=(*AREA, *PERIOD, *INDUSTRY, "job_kind", "jobs", "status"),
    value="jobs",
    additive=True,
    non_negative=("jobs",),
    allowed=(
        ("industry_level", ("total", "section", "division")),
        ("job_kind", ("employees", "employment")),
    ),
)
