"""Which qualifications each occupation needs, and which categories count as which level.

What people hold stands for what the work asks for: an assumption, since some are overqualified. The
tables are `qualifications_by_occupation`, and for what counts as which level
`census_qualification_levels` and `achievement_levels`.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

import reference
from indicators.skills.occupations import CODES

SkillKind = Literal["occupation", "qualification"]
LEVELS: Final[dict[str, str]] = dict(reference.read("qualification_levels").iter_rows())
LEVEL_CODES: Final = tuple(LEVELS)
_HELD: Final = {
    row[0]: row[1:] for row in reference.read("qualifications_by_occupation").iter_rows()
}


@cache
def shares_by_occupation() -> NDArray[np.float64]:
    """Shares q of the 5 levels (rows) in the 26 occupations (columns); columns sum to one."""
    persons = np.array([_HELD[code] for code in CODES]).T
    shares: NDArray[np.float64] = persons / persons.sum(axis=0)
    shares.flags.writeable = False  # one array for all who ask
    return shares


# For each category of the census, the levels it counts as with their shares.
OF_CENSUS: Final[dict[str, dict[str, float]]] = {
    code: dict(zip(levels, shares, strict=True))
    for code, levels, shares in reference.read("census_qualification_levels")
    .group_by("qualification_code", maintain_order=True)
    .agg("level_code", "share")
    .iter_rows()
}
LEVEL_4_5_OF_4_PLUS: Final = OF_CENSUS["4"]["4-5"]
OF_ACHIEVEMENTS: Final[dict[str, str]] = dict(reference.read("achievement_levels").iter_rows())
