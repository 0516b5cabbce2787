"""Who a training plan reaches: people near where its places are given, and its own need.

A plan's own need are the residents who do not hold the level of a course yet (of a course below
level 2: residents without any qualification), as the Census counted them. Courses weigh as their
places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from access.decay import ANY, NO_CAR
from access.place_reach import BY, PlaceReach, check_ready, find_reached, share_reached
from access.place_reach import READS as PLACE_READS
from access.venues import find_venue
from catalog.reading import Reader
from indicators.plans.plan_text import Course, Plan
from indicators.skills.qualifications import LEVEL_CODES, OF_CENSUS

CENSUS: Final = "census_qualifications"
READS: Final = (*PLACE_READS, CENSUS)
NO_QUALIFICATION: Final = "none"
ASSUMPTIONS: Final = (
    "The plan's own need are residents aged 16 and over who do not hold the level of a course yet "
    "(Census 2021; of a course below level 2, those without any qualification); courses weigh as "
    "their places.",
    "Everybody within reach may come, whatever the fares, hours and entry rules; people of other "
    "councils are not counted.",
)


@dataclass(frozen=True)
class PlanReach:
    """Whom a plan reaches from where its places are given.

    `near`: the people and wards within reach of the place. `courses`: a row a course, as the plan
    has them: supply_stream, subject_area, level_code, places, need_persons, outside_no_car_pct,
    outside_any_pct. `outside_no_car_pct` and `outside_any_pct`: the % of the plan's own need that
    lives outside reach; None where some course's need is not known.
    """

    near: PlaceReach
    courses: pl.DataFrame
    outside_no_car_pct: float | None
    outside_any_pct: float | None
    notes: tuple[str, ...]

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on and lack, a sentence each, for the page and an export."""
        place = self.near.place
        note = (f"{place.name}: {place.note}.",) if place.note else ()
        return (*note, *self.near.notes, *self.notes, *ASSUMPTIONS)


def find_plan_reach(
    reader: Reader, plan: Plan, roots: Sequence[Path], lad_codes: Sequence[str]
) -> PlanReach | None:
    """Whom a plan reaches in some councils; None if it says no place.

    `roots`: folders in which lists of postcodes may lie. ReachError says in words why a place
    cannot be found, or what is not there.
    """
    if not plan.at:
        return None
    check_ready(reader, lad_codes)
    place = find_venue(plan.at, reader, roots, lad_codes)
    near = find_reached(reader, place, lad_codes)
    census = reader.table(CENSUS).filter(area_type="lsoa21")
    courses = pl.DataFrame(
        [_measure_course(course, near, census) for course in plan.courses],
        schema={
            "supply_stream": pl.String, "subject_area": pl.String, "level_code": pl.String,
            "places": pl.Float64, "need_persons": pl.Float64, "outside_no_car_pct": pl.Float64,
            "outside_any_pct": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    lacking = courses["need_persons"].null_count()
    notes = (
        ("We have no count of residents by level of qualification in small areas, so we cannot say "
         "where the plan's own need lives.",) if lacking else ()
    )  # fmt: skip
    return PlanReach(near, courses, _weigh(courses, NO_CAR), _weigh(courses, ANY), notes)


def count_below(census: pl.DataFrame, level: str) -> pl.DataFrame:
    """lsoa_code and need_persons: residents who do not hold a level yet, of each small area.

    `census`: rows of `census_qualifications`. A small area of which a category is withheld has no
    figure.
    """
    weights = {
        code: sum(
            share for of, share in levels.items()
            if LEVEL_CODES.index(of) < LEVEL_CODES.index(level)
        )
        for code, levels in OF_CENSUS.items()
    }  # fmt: skip
    if level == LEVEL_CODES[0]:
        weights = dict.fromkeys(OF_CENSUS, 0.0) | {NO_QUALIFICATION: 1.0}
    counted = census.filter(pl.col("qualification_code").is_in(list(weights)))
    weight = pl.col("qualification_code").replace_strict(weights, return_dtype=pl.Float64)
    persons, is_needed = pl.col("residents_persons"), weight > 0
    is_whole = persons.filter(is_needed).is_not_null().all()
    return counted.group_by(lsoa_code="area_code").agg(
        need_persons=pl.when(is_whole).then((persons * weight).sum())
    )


def _measure_course(
    course: Course, near: PlaceReach, census: pl.DataFrame
) -> tuple[str | float | None, ...]:
    below = count_below(census, course.level)
    areas = near.areas.join(below, on="lsoa_code", how="left", validate="1:1")
    people = areas.drop_nulls("need_persons")
    within = [share_reached(areas, "need_persons", code) for code in BY]
    return (
        course.stream, course.subject, course.level, float(course.places),
        float(people["need_persons"].sum()) if people.height else None,
        *(None if share is None else 100.0 - share for share in within),
    )  # fmt: skip


def _weigh(courses: pl.DataFrame, setting_code: str) -> float | None:
    """The mean of courses' shares outside reach, weighted by places; None where one lacks."""
    outside = courses[f"outside_{setting_code}_pct"]
    if courses.is_empty() or outside.null_count():
        return None
    places = float(courses["places"].sum())
    return float((outside * courses["places"]).sum()) / places
