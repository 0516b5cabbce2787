"""Groups of series: their source, how far ahead we forecast them, and with which models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

YEARLY: Final = 12
QUARTERLY: Final = 3
MONTHLY: Final = 1


@dataclass(frozen=True)
class SeriesGroup:
    """A group of series that we forecast in the same way (column `family`).

    `rounding_step`: about half of what the source rounds to, in the series' unit; we take
    logarithms of value + rounding_step, to allow for zeros and small counts. `bands`: levels that
    separate size bands. `champion`: the model to beat by its `challengers`; `slow` challengers are
    tested on a sample of series. `reads`: the table; `where`: which of its rows; `also`: a table
    with the same columns for areas that are not in the first. `above`: the group with the totals of
    areas, if series are shares of those. `leading`: the group whose national total is known
    earlier than this one.
    """

    name: str
    title: str
    reads: str
    value: str
    unit: str
    step_months: int
    horizon: int
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
    leading: str = ""
    alphas: tuple[float, ...] = (0.4, 0.6, 0.8)

    @property
    def per_year(self) -> int:
        """Periods in a year: 1, 4 or 12."""
        return 12 // self.step_months

    @property
    def naive(self) -> str:
        """The model that all others are compared with."""
        return (
            "naive" if self.step_months == YEARLY or self.seasonally_adjusted else "seasonal naive"
        )

    @property
    def horizon_groups(self) -> tuple[tuple[int, int], ...]:
        """Horizons that we test together: each year; for months two half-years, then the rest."""
        if self.step_months == YEARLY:
            return tuple((h, h) for h in range(1, self.horizon + 1))
        if self.step_months == QUARTERLY:
            return ((1, 4), (5, 8), (9, self.horizon))
        return ((1, 6), (7, 12), (13, self.horizon))

    @property
    def models(self) -> tuple[str, ...]:
        """Every model of the group, naive first."""
        return tuple(dict.fromkeys((self.naive, self.champion, *self.challengers, *self.slow)))

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
MONTHLY_SLOW: Final = ("theta", "damped Holt-Winters", "prophet log", "prophet hybrid", "median")


def _jobs(name: str, title: str, kind: str, levels: tuple[str, ...]) -> SeriesGroup:
    return SeriesGroup(
        name=name, title=title, reads="jobs", value="jobs", unit="jobs", step_months=YEARLY,
        horizon=5, rounding_step=5.0, bands=JOB_BANDS, champion="share under parent",
        challengers=("drift",), slow=ANNUAL_SLOW, shortest=3, levels=levels,
        where=(("job_kind", kind),),
    )  # fmt: skip


def _gva(
    name: str, title: str, levels: tuple[str, ...], champion: str, challengers: tuple[str, ...]
) -> SeriesGroup:
    return SeriesGroup(
        name=name, title=title, reads="gva", value="gva_gbp_m", unit="GBP million",
        step_months=YEARLY, horizon=5, rounding_step=0.5, bands=(10.0, 50.0, 200.0, 1_000.0),
        champion=champion, challengers=(*challengers, "share under parent", "drift"),
        slow=ANNUAL_SLOW, shortest=7, levels=levels, where=(("price_basis", "constant"),),
        leading="vacancies", alphas=(0.8, 0.9, 1.0),
    )  # fmt: skip


SERIES_GROUPS: Final[dict[str, SeriesGroup]] = {
    group.name: group
    for group in (
        _jobs("jobs_section", "Jobs by sector", "employment", ("total", "section")),
        _jobs("jobs_division", "Jobs by 2-digit industry", "employment", ("division",)),
        _jobs("employees_section", "Employees by sector", "employees", ("total", "section")),
        _jobs("employees_division", "Employees by 2-digit industry", "employees", ("division",)),
        _gva("gva_section", "Real GVA by sector", ("total", "section", "section_group"),
             "vacancies bridge", ()),
        _gva("gva_division", "Real GVA by industry below sector", ("division", "division_group"),
             "naive", ("vacancies bridge",)),
        SeriesGroup(
            name="workforce_section", title="Workforce jobs by sector", reads="workforce_jobs",
            value="jobs", unit="jobs", step_months=QUARTERLY, horizon=12, rounding_step=500.0,
            bands=(10_000.0, 50_000.0, 150_000.0, 500_000.0), champion="share under parent",
            challengers=("drift",), slow=("theta", "damped Holt", "local level", "prophet log"),
            shortest=24, seasonally_adjusted=True, levels=("total", "section"),
        ),
        SeriesGroup(
            name="claimants", title="People claiming unemployment benefits", reads="claimants",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, rounding_step=2.5,
            bands=(1_000.0, 3_000.0, 10_000.0, 100_000.0), champion="prophet level",
            challengers=("naive", "middle of naives"), slow=("median anchored", *MONTHLY_SLOW),
            shortest=24,
            series=("measure", "measure"),
            where=(("measure", "claimants_persons"),),
        ),
        SeriesGroup(
            name="claimants_ward", title="Claimants by ward", reads="claimants_small_areas",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, rounding_step=2.5,
            bands=(50.0, 100.0, 200.0, 400.0), champion="share under parent",
            challengers=("naive", "drift"), shortest=24, series=("measure", "measure"),
            where=(("measure", "claimants_persons"), ("area_type", "ward")), parent="council",
            above="claimants",
        ),
        SeriesGroup(
            name="adverts", title="Online job adverts", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24,
            rounding_step=0.5,
            bands=(500.0, 1_500.0, 4_000.0, 20_000.0), champion="prophet level",
            challengers=("naive", "middle of naives"), slow=("median anchored", *MONTHLY_SLOW),
            shortest=24,
            series=("occupation_code", "occupation_name"),
            where=(("occupation_code", "total"),),
        ),
        SeriesGroup(
            name="adverts_occupation", title="Online job adverts by occupation", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24,
            rounding_step=0.5,
            bands=(10.0, 50.0, 200.0, 1_000.0), champion="share under parent",
            challengers=("naive", "drift"), shortest=24,
            series=("occupation_code", "occupation_name"), also="adverts_by_occupation",
            parent="area total", above="adverts",
        ),
        SeriesGroup(
            name="vacancies", title="Vacancies by sector", reads="vacancies",
            value="vacancies_count", unit="vacancies", step_months=MONTHLY, horizon=24,
            rounding_step=500.0,
            bands=(10_000.0, 30_000.0, 100_000.0, 400_000.0), champion="naive",
            challengers=("seasonal naive", "prophet level"),
            slow=("median anchored", *MONTHLY_SLOW), shortest=24, seasonally_adjusted=True,
        ),
    )
}  # fmt: skip


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
