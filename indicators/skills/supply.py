"""Who could fill the openings: each stream of people by itself, missing where there is no data.

Three streams belong to the supply. Further education is known where a file of achievements was
supplied; people leaving claims where we have two years of claimants; graduates nowhere, since no
open data shows which of them stay. So the supply counted here is always less than all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.indicators import SKILLS_SUPPLY
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators import draws
from indicators.inputs import Inputs
from indicators.skills import training
from indicators.skills.openings import KINDS, OCCUPATION, QUALIFICATION
from indicators.skills.qualifications import OF_ACHIEVEMENTS
from indicators.skills.residents import estimate_mix

Array = NDArray[np.float64]

FURTHER_EDUCATION: Final = "further education"
LEAVING_CLAIMS: Final = "people leaving claims"
GRADUATES: Final = "university graduates"
STREAMS: Final = (FURTHER_EDUCATION, LEAVING_CLAIMS, GRADUATES)
# Of those who achieve, so many go into lasting work; between the two in the draws.
_CONSTANTS = reference.read_constants("skills_constants")
IN_WORK: Final = _CONSTANTS["in_work_share"]
IN_WORK_BETWEEN: Final = (_CONSTANTS["in_work_share_low"], _CONSTANTS["in_work_share_high"])
NONE_SUPPLIED: Final = (
    "we have no achievements for this area; add them with `wardwise supply fe_achievements FILE`"
)
ALIKE: Final = 0.001  # share by which two cuts of one stream may differ and be called the same


@dataclass(frozen=True)
class Stream:
    """One stream into one area, by occupation or qualification; NaN and `missing` where unknown."""

    name: str
    persons: Array
    drawn: Array
    period: str
    note: str
    status: tuple[str, ...]


def streams(inputs: Inputs, area: str, kind: str) -> list[Stream]:
    """The three streams, in the order of STREAMS."""
    count = len(KINDS[kind][0])
    absent = _absent(GRADUATES, count, "no open data shows where graduates go to work")
    return [_education(inputs, area, kind), _leaving(inputs, area, kind), absent]


def _education(inputs: Inputs, area: str, kind: str) -> Stream:
    """Further education by occupation or qualification: partial where it is less than the other.

    The same people are cut two ways; where one cut holds fewer of them than the other, its figures
    are of part of them, and the note says how many lack.
    """
    cuts = {OCCUPATION: _by_occupation, QUALIFICATION: _by_qualification}
    other = next(name for name in cuts if name != kind)
    stream = cuts[kind](inputs, area)
    here, there = (float(np.nansum(each.persons)) for each in (stream, cuts[other](inputs, area)))
    if not np.isfinite(stream.persons).any() or there - here <= ALIKE * there:
        return stream
    return replace(
        stream,
        note=f"{stream.note}; {there - here:,.0f} fewer people a year than by {other}",
        status=tuple(PARTIAL if status == MODELLED else status for status in stream.status),
    )


def _absent(name: str, count: int, why: str) -> Stream:
    nothing = np.full(count, np.nan)
    return Stream(name, nothing, np.full((count, draws.DRAWS), np.nan), "", why, (MISSING,) * count)


def _by_occupation(inputs: Inputs, area: str) -> Stream:
    of_area = training.aims(inputs).filter(pl.col("area_code") == area)
    learners, share = _learners_per_aim(inputs, area)
    if of_area.is_empty() or not learners:
        return _absent(FURTHER_EDUCATION, len(training.weights()), _none_supplied(inputs, area))
    counts_by_subject = dict(of_area.select("subject_area", "achievements_count").iter_rows())
    counts = np.array([counts_by_subject.get(name) for name in training.SUBJECTS], dtype=float)
    is_known = np.isfinite(counts)
    leads = training.weights()
    rates = share * leads[:, is_known]
    absent = _any(leads[:, ~is_known])
    every = absent & ~_any(leads[:, is_known])
    stream = _worked(rates, counts[is_known], area, "education by occupation")
    return replace(
        stream,
        persons=np.where(every, np.nan, stream.persons),
        period=str(of_area["period"].max()),
        note=f"adults' courses, {share:.2f} learners per course, {IN_WORK:.0%} into lasting work; "
        "general subjects not counted",
        status=tuple(
            MISSING if none else PARTIAL if some else MODELLED
            for none, some in zip(every, absent, strict=True)
        ),
    )


def _none_supplied(inputs: Inputs, area: str) -> str:
    reason = inputs.explain_absence(area, "achievements")
    return f"achievements are {reason}" if reason else NONE_SUPPLIED


def _learners_per_aim(inputs: Inputs, area: str) -> tuple[float, float]:
    """Learners who achieved, and learners per course achieved; 0 where either is not known."""
    totals = inputs.achievements.filter(
        pl.col("area_code") == area, pl.col("breakdown") == "total"
    ).drop_nulls("achievements_count")
    totals_by_measure = dict(totals.select("achievement_measure", "achievements_count").iter_rows())
    learners, courses = totals_by_measure.get("learners", 0.0), totals_by_measure.get("aims", 0.0)
    return (learners, learners / courses) if learners and courses else (0.0, 0.0)


def _by_qualification(inputs: Inputs, area: str) -> Stream:
    codes = KINDS[QUALIFICATION][0]
    of_area = inputs.achievements.filter(
        pl.col("area_code") == area,
        pl.col("achievement_measure") == "learners",
        pl.col("breakdown") == "level",
        pl.col("breakdown_code").is_in(list(OF_ACHIEVEMENTS)),
    )
    if of_area.is_empty():
        return _absent(FURTHER_EDUCATION, len(codes), _none_supplied(inputs, area))
    to = np.array(
        [
            [float(OF_ACHIEVEMENTS[achieved] == code) for achieved in of_area["breakdown_code"]]
            for code in codes
        ]
    )
    counts = of_area["achievements_count"].cast(pl.Float64).to_numpy()
    is_known = np.isfinite(counts)
    absent = _any(to[:, ~is_known])
    return replace(
        _worked(to[:, is_known], counts[is_known], area, "education by level"),
        period=str(of_area["period"].max()),
        note=f"adults by level achieved, including basic skills, {IN_WORK:.0%} into "
        "lasting work; level 4 and above counted as level 4 or 5",
        status=tuple(PARTIAL if some else MODELLED for some in absent),
    )


def _any(leads: Array) -> NDArray[np.bool_]:
    """For each row, whether anything leads to it."""
    return np.asarray((leads > 0).any(axis=1))


def _worked(rates: Array, counts: Array, area: str, purpose: str) -> Stream:
    """People into work from counts of achievements and what share of each goes where."""
    rng = draws.stream(area, purpose)
    drawn = rates @ draws.gamma_poisson(counts, rng, draws.DRAWS)
    return Stream(
        name=FURTHER_EDUCATION,
        persons=IN_WORK * (rates @ counts),
        drawn=drawn * rng.uniform(*IN_WORK_BETWEEN, draws.DRAWS),
        period="",
        note="",
        status=(),
    )


def _leaving(inputs: Inputs, area: str, kind: str) -> Stream:
    codes = KINDS[kind][0]
    of_area = inputs.leavers.filter(pl.col("area_code") == area)
    if of_area.is_empty():
        reason = inputs.explain_absence(area, "leavers")
        why = (
            f"24 months of claimants are {reason}" if reason
            else "we have fewer than 24 months of claimants in a row for this area"
        )  # fmt: skip
        return _absent(LEAVING_CLAIMS, len(codes), why)
    mix = estimate_mix(inputs, area, kind)
    fall, period = of_area.select("leavers_persons", "period").row(0)
    drawn = draws.gamma_poisson(fall * mix.shares, draws.stream(area, "leavers", kind), draws.DRAWS)
    note = f"net fall in claimants over a year, {mix.note}"
    return Stream(LEAVING_CLAIMS, fall * mix.shares, drawn, period, note, (MODELLED,) * len(codes))


def rows(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_supply`: every stream of every area, by occupation and qualification."""
    parts = [SKILLS_SUPPLY.empty()]
    for area in areas:
        for kind, (codes, names) in KINDS.items():
            for stream in streams(inputs, area, kind):
                part = pl.DataFrame(
                    {
                        "area_code": area, "skill_kind": kind, "skill_code": codes,
                        "skill_name": names, "supply_stream": stream.name,
                        "supply_persons": stream.persons, "period": stream.period,
                        "note": stream.note, "status": stream.status,
                    }
                ).with_columns(pl.col("supply_persons").fill_nan(None))  # fmt: skip
                named = part.join(inputs.areas, on="area_code", validate="m:1")
                parts.append(named.select(SKILLS_SUPPLY.columns))
    return pl.concat(parts)
