"""A lower bound on the cost of any set of sites, and the candidates that a good set can hold.

Lagrangian relaxation of the p-median problem: everybody is paid to be served, and each candidate
stands for what it earns. Each price list gives a lower bound; subgradient steps raise it. A
candidate whose forced place in the set would lift the bound above a set that we have is in no
better set, and the solver need not look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from access.decay import Floats
from access.distances import Flags

STEPS: Final = 400
PATIENCE: Final = 15  # steps without a better bound before we make them shorter
SLACK: Final = 1e-9


@dataclass(frozen=True)
class Bound:
    """`lowest`: no set costs less. `pairs` (small areas x candidates): who can go where in a set
    that costs at most `most`."""

    lowest: float
    pairs: Flags


def bound_cost(demand: Floats, cost: Floats, sites: int, known: float, most: float) -> Bound:
    """The bound for sets of so many sites; `known`: the cost of a set that we have.

    In every set that costs at most `most`, people go to their nearest site along `pairs` alone.
    """
    count = cost.shape[1]
    pairs = np.ones(cost.shape, dtype=bool)
    if sites >= count:
        return Bound(known, pairs)
    weighed = demand[:, None] * cost
    prices = np.partition(weighed, min(1, count - 1), axis=1)[:, min(1, count - 1)]
    lowest, scale, stale = -np.inf, 1.0, 0
    room = SLACK * max(abs(known), 1.0)
    for _ in range(STEPS):
        earned = np.minimum(weighed - prices[:, None], 0.0)
        totals = earned.sum(axis=0)
        order = np.argsort(totals, kind="stable")
        chosen = order[:sites]
        bound = float(prices.sum() + totals[chosen].sum())
        if bound > lowest:
            # With a candidate forced in, the dearest of the chosen goes out; and who is sent where
            # they earn nothing costs the rest.
            forced = bound + np.maximum(totals - totals[order[sites - 1]], 0.0)
            sent = forced[None, :] + np.maximum(weighed - prices[:, None], 0.0)
            pairs &= sent <= most + room
        served = (earned[:, chosen] < 0).sum(axis=1)
        slope = 1.0 - served
        stale = 0 if bound > lowest + room else stale + 1
        lowest = max(lowest, bound)
        if stale >= PATIENCE:
            scale, stale = scale / 2.0, 0
        size = float(slope @ slope)
        if size == 0 or lowest >= known - room or scale < 1e-3:
            break
        prices = prices + scale * max(known - bound, 0.0) / size * slope
    return Bound(min(lowest, known), pairs)
