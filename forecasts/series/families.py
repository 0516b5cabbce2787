"""Kinds of series: where each comes from, how far ahead it is forecast, and by which models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

YEARLY: Final = 12
QUARTERLY: Final = 3
MONTHLY: Final = 1


@dataclass(frozen=True)
class Family:
    """One kind of series.

    `grain`: about half of what the source rounds to, in the series' unit; logarithms are taken of
    value + grain, so that zero and small counts are no trouble. `bands`: levels that part the size
    bands. `champion` is tried first; `challengers` are printed beside it. `slow` challengers are
    measured on a sample of series. `reads`: the table; `where`: which of its rows; `also`: a table
    of the same columns for areas that the first does not hold. `above`: the family that totals of
    areas come from, where series are shares of those. `leading`: the family whose national total
    is known ahead of this one.
    """

    name: str
    title: str
    reads: str
    value: str
    unit: str
    step_months: int
    horizon: int
    grain: float
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
        """The model that every other is measured against."""
        return (
            "naive" if self.step_months == YEARLY or self.seasonally_adjusted else "seasonal naive"
        )

    @property
    def horizon_groups(self) -> tuple[tuple[int, int], ...]:
        """Horizons that are judged together: each year; each half-year at first, then by year."""
        if self.step_months == YEARLY:
            return tuple((h, h) for h in range(1, self.horizon + 1))
        if self.step_months == QUARTERLY:
            return ((1, 4), (5, 8), (9, self.horizon))
        return ((1, 6), (7, 12), (13, self.horizon))

    @property
    def models(self) -> tuple[str, ...]:
        """Every model of the family, the yardstick first."""
        return tuple(dict.fromkeys((self.naive, self.champion, *self.challengers, *self.slow)))

    def rows(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of the source table that belong to this family; filters of columns it lacks
        are passed over, as where a table holds one price basis only."""
        wanted = [pl.col(name) == value for name, value in self.where if name in table.columns]
        if self.levels and "industry_level" in table.columns:
            wanted.append(pl.col("industry_level").is_in(self.levels))
        return table.filter(*wanted) if wanted else table


ANNUAL_SLOW: Final = ("theta", "damped Holt", "local level", "prophet log")
# Size bands, here and below, part series by their level: a choice, not measured.
JOB_BANDS: Final = (300.0, 1_500.0, 6_000.0, 25_000.0)
MONTHLY_SLOW: Final = ("theta", "damped Holt-Winters", "prophet log", "prophet hybrid", "median")


def _jobs(name: str, title: str, kind: str, levels: tuple[str, ...]) -> Family:
    return Family(
        name=name, title=title, reads="jobs", value="jobs", unit="jobs", step_months=YEARLY,
        horizon=5, grain=5.0, bands=JOB_BANDS, champion="share under parent",
        challengers=("drift",), slow=ANNUAL_SLOW, shortest=3, levels=levels,
        where=(("job_kind", kind),),
    )  # fmt: skip


def _gva(
    name: str, title: str, levels: tuple[str, ...], champion: str, challengers: tuple[str, ...]
) -> Family:
    return Family(
        name=name, title=title, reads="gva", value="gva_gbp_m", unit="GBP million",
        step_months=YEARLY, horizon=5, grain=0.5, bands=(10.0, 50.0, 200.0, 1_000.0),
        champion=champion, challengers=(*challengers, "share under parent", "drift"),
        slow=ANNUAL_SLOW, shortest=7, levels=levels, where=(("price_basis", "constant"),),
        leading="vacancies", alphas=(0.8, 0.9, 1.0),
    )  # fmt: skip


