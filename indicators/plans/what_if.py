"""The changes that a scenario can be made of, what is wrong with them, and them in words.

One reader of what is typed, for the command line and the address of a page, and one judge of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators.inputs import Inputs
from indicators.skills.courses import FURTHER_EDUCATION
from indicators.skills.industry_mix import SECTIONS
from indicators.skills.openings import find_start_year
from indicators.skills.qualifications import LEVELS, OF_ACHIEVEMENTS
from indicators.skills.supply import education_cells
from indicators.skills.supply_matrix import describe_rates
from indicators.skills.training import SUBJECTS, WEIGHTS

YEARS_AHEAD: Final = 10  # from the year that openings count from, the furthest that a change can be
# More than any council has in a section, or than achieve a year in all of England.
MOST_JOBS: Final = 1_000_000
MOST_LEARNERS: Final = 1_000_000
JOBS_FORM: Final = "SECTION:JOBS:YEAR, such as F:500:2029; add :WARD for one ward"
COURSE_FORM: Final = "SUBJECT:LEARNERS:LEVEL, such as construction:60:3"


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


def read_changes(jobs: Sequence[str], courses: Sequence[str]) -> list[Change]:
    """What is typed as JOBS_FORM and COURSE_FORM; ScenarioError lists all that cannot be read."""
    changes: list[Change] = []
    faults: list[str] = []
    for text in jobs:
        section, count, year, ward = _parts(text, 4)
        try:
            changes.append(JobsChange(section.upper(), _number(count), _year(year), ward))
        except ValueError:
            faults.append(f"{_quoted(text)} is not {JOBS_FORM}")
    for text in courses:
        subject, count, level = _parts(text, 3)
        try:
            changes.append(CourseChange(subject, _number(count), level or "3"))
        except ValueError:
            faults.append(f"{_quoted(text)} is not {COURSE_FORM}")
    if faults:
        raise ScenarioError("; ".join(faults))
    return changes


def _parts(text: str, count: int) -> list[str]:
    """So many parts between colons, '' where there are fewer; ValueError is left to numbers."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) > count:
        return [*parts[: count - 1], ":".join(parts[count - 1 :])]
    return parts + [""] * (count - len(parts))


def _number(text: str) -> float:
    """A finite number; ValueError for anything else, infinity and 1e999 among it."""
    value = float(text)
    # Python takes figures of every script, and 5_0 for fifty.
    if not math.isfinite(value) or not text.isascii() or "_" in text:
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    """A year of four digits; ValueError for anything else."""
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def whole_number(text: str, otherwise: int, most: int = MOST_JOBS) -> int:
    """The whole number of a text, at most `most` either way; `otherwise` where it is none."""
    try:
        return int(min(max(_number(text), -most), most))
    except ValueError:
        return otherwise


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}...")


def select_jobs(area: str, section: str = "") -> pl.Expr:
    """Rows of an area's jobs by section, or those of one section."""
    of_jobs = (
        (pl.col("area_code") == area)
        & (pl.col("sector_measure") == "jobs")
        & (pl.col("industry_level") == "section")
    )
    return of_jobs & (pl.col("industry_code") == section) if section else of_jobs


def find_faults(
    inputs: Inputs, area: str, changes: list[Change], ward_jobs: pl.DataFrame
) -> list[str]:
    if not changes:
        return ["the scenario changes nothing; add jobs or a course"]
    faults: list[str] = []
    for change in changes:
        if isinstance(change, JobsChange):
            faults += _find_jobs_faults(inputs, area, change, ward_jobs)
        else:
            faults += _find_course_faults(inputs, area, change)
    return faults


def _find_jobs_faults(
    inputs: Inputs, area: str, change: JobsChange, ward_jobs: pl.DataFrame
) -> list[str]:
    faults = _find_number_faults(change.jobs, "jobs", MOST_JOBS)
    if change.section not in SECTIONS:
        return [*faults, f"{_quoted(change.section)} is not a section of SIC 2007 (A to U)"]
    row = inputs.outlook.filter(select_jobs(area, change.section)).drop_nulls("mean")
    if row.is_empty():
        return [*faults, f"section {change.section} has no forecast for {inputs.name_of(area)}"]
    base = find_start_year(inputs, area)
    mean = row["mean"][0]
    if base is None:
        return [*faults, f"{inputs.name_of(area)} has no openings"]
    if not base < change.by_year <= base + YEARS_AHEAD:
        faults.append(
            f"the year {change.by_year} is not between {base + 1} and {base + YEARS_AHEAD}"
        )
    if not faults and change.jobs + mean < 0:
        faults.append(f"section {change.section} has only about {mean:,.0f} jobs to lose")
    if change.ward and change.ward not in ward_jobs["ward_code"].to_list():
        faults.append(f"the ward {_quoted(change.ward)} is not in {inputs.name_of(area)}")
    return faults


def _find_course_faults(inputs: Inputs, area: str, change: CourseChange) -> list[str]:
    faults = _find_number_faults(change.learners, "learners", MOST_LEARNERS)
    levels = list(dict.fromkeys(OF_ACHIEVEMENTS.values()))
    if change.subject_area not in SUBJECTS:
        faults.append(f"{_quoted(change.subject_area)} is not one of: {', '.join(SUBJECTS)}")
    if change.level not in levels:
        faults.append(f"level {_quoted(change.level)} is not one of: {', '.join(levels)}")
    cells, _ = education_cells(inputs, area)
    if cells.is_empty():
        what = next(
            (name for name in (FURTHER_EDUCATION, "achievements")
             if inputs.explain_absence(area, name)), "",
        )  # fmt: skip
        reason = inputs.explain_absence(area, what)
        none = f"we have no achievements for {inputs.name_of(area)}"
        supply = "run `wardwise supply FILE` with DfE's aims or achievements by district first"
        return [*faults, f"achievements are {reason}" if reason else f"{none}; {supply}"]
    recorded = set(cells.drop_nulls("persons")["subject_area"])
    if change.subject_area in SUBJECTS and change.subject_area not in recorded:
        faults.append(
            f"we have no achievements in {change.subject_area} for {inputs.name_of(area)}"
        )
    return faults


def _find_number_faults(value: float, what: str, most: int) -> list[str]:
    if not math.isfinite(value) or abs(value) > most:
        return [f"{value:,.6g} {what} is not a number between -{most:,} and {most:,}"]
    return []


STATED: Final = (
    "Jobs are added or lost in even steps from the year that openings count from; nothing else "
    "changes in response.",
    "People who lose jobs in a closure are not counted as supply.",
    f"Of people who achieve, {describe_rates(FURTHER_EDUCATION)}, in the occupations of the "
    "subject at the level.",
    "The same random draws are used before and after.",
)


def describe_change(change: Change, base: int) -> str:
    if isinstance(change, JobsChange):
        where = (
            f"in ward {change.ward}"
            if change.ward
            else "spread in the same way as the section's jobs"
        )
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
