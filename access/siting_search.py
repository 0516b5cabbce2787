"""Quick answers: one site after another, and an interchange search (Teitz and Bart).

All work on one table of costs, small areas x candidates: km for the shortest way, 0 or 1 for being
out of a distance. They find good sets in milliseconds, and say nothing on how good: `siting_exact`
proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from access.decay import Floats
from access.distances import Numbers

STARTS: Final = 20
SEED: Final = 20_210_321  # any fixed number: the same question has the same answer
# Swaps that gain less than this share of the cost are noise of the sums.
NOISE: Final = 1e-12


@dataclass(frozen=True)
class Found:
    """A set of candidates (rows, sorted), its cost, and the cost of the best set one swap away."""

    chosen: tuple[int, ...]
    cost: float
    next_cost: float


def sum_cost(demand: Floats, cost: Floats, chosen: tuple[int, ...]) -> float:
    """Cost of a set: everybody goes to the cheapest of it."""
    return float(demand @ cost[:, list(chosen)].min(axis=1))


def choose_greedily(demand: Floats, cost: Floats, sites: int) -> tuple[int, ...]:
    """Sites one after another, each the best beside those before; of equal ones the first."""
    chosen: list[int] = []
    nearest = np.full(len(demand), np.inf)
    for _ in range(sites):
        totals = demand @ np.minimum(cost, nearest[:, None])
        totals[chosen] = np.inf
        best = int(np.argmin(totals))
        chosen.append(best)
        nearest = np.minimum(nearest, cost[:, best])
    return tuple(sorted(chosen))


def search_interchange(
    demand: Floats, cost: Floats, sites: int, starts: int = STARTS, also: tuple[int, ...] = ()
) -> Found:
    """The best set that swaps of one site find, from several starts; the same on every run.

    Starts are the greedy set, `also` if given, and random ones. Costs must be finite.
    """
    count = cost.shape[1]
    random = np.random.default_rng(SEED)
    first = [choose_greedily(demand, cost, sites), *([also] if len(also) == sites else [])]
    others = (
        tuple(int(one) for one in np.sort(random.choice(count, sites, replace=False)))
        for _ in range(starts if sites < count else 0)
    )
    found = [_improve(demand, cost, np.array(start)) for start in dict.fromkeys([*first, *others])]
    return min(found, key=lambda one: (one.cost, one.chosen))


def _improve(demand: Floats, cost: Floats, chosen: Numbers) -> Found:
    """Swaps one site at a time for as long as that helps."""
    while True:
        total, swaps = _cost_swaps(demand, cost, chosen)
        best = int(np.argmin(swaps))
        out, into = divmod(best, cost.shape[1])
        if not swaps[out, into] < total * (1 - NOISE):
            ordered = tuple(sorted(int(one) for one in chosen))
            return Found(ordered, sum_cost(demand, cost, ordered), float(swaps[out, into]))
        chosen = chosen.copy()
        chosen[out] = into


def _cost_swaps(demand: Floats, cost: Floats, chosen: Numbers) -> tuple[float, Floats]:
    """The cost of a set, and the costs after each swap: which goes out x which comes in.

    What comes in helps those who are nearer to it; who loses their site goes to the second nearest
    or to what came in.
    """
    own = cost[:, chosen]
    at = own.argmin(axis=1)
    rows = np.arange(len(demand))
    nearest = own[rows, at]
    if len(chosen) > 1:
        second = np.partition(own, 1, axis=1)[:, 1]
    else:
        second = np.full(len(demand), cost.max())
    total = float(demand @ nearest)
    gains = demand @ np.maximum(nearest[:, None] - cost, 0.0)
    losses = np.maximum(np.minimum(second[:, None], cost) - nearest[:, None], 0.0)
    losses *= demand[:, None]
    belongs = (at[None, :] == np.arange(len(chosen))[:, None]).astype(np.float64)
    swaps = total - gains[None, :] + belongs @ losses
    swaps[:, chosen] = np.inf
    return total, np.asarray(swaps, dtype=np.float64)
