"""A training plan: extra places by course, and how many openings of the priorities they would meet.

An illustration, not a forecast: the people who come out of the places go into work as people who
achieve in that subject and level do now (the weights and rates of supply). Openings stay as they
are. A gap is changed only where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.vocabulary.status import MODELLED
from indicators import draws
from indicators.inputs import Inputs
from indicators.plans.plan_text import Course, Plan
from indicators.skills.courses import APPRENTICESHIPS, FURTHER_EDUCATION, Newest
from indicators.skills.occupations import CODES
from indicators.skills.openings import KINDS
from indicators.skills.qualifications import LEVEL_CODES, LEVELS
from indicators.skills.supply_matrix import (
    SHAPE,
    describe_rates,
    draw_entrants,
    enter_work,
    sum_known,
)
from indicators.skills.training import weigh_subject

Array = NDArray[np.float64]
LABEL: Final = "Illustration, not a forecast"
STREAMS: Final = (FURTHER_EDUCATION, APPRENTICESHIPS)
YEARLY: Final = ("places", "extra_persons", "in_priorities_persons", "cost_gbp")
DOUBLED: Final = {
    "supply_stream": pl.String, "subject_area": pl.String, "level_code": pl.String,
    "level_name": pl.String, "achieved_persons": pl.Float64, "extra_persons": pl.Float64,
    "period": pl.String, "status": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class PlanResult:
    """What a plan does, once all its courses run.

    `effects`: by occupation and by level, extra people a year with bounds, openings, the share of
    openings that they meet, and the gap before and after (null where there is none). `courses`:
    each course with the people it gives, in the priorities and in all, and its cost (null where no
    unit cost is given). `years`: places, people and cost by year. `cost_gbp` is null where some
    course has no unit cost. `assumptions` in words, to be shown and exported.
    """

    effects: pl.DataFrame
    courses: pl.DataFrame
    years: pl.DataFrame
    extra_persons: float
    in_priorities_persons: float
    cost_gbp: float | None
    assumptions: tuple[str, ...]


def run(area: str, plan: Plan, openings: pl.DataFrame, gaps: pl.DataFrame) -> PlanResult:
    """The plan in an area; `openings` and `gaps` are its rows of `skills_openings`, `skills_gaps`.

    A plan is checked when it is read (`plan_text`).
    """
    extra = [_entrants(course, plan.achieve_pct) for course in plan.courses]
    total = np.sum([np.zeros(SHAPE), *extra], axis=0)
    drawn = _draw(area, plan)
    first = np.isin(CODES, plan.priorities)
    effects = pl.concat(
        [_effects(kind, total, drawn, openings, gaps) for kind in KINDS]
    ).with_columns(
        is_priority=(pl.col("skill_kind") == "occupation")
        & pl.col("skill_code").is_in(plan.priorities)
    )
    courses = _list_courses(plan, extra, first)
    costs = courses["cost_gbp"]
    return PlanResult(
        effects, courses, _by_year(courses), float(total.sum()), float(total[first].sum()),
        None if costs.null_count() or not costs.len() else float(costs.sum()),
        _state(plan),
    )  # fmt: skip


def _achieved(course: Course, achieve_pct: float) -> Array:
    """People who achieve a year (SHAPE), in the occupations that the subject leads to."""
    achieved = np.zeros(SHAPE)
    column = LEVEL_CODES.index(course.level)
    achieved[:, column] = (
        course.places * achieve_pct / 100.0 * weigh_subject(course.subject, course.level)
    )
    return achieved


def _entrants(course: Course, achieve_pct: float) -> Array:
    return enter_work(_achieved(course, achieve_pct), course.stream)


def _draw(area: str, plan: Plan) -> Array:
    """Draws (SHAPE and draws) of new people in work from all the courses together."""
    drawn: Array = np.zeros((*SHAPE, draws.DRAWS))
    for stream in STREAMS:
        achieved = [
            _achieved(course, plan.achieve_pct)
            for course in plan.courses
            if course.stream == stream
        ]
        if achieved:
            drawn = drawn + draw_entrants(np.sum(achieved, axis=0), stream, area)
    return drawn


def _effects(
    kind: str, total: Array, drawn: Array, openings: pl.DataFrame, gaps: pl.DataFrame
) -> pl.DataFrame:
    axis = 1 if kind == "occupation" else 0
    lower, upper = draws.bounds(sum_known(drawn, axis))
    codes, names = KINDS[kind]  # type: ignore[index]
    frame = pl.DataFrame(
        {
            "skill_kind": kind, "skill_code": codes, "skill_name": names,
            "extra_persons": total.sum(axis=axis), "extra_lower80": lower, "extra_upper80": upper,
        }
    )  # fmt: skip
    keys = ["skill_kind", "skill_code"]
    wanted, extra = pl.col("openings_persons"), pl.col("extra_persons")
    return (
        frame.join(openings.select(*keys, "openings_persons"), on=keys, how="left", validate="1:1")
        .join(
            gaps.select(*keys, "supply_persons", "gap_persons", "missing_streams"),
            on=keys, how="left", validate="1:1",
        )
        .with_columns(
            met_pct=pl.when(wanted > 0).then(100 * extra / wanted),
            gap_after_persons=pl.col("gap_persons") - extra,
            status=pl.lit(MODELLED),
        )
    )  # fmt: skip


def _list_courses(plan: Plan, extra: list[Array], first: NDArray[np.bool_]) -> pl.DataFrame:
    rows = [
        (
            course.stream, course.subject, course.level, LEVELS[course.level],
            float(course.places), course.year, float(persons[first].sum()), float(persons.sum()),
            course.cost_gbp, None if course.cost_gbp is None else course.cost_gbp * course.places,
        )
        for course, persons in zip(plan.courses, extra, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(
        rows,
        schema={
            "supply_stream": pl.String, "subject_area": pl.String, "level_code": pl.String,
            "level_name": pl.String, "places": pl.Float64, "from_year": pl.Int64,
            "in_priorities_persons": pl.Float64, "extra_persons": pl.Float64,
            "unit_cost_gbp": pl.Float64, "cost_gbp": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def _by_year(courses: pl.DataFrame) -> pl.DataFrame:
    """year, places, extra_persons, in_priorities_persons and cost_gbp (null where one lacks)."""
    if courses.is_empty():
        return pl.DataFrame(schema={"year": pl.Int64} | dict.fromkeys(YEARLY, pl.Float64))
    first, last = (int(courses["from_year"].min()), int(courses["from_year"].max()))  # type: ignore[arg-type]
    years = pl.DataFrame({"year": list(range(first, last + 1))}, schema={"year": pl.Int64})
    running = years.join(courses, how="cross").filter(pl.col("from_year") <= pl.col("year"))
    cost = pl.col("cost_gbp")
    return running.group_by("year", maintain_order=True).agg(
        pl.col("places", "extra_persons", "in_priorities_persons").sum(),
        cost_gbp=pl.when(cost.null_count() == 0).then(cost.sum()),
    )


def _state(plan: Plan) -> tuple[str, ...]:
    """What the plan assumes, a sentence each."""
    achieve = (
        "Every place is filled and achieved: lower the share where you know better."
        if plan.achieve_pct == 100
        else f"{plan.achieve_pct:.0f}% of places lead to an achievement (as you set it)."
    )
    rates = [
        f"People who achieve in {stream}: {describe_rates(stream)}."
        for stream in STREAMS
        if any(course.stream == stream for course in plan.courses)
    ]
    return (
        achieve,
        *rates,
        "Which occupation a subject and level leads to is our assumption, as in supply.",
        "Openings, other courses and where people live stay as they are; a course counts from its "
        "first full year on.",
        "Costs are the ones you gave, times places; we have none of our own.",
    )


def double_courses(inputs: Inputs, area: str, code: str) -> pl.DataFrame:
    """What doubling each course would bring to an occupation, in new people a year (DOUBLED).

    `achieved_persons` are the people who achieve it here now, in all occupations it leads to.
    """
    rows = []
    row_number = CODES.index(code)
    courses = Newest(inputs.courses)
    for stream in STREAMS:
        cells = courses.find(area, stream)
        for subject, level, persons, period, status in cells.select(
            "subject_area", "level_code", "persons", "period", "status"
        ).iter_rows():
            weight = _weight(subject, level, row_number)
            if weight > 0:
                extra = None
                if persons is not None:
                    achieved = np.zeros(SHAPE)
                    achieved[row_number, LEVEL_CODES.index(level)] = persons * weight
                    extra = float(enter_work(achieved, stream).sum())
                rows.append((stream, subject, level, LEVELS[level], persons, extra, period, status))
    frame = pl.DataFrame(rows, schema=DOUBLED, orient="row")
    return frame.sort(
        "extra_persons", "subject_area", "level_code", descending=[True, False, False],
        nulls_last=True,
    )  # fmt: skip


def _weight(subject: str, level: str, row_number: int) -> float:
    try:
        return float(weigh_subject(subject, level)[row_number])
    except KeyError:  # a general subject, or courses that are not divided
        return 0.0


def propose_courses(inputs: Inputs, area: str, codes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Stream, subject and level of the course that brings most to each occupation, once each."""
    best = [
        double_courses(inputs, area, code).drop_nulls("extra_persons").head(1) for code in codes
    ]
    rows = [row for frame in best for row in
            frame.select("supply_stream", "subject_area", "level_code").iter_rows()]  # fmt: skip
    return list(dict.fromkeys(rows))
