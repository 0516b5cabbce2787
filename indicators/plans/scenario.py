"""What if: jobs that come or go, or a new course. An illustration, not a forecast.

A scenario changes the inputs and computes openings and gaps again with the same draws, so that the
difference is the scenario's alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from catalog.vocabulary.status import MODELLED, partial_or
from indicators.inputs import Inputs
from indicators.plans.what_if import (
    STATED,
    Change,
    CourseChange,
    JobsChange,
    ScenarioError,
    describe_change,
    find_faults,
    select_jobs,
)
from indicators.skills import openings
from indicators.skills.courses import FURTHER_EDUCATION, TOTAL
from indicators.skills.supply import education_cells
from indicators.skills.supply_tables import supply_tables

LABEL: Final = "Illustration, not a forecast"
NOT_SHARED: Final = "Not shared out to wards, because we do not know every ward's jobs in section"
KEYS: Final = ("skill_kind", "skill_code")
OPENINGS_ADDED: Final = pl.col("openings_after_persons") - pl.col("openings_before_persons")


@dataclass(frozen=True)
class Result:
    """`effects`: openings and gaps before and after, by occupation and qualification. `wards`: jobs
    by ward and section before, and the change. `assumptions` in words, to be shown and exported."""

    label: str
    effects: pl.DataFrame
    wards: pl.DataFrame
    assumptions: tuple[str, ...]

    @property
    def more_openings_persons(self) -> float:
        """Openings a year that the changes add, over all occupations; below zero: take away."""
        occupations = self.effects.filter(skill_kind="occupation")
        return float(occupations.select(OPENINGS_ADDED.sum()).item())

    @property
    def changes_of_occupations(self) -> pl.DataFrame:
        """skill_name, openings and gap (persons a year, more or fewer); what changes most first."""
        occupations = self.effects.filter(skill_kind="occupation").with_columns(
            openings=OPENINGS_ADDED, gap=pl.col("change_persons")
        )
        largest = pl.max_horizontal(pl.col("openings").abs(), pl.col("gap").abs())
        return occupations.sort(largest, descending=True).select("skill_name", "openings", "gap")

    @property
    def jobs_of_wards(self) -> pl.DataFrame:
        """ward_code, value (the change in jobs of all the changes together) and period."""
        return self.wards.group_by("ward_code").agg(
            value=pl.col("change_jobs").sum(), period=pl.col("period").max()
        )


def run(inputs: Inputs, area: str, changes: list[Change], ward_jobs: pl.DataFrame) -> Result:
    """Openings and gaps of an area with all the changes; `ward_jobs` is `ward_sector_jobs`.

    Raises ScenarioError.
    """
    before = _gaps(inputs, area)
    base = openings.find_start_year(inputs, area)
    faults = [] if before.height else [
        f"we have no openings for {inputs.name_of(area)}, because its jobs by sector have no "
        "forecast; run `wardwise fetch --council NAME`, then `wardwise build`"
    ]  # fmt: skip
    faults += find_faults(inputs, area, changes, ward_jobs)
    if faults or base is None:
        raise ScenarioError("; ".join(faults))
    after = _gaps(changed(inputs, area, changes), area)
    effects = before.join(after, on=KEYS, validate="1:1", suffix="_after").select(
        *KEYS, "skill_name",
        openings_before_persons="openings_persons",
        openings_after_persons="openings_persons_after",
        gap_before_persons="gap_persons",
        gap_after_persons="gap_persons_after",
        gap_after_lower80="lower80_after",
        gap_after_upper80="upper80_after",
        # Also where a main stream, or all of supply, is missing, and so the gap: what is missing is
        # the same before and after, so only what the changes bring is between them.
        change_persons=pl.col("openings_persons_after") - pl.col("openings_persons")
        - pl.col("supply_persons_after").fill_null(0.0) + pl.col("supply_persons").fill_null(0.0),
        missing_streams="missing_streams",
        status="status_after",
    )  # fmt: skip
    of_jobs = [change for change in changes if isinstance(change, JobsChange)]
    wards = [_in_wards(change, ward_jobs) for change in of_jobs]
    nowhere = [c.section for c, frame in zip(of_jobs, wards, strict=True) if frame.is_empty()]
    return Result(
        label=LABEL,
        effects=effects,
        wards=pl.concat(wards) if wards else _in_wards(JobsChange("", 0.0, base), ward_jobs),
        assumptions=tuple(describe_change(change, base) for change in changes)
        + tuple(f"{NOT_SHARED} {section}." for section in dict.fromkeys(nowhere))
        + STATED,
    )


def changed(inputs: Inputs, area: str, changes: list[Change]) -> Inputs:
    """The inputs with the changes in them."""
    for change in changes:
        inputs = (
            _with_jobs(inputs, area, change)
            if isinstance(change, JobsChange)
            else _with_course(inputs, area, change)
        )
    return inputs


def _with_jobs(inputs: Inputs, area: str, change: JobsChange) -> Inputs:
    """The forecast with the part of the jobs that is there by its year, in even steps."""
    start = openings.find_start_year(inputs, area)
    if start is None:
        return inputs
    until_target = pl.col("target_year") - start
    so_far = change.jobs * (until_target / (change.by_year - start)).clip(upper_bound=1.0)
    moved = [
        pl.when(select_jobs(area, change.section))
        .then((pl.col(name) + so_far).clip(lower_bound=0.0))
        .otherwise(name)
        .alias(name)
        for name in ("mean", "lower80", "upper80")
    ]
    return replace(inputs, outlook=inputs.outlook.with_columns(moved))


def _with_course(inputs: Inputs, area: str, change: CourseChange) -> Inputs:
    """The inputs with the adults who achieve more (or fewer, to nought) at one subject and level.

    The cells that supply is made from take the place of all that the area has of them.
    """
    cells, _ = education_cells(inputs, area)
    is_changed = (pl.col("subject_area") == change.subject_area) & (
        pl.col("level_code") == change.level
    )
    added = cells.head(1).with_columns(
        subject_area=pl.lit(change.subject_area), level_code=pl.lit(change.level),
        persons=pl.lit(0.0), courses_count=pl.lit(0.0), status=pl.lit(MODELLED),
    )  # fmt: skip
    if cells.filter(is_changed).drop_nulls("persons").is_empty():
        cells = pl.concat([cells.filter(~is_changed), added])
    courses, people = (float(cells[name].sum()) for name in ("courses_count", "persons"))
    ratio = courses / people if people else 1.0
    more = pl.when(is_changed).then(change.learners).otherwise(0.0)
    cells = cells.with_columns(
        persons=(pl.col("persons") + more).clip(lower_bound=0.0),
        courses_count=(pl.col("courses_count") + ratio * more).clip(lower_bound=0.0),
    )
    others = inputs.courses.filter(
        (pl.col("area_code") != area)
        | (pl.col("supply_stream") != FURTHER_EDUCATION)
        | (pl.col("subject_area") == TOTAL)
    )
    return replace(inputs, courses=pl.concat([others, cells.select(others.columns)]))


def _gaps(inputs: Inputs, area: str) -> pl.DataFrame:
    area_inputs = replace(
        inputs,
        outlook=inputs.outlook.filter(pl.col("area_code").is_in([area, inputs.nation])),
        sectors=inputs.sectors.filter(pl.col("area_code").is_in([area, inputs.nation])),
    )
    area_openings = [each for each in openings.all_openings(area_inputs) if each.area == area]
    return supply_tables(area_inputs, area_openings)["skills_gaps"]


def _in_wards(change: JobsChange, ward_jobs: pl.DataFrame) -> pl.DataFrame:
    """Jobs of the section by ward, and the change: all in its ward, else in proportion.

    No rows where the jobs of some ward are not known, since the others would take its share. Where
    the jobs of a ward are partial, so is what is said of it.
    """
    of_section = ward_jobs.filter(pl.col("industry_code") == change.section)
    share = pl.col("jobs") / pl.col("jobs").sum()
    if change.ward:
        share = (pl.col("ward_code") == change.ward).cast(pl.Float64)
    elif of_section["jobs"].null_count() or not of_section["jobs"].sum() > 0:
        of_section = of_section.clear()
    return of_section.select(
        "ward_code", "ward_name", "lad_code", "lad_name", "industry_code", "industry_name",
        "period", "jobs", change_jobs=change.jobs * share, status=partial_or(MODELLED),
    )  # fmt: skip
