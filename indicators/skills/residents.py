"""The mix of residents by occupation or qualification, and that of those who look for work.

Unemployment differs three- to fourfold between occupations, so residents in work are the wrong mix
of jobseekers: each occupation counts times the rate at which people who last worked in it are out
of work. Where we have no such rates residents stand in, and the mix is as uncertain as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from indicators.inputs import Inputs
from indicators.skills.occupation_frames import rank_round
from indicators.skills.occupations import (
    CODES,
    MAJOR_INDEX,
    MAJORS,
    NATIONAL_SHARE,
    within_major,
)
from indicators.skills.qualifications import LEVEL_CODES, OF_CENSUS, SkillKind, shares_by_occupation

Array = NDArray[np.float64]
PERCENT: Final = 100.0
_CONSTANTS: Final = reference.read_constants("priority_constants")
# Standard deviation of the log rates by last occupation, where we do not know whose are higher.
RATES_UNKNOWN: Final = _CONSTANTS["seekers_unknown_ln_sd"]
# The same of rates that we know, from a survey of people.
RATES_KNOWN: Final = _CONSTANTS["seekers_known_ln_sd"]
OWN: Final = "by occupations or qualifications of residents (Census 2021)"
NATION: Final = "by the nation's mix, because we have no data on residents of this area"


@dataclass(frozen=True)
class Mix:
    """Shares that sum to one, and in words whose mix it is."""

    shares: Array
    note: str
    # Standard deviation of ln(share) by major group, beside the noise of so many people asked.
    ln_sd: float = 0.0


def estimate_mix(inputs: Inputs, area: str, kind: SkillKind) -> Mix:
    """Shares of the 26 occupations or 5 levels among an area's residents.

    The Census publishes major groups; each divides into sub-major groups as in the nation.
    """
    of_area = inputs.rows_of(area, "residents")
    columns = (
        of_area[name].to_list() for name in ("skill_kind", "skill_code", "residents_persons")
    )
    persons_by_code = {
        code: persons for which, code, persons in zip(*columns, strict=True) if which == kind
    }
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


def estimate_seekers_mix(inputs: Inputs, area: str) -> Mix:
    """Shares of the 26 occupations among those who look for work in an area, by their last one.

    Residents by occupation times the unemployment rate of people whose last job was in it: u/(1-u),
    since residents are those in work. Rates are of the area, or else of the nearest area round it.
    """
    residents = estimate_mix(inputs, area, "occupation")
    rates, whose = _rates_by_last_occupation(inputs, area)
    seeking = None if rates is None else residents.shares * rates / (1.0 - rates)
    if seeking is None or not seeking.sum() > 0:
        note = (
            f"{residents.note}: we have no unemployment by last occupation, which differs three- "
            "to fourfold; add it with `wardwise supply unemployment_by_occupation FILE`"
        )
        return Mix(residents.shares, note, RATES_UNKNOWN)
    note = f"{residents.note}, times unemployment by last occupation ({whose})"
    return Mix(seeking / seeking.sum(), note, RATES_KNOWN)


def _rates_by_last_occupation(inputs: Inputs, area: str) -> tuple[Array | None, str]:
    """Rates (0 to 1) of the 26 occupations, a sub-major group's own before its major group's.

    None where no area round this one has a rate for each of them in one year.
    """
    for code in rank_round(inputs.rows_of(area, "regions"), area):
        found = inputs.rows_of(code, "unemployment")
        if found.is_empty():
            continue
        of_place = found.drop_nulls("unemployment_rate_pct").filter(
            pl.col("unemployment_rate_pct") < PERCENT
        )
        years = of_place.select("area_name", "period").unique().sort("period", descending=True)
        for name, period in years.iter_rows():
            here = of_place.filter(period=period)
            rates = dict(here.select("occupation_code", "unemployment_rate_pct").iter_rows())
            known = [rates.get(one, rates.get(one[0])) for one in CODES]
            if None not in known and any(known):
                return np.array(known, dtype=float) / PERCENT, f"{name}, {period}"
    return None, ""
