"""Who could fill the openings: new people in work a year, stream by stream, as one matrix.

Five streams belong to the supply: adults' further education, apprenticeships, leavers of schools
and colleges, graduates, and people who leave claims. Each is counted where its file is there and
missing where it is not, never nought. Only people who are new to work count.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

import reference
from catalog.fitting import fit_table
from catalog.vocabulary.areas import is_under_county
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators import draws
from indicators.inputs import Inputs
from indicators.skills import courses, graduates, training
from indicators.skills.courses import APPRENTICESHIPS, FURTHER_EDUCATION, LEAVERS
from indicators.skills.graduates import GRADUATES
from indicators.skills.occupations import NATIONAL_SHARE
from indicators.skills.qualifications import LEVEL_CODES, OF_ACHIEVEMENTS, shares_by_occupation
from indicators.skills.residents import estimate_mix, estimate_seekers_mix
from indicators.skills.supply_matrix import (
    Array,
    Stream,
    absent,
    describe_rates,
    draw_counts,
    draw_entrants,
    enter_work,
    rates,
    spread,
)

LEAVING_CLAIMS: Final = "people leaving claims"
STREAMS: Final = (FURTHER_EDUCATION, APPRENTICESHIPS, LEAVERS, GRADUATES, LEAVING_CLAIMS)
_CONSTANTS = reference.read_constants("skills_constants")
GRADUATES_BETWEEN: Final = (_CONSTANTS["graduates_low"], _CONSTANTS["graduates_high"])
# The file to add for each stream, in words; with `wardwise supply FILE`.
ADD: Final = {
    FURTHER_EDUCATION: "DfE's education and training aims by district, subject and level",
    APPRENTICESHIPS: "DfE's apprenticeship achievements by district, subject and level",
    LEAVERS: "DfE's 16 to 18 destinations by authority",
    GRADUATES: "ONS's graduate retention by district and HESA's qualifiers by provider and subject",
    LEAVING_CLAIMS: "24 months of claimants (`wardwise fetch`)",
}
OF_COUNTIES: Final = "published for its county council, not for districts"
CLOSE: Final = 1e-9


def say_what_to_add(stream: str, area: str) -> str:
    """The file of a stream in words; of a district, that its county's is the one there is."""
    words = ADD[stream]
    return f"{words} ({OF_COUNTIES})" if stream == LEAVERS and is_under_county(area) else words


def cut_graduates(inputs: Inputs) -> Array:
    """Chances of a graduate who stays (`graduates.cut_by_skill`), the same in every area."""
    usual = {level: values[0] for level, values in rates(GRADUATES).items()}
    return graduates.cut_by_skill(inputs.graduate_mix, usual)


def streams(inputs: Inputs, area: str, chances: Array | None = None) -> list[Stream]:
    """The streams of an area, in the order of STREAMS.

    `chances`: `cut_graduates`, where it is kept for many areas.
    """
    chances = cut_graduates(inputs) if chances is None else chances
    return [
        _education(inputs, area), _apprenticeships(inputs, area), _leavers(inputs, area),
        _graduates(inputs, area, chances), _leaving_claims(inputs, area),
    ]  # fmt: skip


def _explain_absence(inputs: Inputs, area: str, stream: str, what: str = "") -> str:
    reason = inputs.explain_absence(area, what or stream)
    add = say_what_to_add(stream, area)
    if reason:
        return f"{add} are {reason}"
    return f"we have no data for this area; add {add} with `wardwise supply FILE`"


def education_cells(inputs: Inputs, area: str) -> tuple[pl.DataFrame, str]:
    """Adults who achieve by subject and level (cells as of `courses`), and how they are counted.

    From courses by subject and level; where there are none, from courses by subject and learners by
    level, as if every subject had the same levels.
    """
    cells = inputs.newest_courses.find(area, FURTHER_EDUCATION)
    if cells.height:
        return cells, "adults' courses by subject and level, as people"
    return _undivided_cells(inputs, area), (
        "adults' courses by subject, every subject with the levels of all learners"
    )


