"""Laws of access: nearer counts more, wards are means, no rank where neighbours are missing."""

from __future__ import annotations

from typing import Final

import polars as pl

from etl.checks.fault import Faults, Rule, Tables

WITHIN: Final = 1e-6
KEY: Final = ("ward_code", "reach_setting")


def jobs_around_are_of_one_year(tables: Tables) -> Faults:
    """Jobs of different years are never added up."""
    if "reach_jobs" in tables and tables["reach_jobs"]["period"].n_unique() > 1:
        years = tables["reach_jobs"]["period"].unique().sort().to_list()
        yield "reach_jobs", f"jobs of several years together: {', '.join(years)}", len(years)


def slower_travel_reaches_less(tables: Tables) -> Faults:
    """Without a car nobody reaches more than by any way of travel."""
    if "reach_lsoa" not in tables:
        return
    settings = {
        code: tables["reach_lsoa"]
        .filter(reach_setting=code)
        .select("lsoa_code", jobs="jobs_in_reach")
        for code in ("no_car", "any")
    }
    both = settings["no_car"].join(settings["any"], on="lsoa_code", suffix="_any", validate="1:1")
    wrong = both.filter(pl.col("jobs") > pl.col("jobs_any") * (1 + WITHIN)).sort("lsoa_code")
    if wrong.height:
        yield (
            "reach_lsoa",
            f"more jobs within reach without a car than with one, {wrong['lsoa_code'][0]}",
            wrong.height,
        )


def wards_lie_among_their_areas(tables: Tables) -> Faults:
    """A ward's figure is a mean: not below its lowest small area, nor above its highest."""
    if not {"reach_lsoa", "reach_ward"} <= set(tables):
        return
    bounds = (
        tables["reach_lsoa"]
        .group_by(KEY)
        .agg(low=pl.col("jobs_in_reach").min(), high=pl.col("jobs_in_reach").max())
    )
    both = tables["reach_ward"].drop_nulls("jobs_in_reach").join(
        bounds, on=KEY, how="left", validate="1:1"
    )  # fmt: skip
    jobs = pl.col("jobs_in_reach")
    outside = (
        (jobs < pl.col("low") * (1 - WITHIN))
        | (jobs > pl.col("high") * (1 + WITHIN))
        | pl.col("low").is_null()
    )
    wrong = both.filter(outside).sort(KEY)
    if wrong.height:
        yield (
            "reach_ward",
            f"outside the figures of its small areas, {wrong.select(KEY).row(0)}",
            wrong.height,
        )


def partial_wards_have_no_rank(tables: Tables) -> Faults:
    """A ward whose neighbours are missing has no rank; ranks follow the jobs within reach."""
    if "reach_ward" not in tables:
        return
    wards = tables["reach_ward"]
    silent = wards.filter(
        pl.col("rank_in_council").is_not_null() & (pl.col("status") != "modelled")
    ).sort(KEY)
    if silent.height:
        yield "reach_ward", f"a rank though partial, {silent.select(KEY).row(0)}", silent.height
    council = ("lad_code", "reach_setting")
    ranked = wards.drop_nulls("rank_in_council").sort(*council, "rank_in_council")
    wrong = ranked.filter(
        (pl.col("jobs_in_reach").diff().over(council) > 0)
        | (pl.col("rank_in_council").diff().over(council) == 0)
    )
    if wrong.height:
        yield (
            "reach_ward",
            f"ranks do not follow the jobs within reach, {wrong.select(KEY).row(0)}",
            wrong.height,
        )


RULES: Final[tuple[Rule, ...]] = (
    jobs_around_are_of_one_year,
    slower_travel_reaches_less,
    wards_lie_among_their_areas,
    partial_wards_have_no_rank,
)
