"""Occupations by industry in one place: the nation's matrix, moved to the local survey's.

England's own shares in the survey are what is usual; a place is moved by how its survey differs
from them, so that a difference between the survey and the projections is not taken for the place's.
How far, is estimated from how places differ beyond the noise of so many people asked
(`matrix_strength`), and again for the place as a whole: where its survey does not differ from
England's by more than chance, England's matrix stands. benchmarks/occupation_matrix.py measures
both on areas that were left out (`matrix_record`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from indicators.skills.industry_mix import SECTIONS, national_matrix
from indicators.skills.occupations import DRIFT_PA, MAJOR_INDEX, MAJORS

Array = NDArray[np.float64]

# In draws, a section's occupations are known as if so many people had been asked.
ASKED: Final = reference.read_constants("skills_constants")["matrix_asked_persons"]
# So many residents stand behind each person who was asked.
RESIDENTS_EACH: Final = reference.read_constants("priority_constants")["survey_residents_each"]
# Industry groups of the survey with the people for whom England's shares stand in a place.
STRENGTH: Final[dict[str, float]] = dict(reference.read("matrix_strength").iter_rows())
GROUPS: Final = tuple(STRENGTH)
# The national matrix is the mean of the structures of 2020 and 2035.
MATRIX_YEAR: Final = 2027.5
LEAST_AREAS: Final = 20  # of England in a survey, for its shares to be England's
SMALLEST_SHARE: Final = 0.001
SMALLEST_EXPECTED: Final = 0.5  # people asked, so that a rare occupation does not decide alone
ENGLISH_ITL2: Final = r"^TL[C-K]"
ROUNDS: Final = 20


def count_surveyed(survey: pl.DataFrame) -> Array:
    """Residents by area, industry group and major group (areas x 9 x 9), NaN where withheld.

    `survey` has area_code, occupation_code, industry_group and residents_persons; areas come in
    the order of their codes.
    """
    areas = survey["area_code"].unique().sort().to_list()
    persons = np.full((len(areas), len(GROUPS), len(MAJORS)), np.nan)
    known = survey.filter(
        pl.col("industry_group").is_in(list(GROUPS)), pl.col("occupation_code").is_in(list(MAJORS))
    ).drop_nulls("residents_persons")
    place = [
        known[column].replace_strict(
            {code: number for number, code in enumerate(codes)}, return_dtype=pl.Int64
        ).to_numpy()
        for column, codes in (
            ("area_code", areas), ("industry_group", GROUPS), ("occupation_code", MAJORS)
        )
    ]  # fmt: skip
    persons[tuple(place)] = known["residents_persons"].to_numpy()
    return persons


def usual_shares(survey: pl.DataFrame) -> Array | None:
    """England's shares of the major groups in each industry group (9 x 9; rows sum to one).

    None where the survey has too few of England's areas to say what is usual there.
    """
    of_england = survey.filter(pl.col("area_code").str.contains(ENGLISH_ITL2))
    if of_england["area_code"].n_unique() < LEAST_AREAS:
        return None
    return usual_of_counts(count_surveyed(of_england))


def usual_of_counts(persons: Array) -> Array:
    """The same from residents by area, industry group and major group, NaN where withheld."""
    shares = _shares(np.nansum(persons, axis=0))
    for _ in range(ROUNDS):
        shares = _shares(fill_withheld(persons, shares).sum(axis=0))
    return shares


def _shares(persons: Array) -> Array:
    shares = persons / np.maximum(persons.sum(axis=-1, keepdims=True), 1.0)
    floored = np.maximum(shares, SMALLEST_SHARE)
    summed: Array = floored / floored.sum(axis=-1, keepdims=True)
    return summed


def fill_withheld(persons: Array, usual: Array) -> Array:
    """Withheld cells as the usual share would have them, at most the smallest that is shown.

    Where all of an industry group is withheld, nobody is counted.
    """
    is_shown = ~np.isnan(persons)
    shown = np.where(is_shown, persons, 0.0)
    known_share = np.where(is_shown, usual, 0.0).sum(axis=-1, keepdims=True)
    expected = usual * shown.sum(axis=-1, keepdims=True) / np.maximum(known_share, 1e-9)
    smallest = np.where(is_shown, persons, np.inf).min(axis=-1, keepdims=True)
    filled: Array = np.where(
        is_shown, persons, np.where(np.isfinite(smallest), np.minimum(expected, smallest), 0.0)
    )
    return filled


def estimate_shares(persons: Array, usual: Array, strength: Array) -> Array:
    """Shares of one place by industry group (9 x 9), from residents without gaps.

    Each group's shares are drawn to the usual ones as if `strength` more people had those; then
    all of the place's, by how much of its difference is more than chance would give.
    """
    counted = persons.sum(axis=1, keepdims=True)
    drawn = (persons + strength[:, None] * usual) / (counted + strength[:, None])
    asked, expected = persons / RESIDENTS_EACH, counted / RESIDENTS_EACH * usual
    distance = ((asked - expected) ** 2 / np.maximum(expected, SMALLEST_EXPECTED)).sum()
    chance = (len(MAJORS) - 1) * (counted > 0).sum()
    weight = max(0.0, 1.0 - chance / distance) if distance > 0 else 0.0
    shares: Array = usual + weight * (drawn - usual)
    return shares


def local_matrix(survey: pl.DataFrame | None, usual: Array | None) -> Array:
    """Shares p of the 26 occupations (rows) in the 21 sections (columns); columns sum to one.

    `survey` has the cells of one place, as `count_surveyed` takes them; None, or `usual` None: the
    nation's matrix. How a major group divides into sub-major groups stays the nation's.
    """
    nation = national_matrix()
    if survey is None or survey.is_empty() or usual is None:
        return nation
    cells = survey.with_columns(area_code=pl.lit(""))
    persons = fill_withheld(count_surveyed(cells)[0], usual)
    return move_matrix(estimate_shares(persons, usual, np.array(list(STRENGTH.values()))) / usual)


def move_matrix(ratio: Array) -> Array:
    """The nation's matrix with each industry group's major groups times a ratio (9 x 9)."""
    local = national_matrix().copy()
    for group, of_group in zip(GROUPS, ratio, strict=True):
        columns = [SECTIONS.index(section) for section in group.split("+")]
        local[:, columns] *= of_group[MAJOR_INDEX][:, None]
    summed: Array = local / local.sum(axis=0)
    return summed


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
