"""Which qualifications each occupation asks for, and what is held under which name.

Source of the shares: Department for Education, Labour market and skills projections 2020 to 2035
(Skills Imperative 2035), England main tables, Open Government Licence v3.0: people in each
occupation by highest qualification, mean of the 2020 and the 2035 structure. What people hold
stands for what the work asks for: an assumption, since some are overqualified.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.skills.occupations import CODES

LEVELS: Final = {
    "below 2": "Below level 2, or no qualification",
    "2": "Level 2 (GCSEs at grade 4 or above, and the like)",
    "3": "Level 3 (A levels and the like)",
    "4-5": "Level 4 or 5 (below a degree)",
    "6+": "Level 6 or above (a degree or higher)",
}
LEVEL_CODES: Final = tuple(LEVELS)
# % of people in the occupation whose highest qualification is at each of the five levels.
_HELD: Final = {
    "11": (9.0, 10.2, 16.0, 13.1, 51.7), "12": (11.8, 14.6, 15.5, 14.5, 43.7),
    "21": (5.2, 7.0, 10.3, 11.2, 66.3), "22": (3.6, 5.7, 10.0, 9.9, 70.9),
    "23": (2.3, 2.6, 4.2, 2.7, 88.2), "24": (4.6, 6.1, 10.7, 8.5, 70.1),
    "31": (11.6, 11.3, 13.8, 15.4, 47.9), "32": (4.0, 10.6, 18.7, 15.5, 51.3),
    "33": (10.7, 16.9, 16.7, 13.4, 42.4), "34": (5.5, 4.2, 11.5, 10.8, 67.9),
    "35": (7.6, 10.9, 15.7, 14.2, 51.6), "41": (9.2, 18.0, 19.4, 16.5, 36.9),
    "42": (16.5, 13.3, 14.5, 17.9, 37.9), "51": (25.7, 20.9, 13.9, 18.4, 21.1),
    "52": (12.4, 21.2, 41.1, 12.8, 12.5), "53": (19.4, 33.1, 32.4, 8.0, 7.1),
    "54": (24.6, 20.7, 25.5, 9.4, 19.8), "61": (4.0, 20.3, 37.7, 16.3, 21.7),
    "62": (17.6, 19.9, 23.1, 20.3, 19.1), "63": (22.4, 21.6, 14.6, 10.9, 30.4),
    "71": (15.7, 21.4, 28.1, 9.7, 25.1), "72": (13.8, 21.5, 23.7, 13.6, 27.4),
    "81": (22.8, 31.1, 28.2, 8.0, 9.9), "82": (28.8, 29.5, 21.8, 8.5, 11.4),
    "91": (39.6, 25.5, 18.8, 8.3, 7.8), "92": (27.7, 26.8, 17.7, 10.4, 17.3),
}  # fmt: skip


def held_by_occupation() -> NDArray[np.float64]:
    """Shares q of the 5 levels (rows) in the 26 occupations (columns); columns sum to one."""
    held = np.array([_HELD[code] for code in CODES]).T
    shares: NDArray[np.float64] = held / held.sum(axis=0)
    return shares


# Census 2021 (TS067) does not part levels 4 and 5 from 6 and above; apprenticeships are of mixed
# level. Assumptions: an apprenticeship counts as level 3, "other" as below level 2, and level 4 and
# above is parted as in the projections for England (20 % of it at level 4 or 5).
LEVEL_4_5_OF_4_PLUS: Final = 0.20
OF_CENSUS: Final[dict[str, dict[str, float]]] = {
    "none": {"below 2": 1.0},
    "1": {"below 2": 1.0},
    "other": {"below 2": 1.0},
    "2": {"2": 1.0},
    "apprenticeship": {"3": 1.0},
    "3": {"3": 1.0},
    "4": {"4-5": LEVEL_4_5_OF_4_PLUS, "6+": 1.0 - LEVEL_4_5_OF_4_PLUS},
}
# Further education: levels of achievements. Level 4 and above is taken as level 4 or 5.
OF_ACHIEVEMENTS: Final = {
    "below 2": "below 2", "essential skills": "below 2", "no level": "below 2", "2": "2", "3": "3",
    "4+": "4-5",
}  # fmt: skip
