"""The mix of residents by occupation or qualification, which stands for those who seek work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from indicators.inputs import Inputs
from indicators.skills.occupations import MAJOR_INDEX, MAJORS, NATIONAL_SHARE, within_major
from indicators.skills.qualifications import LEVEL_CODES, OF_CENSUS, shares_by_occupation

Array = NDArray[np.float64]
OWN: Final = "by occupations or qualifications of residents (Census 2021)"
NATION: Final = "by the nation's mix, because we have no data on residents of this area"


@dataclass(frozen=True)
class Mix:
    """Shares that sum to one, and in words whose mix it is."""

    shares: Array
    note: str


def estimate_mix(inputs: Inputs, area: str, kind: str) -> Mix:
    """Shares of the 26 occupations or 5 levels among an area's residents.

    The Census publishes major groups; each divides into sub-major groups as in the nation.
    """
    of_area = inputs.residents.filter(pl.col("area_code") == area, pl.col("skill_kind") == kind)
    persons_by_code = dict(of_area.select("skill_code", "residents_persons").iter_rows())
    if not sum(persons_by_code.values()):
        usual = NATIONAL_SHARE if kind == "occupation" else shares_by_occupation() @ NATIONAL_SHARE
        reason = inputs.explain_absence(area, "residents")
        return Mix(usual, f"{NATION}{f' ({reason})' if reason else ''}")
    if kind == "occupation":
        majors = np.array([persons_by_code.get(code, 0.0) for code in MAJORS])
        counts = majors[MAJOR_INDEX] * within_major()
    else:
        counts = np.zeros(len(LEVEL_CODES))
        for code, persons in persons_by_code.items():
            for level, share in OF_CENSUS[code].items():
                counts[LEVEL_CODES.index(level)] += share * persons
    return Mix(counts / counts.sum(), OWN)
