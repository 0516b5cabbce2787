"""SOC 2020 sub-major groups: names, national structure, its drift, and replacement rates.

Of the projections for England (the table `occupation_projections`) only structure is taken, shares
and rates over stocks, never levels: the base year 2020 is distorted.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference

Array = NDArray[np.float64]

NAMES: Final[dict[str, str]] = dict(reference.read("soc2020_sub_major_groups").iter_rows())
CODES: Final = tuple(NAMES)
MAJORS: Final = tuple("123456789")
# Row of the major group (0 to 8) that each of the 26 belongs to.
MAJOR_INDEX: Final = np.array([int(code[0]) - 1 for code in CODES])

_PROJECTED = pl.DataFrame({"occupation_code": CODES}).join(
    reference.read("occupation_projections"),
    on="occupation_code", how="left", validate="1:1", maintain_order="left",
)  # fmt: skip
_SHARES: Final[Array] = _PROJECTED.select("share_2025_pct", "share_2035_pct").to_numpy()
NATIONAL_SHARE: Final[Array] = _SHARES[:, 0] / _SHARES[:, 0].sum()
REPLACEMENT_PA: Final[Array] = _PROJECTED["replacement_pct_pa"].to_numpy() / 100.0
# Yearly change of ln(share) between 2025 and 2035: how the occupations of an industry drift.
DRIFT_PA: Final[Array] = np.log(_SHARES[:, 1] / _SHARES[:, 0]) / 10.0


@cache
def within_major() -> Array:
    """Each sub-major group's share of its major group in the nation; sums to one per major."""
    totals = np.bincount(MAJOR_INDEX, weights=NATIONAL_SHARE, minlength=9)
    shares: Array = NATIONAL_SHARE / totals[MAJOR_INDEX]
    shares.flags.writeable = False  # one array for all who ask
    return shares


def to_majors(values: Array) -> Array:
    """Sums of the 26 rows by major group; works on a column or on a table of columns."""
    summed: Array = np.zeros((9, *values.shape[1:]))
    np.add.at(summed, MAJOR_INDEX, values)
    return summed
