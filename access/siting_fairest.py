"""The shortest longest way: so many sites that those furthest off are as near as they can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from access.decay import Floats
from access.siting_exact import Clock, build_within, solve
from access.siting_search import search_interchange

FEW_STARTS: Final = 5


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

    First by a quick search, then by proof that the next shorter distance is impossible.

    `ways`: small areas that have people x candidates, finite; `start`: any set of so many sites.
    """
    everyone = np.ones(len(ways))
    # No set is better than one with a site at everybody's nearest candidate.
    floor = float(ways.min(axis=1).max())
    chosen, longest = start, _find_longest(ways, start)
    steps = np.unique(ways[(ways >= floor) & (ways <= longest)])
    low, high = 0, len(steps) - 1
    while low < high:  # what a quick search finds
        middle = (low + high) // 2
        out = (ways > steps[middle]).astype(np.float64)
        found = search_interchange(everyone, out, sites, FEW_STARTS, also=chosen)
        if found.cost > 0:
            low = middle + 1
            continue
        chosen, longest = found.chosen, _find_longest(ways, found.chosen)
        high = int(np.searchsorted(steps, longest))
    low, middle = 0, high - 1  # and the proof that there is no better, in one step if it was best
    while low < high:
        solved = solve(build_within(ways <= steps[middle], sites), clock)
        if not solved.is_proven:
            return Fairest(chosen, longest, float(steps[low]), False)
        if solved.chosen:
            chosen, longest = solved.chosen, _find_longest(ways, solved.chosen)
            high = int(np.searchsorted(steps, longest))
        else:
            low = middle + 1
        middle = (low + high) // 2
    return Fairest(chosen, longest, longest, True)


def _find_longest(ways: Floats, chosen: tuple[int, ...]) -> float:
    return float(ways[:, list(chosen)].min(axis=1).max())
