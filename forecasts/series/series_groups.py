"""Groups of series: their source, how far ahead we forecast them, and with which models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary.release_calendar import months_until_release
from catalog.vocabulary.rounding import rounded_as_published

YEARLY: Final = 12
QUARTERLY: Final = 3
MONTHLY: Final = 1


@dataclass(frozen=True)
class SeriesGroup:
    """A group of series that we forecast in the same way (column `family`).

    `rounding_step`: about half of what the source rounds to, in the series' unit; we take
    logarithms of value + rounding_step, to allow for zeros and small counts. `bands`: levels that
    separate size bands, for intervals. `champion`: what goes first; its `challengers` include every
    naive of `naives`; `slow` ones are tested on a sample of series. `source`: its name in the
    release calendar. `reads`: the table; `where`: which of its rows; `also`: a table with the same
    columns for areas that are not in the first. `above`: the group with the totals of areas, if
    series are shares of those. `carrier`: the monthly figures that are known earlier than these.
    `grid`: whether the source rounds as BRES does. `horizon`: periods ahead that are tested;
    `ahead`: periods from today that are published.
    """

    name: str
    title: str
    reads: str
    value: str
    unit: str
    step_months: int
    horizon: int
    ahead: int
    rounding_step: float
    bands: tuple[float, ...]
    champion: str
    challengers: tuple[str, ...]
    slow: tuple[str, ...] = ()
    shortest: int = 4
    seasonally_adjusted: bool = False
    series: tuple[str, str] = ("industry_code", "industry_name")
    levels: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    also: str = ""
    parent: str = "nation"
    above: str = ""
    carrier: str = ""
    grid: bool = False
    source: str = ""
    alphas: tuple[float, ...] = (0.4, 0.6, 0.8)
    widening: tuple[float, ...] = (1.0,)
    total_widening: tuple[float, ...] = (1.0,)

    @property
    def per_year(self) -> int:
        """Periods in a year: 1, 4 or 12."""
        return 12 // self.step_months

    @property
    def chained(self) -> bool:
        """Whether values are chained volumes, whose sums are not totals in every year."""
        return ("price_basis", "constant") in self.where

    @property
    def steps_to_now(self) -> int:
        """Periods that are over, or have begun, when a figure of this group comes out."""
        return (
            -(-(months_until_release(self.source) + 1) // self.step_months) if self.carrier else 0
        )

    def widen(self, part: str, horizon: int) -> float:
        """By how much intervals are wider than past errors, of "total" or "sector"."""
        factors = self.total_widening if part == "total" else self.widening
        return factors[min(horizon, len(factors)) - 1]

    @property
    def totals_stand(self) -> bool:
        """Whether sectors give way to their area's total and the total does not: it is carried by
        figures of its own. 2026-11, employees of councils: totals 16.6% better than naive one year
        ahead, 15.0 if they give way too; sectors 3.3 and 3.5."""
        return self.carrier == "payroll"

    @property
    def naives(self) -> tuple[str, ...]:
        """What costs nothing, and every other model must beat: for years the last value is also
        that of a season ago."""
        if self.step_months == YEARLY:
            return ("naive", "drift")
        return ("naive", "seasonal naive", "middle of naives", "drift")

    @property
    def naive(self) -> str:
        """The naive that stands in where a model has no forecast."""
        return "naive"

    @property
    def horizon_groups(self) -> tuple[tuple[int, int], ...]:
        """Horizons that we test together: each year; for months two half-years, then the rest."""
        if self.step_months == YEARLY:
            return tuple((h, h) for h in range(1, self.horizon + 1))
        if self.step_months == QUARTERLY:
            return ((1, 4), (5, 8), (9, self.horizon))
        return ((1, 1), (2, 6), (7, 12), (13, self.horizon))

    @property
    def models(self) -> tuple[str, ...]:
        """Every model of the group, naives first."""
        return tuple(dict.fromkeys((*self.naives, self.champion, *self.challengers, *self.slow)))

    def rows(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of the source table that belong to this group. Ignores filters on columns that
        the table lacks, such as the price basis if there is only one."""
        conditions = [pl.col(name) == value for name, value in self.where if name in table.columns]
        if self.levels and "industry_level" in table.columns:
            conditions.append(pl.col("industry_level").is_in(self.levels))
        return table.filter(*conditions) if conditions else table


ANNUAL_SLOW: Final = ("theta", "damped Holt", "local level", "prophet log")
# Size bands, here and below, part series by their level: a choice, not measured.
JOB_BANDS: Final = (300.0, 1_500.0, 6_000.0, 25_000.0)
# 2026-11: errors of councils' GVA grew from 2004 to 2022, so past ones alone cover too little: 71,
# 70 and 65% for 80 at one, two and five years.
GVA_SECTORS: Final = (1.2, 1.3, 1.3, 1.4, 1.5)
GVA_INDUSTRIES: Final = (1.3, 1.4, 1.4, 1.5, 1.6)
GVA_TOTALS: Final = (1.1, 1.2, 1.3, 1.35, 1.5)
MONTHLY_SLOW: Final = ("theta", "damped Holt-Winters", "prophet log", "prophet hybrid", "median")


def _jobs(name: str, title: str, kind: str, levels: tuple[str, ...]) -> SeriesGroup:
    return SeriesGroup(
        name=name, title=title, reads="jobs", value="jobs", unit="jobs", step_months=YEARLY,
        horizon=5, ahead=3, rounding_step=5.0, bands=JOB_BANDS, champion="carried by payrolls",
        challengers=("share under parent",), slow=ANNUAL_SLOW, shortest=2, levels=levels,
        where=(("job_kind", kind),), carrier="payroll", grid=True, source="bres",
        total_widening=(0.94,),
    )  # fmt: skip


