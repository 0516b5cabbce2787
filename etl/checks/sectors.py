"""Laws of sectors: shares of one whole, changes that add up, tiers that agree with figures."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import DEVIATIONS, spread_of_roundings

WITHIN: Final = 1e-6
# Sections are rounded apart from their total: what the spread of those roundings adds comes on top.
SHARES_AT_MOST: Final = 102.5
BOTH: Final = "jobs and share"
RECORDED_AS: Final = {"lad": "lad", "group": "lad", "region": "region"}
SHARES: Final = {
    "sectors_now": {"share_pct": "jobs", "nation_share_pct": "jobs"},
    "sector_growth": {"share_before_pct": "jobs_before", "share_after_pct": "jobs_after"},
}


def shares_are_of_one_whole(tables: Tables) -> Faults:
    """Shares are from 0 to 100, and those of an area's sections no more than all its jobs."""
    for name, columns in SHARES.items():
        if name not in tables:
            continue
        for column, jobs in columns.items():
            frame = tables[name].drop_nulls(column)
            outside = frame.filter(~pl.col(column).is_between(0.0, 100.0 + WITHIN))
            if outside.height:
                example = outside.select("area_code", "industry_code", column).row(0)
                yield name, f"{column} outside 0 to 100, {example}", outside.height
            sums = frame.filter(pl.col("industry_level") == "section").group_by("area_code").agg(
                pl.col(column).sum(),
                # In % of the area's jobs, as the shares are.
                room=DEVIATIONS * spread_of_roundings(pl.col(jobs)) * 100 / pl.col(jobs).sum(),
            )  # fmt: skip
            allowed = SHARES_AT_MOST + pl.col("room").fill_nan(0.0).fill_null(0.0)
            over = sums.filter(pl.col(column) > allowed).drop("room").sort("area_code")
            if over.height:
                yield name, f"{column} of sections sum to {over.row(0)}", over.height


def quotient_is_a_ratio_of_shares(tables: Tables) -> Faults:
    """A location quotient is the share here over the nation's, inside its interval."""
    if "sectors_now" not in tables:
        return
    quotient = pl.col("location_quotient")
    frame = tables["sectors_now"].drop_nulls("location_quotient")
    apart = frame.filter(
        ((quotient * pl.col("nation_share_pct") - pl.col("share_pct")).abs() > WITHIN * 100)
        .fill_null(value=True)
    )  # fmt: skip
    if apart.height:
        example = apart.select("area_code", "industry_code").row(0)
        yield "sectors_now", f"quotient of {example} is not the ratio of its shares", apart.height
    inside = quotient.is_between(
        pl.col("quotient_lower80") - WITHIN, pl.col("quotient_upper80") + WITHIN
    )
    outside = frame.filter(~inside.fill_null(value=False))
    if outside.height:
        example = outside.select("area_code", "industry_code").row(0)
        yield "sectors_now", f"quotient of {example} is outside its interval", outside.height
    more, less = pl.col("specialised") == "more", pl.col("specialised") == "less"
    wrong = frame.filter(
        (more != (pl.col("quotient_lower80") > 1)) | (less != (pl.col("quotient_upper80") < 1))
    )
    if wrong.height:
        example = wrong.select("area_code", "industry_code").row(0)
        yield "sectors_now", f"specialised disagrees with the quotient of {example}", wrong.height


def nowcast_is_inside_its_interval(tables: Tables) -> Faults:
    """An estimate of now lies in its interval, and is later than the published figure."""
    if "sectors_now" not in tables:
        return
    frame = tables["sectors_now"].drop_nulls("nowcast_jobs")
    inside = pl.col("nowcast_jobs").is_between(
        pl.col("nowcast_lower80") - WITHIN, pl.col("nowcast_upper80") + WITHIN
    ) & (pl.col("nowcast_period") > pl.col("period"))
    wrong = frame.filter(~inside.fill_null(value=False))
    if wrong.height:
        example = wrong.select("area_code", "industry_code").row(0)
        yield "sectors_now", f"estimate of now of {example} is out of place", wrong.height


