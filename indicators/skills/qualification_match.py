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
NO_CENSUS: Final = "we have no census of residents' qualifications for this area"


def match(inputs: Inputs, all_areas: Sequence[Openings]) -> pl.DataFrame:
    """Rows of `qualification_match` of every area with openings."""
    parts = [QUALIFICATION_MATCH.empty()]
    for opening in all_areas:
        residents = count_residents(inputs, opening.area)
        jobs, growth, replacement, _ = opening.by_skill_kind(QUALIFICATION)
        jobs, openings = (add_levels(part) for part in (jobs, growth + replacement))
        shares, jobs_share = _percent(residents), _percent(jobs)
        survey, when = read_survey(inputs, opening.area)
        is_counted = not np.isnan(shares).any()
        balance = commuting.find_commuting(inputs, opening.area)
        commuters = commuting.describe_commuting(balance)
        part = pl.DataFrame(
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
        ).with_columns(pl.col(pl.Float64).fill_nan(None))  # fmt: skip
        named = part.join(inputs.areas, on="area_code", validate="m:1")
        parts.append(named.select(QUALIFICATION_MATCH.columns))
    return pl.concat(parts)


def _describe(inputs: Inputs, area: str, is_counted: bool, when: str, commuters: str) -> str:
    reason = inputs.explain_absence(area, "residents")
    absent = f"{NO_CENSUS}{f': {reason}' if reason else ''}"
    survey = f"residents aged 16 to 64 from the survey to {when}" if when else ""
    counted = "all residents aged 16 and over, Census 2021" if is_counted else absent
    return "; ".join(words for words in (counted, survey, commuters) if words)


def count_residents(inputs: Inputs, area: str) -> Array:
    """Adults by level in the order of SHOWN, NaN where the Census has none of the area."""
    of_area = inputs.residents.filter(
        pl.col("area_code") == area, pl.col("skill_kind") == QUALIFICATION
    )
    if of_area.is_empty():
        return np.full(len(SHOWN), np.nan)
    level = pl.col("skill_code").replace_strict(LEVEL_OF, return_dtype=pl.String)
    persons = dict(of_area.group_by(level=level).agg(pl.col("residents_persons").sum()).iter_rows())
    return np.array([persons.get(code, np.nan) for code in SHOWN], dtype=float)


def add_levels(values: Array) -> Array:
    """Values of the five levels of jobs, added up to those of SHOWN."""
    by_code = dict(zip(LEVEL_CODES, values, strict=True))
    return np.array([sum(by_code[code] for code in TOGETHER[level]) for level in SHOWN])


def _percent(values: Array) -> Array:
    total = values.sum()
    return 100.0 * values / total if total > 0 else np.full(len(values), np.nan)


def read_survey(inputs: Inputs, area: str) -> tuple[Array, str]:
    """Shares of residents aged 16 to 64 by level, in %, and the survey's period; NaN without.

    A group's are the mean of all its councils' in one survey, weighted by residents of that age.
    """
    members = inputs.members.filter(pl.col("area_code") == area)["member_code"].to_list() or [area]
    of_members = inputs.aps.filter(pl.col("area_code").is_in(members)).drop_nulls("value_pct")
    people = _count_aged_16_to_64(of_members)
    weights = pl.DataFrame({"area_code": members}).join(people, on="area_code", how="left")
    if len(members) == 1:
        weights = weights.with_columns(people=pl.lit(1.0))
    levels = of_members.filter(pl.col("variable_code").is_in(list(AT_LEAST))).join(
        weights.drop_nulls("people"), on="area_code", validate="m:1"
    )
    complete = levels.group_by("period").agg(count=pl.len())
    complete = complete.filter(pl.col("count") == len(AT_LEAST) * len(members))
    if complete.is_empty():
        return np.full(len(SHOWN), np.nan), ""
    period = str(complete["period"].max())
    mean = (pl.col("people") * pl.col("value_pct")).sum() / pl.col("people").sum()
    shares = dict(levels.filter(period=period).group_by("variable_code").agg(mean).iter_rows())
    at_least = [100.0, *(shares[name] for name in AT_LEAST), 0.0]
    return np.array([high - low for high, low in pairwise(at_least)]), period


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
