"""Laws of sectors and skills: the same openings in every table, parts that add up to the whole."""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from etl.checks.fault import Faults, Rule, Tables

WITHIN: Final = 1e-6
SKILL: Final = ("area_code", "skill_kind", "skill_code")
# Columns of `qualifications_by_occupation` with the level that each is of.
LEVEL_OF_COLUMN: Final = {
    "below_2_pct": "below 2", "level_2_pct": "2", "level_3_pct": "3", "level_4_5_pct": "4-5",
    "level_6_up_pct": "6+",
}  # fmt: skip
OF_A_GAP: Final = (
    "lower80", "upper80", "relative_gap", "probability_gap", "rank_low", "rank_high",
)  # fmt: skip


def _differ(one: str, other: str) -> pl.Expr:
    """Whether two figures differ, or one is there and the other is not."""
    scale = pl.max_horizontal(pl.col(one).abs(), pl.col(other).abs(), 1.0)
    apart = (pl.col(one) - pl.col(other)).abs() > WITHIN * scale
    return apart.fill_null(pl.col(one).is_null() != pl.col(other).is_null())


def same_openings_everywhere(tables: Tables) -> Faults:
    """Openings in the table of gaps are those of the table of openings, value for value."""
    if not {"skills_openings", "skills_gaps"} <= set(tables):
        return
    openings = tables["skills_openings"].select(*SKILL, there="openings_persons")
    gaps = tables["skills_gaps"].select(*SKILL, "openings_persons")
    both = gaps.join(openings, on=SKILL, how="full", coalesce=True, validate="1:1")
    wrong = both.filter(_differ("openings_persons", "there")).sort(SKILL)
    if wrong.height:
        yield "skills_gaps", f"openings differ from skills_openings, {wrong.row(0)}", wrong.height


def openings_are_growth_and_replacement(tables: Tables) -> Faults:
    """Growth and replacement add up to the openings."""
    if "skills_openings" not in tables:
        return
    summed = tables["skills_openings"].with_columns(
        parts=pl.col("growth_openings_persons") + pl.col("replacement_openings_persons")
    )
    wrong = summed.filter(_differ("openings_persons", "parts"))
    if wrong.height:
        yield "skills_openings", f"parts do not sum, {wrong.select(SKILL).row(0)}", wrong.height


def both_cuts_of_openings_equal(tables: Tables) -> Faults:
    """Openings by occupation and by qualification are the same openings, cut two ways."""
    if "skills_openings" not in tables:
        return
    value = pl.col("openings_persons")
    by_kind = (
        tables["skills_openings"]
        .group_by("area_code", "skill_kind")
        .agg(value.sum(), value.is_null().any().alias("gap"))
    )
    cuts = {
        kind: by_kind.filter(skill_kind=kind) for kind in ("occupation", "qualification")
    }  # fmt: skip
    both = cuts["occupation"].join(cuts["qualification"], on="area_code", suffix="_other")
    wrong = both.filter(
        ~pl.col("gap"), ~pl.col("gap_other"), _differ("openings_persons", "openings_persons_other")
    ).sort("area_code")
    if wrong.height:
        area, _, one, _, _, other, _ = wrong.row(0)
        yield (
            "skills_openings",
            f"{area} has {one:,.0f} openings by occupation, {other:,.0f} by qualification",
            wrong.height,
        )


def needs_add_up_to_openings(tables: Tables) -> Faults:
    """Openings of an occupation by sector add up to the openings of the occupation."""
    if not {"skills_openings", "skills_needs"} <= set(tables):
        return
    value = pl.col("openings_persons")
    needs = (
        tables["skills_needs"]
        .group_by("area_code", skill_code="occupation_code")
        .agg(summed=pl.when(value.is_not_null().all()).then(value.sum()))
    )
    openings = tables["skills_openings"].filter(skill_kind="occupation")
    both = openings.join(needs, on=["area_code", "skill_code"], validate="1:1")
    wrong = both.drop_nulls("summed").filter(_differ("openings_persons", "summed"))
    if wrong.height:
        example = wrong.select("area_code", "skill_code").row(0)
        yield "skills_needs", f"sectors do not sum to the openings of {example}", wrong.height


def gap_is_openings_less_supply(tables: Tables) -> Faults:
    """A gap is the openings less the supply beside it."""
    if "skills_gaps" not in tables:
        return
    gaps = tables["skills_gaps"].with_columns(
        difference=pl.col("openings_persons") - pl.col("supply_persons")
    )
    wrong = gaps.drop_nulls("gap_persons").filter(_differ("gap_persons", "difference"))
    if wrong.height:
        yield (
            "skills_gaps",
            f"gap of {wrong.select(SKILL).row(0)} is not openings minus supply",
            wrong.height,
        )


def supply_is_the_sum_of_streams(tables: Tables) -> Faults:
    """The supply beside a gap is the sum of its streams."""
    if not {"skills_supply", "skills_gaps"} <= set(tables):
        return
    value = pl.col("supply_persons")
    streams = (
        tables["skills_supply"]
        .group_by(SKILL)
        .agg(summed=pl.when(value.is_not_null().any()).then(value.sum()))
    )
    both = tables["skills_gaps"].join(streams, on=SKILL, how="left", validate="1:1")
    wrong = both.drop_nulls("supply_persons").filter(_differ("supply_persons", "summed"))
    if wrong.height:
        example = wrong.select(SKILL).row(0)
        yield "skills_gaps", f"supply of {example} is not the sum of its streams", wrong.height