def change_is_after_less_before(tables: Tables) -> Faults:
    """A change is the jobs after less those before, inside its interval."""
    if "sector_growth" not in tables:
        return
    frame = tables["sector_growth"].drop_nulls("change_jobs")
    difference = pl.col("jobs_after") - pl.col("jobs_before")
    wrong = frame.filter(((difference - pl.col("change_jobs")).abs() > WITHIN).fill_null(True))
    if wrong.height:
        example = wrong.select("area_code", "industry_code").row(0)
        yield "sector_growth", f"change of {example} is not after less before", wrong.height
    inside = pl.col("change_jobs").is_between("change_lower80", "change_upper80")
    outside = frame.filter(~inside.fill_null(value=False))
    if outside.height:
        example = outside.select("area_code", "industry_code").row(0)
        yield "sector_growth", f"change of {example} is outside its interval", outside.height


def tiers_agree_with_changes(tables: Tables) -> Faults:
    """Grown only where jobs and share grew, shrunk only where both fell, each tier by its own."""
    if "sector_growth" not in tables:
        return
    changes: dict[str, tuple[pl.Expr, ...]] = {
        "jobs_tier": (pl.col("change_jobs"),),
        "share_tier": (pl.col("share_after_pct") - pl.col("share_before_pct"),),
    }
    changes["growth_tier"] = (*changes["jobs_tier"], *changes["share_tier"])
    for column, figures in changes.items():
        tier = pl.col(column)
        for word, agrees in (
            ("grown", [figure > 0 for figure in figures]),
            ("shrunk", [figure < 0 for figure in figures]),
        ):
            so = pl.all_horizontal(agrees).fill_null(value=False)
            wrong = tables["sector_growth"].filter(tier.str.ends_with(word), ~so)
            if wrong.height:
                example = wrong.select("area_code", "industry_code", column).row(0)
                yield (
                    "sector_growth",
                    f"{column} disagrees with its change, {example}",
                    wrong.height,
                )


def very_likely_is_beyond_the_interval(tables: Tables) -> Faults:
    """Jobs that very likely grew or shrank did so beyond the 80% interval of their change."""
    if "sector_growth" not in tables:
        return
    tier = pl.col("jobs_tier")
    apart = ((tier == "very likely grown") & ~(pl.col("change_lower80") > 0)) | (
        (tier == "very likely shrunk") & ~(pl.col("change_upper80") < 0)
    )
    wrong = tables["sector_growth"].filter(apart.fill_null(value=True))
    if wrong.height:
        example = wrong.select("area_code", "industry_code", "jobs_tier").row(0)
        yield "sector_growth", f"change of {example} is within its interval", wrong.height


def rates_are_those_of_the_record(tables: Tables) -> Faults:
    """The rate printed beside a tier is the stored one, and none where none was measured."""
    if "sector_growth" not in tables:
        return
    record = reference.read("growth_tier_rates").filter(compared=BOTH).select(
        "industry_level", "growth_tier", recorded_as="area_type", rate="rate_pct",
        cases="cases_count", base="base_pct",
    )  # fmt: skip
    kind = pl.col("area_type").replace_strict(RECORDED_AS, default="", return_dtype=pl.String)
    both = tables["sector_growth"].with_columns(recorded_as=kind).join(
        record, on=["recorded_as", "industry_level", "growth_tier"], how="left", validate="m:1"
    )  # fmt: skip
    wrong = both.filter(
        pl.col("tier_rate_pct").ne_missing(pl.col("rate"))
        | pl.col("tier_cases").ne_missing(pl.col("cases").cast(pl.Float64))
        | pl.col("tier_base_pct").ne_missing(pl.col("base"))
    )
    if wrong.height:
        example = wrong.select("area_code", "industry_code", "growth_tier").row(0)
        yield "sector_growth", f"rate of {example} is not the stored one", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    shares_are_of_one_whole,
    quotient_is_a_ratio_of_shares,
    nowcast_is_inside_its_interval,
    change_is_after_less_before,
    tiers_agree_with_changes,
    very_likely_is_beyond_the_interval,
    rates_are_those_of_the_record,
)
