"""The law of sizes: figures of one place and year go together, whatever table they are in.

What adds up is no proof: a table in thousands, or a rate as a share where per cent is meant, adds
up too. Limits are wide: they hold in the City of London, which has few residents, and in Scilly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary.status import PARTIAL
from etl.checks.fault import Faults, Rule, Tables


@dataclass(frozen=True)
class Figure:
    """A figure of an area and a time: its words, table, column, and the rows that hold it."""

    words: str
    table: str
    value: str
    only: tuple[tuple[str, str], ...] = ()


TOTAL: Final = ("industry_code", "total")
ALL_SIZES: Final = (TOTAL, ("size_band", "total"))
EMPLOYMENT: Final = Figure("jobs", "jobs", "jobs", (TOTAL, ("job_kind", "employment")))
EMPLOYEES: Final = Figure("employees", "jobs", "jobs", (TOTAL, ("job_kind", "employees")))
WORKFORCE: Final = Figure("workforce jobs", "workforce_jobs", "jobs", (TOTAL,))
RESIDENTS: Final = Figure("residents", "population", "residents_persons", (("age_group", "all"),))
ADULTS: Final = Figure(
    "residents aged 16 to 64", "population", "residents_persons", (("age_group", "16-64"),)
)
PAYROLLED: Final = Figure(
    "payrolled employees", "payrolled_employees", "payrolled_employees_persons", (TOTAL,)
)
CLAIMANTS: Final = Figure("claimants", "claimants", "value", (("measure", "claimants_persons"),))
CLAIMANT_RATE: Final = Figure(
    "claimant rate in %", "claimants", "value", (("measure", "claimants_pct"),)
)
ENTERPRISES: Final = Figure("enterprises", "business_enterprises", "business_units", ALL_SIZES)
UNITS: Final = Figure("local units", "business_local_units", "business_units", ALL_SIZES)
ACTIVE: Final = Figure(
    "active enterprises", "business_demography", "enterprises_count", (("event", "active"),)
)
GVA: Final = Figure(
    "GVA in £ million", "gva", "gva_gbp_m", (TOTAL, ("price_basis", "current"))
)  # fmt: skip
ADVERTS: Final = Figure("adverts", "adverts", "adverts_count", (("occupation_code", "total"),))
JOBS_OF_DENSITY: Final = Figure("jobs behind the jobs density", "jobs_density", "jobs")
DENSITY: Final = Figure("jobs density", "jobs_density", "jobs_per_resident")

# 2026-11, between the first and the last hundredth of councils and years: jobs 0.3 to 1.7 of adults
# (in the City of London near 100), payrolled employees 0.4 to 1.0 of them; local units 0.03 to 0.18
# of jobs; active enterprises 1.0 to 1.2 of enterprises; workforce jobs 1.05 to 1.22 of jobs; GVA
# £17,000 to £88,000 a job; adults 0.61 to 0.65 of residents.
LIMITS: Final[tuple[tuple[Figure, Figure, float, float], ...]] = (
    (ADULTS, RESIDENTS, 0.4, 0.9),
    (EMPLOYMENT, ADULTS, 0.1, 200.0),
    (EMPLOYEES, EMPLOYMENT, 0.7, 1.02),
    (WORKFORCE, EMPLOYMENT, 0.8, 1.8),
    (JOBS_OF_DENSITY, EMPLOYMENT, 0.6, 2.0),
    (PAYROLLED, ADULTS, 0.2, 1.5),
    (CLAIMANTS, ADULTS, 0.0002, 0.5),
    (UNITS, EMPLOYMENT, 0.01, 1.0),
    (ENTERPRISES, UNITS, 0.3, 1.6),
    (ACTIVE, ENTERPRISES, 0.4, 2.5),
    (GVA, EMPLOYMENT, 0.005, 0.5),
    (ADVERTS, EMPLOYMENT, 0.0005, 1.0),
)
# A published rate, what it is of, its residents, and what part of a whole the rate's unit is.
RATES: Final = (
    (CLAIMANT_RATE, CLAIMANTS, ADULTS, 0.01),
    (DENSITY, JOBS_OF_DENSITY, ADULTS, 1.0),
)
# Rates are published for other estimates of residents than the newest, and rounded.
RATE_WITHIN: Final = 3.0


def figures_of_one_place_go_together(tables: Tables) -> Faults:
    """Jobs, residents, businesses, pay rolls and output of a place are in proportion.

    None at all is in proportion to nothing; where it should be some, sums say so.
    """
    for part, whole, low, high in LIMITS:
        if {part.table, whole.table} <= set(tables):
            rows = _rows(part, tables).filter(pl.col(part.words) > 0)
            both = _beside(rows, whole, tables)
            ratio = pl.col(part.words) / pl.col(whole.words)
            yield from _outside(both.with_columns(ratio=ratio), part, whole, low, high)


def rates_are_of_their_residents(tables: Tables) -> Faults:
    """A published rate is about the figure that it is of, over the residents."""
    for rate, part, whole, unit in RATES:
        if {rate.table, whole.table} <= set(tables):
            both = _rows(rate, tables).join(
                _rows(part, tables), on=["area_code", "period", "year"], validate="1:1"
            )
            both = _beside(both.filter(pl.col(rate.words) > 0), whole, tables)
            ratio = pl.col(part.words) / (pl.col(rate.words) * unit * pl.col(whole.words))
            implied = Figure(f"{part.words} over their rate", part.table, part.value)
            yield from _outside(
                both.with_columns(ratio=ratio), implied, whole, 1 / RATE_WITHIN, RATE_WITHIN
            )


def _rows(figure: Figure, tables: Tables) -> pl.DataFrame:
    """area_code, period, year and the figure under its words, of councils and wider areas."""
    return tables[figure.table].filter(
        pl.col("area_type").is_in(["lad", "region", "country"]),
        pl.col("status") != PARTIAL,
        pl.col(figure.value).is_not_null(),
        *(pl.col(name) == value for name, value in figure.only),
    ).select(
        "area_code", "period", pl.col(figure.value).alias(figure.words),
        year=pl.col("period_end").dt.year(),
    )  # fmt: skip


def _beside(rows: pl.DataFrame, whole: Figure, tables: Tables) -> pl.DataFrame:
    """The rows with the other figure of their area and year, where there is one above zero."""
    other = _rows(whole, tables).drop("period").filter(pl.col(whole.words) > 0)
    return rows.join(other, on=["area_code", "year"])


def _outside(both: pl.DataFrame, part: Figure, whole: Figure, low: float, high: float) -> Faults:
    wrong = both.filter(~pl.col("ratio").is_between(low, high)).sort("area_code", "period")
    if wrong.height:
        row = wrong.row(0, named=True)
        yield (
            part.table,
            f"{part.words} of {row['area_code']} in {row['period']} are {row['ratio']:.4g} times "
            f"its {whole.words} ({whole.table}); from {low:.3g} to {high:.3g} times is possible",
            wrong.height,
        )


RULES: Final[tuple[Rule, ...]] = (figures_of_one_place_go_together, rates_are_of_their_residents)
