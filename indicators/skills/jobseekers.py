"""What the indicators take of people: adverts, seekers of work, residents, learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary import periods
from catalog.vocabulary.status import ESTIMATED, MISSING, ROUNDED, sum_or_null, sum_status
from indicators.parts import Part

MONTHS: Final = 3  # of adverts in a mean
CLAIMANTS: Final = "claimants"
SURVEY: Final = "survey"  # unemployed residents, a mean over twelve months
# The first that covers the months of the adverts counts as those who look for work.
CONCEPTS: Final = (CLAIMANTS, SURVEY)
ACHIEVED: Final = (
    "area_code", "achievement_measure", "breakdown", "breakdown_code", "achievements_count",
    "period", "status",
)  # fmt: skip


def adverts(supplied: pl.DataFrame, monthly: pl.DataFrame) -> pl.DataFrame:
    """Adverts by month and occupation; the monthly table (minor groups) before the supplied.

    Major and sub-major groups of the monthly table are sums of its minor groups.
    """
    columns = ("area_code", "period", "occupation_code", "adverts_count", "status")
    fine = monthly.filter(pl.col("occupation_code").str.contains(r"^\d{3}$"))
    parts = [supplied.select(columns).filter(pl.col("occupation_code").str.contains(r"^\d"))]
    for digits in (1, 2, 3):
        parts.append(
            fine.with_columns(pl.col("occupation_code").str.slice(0, digits))
            .group_by("area_code", "period", "occupation_code", maintain_order=True)
            .agg(sum_status("adverts_count").alias("status"), sum_or_null("adverts_count"))
            .select(columns)
        )
    return pl.concat(parts).unique(
        ["area_code", "period", "occupation_code"], keep="last", maintain_order=True
    )


def newest_months(adverts_of_area: pl.DataFrame) -> list[str]:
    """The newest month with adverts and those of the two before it that have some, in order."""
    months = set(
        adverts_of_area["period"].filter(adverts_of_area["adverts_count"].is_not_null()).to_list()
    )
    if not months:
        return []
    newest = max(months)
    window = {periods.month_before(newest, back) for back in range(MONTHS)}
    return sorted(months & (window | {newest}))


def adverts_trend(totals: pl.DataFrame, by: str = "area_code") -> pl.DataFrame:
    """`by`, period, adverts_count (a mean of MONTHS months), before, change_pct: all adverts.

    The change is on the mean of the same months of the year before; null where one of them lacks.
    """
    return periods.compare_year_on_year(totals, "adverts_count", [by], MONTHS)


def mean_adverts(of_months: pl.DataFrame) -> pl.DataFrame:
    """area_code, occupation_code, adverts_count (a month), months_count, status, over all months
    of these adverts."""
    return of_months.group_by("area_code", "occupation_code").agg(
        sum_status("adverts_count").alias("status"),
        pl.col("adverts_count").mean(),
        pl.col("adverts_count").count().cast(pl.Int64).alias("months_count"),
    )


def seekers(claimants: pl.DataFrame, aps: pl.DataFrame) -> pl.DataFrame:
    """People out of work by area, concept (CONCEPTS) and period.

    Columns: area_code, seekers_concept, period, seekers_persons, status. A claimant count is of a
    month, the survey's unemployed of the twelve months that end with the period.
    """
    columns = ("area_code", "seekers_concept", "period", "seekers_persons", "status")
    counted = claimants.filter(pl.col("measure") == "claimants_persons").with_columns(
        seekers_concept=pl.lit(CLAIMANTS), seekers_persons="value", status=pl.lit(ROUNDED)
    )
    surveyed = aps.filter(pl.col("variable_code") == "unemployment_rate").with_columns(
        seekers_concept=pl.lit(SURVEY),
        seekers_persons="numerator_persons",
        status=pl.lit(ESTIMATED),
    )
    both = pl.concat([counted.select(columns), surveyed.select(columns)])
    return both.drop_nulls("seekers_persons")


@dataclass(frozen=True)
class Seekers:
    """Those who look for work in some months; persons is None, and the note says why, where no
    figure of one concept covers just these months. `period` is '' then."""

    persons: float | None
    period: str
    note: str
    status: str


def seekers_in(of_area: pl.DataFrame, months: Sequence[str]) -> Seekers:
    """The seekers of an area (its rows of `seekers`) in the very months of its adverts.

    Claimants, where we have each of the months; else the unemployed of a survey year that the
    months lie in. Never claimants of one time over adverts of another.
    """
    span = " to ".join(dict.fromkeys([months[0], months[-1]]))
    columns = (of_area[name].to_list() for name in ("seekers_concept", "period", "seekers_persons"))
    counted = [
        persons for concept, period, persons in zip(*columns, strict=True)
        if concept == CLAIMANTS and period in months
    ]  # fmt: skip
    if len(counted) == len(months):
        plural = "s" * (len(months) > 1)
        note = f"claimants, mean of {len(months)} month{plural}"
        return Seekers(sum(counted) / len(months), span, note, ROUNDED)
    surveyed = of_area.filter(
        pl.col("seekers_concept") == SURVEY,
        pl.col("period") >= months[-1],
        pl.col("period") <= periods.month_before(months[0], -(periods.YEAR - 1)),
    ).sort("period")
    if surveyed.height:
        persons, period = surveyed.select("seekers_persons", "period").row(-1)
        note = "unemployed residents (survey), because we have no claimant count for these months"
        return Seekers(persons, f"year to {period}", note, ESTIMATED)
    why = f"missing, because we have neither claimants for {span} nor a survey year that covers it"
    return Seekers(None, "", why, MISSING)


def _select_beside(all_seekers: pl.DataFrame, adverts_of_areas: pl.DataFrame) -> pl.DataFrame:
    """The seekers that `seekers_in` may find for months of these adverts."""
    is_counted = pl.col("seekers_concept") == CLAIMANTS
    in_months = pl.col("period").is_in(adverts_of_areas["period"].unique().implode())
    return all_seekers.filter(~is_counted | in_months)


SEEKERS_BESIDE_ADVERTS: Final = Part("seekers", _select_beside, ("adverts",))


def leavers(all_seekers: pl.DataFrame) -> pl.DataFrame:
    """People a year by whom the claimants (mean of 12 months) fell; 0 where they rose.

    `all_seekers` has rows of `seekers`. Only for areas with 24 months without a gap. Nobody
    publishes who leaves claims, only how many claim: this is the net flow, less than all who leave.
    """
    counted = all_seekers.filter(pl.col("seekers_concept") == CLAIMANTS)
    newest = counted.group_by("area_code").agg(pl.col("period").max())
    means = periods.compare_year_on_year(counted, "seekers_persons", ["area_code"], periods.YEAR)
    fall = (pl.col("before") - pl.col("seekers_persons")).clip(lower_bound=0.0)
    return (
        means.join(newest, on=["area_code", "period"], how="semi")
        .drop_nulls("before")
        .select("area_code", "period", leavers_persons=fall, status=pl.lit(ROUNDED))
    )


def claimants_alike(all_seekers: pl.DataFrame, areas: Sequence[str]) -> pl.DataFrame:
    """area_code, seekers_persons: mean claimants of twelve months, the same for all.

    Areas without them are left out. The months end with the newest that as many of the areas have
    as any.
    """
    counted = all_seekers.filter(
        pl.col("seekers_concept") == CLAIMANTS, pl.col("area_code").is_in(list(areas))
    )
    means = periods.trailing_means(counted, "seekers_persons", ["area_code"], periods.YEAR)
    by_period = means.group_by("period").len().sort("len", "period")
    newest = by_period["period"][-1] if by_period.height else ""
    return means.filter(pl.col("period") == newest).select("area_code", "seekers_persons")


def residents(occupations: pl.DataFrame, qualifications: pl.DataFrame) -> pl.DataFrame:
    """Residents by occupation and qualification: as published, else summed from wards."""
    parts = []
    for kind, frame, code in (
        ("occupation", occupations, "occupation_code"),
        ("qualification", qualifications, "qualification_code"),
    ):
        counted = frame.filter(pl.col(code) != "total", pl.col("residents_persons").is_not_null())
        wide = counted.filter(pl.col("area_type").is_in(["lad", "region", "country"]))
        published = wide.select("area_code", skill_code=code, residents_persons="residents_persons")
        sums = (
            counted.filter(pl.col("area_type") == "ward")
            .group_by(area_code="lad_code", skill_code=code)
            .agg(pl.col("residents_persons").sum())
            .join(published, on="area_code", how="anti")
        )
        both = pl.concat([published, sums.select(published.columns)])
        parts.append(both.with_columns(skill_kind=pl.lit(kind)))
    return pl.concat(parts)


def achievements(table: pl.DataFrame) -> pl.DataFrame:
    """Achievements of the newest year in which an area has both totals, learners and courses.

    One year for all of an area's rows, since they are set over each other; the newest of all where
    no year has both totals.
    """
    totals = table.filter(pl.col("breakdown") == "total").drop_nulls("achievements_count")
    complete = (
        totals.group_by("area_code", "period")
        .agg(pl.col("achievement_measure").n_unique())
        .filter(pl.col("achievement_measure") == 2)
        .group_by("area_code")
        .agg(complete_period=pl.col("period").max())
    )
    newest = table.join(complete, on="area_code", how="left", validate="m:1").filter(
        pl.col("period") == pl.coalesce("complete_period", pl.col("period").max().over("area_code"))
    )
    return newest.select(ACHIEVED)
