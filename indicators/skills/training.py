"""Which courses of further education lead to which occupations, and how many achieve them.

No official table maps sector subject areas to SOC 2020 sub-major groups. The weights
(`training_weights`) are an assumption of ours, shown wherever they are used: of those who achieve
in a subject and go into work of its kind, the share that goes into each occupation. They sum to
one. General subjects (`general_subjects`) lead to no one occupation and have none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.indicators import SKILLS_TRAINING
from catalog.vocabulary.status import MISSING
from indicators.inputs import Inputs
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.qualifications import LEVELS, shares_by_occupation

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


def weights() -> Array:
    """c of the 26 occupations (rows) in the subjects (columns); columns sum to one."""
    return np.array([[WEIGHTS[name].get(code, 0.0) for name in SUBJECTS] for code in CODES])


def usual_level(code: str) -> str:
    """The level of qualification that most people in the occupation hold."""
    column = shares_by_occupation()[:, CODES.index(code)]
    return list(LEVELS.values())[int(column.argmax())]


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
