"""Occupations by industry in one place: the nation's matrix, moved to the local survey's."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from indicators.skills.industry_mix import SECTIONS, national_matrix, section_weights
from indicators.skills.occupations import DRIFT_PA, MAJOR_INDEX, MAJORS, to_majors

Array = NDArray[np.float64]

# Assumption: the survey's cells weigh as much as the nation's where the industry group has this
# many people in the area (about 17 people asked, at one in 300).
PRIOR_PERSONS: Final = 5_000.0
# Assumption for draws: a section's occupations are known as if this many people had been asked.
ASKED: Final = 200.0
# ITL2 areas of 2025 that the survey's areas of 2021 do not have: those that lie there instead.
FORMER_ITL2: Final = {
    "TLC3": ("TLC1",), "TLC4": ("TLC2",), "TLH4": ("TLH1",), "TLH5": ("TLH1",), "TLH6": ("TLH1",),
    "TLK5": ("TLK1",), "TLK6": ("TLK2",), "TLK7": ("TLK1",), "TLL3": ("TLL1",),
    "TLL4": ("TLL1",), "TLL5": ("TLL2",),
}  # fmt: skip


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
        held = dict(cells.select("occupation_code", "residents_persons").iter_rows())
        usual = to_majors(nation[:, columns]) @ (weights[columns] / weights[columns].sum())
        persons = _filled(np.array([held.get(m) for m in MAJORS], dtype=float), usual)
        shares = (persons + PRIOR_PERSONS * usual) / (persons.sum() + PRIOR_PERSONS)
        ratio = np.divide(shares, usual, out=np.ones(9), where=usual > 0)
        local[:, columns] *= ratio[MAJOR_INDEX][:, None]
    summed: Array = local / local.sum(axis=0)
    return summed


def _filled(persons: Array, usual: Array) -> Array:
    """Withheld cells as the nation's share would have them, at most the smallest that is shown."""
    known = ~np.isnan(persons)
    if not known.any():
        return np.zeros(9)
    expected = usual * persons[known].sum() / max(usual[known].sum(), 1e-9)
    return np.where(known, persons, np.minimum(expected, persons[known].min()))


def projected(matrix: Array, years: float) -> Array:
    """The matrix (or each of several) so many years on: each occupation drifts as the nation's.

    Columns sum to one again.
    """
    moved = matrix * np.exp(DRIFT_PA * years)[:, None]
    shares: Array = moved / moved.sum(axis=-2, keepdims=True)
    return shares


def draws_of(matrix: Array, count: int, rng: np.random.Generator) -> Array:
    """Dirichlet draws of every column: an array of draws x 26 x 21, columns sum to one."""
    gammas = rng.standard_gamma(ASKED * matrix, size=(count, *matrix.shape))
    drawn: Array = gammas / gammas.sum(axis=1, keepdims=True)
    return drawn