def both_cuts_of_supply_equal(tables: Tables) -> Faults:
    """Each stream, and so all together, is as many people by occupation as by qualification."""
    if "skills_supply" not in tables:
        return
    by = ["area_code", "supply_stream"]
    sums = tables["skills_supply"].group_by(*by, "skill_kind").agg(pl.col("supply_persons").sum())
    one, other = (sums.filter(skill_kind=kind) for kind in ("occupation", "qualification"))
    both = one.join(other, on=by, how="full", coalesce=True, suffix="_other", validate="1:1")
    wrong = both.filter(_differ("supply_persons", "supply_persons_other")).sort(by)
    if wrong.height:
        yield (
            "skills_supply",
            f"people by occupation and by qualification differ, {wrong.select(by).row(0)}",
            wrong.height,
        )


def no_gap_without_a_main_stream(tables: Tables) -> Faults:
    """A level has a gap only where every main stream of supply for it is counted."""
    if not {"skills_supply", "skills_gaps"} <= set(tables):
        return
    main = reference.read("main_streams")
    absent = (
        tables["skills_supply"]
        .filter(pl.col("skill_kind") == "qualification", pl.col("supply_persons").is_null())
        .join(main, left_on=["skill_code", "supply_stream"],
              right_on=["level_code", "supply_stream"], how="semi")
    )  # fmt: skip
    wrong = tables["skills_gaps"].join(absent, on=SKILL, how="semi").drop_nulls("gap_persons")
    if wrong.height:
        example = wrong.select(SKILL).sort(SKILL).row(0)
        yield "skills_gaps", f"a gap at {example} without a main stream of supply", wrong.height


def no_gap_of_an_occupation_without_a_main_stream(tables: Tables) -> Faults:
    """An occupation has a gap only where each main stream of the levels that many of its people
    hold is counted."""
    if not {"skills_supply", "skills_gaps"} <= set(tables):
        return
    least = reference.read_constants("skills_constants")["main_level_share"]
    held = reference.read("qualifications_by_occupation").unpivot(
        list(LEVEL_OF_COLUMN), index="occupation_code", value_name="share_pct"
    )
    judged = held.filter(
        pl.col("share_pct") / pl.col("share_pct").sum().over("occupation_code") >= least
    ).select(
        skill_code="occupation_code", level_code=pl.col("variable").replace_strict(LEVEL_OF_COLUMN)
    )
    needed = judged.join(reference.read("main_streams"), on="level_code", how="inner")
    absent = (
        tables["skills_supply"]
        .filter(pl.col("skill_kind") == "occupation", pl.col("supply_persons").is_null())
        .join(needed, on=["skill_code", "supply_stream"], how="semi")
    )
    wrong = tables["skills_gaps"].join(absent, on=SKILL, how="semi").drop_nulls("gap_persons")
    if wrong.height:
        example = wrong.select(SKILL).sort(SKILL).row(0)
        yield "skills_gaps", f"a gap of {example} without a main stream of supply", wrong.height


def nothing_is_said_of_a_gap_that_is_not_there(tables: Tables) -> Faults:
    """Without a gap there is no interval, relative gap, probability or rank of it either."""
    if "skills_gaps" not in tables:
        return
    wrong = tables["skills_gaps"].filter(
        pl.col("gap_persons").is_null(),
        pl.any_horizontal(pl.col(name).is_not_null() for name in OF_A_GAP),
    )
    if wrong.height:
        example = wrong.select(SKILL).sort(SKILL).row(0)
        yield "skills_gaps", f"no gap at {example}, but a claim of how likely it is", wrong.height


def streams_are_the_sum_of_their_people(tables: Tables) -> Faults:
    """The total of a stream is the sum of its people by occupation."""
    if not {"skills_supply", "skills_streams"} <= set(tables):
        return
    value = pl.col("supply_persons")
    sums = (
        tables["skills_supply"]
        .filter(skill_kind="occupation")
        .group_by("area_code", "supply_stream")
        .agg(summed=pl.when(value.is_not_null().any()).then(value.sum()))
    )
    both = tables["skills_streams"].join(
        sums, on=["area_code", "supply_stream"], how="left", validate="1:1"
    )
    wrong = both.filter(_differ("supply_persons", "summed"))
    if wrong.height:
        example = wrong.select("area_code", "supply_stream").row(0)
        yield "skills_streams", f"{example} is not the sum of its people", wrong.height


def change_is_the_sum_of_its_parts(tables: Tables) -> Faults:
    """National, mix, competitive and allocation parts add up to the change in jobs."""
    if "sector_decomposition" not in tables:
        return
    parts = ["national_jobs", "mix_jobs", "competitive_jobs", "allocation_jobs"]
    summed = tables["sector_decomposition"].drop_nulls(["change_jobs", *parts])
    summed = summed.with_columns(parts=pl.sum_horizontal(parts))
    wrong = summed.filter(_differ("change_jobs", "parts"))
    if wrong.height:
        example = wrong.select("area_code", "industry_code").row(0)
        yield "sector_decomposition", f"parts of {example} do not sum", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    same_openings_everywhere,
    openings_are_growth_and_replacement,
    both_cuts_of_openings_equal,
    needs_add_up_to_openings,
    gap_is_openings_less_supply,
    supply_is_the_sum_of_streams,
    both_cuts_of_supply_equal,
    no_gap_without_a_main_stream,
    no_gap_of_an_occupation_without_a_main_stream,
    nothing_is_said_of_a_gap_that_is_not_there,
    streams_are_the_sum_of_their_people,
    change_is_the_sum_of_its_parts,
)
