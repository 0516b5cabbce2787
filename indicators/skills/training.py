"""Which courses of further education lead to which occupations, and how many achieve them.

No official table maps sector subject areas to SOC 2020 sub-major groups. The weights below are an
assumption of ours, shown wherever they are used: of those who achieve in a subject and go into work
of its kind, the share that goes into each occupation. They sum to one. General subjects (such as
languages, or preparation for life and work) lead to no one occupation and have none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import SKILLS_TRAINING
from catalog.vocabulary.status import MISSING
from indicators.inputs import Inputs
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.qualifications import LEVELS, held_by_occupation

Array = NDArray[np.float64]

WEIGHTS: Final[dict[str, dict[str, float]]] = {
    "health and care": {"61": 0.60, "32": 0.20, "22": 0.08, "33": 0.07, "62": 0.05},
    "agriculture": {"51": 0.60, "61": 0.15, "91": 0.15, "12": 0.10},
    "engineering and manufacturing": {
        "52": 0.45, "81": 0.20, "31": 0.15, "21": 0.10, "82": 0.10,
    },
    "construction": {"53": 0.70, "52": 0.10, "91": 0.10, "21": 0.05, "31": 0.05},
    "information technology": {"21": 0.35, "31": 0.35, "41": 0.15, "35": 0.10, "34": 0.05},
    "retail and commercial enterprise": {
        "71": 0.30, "62": 0.25, "92": 0.20, "54": 0.10, "72": 0.10, "82": 0.05,
    },
    "leisure and tourism": {"34": 0.50, "62": 0.35, "12": 0.15},
    "arts and media": {"34": 0.60, "24": 0.20, "35": 0.10, "54": 0.10},
    "education and training (subject)": {"61": 0.45, "23": 0.40, "35": 0.15},
    "business, administration and law": {
        "41": 0.35, "35": 0.25, "11": 0.10, "24": 0.10, "42": 0.10, "72": 0.10,
    },
}  # fmt: skip
GENERAL: Final = (
    "science and mathematics", "history and philosophy", "social sciences", "languages",
    "preparation for life and work", "not known",
)  # fmt: skip
SUBJECTS: Final = tuple(WEIGHTS)


def weights() -> Array:
    """c of the 26 occupations (rows) in the subjects (columns); columns sum to one."""
    return np.array([[WEIGHTS[name].get(code, 0.0) for name in SUBJECTS] for code in CODES])


def level_of(code: str) -> str:
    """The level of qualification that most people in the occupation hold."""
    column = held_by_occupation()[:, CODES.index(code)]
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
            (code, NAMES[code], subject, level_of(code), share)
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