def _undivided_cells(inputs: Inputs, area: str) -> pl.DataFrame:
    of_area = inputs.rows_of(area, "achievements")
    if of_area.is_empty():
        return pl.DataFrame(schema=courses.SCHEMA)
    totals = of_area.filter(pl.col("breakdown") == "total").drop_nulls("achievements_count")
    by_measure = dict(totals.select("achievement_measure", "achievements_count").iter_rows())
    learners, aims = by_measure.get("learners", 0.0), by_measure.get("aims", 0.0)
    levels = of_area.filter(
        pl.col("achievement_measure") == "learners", pl.col("breakdown") == "level",
        pl.col("breakdown_code").is_in(list(OF_ACHIEVEMENTS)),
        # Basic skills are of general subjects, which count for no occupation.
        pl.col("breakdown_code") != "essential skills", pl.col("achievements_count") > 0,
    ).select(
        level_code=pl.col("breakdown_code").replace_strict(OF_ACHIEVEMENTS),
        level_share=pl.col("achievements_count") / pl.col("achievements_count").sum(),
    ).group_by("level_code", maintain_order=True).agg(pl.col("level_share").sum())  # fmt: skip
    subjects = training.aims(inputs).filter(pl.col("area_code") == area)
    if not learners or not aims or levels.is_empty() or subjects.is_empty():
        return pl.DataFrame(schema=courses.SCHEMA)
    count = pl.col("achievements_count") * pl.col("level_share")
    return subjects.join(levels, how="cross").select(
        "area_code", pl.lit(FURTHER_EDUCATION).alias("supply_stream"), "period", "subject_area",
        "level_code", count.alias("courses_count"), (count * learners / aims).alias("persons"),
        "status",
    )  # fmt: skip


def _education(inputs: Inputs, area: str) -> Stream:
    cells, how = education_cells(inputs, area)
    if cells.is_empty():
        what = "" if inputs.explain_absence(area, FURTHER_EDUCATION) else "achievements"
        return absent(FURTHER_EDUCATION, _explain_absence(inputs, area, FURTHER_EDUCATION, what))
    published = inputs.newest_courses.find_total(area, FURTHER_EDUCATION, cells["period"][0])
    if published is None:
        totals = inputs.achievements.filter(
            area_code=area, achievement_measure="aims", breakdown="total"
        )["achievements_count"]
        published = totals[0] if totals.len() else None
    return _achieved(area, FURTHER_EDUCATION, cells, how, published, "courses")


def _apprenticeships(inputs: Inputs, area: str) -> Stream:
    cells = inputs.newest_courses.find(area, APPRENTICESHIPS)
    if cells.is_empty():
        return absent(APPRENTICESHIPS, _explain_absence(inputs, area, APPRENTICESHIPS))
    published = inputs.newest_courses.find_total(area, APPRENTICESHIPS, cells["period"][0])
    how = "apprenticeships achieved by subject and level"
    return _achieved(area, APPRENTICESHIPS, cells, how, published, "apprenticeships")


def _achieved(
    area: str, stream: str, cells: pl.DataFrame, how: str, published: float | None, unit: str
) -> Stream:
    """New people in work from courses or apprenticeships achieved."""
    achieved = spread(cells)
    is_general = [subject in training.GENERAL for subject in cells["subject_area"].to_list()]
    general = cells["courses_count"].filter(pl.Series(is_general, dtype=pl.Boolean)).sum()
    lacks = cells["courses_count"].null_count() > 0 or PARTIAL in cells["status"].to_list()
    return Stream(
        name=stream,
        persons=enter_work(achieved, stream),
        draw=lambda: draw_entrants(achieved, stream, area),
        period=str(cells["period"][0]),
        note=f"{how}; {describe_rates(stream)}; general subjects not counted",
        status=PARTIAL if lacks else MODELLED,
        published=np.nan if published is None else published,
        read=float(cells["courses_count"].sum()),
        not_counted=float(general),
        unit=unit,
    )


