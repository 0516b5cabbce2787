"""The nation's occupations by industry: the start from which a place's own matrix is made.

Major groups by section are figures: Department for Education, Labour market and skills projections
2020 to 2035 (Skills Imperative 2035), England main tables, Open Government Licence v3.0, mean of
the 2020 and the 2035 structure. How a major group divides into sub-major groups within a section is
an assumption of ours (`AT_HOME`), fitted so that both the section's major groups and the nation's
sub-major groups come out as published.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.fitting import fit_table
from indicators.skills.occupations import CODES, MAJOR_INDEX, within_major

Array = NDArray[np.float64]

SECTIONS: Final = tuple("ABCDEFGHIJKLMNOPQRSTU")
# % of the section's jobs in SOC 2020 major groups 1 to 9; then its jobs in England, thousands.
_MAJORS: Final = {
    "A": (8.7, 9.2, 5.0, 5.0, 47.8, 4.4, 2.3, 4.5, 13.1, 240),
    "B": (15.9, 20.6, 13.6, 6.9, 15.9, 2.6, 2.7, 18.4, 3.4, 25),
    "C": (13.2, 19.6, 12.7, 7.7, 18.7, 1.4, 3.4, 17.2, 6.0, 2208),
    "D": (12.7, 28.0, 15.6, 9.8, 13.6, 2.5, 12.2, 4.1, 1.5, 119),
    "E": (12.9, 14.5, 14.1, 7.6, 8.8, 2.6, 3.9, 21.1, 14.5, 172),
    "F": (12.6, 14.8, 7.6, 7.8, 41.5, 0.4, 2.0, 8.2, 5.2, 2000),
    "G": (15.8, 11.3, 9.8, 9.5, 7.5, 1.0, 30.9, 6.3, 7.9, 4260),
    "H": (9.5, 9.2, 8.4, 10.9, 4.6, 7.3, 4.5, 33.1, 12.5, 1583),
    "I": (13.1, 3.9, 3.8, 5.1, 11.5, 4.6, 8.2, 3.5, 46.4, 2036),
    "J": (16.2, 42.4, 20.8, 5.9, 4.6, 2.4, 4.0, 1.1, 2.6, 1349),
    "K": (17.8, 27.0, 24.7, 20.4, 1.2, 0.8, 6.5, 0.7, 0.9, 1005),
    "L": (22.9, 21.7, 17.1, 15.2, 6.2, 3.1, 9.8, 1.1, 2.9, 566),
    "M": (13.4, 43.2, 18.7, 14.2, 2.0, 2.2, 3.2, 1.0, 2.1, 2807),
    "N": (11.2, 14.8, 16.0, 11.6, 3.0, 7.5, 7.5, 4.0, 24.4, 2483),
    "O": (8.6, 26.2, 32.7, 20.6, 1.2, 4.2, 2.6, 0.9, 3.0, 1106),
    "P": (2.9, 57.6, 7.9, 4.0, 0.9, 20.5, 0.6, 2.2, 3.5, 2532),
    "Q": (4.9, 34.9, 14.1, 6.8, 0.8, 35.2, 1.2, 0.4, 1.7, 3648),
    "R": (11.7, 17.7, 31.4, 10.4, 7.2, 8.2, 5.5, 0.9, 7.0, 865),
    "S": (11.9, 23.1, 13.4, 9.0, 4.4, 25.9, 4.4, 2.3, 5.7, 856),
}
# Next to no jobs are in these; they are given the mix of the section named.
_LIKE: Final = {"T": "S", "U": "O"}
# Assumption: in these sections a sub-major group is ten times as likely, within its major group, as
# elsewhere. Occupations that are not named are spread as the nation's.
AT_HOME: Final = {
    "12": "AGILQRS", "21": "BCDEJM", "22": "Q", "23": "P", "24": "KLMNOQRS", "31": "BCDEFJM",
    "32": "Q", "33": "O", "34": "JMR", "35": "GKLMNO", "42": "LMPQ", "51": "AN", "52": "CDEFG",
    "53": "F", "54": "CI", "61": "PQ", "62": "HNRS", "63": "NOR", "71": "G", "72": "GJKN",
    "81": "BCDEF", "82": "EFGHN", "91": "ACF", "92": "GHINPQ",
}  # fmt: skip
TIMES_AT_HOME: Final = 10.0
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
    held = list(_MAJORS)
    return fitted[:, [held.index(_LIKE.get(section, section)) for section in SECTIONS]]


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
