"""Outlook of a fine class from what is known of it in the whole nation.

Three things carried the little that could be foretold of a class three years ahead: how fast its
enterprises grew in number over two years, how many of its enterprises are new, and its jobs' trend
over six years. Their ranks among all classes are averaged. A class is answered only where two of
them are known. Local growth, location quotient and relatedness foretold nothing, and small classes
swing both ways, so none of these is used: what each came to is in `carriers_record`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from indicators.inputs import Inputs
from indicators.sectors.fine_places import nation_of

TREND_YEARS: Final = 6
GROWTH_YEARS: Final = 2
OLDEST_RATE: Final = 2  # years before the jobs; an older rate of births is not looked at
LEAST_JOBS: Final = 200  # smaller classes were not tested
LEAST_CARRIERS: Final = 2
CARRIERS: Final = ("enterprise_growth", "birth_rate", "jobs_trend")
# Shares of all classes that are called stronger, and weaker.
STRONGER: Final = 0.8
WEAKER: Final = 0.2
# Farming, households as employers and bodies abroad: other surveys, not tested.
UNTESTED: Final = r"^(?:0[123]|9[789])"
CLASS: Final = ("industry_level", "industry_code")
GROUP_DIGITS: Final = 3
YEAR: Final = pl.col("period").cast(pl.Int32).alias("year")


def carriers(
    jobs: pl.DataFrame, enterprises: pl.DataFrame, demography: pl.DataFrame, year: int
) -> pl.DataFrame:
    """Carriers, score and tier of each class of the nation as known in a year.

    `jobs` (industry_level, industry_code, year, jobs), `enterprises` (the same with
    enterprises_count) and `demography` (3 digits: industry_code, year, births, active) are the
    nation's; what is later than `year` is not looked at. CLASS, CARRIERS, carriers_score (0 to 1,
    mean of ranks), carriers_tier ('' where fewer than two carriers are known).
    """
    recent = pl.col("year").is_between(year - OLDEST_RATE, year)
    rates = demography.filter(recent, pl.col("active") > 0)
    rates = rates.filter(pl.col("year") == pl.col("year").max()).select(
        group_code="industry_code", birth_rate=pl.col("births") / pl.col("active")
    )
    table = (
        jobs.filter(year=year)
        .select(CLASS)
        .unique()
        .filter(~pl.col("industry_code").str.contains(UNTESTED))
        .join(_growth(jobs, "jobs", "jobs_trend", year, TREND_YEARS), on=CLASS, how="left")
        .join(
            _growth(enterprises, "enterprises_count", "enterprise_growth", year, GROWTH_YEARS),
            on=CLASS, how="left",
        )
        .with_columns(group_code=pl.col("industry_code").str.head(GROUP_DIGITS))
        .join(rates, on="group_code", how="left", validate="m:1")
    )  # fmt: skip
    return _score(table).select(*CLASS, *CARRIERS, "carriers_score", "carriers_tier").sort(CLASS)


def of_nation(inputs: Inputs, year: int) -> pl.DataFrame:
    """Score and tier of every class as known in a year; no rows where a table is not there."""
    nation, _ = nation_of(inputs.jobs_fine)
    jobs = inputs.jobs_fine.filter(area_code=nation).drop_nulls("jobs").select(
        *CLASS, YEAR, "jobs"
    )  # fmt: skip
    enterprises = inputs.enterprises_fine.filter(size_band="total").drop_nulls("business_units")
    events = inputs.business_demography_fine.drop_nulls("enterprises_count")
    demography = events.group_by("industry_code", YEAR).agg(
        pl.col("enterprises_count").filter(event=event).first().alias(event)
        for event in ("births", "active")
    )
    rows = carriers(
        jobs, enterprises.select(*CLASS, YEAR, enterprises_count="business_units"), demography, year
    ).select(*CLASS, "carriers_score", "carriers_tier")
    # With one of three tables gone ranks would rest on what was not tested.
    tables = (jobs, enterprises, demography.drop_nulls("births"))
    return rows if all(frame.height for frame in tables) else rows.clear()


def _growth(frame: pl.DataFrame, value: str, name: str, year: int, years: int) -> pl.DataFrame:
    """CLASS and growth of a figure to a year, a year on average, over so many years.

    Where there are not so many years before it, over those there are.
    """
    first = frame.filter(pl.col("year") >= year - years, pl.col("year") < year)["year"].min()
    gap = year - first if isinstance(first, int) else years
    then, now = (frame.filter(pl.col(value) > 0, year=y) for y in (year - gap, year))
    return now.join(then, on=list(CLASS), suffix="_then").select(
        *CLASS, ((pl.col(value) / pl.col(f"{value}_then")).log() / gap).alias(name)
    )


def _score(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the mean of ranks, and the tier of that among classes of the level."""
    count = pl.sum_horizontal(pl.col(name).is_not_null() for name in CARRIERS)
    ranked = [_rank(pl.col(name)) for name in CARRIERS]
    scored = table.with_columns(
        carriers_score=pl.when(count >= LEAST_CARRIERS).then(pl.mean_horizontal(ranked))
    )
    place = _rank(pl.col("carriers_score"))
    return scored.with_columns(
        carriers_tier=pl.when(place > STRONGER)
        .then(pl.lit("stronger"))
        .when(place <= WEAKER)
        .then(pl.lit("weaker"))
        .when(place.is_not_null())
        .then(pl.lit("middling"))
        .otherwise(pl.lit(""))
    )


def _rank(value: pl.Expr) -> pl.Expr:
    """Rank among classes of the level, from just over 0 to just under 1; null where unknown."""
    return ((value.rank() - 0.5) / value.count()).over("industry_level")