def _leavers(inputs: Inputs, area: str) -> Stream:
    """Leavers in work after 16 to 18 study, in the occupations of people with their level."""
    cells = inputs.newest_courses.find(area, LEAVERS)
    by_level = cells.filter(
        pl.col("level_code").is_in(LEVEL_CODES), pl.col("persons").is_not_null()
    )
    if by_level.is_empty():
        return absent(LEAVERS, _explain_absence(inputs, area, LEAVERS))
    persons = np.zeros((len(NATIONAL_SHARE), len(LEVEL_CODES)))
    levels, counts = (by_level[name].to_list() for name in ("level_code", "persons"))
    for level, count in zip(levels, counts, strict=True):
        persons[:, LEVEL_CODES.index(level)] += count * training.weigh_level(level)
    period = str(cells["period"][0])
    published = inputs.newest_courses.find_total(area, LEAVERS, period)
    return Stream(
        name=LEAVERS,
        persons=persons,
        draw=lambda: draw_counts(persons, draws.stream(area, "supply", LEAVERS)),
        period=period,
        note="students who were in work for two terms after 16 to 18 study, where they studied; "
        "apprentices are counted above; occupations as those of people in England with the same "
        "level (our assumption)",
        status=PARTIAL if by_level.height < cells.height else MODELLED,
        published=np.nan if published is None else published,
        read=float(by_level["courses_count"].sum()),
        not_counted=0.0,
    )


def _graduates(inputs: Inputs, area: str, chances: Array) -> Stream:
    staying = inputs.rows_of(area, "graduates_staying").drop_nulls("staying_persons")
    if staying.is_empty() or inputs.graduate_mix.is_empty():
        return absent(GRADUATES, _explain_absence(inputs, area, GRADUATES, "graduates_staying"))
    count, period, status = staying.select("staying_persons", "period", "status").row(0)
    persons = count * chances
    of_year, providers, unknown = inputs.graduate_mix.select(
        "period", "providers_count", "uk_unknown_count"
    ).row(0)
    in_work = inputs.graduate_mix["into_work_share"]
    working = (
        "who is in work is our assumption" if in_work.is_null().all()
        else "who is in work as there, and our assumption where it does not say"
        if in_work.is_null().any() else "who is in work as there"
    )  # fmt: skip
    return Stream(
        name=GRADUATES,
        persons=persons,
        draw=lambda: _draw_graduates(persons, area),
        period=period,
        note="residents who graduate and live here again, a year of four; subjects and levels as "
        f"at the {providers} providers in HESA's table ({of_year}), {working}; "
        f"{_describe_domiciles(providers, unknown)}graduates who come from elsewhere are not "
        "counted",
        # Those who move here are a part that is missing.
        status=PARTIAL if status != MISSING else MISSING,
        published=float(count * graduates.COHORTS),
        read=float(count * graduates.COHORTS),
        not_counted=0.0,
    )


def _describe_domiciles(providers: int, unknown: int) -> str:
    """What is assumed of providers whose graduates' domiciles we do not know; '' of none."""
    if not unknown:
        return ""
    if unknown == providers:
        return (
            "we do not know who of them came from the United Kingdom, so all count (HESA's table "
            "6 says it); "
        )
    return (
        f"for {unknown} of the providers we do not know who came from the United Kingdom, so "
        "their graduates count as at the others; "
    )


def _draw_graduates(persons: Array, area: str) -> Array:
    """Draws of graduates: of their counts, and of how many more or fewer there are today."""
    rng = draws.stream(area, "supply", GRADUATES)
    low, high = GRADUATES_BETWEEN
    return draw_counts(persons, rng) * rng.uniform(low, high, draws.DRAWS)


def _leaving_claims(inputs: Inputs, area: str) -> Stream:
    of_area = inputs.rows_of(area, "leavers")
    if of_area.is_empty():
        reason = inputs.explain_absence(area, "leavers")
        return absent(
            LEAVING_CLAIMS,
            f"24 months of claimants are {reason}" if reason
            else "we have fewer than 24 months of claimants in a row for this area",
        )  # fmt: skip
    fall, period = of_area["leavers_persons"][0], of_area["period"][0]
    occupations = estimate_seekers_mix(inputs, area)
    levels = estimate_mix(inputs, area, "qualification")
    persons = fall * share_jointly(occupations.shares, levels.shares)
    return Stream(
        name=LEAVING_CLAIMS,
        persons=persons,
        draw=lambda: draw_counts(persons, draws.stream(area, "supply", LEAVING_CLAIMS)),
        period=period,
        note=f"net fall in claimants over a year, {occupations.note}; people who lose a job and "
        "find one are not openings either",
        status=MODELLED,
        published=float(fall),
        read=float(fall),
        not_counted=0.0,
    )


def share_jointly(occupations: Array, levels: Array) -> Array:
    """Shares by occupation and level with these margins, as alike as can be to England's."""
    seed = shares_by_occupation().T * NATIONAL_SHARE[:, None]
    return fit_table(seed, occupations, levels, tolerance=CLOSE)
