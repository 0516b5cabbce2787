"""Laws of priorities: parts that add up, ranks without gaps, shares of one whole."""

from __future__ import annotations

from typing import Final

import polars as pl

from etl.checks.fault import Faults, Rule, Tables

WITHIN: Final = 1e-6
PLACE: Final = ("area_code", "occupation_code")
SUMMED: Final = (
    "jobs", "growth_openings_persons", "replacement_openings_persons", "openings_persons",
)  # fmt: skip


def _differ(one: str, other: str) -> pl.Expr:
    """Whether two figures differ, or one is there and the other is not."""
    scale = pl.max_horizontal(pl.col(one).abs(), pl.col(other).abs(), 1.0)
    apart = (pl.col(one) - pl.col(other)).abs() > WITHIN * scale
    return apart.fill_null(pl.col(one).is_null() != pl.col(other).is_null())


def minor_groups_add_up(tables: Tables) -> Faults:
    """Minor groups add up to their sub-major group, in jobs and in openings."""
    if not {"skills_openings_fine", "skills_openings"} <= set(tables):
        return
    fine = tables["skills_openings_fine"].filter(detail_level="minor group")
    summed = fine.group_by("area_code", skill_code="parent_code").agg(
        pl.col(name).sum().alias(f"{name}_summed") for name in SUMMED
    )
    whole = tables["skills_openings"].filter(skill_kind="occupation")
    both = summed.join(whole, on=["area_code", "skill_code"], how="left", validate="1:1")
    for name in SUMMED:
        wrong = both.filter(_differ(name, f"{name}_summed")).sort("area_code", "skill_code")
        if wrong.height:
            example = wrong.select("area_code", "skill_code").row(0)
            yield (
                "skills_openings_fine",
                f"{name} of minor groups do not sum to {example}",
                wrong.height,
            )


def ranks_have_no_gaps(tables: Tables) -> Faults:
    """Priorities of an area are ranked 1, 2, 3 ..., the highest score first."""
    if "skills_priorities" not in tables:
        return
    ranked = tables["skills_priorities"].drop_nulls("priority_rank").sort(
        "area_code", "priority_rank"
    )  # fmt: skip
    wrong = ranked.filter(
        (pl.col("priority_rank") != pl.int_range(1, pl.len() + 1).over("area_code"))
        | (pl.col("priority_score").diff().over("area_code") > WITHIN)
    )
    if wrong.height:
        yield (
            "skills_priorities",
            f"ranks have a gap or are not by score, {wrong.select(PLACE).row(0)}",
            wrong.height,
        )


def contributions_sum_to_the_score(tables: Tables) -> Faults:
    """A contribution is weight times distance, weights sum to one, and the sum is the score."""
    if "priority_components" not in tables:
        return
    parts = tables["priority_components"]
    product = parts.with_columns(product=pl.col("component_weight") * pl.col("component_z"))
    wrong = product.filter(_differ("contribution", "product"))
    if wrong.height:
        yield (
            "priority_components",
            f"contribution is not weight times distance, {wrong.select(PLACE).row(0)}",
            wrong.height,
        )
    summed = parts.group_by(PLACE).agg(
        pl.col("component_weight", "contribution").sum(),
        known=pl.col("component_weight").is_not_null().any(), one=pl.lit(1.0),
    )  # fmt: skip
    wrong = summed.filter(pl.col("known"), _differ("component_weight", "one"))
    if wrong.height:
        yield (
            "priority_components",
            f"weights do not sum to one, {wrong.select(PLACE).row(0)}",
            wrong.height,
        )
    if "skills_priorities" not in tables:
        return
    both = tables["skills_priorities"].join(summed, on=PLACE, how="left", validate="1:1")
    wrong = both.filter(_differ("priority_score", "contribution")).sort(PLACE)
    if wrong.height:
        yield (
            "skills_priorities",
            f"score of {wrong.select(PLACE).row(0)} is not the sum of its contributions",
            wrong.height,
        )


def levels_share_one_whole(tables: Tables) -> Faults:
    """Shares of residents, of jobs and of openings by level sum to 100% where all are there."""
    for name, place in (("qualification_match", "area_code"),
                        ("ward_qualification_match", "ward_code")):  # fmt: skip
        if name not in tables:
            continue
        shares = [column for column in tables[name].columns if column.endswith("_share_pct")]
        summed = tables[name].group_by(place).agg(
            *(pl.col(column).sum() for column in shares),
            *(pl.col(column).is_not_null().all().alias(f"has_{column}") for column in shares),
            whole=pl.lit(100.0),
        )  # fmt: skip
        for column in shares:
            wrong = summed.filter(pl.col(f"has_{column}"), _differ(column, "whole")).sort(place)
            if wrong.height:
                yield name, f"{column} of {wrong[place][0]} does not sum to 100%", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    minor_groups_add_up,
    ranks_have_no_gaps,
    contributions_sum_to_the_score,
    levels_share_one_whole,
)