FAMILIES: Final[dict[str, Family]] = {
    family.name: family
    for family in (
        _jobs("jobs_section", "Jobs by sector", "employment", ("total", "section")),
        _jobs("jobs_division", "Jobs by 2-digit industry", "employment", ("division",)),
        _jobs("employees_section", "Employees by sector", "employees", ("total", "section")),
        _jobs("employees_division", "Employees by 2-digit industry", "employees", ("division",)),
        _gva("gva_section", "Real GVA by sector", ("total", "section", "section_group"),
             "vacancies bridge", ()),
        _gva("gva_division", "Real GVA by industry below sector", ("division", "division_group"),
             "naive", ("vacancies bridge",)),
        Family(
            name="workforce_section", title="Workforce jobs by sector", reads="workforce_jobs",
            value="jobs", unit="jobs", step_months=QUARTERLY, horizon=12, grain=500.0,
            bands=(10_000.0, 50_000.0, 150_000.0, 500_000.0), champion="share under parent",
            challengers=("drift",), slow=("theta", "damped Holt", "local level", "prophet log"),
            shortest=24, seasonally_adjusted=True, levels=("total", "section"),
        ),
        Family(
            name="claimants", title="People claiming unemployment benefits", reads="claimants",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, grain=2.5,
            bands=(1_000.0, 3_000.0, 10_000.0, 100_000.0), champion="prophet level",
            challengers=("naive", "middle of naives"), slow=("median anchored", *MONTHLY_SLOW),
            shortest=24,
            series=("measure", "measure"),
            where=(("measure", "claimants_persons"),),
        ),
        Family(
            name="claimants_ward", title="Claimants by ward", reads="claimants_small_areas",
            value="value", unit="persons", step_months=MONTHLY, horizon=24, grain=2.5,
            bands=(50.0, 100.0, 200.0, 400.0), champion="share under parent",
            challengers=("naive", "drift"), shortest=24, series=("measure", "measure"),
            where=(("measure", "claimants_persons"), ("area_type", "ward")), parent="council",
            above="claimants",
        ),
        Family(
            name="adverts", title="Online job adverts", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24, grain=0.5,
            bands=(500.0, 1_500.0, 4_000.0, 20_000.0), champion="prophet level",
            challengers=("naive", "middle of naives"), slow=("median anchored", *MONTHLY_SLOW),
            shortest=24,
            series=("occupation_code", "occupation_name"),
            where=(("occupation_code", "total"),),
        ),
        Family(
            name="adverts_occupation", title="Online job adverts by occupation", reads="adverts",
            value="adverts_count", unit="adverts", step_months=MONTHLY, horizon=24, grain=0.5,
            bands=(10.0, 50.0, 200.0, 1_000.0), champion="share under parent",
            challengers=("naive", "drift"), shortest=24,
            series=("occupation_code", "occupation_name"), also="adverts_by_occupation",
            parent="area total", above="adverts",
        ),
        Family(
            name="vacancies", title="Vacancies by sector", reads="vacancies",
            value="vacancies_count", unit="vacancies", step_months=MONTHLY, horizon=24, grain=500.0,
            bands=(10_000.0, 30_000.0, 100_000.0, 400_000.0), champion="naive",
            challengers=("seasonal naive", "prophet level"),
            slow=("median anchored", *MONTHLY_SLOW), shortest=24, seasonally_adjusted=True,
        ),
    )
}  # fmt: skip


class FamilyError(Exception):
    """A family of series that there is not; the message lists those there are."""


def check_families(names: Sequence[str]) -> None:
    """Raises FamilyError naming every family that there is not."""
    strange = sorted(set(names) - set(FAMILIES))
    if strange:
        raise FamilyError(
            f"there is no family {', '.join(map(repr, strange))}. The families are: "
            f"{', '.join(FAMILIES)}"
        )


def band_words(band: int, family: Family) -> str:
    """The band as people read it: 'under 300 jobs', '300 to 1,500 jobs', '25,000 jobs and more'."""
    bounds = [f"{bound:,.0f}" for bound in family.bands]
    if band == 0:
        return f"under {bounds[0]} {family.unit}"
    if band == len(bounds):
        return f"{bounds[-1]} {family.unit} and more"
    return f"{bounds[band - 1]} to {bounds[band]} {family.unit}"
