"""SOC 2020 sub-major groups: names, national structure, its drift, and replacement rates.

Source of every figure here: Department for Education, Labour market and skills projections 2020 to
2035 (Skills Imperative 2035), England main tables, Open Government Licence v3.0. Only structure is
taken (shares, and rates over stocks), never levels: the base year 2020 is distorted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SOURCE: Final = (
    "Department for Education, Labour market and skills projections 2020 to 2035, England main "
    "tables (Open Government Licence v3.0)"
)
# code: (name, % of employment in 2025, % in 2035, replacement demand as % of employment a year)
OCCUPATIONS: Final = {
    "11": ("Corporate managers and directors", 7.04, 7.38, 2.74),
    "12": ("Other managers and proprietors", 4.03, 4.46, 3.70),
    "21": ("Science, research, engineering and technology professionals", 6.57, 6.99, 2.33),
    "22": ("Health professionals", 4.75, 4.95, 3.11),
    "23": ("Teaching and other educational professionals", 5.08, 5.30, 2.93),
    "24": ("Business, media and public service professionals", 8.37, 8.99, 2.98),
    "31": ("Science, engineering and technology associate professionals", 1.70, 1.75, 2.16),
    "32": ("Health and social care associate professionals", 1.88, 1.97, 3.17),
    "33": ("Protective service occupations", 1.25, 1.38, 2.39),
    "34": ("Culture, media and sports occupations", 2.19, 2.33, 2.65),
    "35": ("Business and public service associate professionals", 6.26, 6.27, 2.53),
    "41": ("Administrative occupations", 7.71, 7.01, 2.53),
    "42": ("Secretarial and related occupations", 1.94, 1.48, 2.80),
    "51": ("Skilled agricultural and related trades", 0.90, 0.96, 3.17),
    "52": ("Skilled metal, electrical and electronic trades", 3.00, 2.72, 2.14),
    "53": ("Skilled construction and building trades", 2.63, 2.38, 2.43),
    "54": ("Textiles, printing and other skilled trades", 1.77, 1.71, 2.43),
    "61": ("Caring personal service occupations", 7.17, 7.53, 3.28),
    "62": ("Leisure, travel and related personal service occupations", 2.08, 2.06, 2.85),
    "63": ("Community and civil enforcement occupations", 0.08, 0.09, 2.33),
    "71": ("Sales occupations", 5.60, 5.11, 2.39),
    "72": ("Customer service occupations", 2.14, 2.34, 3.19),
    "81": ("Process, plant and machine operatives", 2.38, 2.23, 2.56),
    "82": ("Transport and mobile machine drivers and operatives", 3.70, 3.54, 3.03),
    "91": ("Elementary trades and related occupations", 1.05, 0.95, 1.92),
    "92": ("Elementary administration and service occupations", 8.74, 8.11, 2.71),
}
CODES: Final = tuple(OCCUPATIONS)
NAMES: Final = {code: row[0] for code, row in OCCUPATIONS.items()}
MAJORS: Final = tuple("123456789")
# Row of the major group (0 to 8) that each of the 26 belongs to.
MAJOR_INDEX: Final = np.array([int(code[0]) - 1 for code in CODES])

_SHARES = np.array([row[1:3] for row in OCCUPATIONS.values()])
NATIONAL_SHARE: Final[Array] = _SHARES[:, 0] / _SHARES[:, 0].sum()
REPLACEMENT_PA: Final[Array] = np.array([row[3] for row in OCCUPATIONS.values()]) / 100.0
# Yearly change of ln(share) between 2025 and 2035: how the occupations of an industry drift.
DRIFT_PA: Final[Array] = np.log(_SHARES[:, 1] / _SHARES[:, 0]) / 10.0


def within_major() -> Array:
    """Each sub-major group's share of its major group in the nation; sums to one per major."""
    totals = np.bincount(MAJOR_INDEX, weights=NATIONAL_SHARE, minlength=9)
    shares: Array = NATIONAL_SHARE / totals[MAJOR_INDEX]
    return shares


def to_majors(values: Array) -> Array:
    """Sums of the 26 rows by major group; works on a column or on a table of columns."""
    summed: Array = np.zeros((9, *values.shape[1:]))
    np.add.at(summed, MAJOR_INDEX, values)
    return summed
