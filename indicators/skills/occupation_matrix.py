"""Occupations by industry in one place: the nation's matrix, moved to the local survey's."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from indicators.skills.industry_mix import SECTIONS, national_matrix, section_weights
from indicators.skills.occupations import DRIFT_PA, MAJOR_INDEX, MAJORS, to_majors

Array = NDArray[np.float64]

_CONSTANTS = reference.read_constants("skills_constants")
# The survey's cells weigh as much as the nation's where so many people are in the industry group.
PRIOR_PERSONS: Final = _CONSTANTS["matrix_prior_persons"]
# In draws, a section's occupations are known as if so many people had been asked.
ASKED: Final = _CONSTANTS["matrix_asked_persons"]
# ITL2 areas of 2025 that the survey's areas of 2021 do not have: those that lie there instead.
FORMER_ITL2: Final[dict[str, tuple[str, ...]]] = {
    code: tuple(former)
    for code, former in reference.read("itl2_of_2025_in_2021")
    .group_by("itl2_code", maintain_order=True)
    .agg("former_code")
    .iter_rows()
}


def local_matrix(survey: pl.DataFrame | None) -> Array:
    """Shares p of the 26 occupations (rows) in the 21 sections (columns); columns sum to one.

    `survey` has occupation_code (major group), industry_group (sections joined by +) and
    residents_persons, null where withheld. None: the nation's matrix. Within each industry group
    the major groups are drawn from the nation's towards the survey's; how a major group divides
    into sub-major groups stays the nation's.
    """
    nation = national_matrix()
    if survey is None or survey.is_empty():
        return nation
    local = nation.copy()
    weights = section_weights()
    for (group,), cells in survey.group_by("industry_group"):
        columns = [SECTIONS.index(section) for section in str(group).split("+")]
        surveyed = dict(cells.select("occupation_code", "residents_persons").iter_rows())
        usual = to_majors(nation[:, columns]) @ (weights[columns] / weights[columns].sum())
        persons = _filled(np.array([surveyed.get(m) for m in MAJORS], dtype=float), usual)
        shares = (persons + PRIOR_PERSONS * usual) / (persons.sum() + PRIOR_PERSONS)
        ratio = np.divide(shares, usual, out=np.ones(9), where=usual > 0)
        local[:, columns] *= ratio[MAJOR_INDEX][:, None]
    summed: Array = local / local.sum(axis=0)
    return summed


def _filled(persons: Array, usual: Array) -> Array:
    """Withheld cells as the nation's share would have them, at most the smallest that is shown."""
    is_shown = ~np.isnan(persons)
    if not is_shown.any():
        return np.zeros(9)
    expected = usual * persons[is_shown].sum() / max(usual[is_shown].sum(), 1e-9)
    return np.where(is_shown, persons, np.minimum(expected, persons[is_shown].min()))


def projected(matrix: Array, years: float) -> Array:
    """The matrix (or each of several) so many years on: each occupation drifts as the nation's.

    Columns sum to one again.
    """
    moved = matrix * np.exp(DRIFT_PA * years)[:, None]
    shares: Array = moved / moved.sum(axis=-2, keepdims=True)
    return shares


def draw_matrices(matrix: Array, count: int, rng: np.random.Generator) -> Array:
    """Dirichlet draws of every column: an array of draws x 26 x 21, columns sum to one."""
    gammas = rng.standard_gamma(ASKED * matrix, size=(count, *matrix.shape))
    drawn: Array = gammas / gammas.sum(axis=1, keepdims=True)
    return drawn
