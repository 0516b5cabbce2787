"""What residents are qualified for against what the jobs here ask for, by level of qualification.

Both are shares, of residents and of jobs, so that neither stands for the other's number. The Census
counts all adults, and the older they are the fewer qualifications they have: so jobs are set beside
residents aged 16 to 64 where the council's survey has them, and a ward's pattern in the Census is
moved to that. Level 4 and above stays one level, because the Census does not part it. A difference
may be people who work elsewhere, not people without work; of commuters only the balance is known,
of all levels together (`commuting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.priorities import QUALIFICATION_MATCH, WARD_QUALIFICATION_MATCH
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.skills import commuting
from indicators.skills.openings import QUALIFICATION, Openings
from indicators.skills.qualifications import LEVEL_CODES, LEVELS, OF_CENSUS
from indicators.skills.ward_skills import FOUR_UP, LEVEL_NAMES, LEVEL_OF

Array = NDArray[np.float64]
# Levels as the Census can tell them, and which of the five levels of jobs belong to each.
TOGETHER: Final[dict[str, tuple[str, ...]]] = {
    level: tuple(code for code in LEVEL_CODES if code == level)
    or tuple(code for code in LEVEL_CODES if code in OF_CENSUS["4"])
    for level in dict.fromkeys(LEVEL_OF.values())
}
SHOWN: Final = (*(level for level in LEVELS if level in TOGETHER), FOUR_UP)
# Shares of the survey that hold at least each level, so that a level is one less the next.
AT_LEAST: Final = ("rqf2_or_above", "rqf3_or_above", "rqf4_or_above")
COMMUTERS: Final = commuting.UNKNOWN
UNKNOWN: Final = np.full(len(SHOWN), np.nan)
NO_CENSUS: Final = "we have no census of residents' qualifications for this area"


def match(inputs: Inputs, all_areas: Sequence[Openings]) -> pl.DataFrame:
    """Rows of `qualification_match` of every area with openings."""
    blocks = []
    areas = [opening.area for opening in all_areas]
    counted = count_residents(inputs)
    surveys, balances = read_surveys(inputs, areas), commuting.find_commuting(inputs, areas)
    for opening in all_areas:
        residents = counted.get(opening.area, UNKNOWN)
        jobs, growth, replacement, _ = opening.by_skill_kind(QUALIFICATION)
        jobs, openings = (add_levels(part) for part in (jobs, growth + replacement))
        shares, jobs_share = _percent(residents), _percent(jobs)
        survey, when = surveys.get(opening.area, (UNKNOWN, ""))
        is_counted = not np.isnan(shares).any()
        balance = balances.get(opening.area)
        commuters = commuting.describe_commuting(balance)
        block = make_block(
            {
                "area_code": opening.area, "skill_code": SHOWN,
                "skill_name": [LEVEL_NAMES[level] for level in SHOWN],
                "residents_persons": residents, "residents_share_pct": shares,
                "survey_share_pct": survey, "jobs": jobs, "jobs_share_pct": jobs_share,
                "openings_persons": openings,
                "openings_share_pct": _percent(np.maximum(openings, 0.0)),
                "difference_points": np.where(np.isnan(survey), shares, survey) - jobs_share,
                "net_commuting_persons": np.nan if balance is None else balance.net_persons,
                "commuting_note": commuters,
                "period": opening.base_period,
                "note": _describe(inputs, opening.area, is_counted, when, commuters),
                # Of the difference: without a Census the survey's is there, and is part of it.
                "status": MISSING if not is_counted and not when else
                PARTIAL if opening.status == PARTIAL or not is_counted else MODELLED,
            }
        )  # fmt: skip
        blocks.append(block)
    return stack_blocks(blocks, inputs.areas, QUALIFICATION_MATCH)


def _describe(inputs: Inputs, area: str, is_counted: bool, when: str, commuters: str) -> str:
    reason = inputs.explain_absence(area, "residents")
    absent = f"{NO_CENSUS}{f': {reason}' if reason else ''}"
    survey = f"residents aged 16 to 64 from the survey to {when}" if when else ""
    counted = "all residents aged 16 and over, Census 2021" if is_counted else absent
    return "; ".join(words for words in (counted, survey, commuters) if words)


def count_residents(inputs: Inputs) -> dict[str, Array]:
    """By area its adults by level in the order of SHOWN; without areas that the Census lacks."""
    level = pl.col("skill_code").replace_strict(LEVEL_OF, return_dtype=pl.String)
    summed = (
        inputs.residents.filter(skill_kind=QUALIFICATION)
        .group_by("area_code", level.alias("level"), maintain_order=True)
        .agg(pl.col("residents_persons").sum())
    )
    persons = {(area, level): count for area, level, count in summed.iter_rows()}
    return {
        area: np.array([persons.get((area, code), np.nan) for code in SHOWN], dtype=float)
        for area in dict.fromkeys(summed["area_code"])
    }


def add_levels(values: Array) -> Array:
    """Values of the five levels of jobs, added up to those of SHOWN."""
    by_code = dict(zip(LEVEL_CODES, values, strict=True))
    return np.array([sum(by_code[code] for code in TOGETHER[level]) for level in SHOWN])


def _percent(values: Array) -> Array:
    total = values.sum()
    return 100.0 * values / total if total > 0 else np.full(len(values), np.nan)


def read_surveys(inputs: Inputs, areas: Sequence[str]) -> dict[str, tuple[Array, str]]:
    """By area shares of residents aged 16 to 64 by level, in %, and the survey's period.

    A group's are the mean of all its councils' in one survey, weighted by residents of that age.
    Areas without a survey are not in it.
    """
    members = commuting.list_members(inputs, areas).rename({"area_code": "area"})
    valued = inputs.aps.drop_nulls("value_pct")
    weights = (
        members.join(_count_aged_16_to_64(valued), left_on="member_code", right_on="area_code",
                     how="left", validate="m:1")
        .with_columns(people=pl.when(pl.col("members_count") == 1).then(1.0).otherwise("people"))
        .drop_nulls("people")
    )  # fmt: skip
    levels = valued.filter(pl.col("variable_code").is_in(list(AT_LEAST))).join(
        weights, left_on="area_code", right_on="member_code", maintain_order="left"
    )
    complete = (
        levels.group_by("area", "period")
        .agg(count=pl.len(), members_count=pl.col("members_count").first())
        .filter(pl.col("count") == len(AT_LEAST) * pl.col("members_count"))
        .group_by("area")
        .agg(pl.col("period").max())
    )
    mean = (pl.col("people") * pl.col("value_pct")).sum() / pl.col("people").sum()
    shares = (
        levels.join(complete, on=["area", "period"], how="semi", maintain_order="left")
        .group_by("area", "variable_code", maintain_order=True)
        .agg(share=mean)
    )
    by_name = {(area, name): share for area, name, share in shares.iter_rows()}
    found = {}
    for area, period in complete.iter_rows():
        at_least = [100.0, *(by_name[area, name] for name in AT_LEAST), 0.0]
        found[area] = np.array([high - low for high, low in pairwise(at_least)]), period
    return found


def _count_aged_16_to_64(aps: pl.DataFrame) -> pl.DataFrame:
    """area_code, people aged 16 to 64: those in work over their rate, in the newest survey."""
    return (
        aps.filter(pl.col("value_pct") > 0, variable_code="employment_rate")
        .drop_nulls("numerator_persons")
        .sort("period")
        .group_by("area_code")
        .agg(people=100.0 * pl.col("numerator_persons").last() / pl.col("value_pct").last())
    )


def match_wards(ward_skills: pl.DataFrame, of_areas: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ward_qualification_match`: a ward's residents beside its council's jobs.

    `ward_skills` and `of_areas` (rows of `qualification_match`) are those of the same inputs.
    """
    of_council = of_areas.select(
        "skill_code", "jobs_share_pct", lad_code="area_code", council_pct="residents_share_pct",
        council_survey_pct="survey_share_pct",
    )  # fmt: skip
    wards = ward_skills.filter(skill_kind=QUALIFICATION)
    if wards.is_empty():
        return WARD_QUALIFICATION_MATCH.empty()
    shared = wards.with_columns(
        residents_share_pct=_share_of_ward("residents_persons")
    ).join(of_council, on=["lad_code", "skill_code"], how="left", validate="m:1")  # fmt: skip
    ratio = pl.when(pl.col("council_pct") > 0).then(
        pl.col("council_survey_pct") / pl.col("council_pct")
    )
    by_level = shared.with_columns(moved=pl.col("residents_share_pct") * ratio)
    moved = by_level.with_columns(survey_share_pct=_share_of_ward("moved"))
    own = pl.coalesce("survey_share_pct", "residents_share_pct")
    is_missing = pl.col("residents_share_pct").is_null()
    is_partial = pl.col("jobs_share_pct").is_null() | (pl.col("status") == PARTIAL)
    return (
        moved.with_columns(
            difference_points=own - pl.col("jobs_share_pct"),
            note=pl.format(
                "residents of the ward beside the jobs of all {}; {}", "lad_name",
                pl.lit(COMMUTERS),
            ),
            status=pl.when(is_missing).then(pl.lit(MISSING))
            .when(is_partial).then(pl.lit(PARTIAL))
            .otherwise(pl.lit(MODELLED)),
        )
        .select(WARD_QUALIFICATION_MATCH.columns)
        .sort("ward_code", "skill_code")
    )  # fmt: skip


def _share_of_ward(column: str) -> pl.Expr:
    """% of the ward's sum over levels; null where a level is not known."""
    value = pl.col(column)
    total = pl.when(value.is_not_null().all().over("ward_code")).then(value.sum().over("ward_code"))
    return pl.when(total > 0).then(100.0 * value / total)
