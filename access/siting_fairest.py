"""The shortest longest way: so many sites that those furthest off are as near as they can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from access.decay import Floats
from access.siting_exact import Clock, build_cover, solve


@dataclass(frozen=True)
class Fairest:
    """A set of candidates and its `longest` way; no set has a longest way below `lowest`."""

    chosen: tuple[int, ...]
    longest: float
    lowest: float
    is_proven: bool


def find_shortest_longest(
    ways: Floats, sites: int, start: tuple[int, ...], clock: Clock
) -> Fairest:
    """Halves the list of distances that the answer can be: can so many sites bring all within it?

    `ways`: small areas that have people x candidates, finite; `start`: any set of so many sites.
    """
    chosen = start
    longest = _find_longest(ways, chosen)
    # No set is better than one with a site at everybody's nearest candidate.
    floor = float(ways.min(axis=1).max())
    steps = np.unique(ways[(ways >= floor) & (ways <= longest)])
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        within = ways <= steps[middle]
        solved = solve(build_cover(np.ones(len(ways)), within, sites), clock)
        if not solved.is_proven:
            return Fairest(chosen, longest, float(steps[low]), False)
        if solved.chosen and bool(within[:, list(solved.chosen)].any(axis=1).all()):
            chosen = solved.chosen
            longest = _find_longest(ways, chosen)
            high = int(np.searchsorted(steps, longest))
        else:
            low = middle + 1
    return Fairest(chosen, longest, longest, True)


def _find_longest(ways: Floats, chosen: tuple[int, ...]) -> float:
    return float(ways[:, list(chosen)].min(axis=1).max())
