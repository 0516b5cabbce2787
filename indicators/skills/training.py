"""Which courses of further education lead to which occupations, and how many achieve them.

No official table maps sector subject areas to SOC 2020 sub-major groups. The weights
(`training_weights`) are an assumption of ours, shown wherever they are used: of those who achieve
in a subject and go into work of its kind, the share that goes into each occupation. They sum to
one. General subjects (`general_subjects`) lead to no one occupation and have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.indicators import SKILLS_COURSES, SKILLS_TRAINING
from catalog.vocabulary.status import MISSING
from indicators.inputs import Inputs
from indicators.row_blocks import stack_blocks
from indicators.skills import graduates
from indicators.skills.courses import APPRENTICESHIPS, FURTHER_EDUCATION
from indicators.skills.occupations import CODES, NAMES, NATIONAL_SHARE
from indicators.skills.qualifications import LEVEL_CODES, LEVELS, shares_by_occupation

Array = NDArray[np.float64]

WEIGHTS: Final[dict[str, dict[str, float]]] = {
    subject: dict(zip(codes, shares, strict=True))
    for subject, codes, shares in reference.read("training_weights")
    .group_by("subject_area", maintain_order=True)
    .agg("occupation_code", "share")
    .iter_rows()
}
GENERAL: Final = tuple(reference.read("general_subjects")["subject_area"])
SUBJECTS: Final = tuple(WEIGHTS)
GRADUATE_WORK_SHARE: Final = reference.read_constants("skills_constants")["graduate_work_share"]
LOW_LEVELS: Final = ("below 2", "2")
STREAMS: Final = (FURTHER_EDUCATION, APPRENTICESHIPS)


def weights() -> Array:
    """c of the 26 occupations (rows) in the subjects (columns); columns sum to one."""
    return np.array([[WEIGHTS[name].get(code, 0.0) for name in SUBJECTS] for code in CODES])


def usual_level(code: str) -> str:
    """The level of qualification that most people in the occupation hold."""
    column = shares_by_occupation()[:, CODES.index(code)]
    return list(LEVELS.values())[int(column.argmax())]


@cache
def weigh_level(level: str) -> Array:
    """Shares of the 26 occupations among England's people in work with a level; they sum to 1."""
    shares = shares_by_occupation()[LEVEL_CODES.index(level)] * NATIONAL_SHARE
    weights: Array = shares / shares.sum()
    return weights


@cache
def is_graduate_work() -> NDArray[np.bool_]:
    """Which of the 26 occupations are mostly done by people with a degree."""
    return np.asarray(shares_by_occupation()[-1] >= GRADUATE_WORK_SHARE)


@cache
def weigh_subject(subject: str, level: str) -> Array:
    """Shares of the 26 occupations among those who achieve in a subject at a level; they sum to 1.

    The subject's weights, each times the share of the occupation's people who stopped at the level:
    a course at level 2 in health leads to care work more often than one at level 4, and to nursing
    never: work that mostly graduates do is not entered from level 2 or below.
    """
    shares = np.array([WEIGHTS[subject].get(code, 0.0) for code in CODES])
    if level in LOW_LEVELS and (others := np.where(is_graduate_work(), 0.0, shares)).any():
        shares = others
    tilted = shares * shares_by_occupation()[LEVEL_CODES.index(level)]
    weights: Array = tilted / tilted.sum()
    return weights


def weigh(subject: str, level: str) -> Array | None:
    """The weights of a course: of its subject, or of its level where subjects are not divided.

    None of a general subject, which leads to no one occupation.
    """
    if subject in WEIGHTS:
        return weigh_subject(subject, level)
    return None if subject in GENERAL else weigh_level(level)


def aims(inputs: Inputs) -> pl.DataFrame:
    """Courses achieved by area and subject: area_code, subject_area, achievements_count, ..."""
    return inputs.achievements.filter(
        pl.col("achievement_measure") == "aims", pl.col("breakdown") == "subject_area"
    ).select("area_code", "achievements_count", "period", "status", subject_area="breakdown_code")


def training(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_training`: the courses that lead to each occupation, in each area."""
    pairs = pl.DataFrame(
        [
            (code, NAMES[code], subject, usual_level(code), share)
            for subject, shares in WEIGHTS.items()
            for code, share in shares.items()
        ],
        schema=["occupation_code", "occupation_name", "subject_area", "training_level", "weight"],
        orient="row",
    )
    named = inputs.areas.filter(pl.col("area_code").is_in(areas))
    return (
        named.join(pairs, how="cross")
        .join(aims(inputs), on=["area_code", "subject_area"], how="left", validate="m:1")
        .with_columns(pl.col("status").fill_null(MISSING), pl.col("period").fill_null(""))
        .select(SKILLS_TRAINING.columns)
    )


def courses(inputs: Inputs, areas: list[str]) -> pl.DataFrame:
    """Rows of `skills_courses`: what leads to each occupation, with how many achieve it here.

    Courses of adults and apprenticeships of the area's residents by subject and level; degrees of
    the providers in the ITL2 area it lies in. What doubling brings is added by `doubling`.
    """
    achieved = pl.concat(
        [
            inputs.courses.clear(),
            *(inputs.newest_courses.find(area, stream) for area in areas for stream in STREAMS),
        ]
    ).select(
        "area_code", "supply_stream", "subject_area", "level_code", "period", "status",
        pl.lit("").alias("ukprn"), pl.lit("").alias("provider_name"),
        achievements_count="courses_count",
    )  # fmt: skip
    degrees = graduates.find_near_each(inputs.graduate_offers, inputs.itl2, areas).with_columns(
        supply_stream=pl.lit(graduates.GRADUATES), achievements_count="graduates_persons"
    )
    joined = [
        rows.join(
            weights, on=["subject_area", "level_code"], how="inner", maintain_order="right_left"
        )
        for rows, weights in (
            (achieved, _course_weights()), (degrees.select(achieved.columns), _degree_weights())
        )
    ]  # fmt: skip
    place = pl.DataFrame({"area_code": areas}, schema={"area_code": pl.String}).with_row_index(
        "place"
    )
    both = (
        pl.concat(joined)
        .join(place, on="area_code", validate="m:1", maintain_order="left")
        .sort("place", maintain_order=True)
    )
    return stack_blocks(
        [both.with_columns(doubled_persons=pl.lit(None, pl.Float64))], inputs.areas, SKILLS_COURSES
    )


@cache
def _course_weights() -> pl.DataFrame:
    return _to_frame(
        (subject, level, weigh_subject(subject, level)) for subject in SUBJECTS for level in LEVELS
    )


@cache
def _degree_weights() -> pl.DataFrame:
    return _to_frame(
        (subject, level, graduates.weigh(subject, level))
        for subject in graduates.WEIGHTS
        for level in dict.fromkeys(graduates.FIRST_DEGREES.values())
    )


def _to_frame(weighed: Iterable[tuple[str, str, Array]]) -> pl.DataFrame:
    """subject_area, level_code, level_name, occupation_code, occupation_name, weight (above 0)."""
    return pl.DataFrame(
        [
            (subject, level, LEVELS[level], code, NAMES[code], float(share))
            for subject, level, shares in weighed
            for code, share in zip(CODES, shares, strict=True)
            if share > 0
        ],
        schema=["subject_area", "level_code", "level_name", "occupation_code", "occupation_name",
                "weight"],
        orient="row",
    )  # fmt: skip