def _gva(
    name: str, title: str, levels: tuple[str, ...], widening: tuple[float, ...]
) -> SeriesGroup:
    return SeriesGroup(
        name=name, title=title, reads="gva", value="gva_gbp_m", unit="GBP million",
        step_months=YEARLY, horizon=5, ahead=3, rounding_step=0.5,
        bands=(10.0, 50.0, 200.0, 1_000.0), champion="carried by output",
        challengers=("share under parent",), slow=ANNUAL_SLOW, shortest=7, levels=levels,
        where=(("price_basis", "constant"),), carrier="output", source="gva",
        alphas=(0.8, 0.9, 1.0), widening=widening, total_widening=GVA_TOTALS,
    )  # fmt: skip


SERIES_GROUPS: Final[dict[str, SeriesGroup]] = {
    group.name: group
    for group in (
        _jobs("jobs_section", "Jobs by sector", "employment", ("total", "section")),
        _jobs("jobs_division", "Jobs by 2-digit industry", "employment", ("division",)),
        _jobs("employees_section", "Employees by sector", "employees", ("total", "section")),
        _jobs("employees_division", "Employees by 2-digit industry", "employees", ("division",)),
        _gva("gva_section", "Real GVA by sector", ("total", "section", "section_group"),
             GVA_SECTORS),
        _gva("gva_division", "Real GVA by industry below sector", ("division", "division_group"),
             GVA_INDUSTRIES),
        SeriesGroup(
            name="workforce_section", title="Workforce jobs by sector", reads="workforce_jobs",
            value="jobs", unit="jobs", step_months=QUARTERLY, horizon=12, ahead=12,
            rounding_step=500.0,
            bands=(10_000.0, 50_000.0, 150_000.0, 500_000.0), champion="share under parent",
            challengers=(), slow=("theta", "damped Holt", "local level", "prophet log"),
            shortest=24, seasonally_adjusted=True, levels=("total", "section"),
            source="workforce_jobs",
        ),
        SeriesGroup(
            name="claimants", title="People claiming unemployment benefits", reads="claimants",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, ahead=12,
            rounding_step=2.5,
            bands=(1_000.0, 3_000.0, 10_000.0, 100_000.0), champion="towards prophet level",
            challengers=("towards last year",), slow=("prophet level", *MONTHLY_SLOW), shortest=24,
            series=("measure", "measure"), source="claimants",
            where=(("measure", "claimants_persons"),),
        ),
        SeriesGroup(
            name="claimants_ward", title="Claimants by ward", reads="claimants_small_areas",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, ahead=12,
            rounding_step=2.5,
            bands=(50.0, 100.0, 200.0, 400.0), champion="share under parent",
            challengers=(), shortest=24, series=("measure", "measure"),
            where=(("measure", "claimants_persons"), ("area_type", "ward")), parent="council",
            above="claimants", source="claimants_small_areas",
        ),
        SeriesGroup(
            name="adverts", title="Online job adverts", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24, ahead=12,
            rounding_step=0.5,
            bands=(500.0, 1_500.0, 4_000.0, 20_000.0), champion="towards last year",
            challengers=(), slow=("prophet level", *MONTHLY_SLOW), shortest=24,
            series=("occupation_code", "occupation_name"),
            where=(("occupation_code", "total"),), source="adverts",
        ),
        SeriesGroup(
            name="adverts_occupation", title="Online job adverts by occupation", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24, ahead=12,
            rounding_step=0.5,
            bands=(10.0, 50.0, 200.0, 1_000.0), champion="share under parent",
            challengers=(), shortest=13,
            series=("occupation_code", "occupation_name"), also="adverts_by_occupation",
            parent="area total", above="adverts", source="adverts",
        ),
        SeriesGroup(
            name="vacancies", title="Vacancies by sector", reads="vacancies",
            value="vacancies_count", unit="vacancies", step_months=MONTHLY, horizon=24, ahead=12,
            rounding_step=500.0,
            bands=(10_000.0, 30_000.0, 100_000.0, 400_000.0), champion="naive",
            challengers=(), slow=("prophet level", "median anchored", *MONTHLY_SLOW), shortest=24,
            seasonally_adjusted=True, source="vacancies",
        ),
    )
}  # fmt: skip


def as_published(value: str, group: SeriesGroup) -> pl.Expr:
    """The column as the group's source would publish it: rounded, if it rounds as BRES does."""
    return rounded_as_published(pl.col(value)) if group.grid else pl.col(value)


class SeriesGroupError(Exception):
    """An unknown group of series; the message lists the known ones."""


def check_series_groups(names: Sequence[str]) -> None:
    """Raises SeriesGroupError with every unknown name."""
    unknown = sorted(set(names) - set(SERIES_GROUPS))
    if unknown:
        raise SeriesGroupError(
            f"there is no family {', '.join(map(repr, unknown))}. The families are: "
            f"{', '.join(SERIES_GROUPS)}"
        )


def describe_band(band: int, group: SeriesGroup) -> str:
    """The band as people read it: 'under 300 jobs', '300 to 1,500 jobs', '25,000 jobs and more'."""
    bounds = [f"{bound:,.0f}" for bound in group.bands]
    if band == 0:
        return f"under {bounds[0]} {group.unit}"
    if band == len(bounds):
        return f"{bounds[-1]} {group.unit} and more"
    return f"{bounds[band - 1]} to {bounds[band]} {group.unit}"
