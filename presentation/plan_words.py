"""A training plan in words: its courses, the people it brings, and whom it reaches."""

from __future__ import annotations

from typing import Final

import polars as pl

from access.decay import ANY, NO_CAR
from access.groups import NO_QUALIFICATIONS
from indicators.plans.plan_reach import PlanReach
from indicators.plans.plan_text import Course
from indicators.plans.training_plan import PlanResult
from indicators.skills.qualifications import LEVELS
from presentation.numbers import digits, percent
from presentation.skill_words import write_people
from presentation.wording import joined

MOST_NAMED: Final = 4  # wards that a sentence names


def title(result: PlanResult, place: str) -> str:
    """The takeaway: the people who would come into the priorities a year."""
    people = write_people(result.in_priorities_persons)
    return f"About {people} more people a year for the priorities of {place}"


def describe(result: PlanResult) -> str:
    """People in all and in the priorities, and what it costs where that is given."""
    words = (
        f"Of about {write_people(result.extra_persons)} new people in work a year, "
        f"{write_people(result.in_priorities_persons)} would go into the priorities; the rest go "
        "into other occupations that the courses lead to."
    )
    if result.cost_gbp is None:
        return f"{words} Not every course has a cost of a place, so there is no total cost."
    return f"{words} Places cost about £{digits(result.cost_gbp)} a year once all run."


def describe_course(course: Course) -> str:
    """A course of a plan in words: 60 places a year from 2027: further education in ..."""
    cost = "" if course.cost_gbp is None else f", £{digits(course.cost_gbp)} a place"
    return (
        f"{digits(course.places)} places a year from {course.year}: {course.stream} in "
        f"{_name_subject(course)}{cost}"
    )


def name_course(course: Course) -> str:
    """The subject and level of a course: Health and care, level 3."""
    name = _name_subject(course)
    return f"{name[:1].upper()}{name[1:]}"


def _name_subject(course: Course) -> str:
    level = LEVELS[course.level].partition(" (")[0].partition(",")[0]
    return f"{course.subject}, {level[:1].lower()}{level[1:]}"


def title_reach(reach: PlanReach) -> str:
    """The takeaway: how many wards have the place within reach without a car."""
    near, wards = reach.near.count_wards(NO_CAR), reach.near.wards.height
    return f"{reach.near.place.name} is within reach of {near} of {wards} wards without a car"


def describe_reach(reach: PlanReach) -> list[str]:
    """Whom the plan reaches, in sentences: wards, people, and its own need outside reach."""
    near = reach.near
    by_any = near.count_wards(ANY)
    sentences = [
        f"At least half of the residents of {near.count_wards(NO_CAR)} of {near.wards.height} "
        f"wards have {near.place.name} within reach without a car, and of {by_any} by any way of "
        "travel.",
        *_describe_people(near.groups),
    ]
    if reach.outside_no_car_pct is None or reach.outside_any_pct is None:
        return [*sentences, *reach.notes]
    sentences.append(
        f"Of the plan's own need (residents who do not hold the level of its courses yet), "
        f"{percent(reach.outside_no_car_pct, 0)} live outside reach without a car and "
        f"{percent(reach.outside_any_pct, 0)} by any way of travel."
    )
    if beyond := list_beyond(near.wards):
        many = f"{len(beyond)} of {near.wards.height} wards"
        where = many if len(beyond) > MOST_NAMED else joined(beyond)
        sentences.append(f"Nobody in {where} has it within reach either way.")
    return sentences


def list_beyond(wards: pl.DataFrame) -> list[str]:
    """Wards of which nobody has the place within reach either way, by name."""
    return wards.filter(pl.col("reached_any_pct") <= 0).sort("ward_name")["ward_name"].to_list()


def _describe_people(groups: pl.DataFrame) -> list[str]:
    rows = {row["group_code"]: row for row in groups.iter_rows(named=True)}
    within = [
        f"{write_people(row['in_reach_no_car'])} of {write_people(row['people'])} "
        f"{row['group_label']}"
        for code in (NO_QUALIFICATIONS, "claimants", "no_car")
        if (row := rows[code])["people"] is not None
    ]
    return [f"Within reach without a car: {joined(within)}."] if within else []


def list_notes(result: PlanResult, reach: PlanReach | None) -> list[str]:
    """What a plan came to and rests on, a sentence each, for the file it is saved in."""
    reached = [] if reach is None else [*describe_reach(reach), *reach.assumptions]
    return list(dict.fromkeys([describe(result), *result.assumptions, *reached]))
