"""The changes that a scenario can be made of, what is wrong with them, and them in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators.industry_mix import SECTIONS
from indicators.inputs import Inputs
from indicators.qualifications import LEVELS, OF_ACHIEVEMENTS
from indicators.supply import IN_WORK
from indicators.training import SUBJECTS, WEIGHTS

YEARS_AHEAD: Final = 10  # from the base year, the furthest that a change can be


class ScenarioError(Exception):
    """A scenario that cannot be computed; the message lists every fault and what to do."""


@dataclass(frozen=True)
class JobsChange:
    """Jobs that come (or, below zero, go) in a section by the end of a year; all in `ward` or, if
    that is '', spread as the section's jobs are."""

    section: str
    jobs: float
    by_year: int
    ward: str = ""


@dataclass(frozen=True)
class CourseChange:
    """Adults more (or fewer) who achieve a year in a subject, at a level of qualification."""

    subject_area: str
    learners: float
    level: str = "3"


Change = JobsChange | CourseChange


def section_of(area: str, section: str = "") -> pl.Expr:
    """Rows of an area's jobs by section, or those of one section."""
    own = (
        (pl.col("area_code") == area)
        & (pl.col("sector_measure") == "jobs")
        & (pl.col("industry_level") == "section")
    )
    return own & (pl.col("industry_code") == section) if section else own


def faults_of(
    inputs: Inputs, area: str, changes: list[Change], ward_jobs: pl.DataFrame
) -> list[str]:
    if not changes:
        return ["the scenario changes nothing; give jobs or a course"]
    found: list[str] = []
    for change in changes:
        if isinstance(change, JobsChange):
            found += _faults_of_jobs(inputs, area, change, ward_jobs)
        else:
            found += _faults_of_course(inputs, area, change)
    return found


def _faults_of_jobs(
    inputs: Inputs, area: str, change: JobsChange, ward_jobs: pl.DataFrame
) -> list[str]:
    if change.section not in SECTIONS:
        return [f"{change.section!r} is no section of SIC 2007 (A to U)"]
    row = inputs.outlook.filter(section_of(area, change.section))
    if row.is_empty():
        return [f"section {change.section} has no forecast for {area}"]
    base, mean = row.select("base_year", "mean").row(0)
    found = []
    if not base < change.by_year <= base + YEARS_AHEAD:
        found.append(f"the year {change.by_year} is not from {base + 1} to {base + YEARS_AHEAD}")
    if change.jobs + mean < 0:
        found.append(f"section {change.section} has only about {mean:,.0f} jobs to lose")
    if change.ward and change.ward not in ward_jobs["ward_code"].to_list():
        found.append(f"the ward {change.ward} is not in {area}")
    return found


def _faults_of_course(inputs: Inputs, area: str, change: CourseChange) -> list[str]:
    found = []
    if change.subject_area not in SUBJECTS:
        found.append(f"{change.subject_area!r} is not one of: {', '.join(SUBJECTS)}")
    if change.level not in set(OF_ACHIEVEMENTS.values()):
        found.append(f"level {change.level!r} is not one of: {', '.join(OF_ACHIEVEMENTS.values())}")
    held = inputs.achievements.filter(
        pl.col("area_code") == area, pl.col("breakdown") == "total"
    ).drop_nulls("achievements_count")
    if held.height < 2:
        found.append(
            f"no achievements are held for {area}; `wardwise supply fe_achievements FILE` first"
        )
    return found


STATED: Final = (
    "The jobs come or go in even steps from the base year; nothing else changes in answer.",
    "People who lose jobs in a closure are not counted as supply.",
    f"Of those who achieve, {IN_WORK:.0%} go into lasting work in the occupations of the subject.",
    "The same random draws are used before and after.",
)


def words_of(change: Change, base: int) -> str:
    if isinstance(change, JobsChange):
        where = f"in ward {change.ward}" if change.ward else "spread as the section's jobs are"
        return (
            f"{change.jobs:+,.0f} jobs in section {change.section} between {base} and "
            f"{change.by_year}, {where}."
        )
    shares = ", ".join(
        f"{code} {share:.0%}" for code, share in WEIGHTS[change.subject_area].items()
    )
    return (
        f"{change.learners:+,.0f} adults a year who achieve in {change.subject_area} "
        f"({LEVELS[change.level]}); by occupation: {shares}."
    )
