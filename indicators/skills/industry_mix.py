"""The nation's occupations by industry: the start from which a place's own matrix is made.

Major groups by section are published (the table `occupations_by_industry`). How a major group
divides into sub-major groups within a section is an assumption of ours (`occupations_at_home`),
fitted so that both the section's major groups and the nation's sub-major groups come out as
published.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

import reference
from catalog.fitting import fit_table
from indicators.skills.occupations import CODES, MAJOR_INDEX, within_major

Array = NDArray[np.float64]

SECTIONS: Final = tuple("ABCDEFGHIJKLMNOPQRSTU")
_MAJORS: Final = {row[0]: row[1:] for row in reference.read("occupations_by_industry").iter_rows()}
_LIKE: Final = dict(reference.read("sections_without_projection").iter_rows())
AT_HOME: Final[dict[str, str]] = {
    code: "".join(sections)
    for code, sections in reference.read("occupations_at_home")
    .group_by("occupation_code", maintain_order=True)
    .agg("section_code")
    .iter_rows()
}
TIMES_AT_HOME: Final = reference.read_constants("skills_constants")["times_at_home"]
ROUNDS: Final = 500
CLOSE: Final = 1e-10


@lru_cache(maxsize=1)
def national_matrix() -> Array:
    """Shares p of the 26 occupations (rows) in the 21 sections (columns); columns sum to one."""
    majors = np.array([row[:9] for row in _MAJORS.values()]).T
    majors /= majors.sum(axis=0)
    home = np.array([[section in AT_HOME.get(code, "") for section in _MAJORS] for code in CODES])
    seed = within_major()[:, None] * np.where(home, TIMES_AT_HOME, 1.0)
    fitted = _fit(seed, majors, _jobs())
    published_sections = list(_MAJORS)
    return fitted[
        :, [published_sections.index(_LIKE.get(section, section)) for section in SECTIONS]
    ]


def _fit(table: Array, majors: Array, jobs: Array) -> Array:
    """Fits to the nation's sub-major shares and to each section's major groups.

    The two sources differ a little in the nation's major groups; the sections' are kept exactly,
    so sub-major groups come out as published within their major group.
    """
    wanted = within_major() * (majors * jobs).sum(axis=1)[MAJOR_INDEX]
    # Of sub-major groups (rows) by major group and section (columns), in jobs; a sub-major group is
    # zero in the columns of every other major group, and stays so.
    apart = np.zeros((len(CODES), *majors.shape))
    apart[np.arange(len(CODES)), MAJOR_INDEX] = table * jobs
    fitted = fit_table(
        apart.reshape(len(CODES), -1), wanted, (majors * jobs).ravel(),
        tolerance=CLOSE * wanted, rounds=ROUNDS,
    )  # fmt: skip
    mix: Array = fitted.reshape(apart.shape).sum(axis=1) / jobs
    return mix


def _jobs() -> Array:
    """Jobs in England by section, thousands, in the order of the table above."""
    jobs: Array = np.array([float(row[9]) for row in _MAJORS.values()])
    return jobs


def section_weights() -> Array:
    """Each section's share of jobs in England, in the order of SECTIONS; none in T and U."""
    jobs = np.array([float(_MAJORS[code][9]) if code in _MAJORS else 0.0 for code in SECTIONS])
    weights: Array = jobs / jobs.sum()
    return weights
