"""What each field of the inputs is shaped from: tables, and other fields.

A field's function gets what is declared here and nothing else, so the list is right. From it a
build finds which indicators a changed table can change (`indicators.stamps`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from catalog.columns import DType
from indicators import input_frames
from indicators.places import larger_areas
from indicators.skills import courses, graduates, jobseekers, occupation_frames

ABSENCES: Final = {"area_code": pl.String, "what": pl.String, "words": pl.String}
MEMBERS: Final = dict.fromkeys(("area_code", "member_code", "member_name"), pl.String)


@dataclass(frozen=True)
class Field:
    """How a field is shaped: `shape` gets the tables, then the other fields, in this order."""

    shape: Callable[..., Any]
    tables: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """The rows and columns of a table that fields are shaped from, where it holds much else."""

    rows: pl.Expr
    columns: tuple[str, ...]


# Forecasts of claimants, payrolls and so on change each month, and no indicator reads them.
SHARES: Final[Mapping[str, Share]] = {
    "forecasts": Share(
        pl.col("family").is_in(list(input_frames.FAMILIES)),
        (
            "area_code", "family", "series_code", "origin_period", "period", "period_end",
            "horizon", "mean_exact", "lower80", "upper80", "model", "status",
        ),
    ),
}  # fmt: skip


def _leave_whole(name: str) -> Field:
    """A field that is the table of that name."""
    return Field(lambda table: table, (name,))


def _leave_empty(schema: Mapping[str, DType]) -> Field:
    """A field that only a group of councils fills."""
    return Field(lambda: pl.DataFrame(schema=schema))


FIELDS: Final[Mapping[str, Field]] = {
    "nation": Field(input_frames.find_nation, fields=("sectors",)),
    "areas": Field(input_frames.shape_areas, ("councils", "jobs", "gva")),
    "sectors": Field(input_frames.shape_sectors, ("jobs", "gva")),
    "outlook": Field(input_frames.shape_outlook_ahead, ("forecasts",), ("sectors",)),
    "adverts": Field(jobseekers.adverts, ("adverts_by_occupation", "adverts")),
    "seekers": Field(jobseekers.seekers, ("claimants", "aps")),
    "leavers": Field(jobseekers.leavers, fields=("seekers",)),
    "residents": Field(jobseekers.residents, ("census_occupations", "census_qualifications")),
    "achievements": Field(jobseekers.achievements, ("fe_achievements",)),
    "achievements_all": Field(
        lambda table: table.select(jobseekers.ACHIEVED), ("fe_achievements",)
    ),
    "itl2": Field(input_frames.shape_itl2, ("councils",)),
    "survey": Field(input_frames.shape_survey, ("occupation_matrix",)),
    "businesses": Field(input_frames.shape_businesses, ("business_demography",)),
    "absences": _leave_empty(ABSENCES),
    "aps": _leave_whole("aps"),
    "ward_measures": _leave_whole("ward_measures"),
    "wards": _leave_whole("wards"),
    "nowcasts": Field(input_frames.shape_nowcasts, ("forecasts",)),
    "estimates": Field(input_frames.shape_estimates, ("forecasts",), ("sectors",)),
    "local_units": Field(input_frames.shape_local_units, ("business_local_units",)),
    "employees": Field(lambda jobs: input_frames.shape_jobs(jobs, "employees"), ("jobs",)),
    "pay": Field(input_frames.shape_pay, ("payrolled_pay",)),
    "jobs_fine": _leave_whole("jobs_fine"),
    "enterprises_fine": _leave_whole("enterprises_fine"),
    "business_demography_fine": _leave_whole("business_demography_fine"),
    "sector_lists": _leave_whole("sector_lists"),
    "larger_areas": Field(larger_areas.larger_areas, ("councils",)),
    "output": _leave_whole("gva_monthly"),
    "national_path": Field(input_frames.shape_national_path, ("forecasts",)),
    "members": _leave_empty(MEMBERS),
    "occupation_pay": Field(occupation_frames.shape_pay, ("pay_by_occupation",)),
    "unemployment": Field(occupation_frames.shape_unemployment, ("unemployment_by_occupation",)),
    "shortages": Field(occupation_frames.shape_shortages, ("skill_shortages",)),
    "regions": Field(occupation_frames.shape_regions, ("councils",)),
    "courses": Field(
        courses.read_courses,
        ("fe_aims", "apprenticeships", "fe_achievements", "leaver_destinations"),
    ),
    "graduates_staying": Field(graduates.read_staying, ("graduate_retention",)),
    "graduate_mix": Field(
        lambda activities, offers: graduates.read_mix(offers, activities),
        ("graduate_activities",), ("graduate_offers",),
    ),
    "graduate_offers": Field(graduates.read_offers, ("graduate_qualifiers", "councils")),
}  # fmt: skip


def list_tables(fields: Iterable[str] = FIELDS) -> tuple[str, ...]:
    """The tables behind some fields, or behind all.

    >>> list_tables(["leavers"])
    ('claimants', 'aps')
    """
    names: dict[str, None] = {}
    for field in (FIELDS[name] for name in fields):
        names |= dict.fromkeys((*field.tables, *list_tables(field.fields)))
    return tuple(names)


def shape_fields(
    tables: Mapping[str, pl.DataFrame], wanted: Collection[str] = tuple(FIELDS)
) -> dict[str, Any]:
    """Fields by name, from tidy tables by name: those behind them must be there, empty or not."""
    shares = {name: take_share(name, tables[name]) for name in list_tables(wanted)}
    shaped: dict[str, Any] = {}

    def shape(name: str) -> Any:
        if name not in shaped:
            field = FIELDS[name]
            given = [shares[table] for table in field.tables]
            shaped[name] = field.shape(*given, *(shape(other) for other in field.fields))
        return shaped[name]

    return {name: shape(name) for name in wanted}


def take_share(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """What fields see of a table: its share, or the whole."""
    if name not in SHARES:
        return table
    return table.filter(SHARES[name].rows).select(SHARES[name].columns)
