"""Proven answers, by integer programming (HiGHS, inside scipy).

Two models. Covering: a variable for each candidate, and one for each small area that is within the
distance of a chosen one. Median: a variable for each candidate, and the share of each small area
that goes to it. Of equally good sets we take the one whose codes come first.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from access.decay import Floats
from access.distances import Flags, Numbers

if TYPE_CHECKING:
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_array

# Two sets are equally good if they differ by less than this share of the objective.
EQUAL: Final = 1e-9


@dataclass(frozen=True)
class Model:
    """Minimise `objective` over variables of which the first `candidates` say who is chosen.

    `rows` x variables lies between `low` and `high`; all variables are 0 or 1.
    Exactly `sites` candidates are chosen.
    """

    objective: Floats
    rows: csr_array
    low: Floats
    high: Floats
    candidates: int
    sites: int


@dataclass(frozen=True)
class Solved:
    """`chosen`: candidates, empty where none was found in time. `bound`: no set is lower."""

    chosen: tuple[int, ...]
    bound: float
    is_proven: bool


class Clock:
    """Time that is left of a limit in seconds."""

    def __init__(self, seconds: float) -> None:
        self.end = time.perf_counter() + seconds

    @property
    def left(self) -> float:
        return max(self.end - time.perf_counter(), 0.0)


def build_cover(demand: Floats, near: Flags, sites: int) -> Model:
    """Covering: `near` (small areas x candidates) says who is within the distance.

    The objective is minus the people covered.
    """
    # Here and below: it takes a second to load, and few commands need it.
    from scipy.sparse import coo_array, csr_array

    useful = (demand > 0) & near.any(axis=1)
    people, reached = demand[useful], near[useful]
    areas, candidates = reached.shape
    at_area, at_candidate = np.nonzero(reached)
    # covered - sum of chosen ones near <= 0
    rows = np.concatenate([at_area, np.arange(areas)])
    columns = np.concatenate([at_candidate, candidates + np.arange(areas)])
    values = np.concatenate([np.full(len(at_area), -1.0), np.ones(areas)])
    matrix = coo_array((values, (rows, columns)), shape=(areas, candidates + areas))
    return Model(
        np.concatenate([np.zeros(candidates), -people]),
        csr_array(matrix),
        np.full(areas, -np.inf),
        np.zeros(areas),
        candidates,
        sites,
    )


def build_within(near: Flags, sites: int) -> Model:
    """Everybody within the distance of a chosen candidate; nothing to minimise."""
    from scipy.sparse import csr_array

    rows = np.unique(near, axis=0).astype(np.float64)
    # Who is near all that another area is near comes within the distance whenever the other does.
    shared, own = rows @ rows.T, rows.sum(axis=1)
    implied = (shared == own[:, None]) & ~np.eye(len(rows), dtype=bool)
    rows = rows[~implied.any(axis=0)]
    areas, candidates = rows.shape
    return Model(
        np.zeros(candidates), csr_array(rows), np.ones(areas), np.full(areas, np.inf),
        candidates, sites,
    )  # fmt: skip


def build_median(demand: Floats, cost: Floats, sites: int, pairs: Flags) -> Model:
    """Median: everybody goes to one chosen candidate, at a cost; the objective is their sum.

    `pairs` (small areas x candidates) says who can go where.
    """
    from scipy.sparse import coo_array, csr_array

    used = demand > 0
    area, candidate = np.nonzero(pairs[used])
    areas, shares = int(used.sum()), len(area)
    at = cost.shape[1] + np.arange(shares)
    # All of an area goes somewhere: rows 0 to areas - 1. And only to the chosen: a row a share.
    rows = np.concatenate([area, areas + np.arange(shares), areas + np.arange(shares)])
    columns = np.concatenate([at, at, candidate])
    values = np.concatenate([np.ones(2 * shares), np.full(shares, -1.0)])
    matrix = coo_array((values, (rows, columns)), shape=(areas + shares, cost.shape[1] + shares))
    weighed = (demand[used][:, None] * cost[used])[area, candidate]
    return Model(
        np.concatenate([np.zeros(cost.shape[1]), weighed]),
        csr_array(matrix),
        np.concatenate([np.ones(areas), np.full(shares, -np.inf)]),
        np.concatenate([np.ones(areas), np.zeros(shares)]),
        cost.shape[1],
        sites,
    )


def solve(model: Model, clock: Clock, *, without: Sequence[tuple[int, ...]] = ()) -> Solved:
    """The best set, other than those of `without`."""
    from scipy.optimize import LinearConstraint

    width = len(model.objective)
    choosing = np.zeros((1 + len(without), width))
    choosing[0, : model.candidates] = 1.0
    high = np.full(1 + len(without), float(model.sites))
    low = high.copy()
    for number, chosen in enumerate(without, 1):
        choosing[number, list(chosen)] = 1.0
        low[number], high[number] = -np.inf, len(chosen) - 1.0
    return _run(model, [LinearConstraint(choosing, low, high)], model.objective, clock)


def solve_first(model: Model, objective: float, clock: Clock) -> tuple[int, ...]:
    """Of all sets that are as good as `objective`, the one whose candidates come first.

    The first candidate of a set is found by itself, then the second beside it, and so on. Empty
    where the time is up.
    """
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_array, hstack

    width, count = len(model.objective), model.candidates
    slack = EQUAL * max(abs(objective), 1.0)
    wide = Model(
        np.concatenate([np.zeros(width), np.arange(count, dtype=np.float64)]),
        csr_array(hstack([model.rows, csr_array((model.rows.shape[0], count))])),
        model.low,
        model.high,
        count,
        model.sites,
    )
    marks = width + np.arange(count)
    ties = np.zeros((3 + count, width + count))
    ties[0, :count] = 1.0
    ties[1, :width] = model.objective
    ties[2, marks] = 1.0
    ties[3 + np.arange(count), marks] = 1.0
    ties[3 + np.arange(count), np.arange(count)] = -1.0
    low = np.concatenate([[model.sites, -np.inf, 1.0], np.full(count, -np.inf)])
    high = np.concatenate([[model.sites, objective + slack, 1.0], np.zeros(count)])
    lower, upper = np.zeros(width + count), np.ones(width + count)
    chosen: tuple[int, ...] = ()
    while len(chosen) < model.sites:
        solved = _run(
            wide, [LinearConstraint(csr_array(ties), low, high)], wide.objective, clock,
            Bounds(lower, upper),
        )  # fmt: skip
        if not solved.is_proven:
            return ()
        after = chosen[-1] + 1 if chosen else 0
        first = next(one for one in solved.chosen if one >= after)
        chosen = (*chosen, first)
        lower[first] = 1.0
        upper[after:first] = 0.0
        # The next mark is for a candidate behind this one.
        upper[marks[: first + 1]] = 0.0
    return chosen


def _run(
    model: Model,
    constraints: list[LinearConstraint],
    objective: Floats,
    clock: Clock,
    bounds: Bounds | None = None,
) -> Solved:
    from scipy.optimize import Bounds, LinearConstraint, milp

    if clock.left <= 0:
        return Solved((), -np.inf, False)
    # All of them whole, though the others would be by themselves: with some that need not be,
    # HiGHS writes on standard output (1.12, 2026-11).
    whole: Numbers = np.ones(len(objective), dtype=np.int64)
    result = milp(
        objective,
        integrality=whole,
        bounds=bounds if bounds is not None else Bounds(0.0, 1.0),
        constraints=[LinearConstraint(model.rows, model.low, model.high), *constraints],
        options={"time_limit": clock.left, "mip_rel_gap": 0.0},
    )
    bound = -np.inf if result.mip_dual_bound is None else float(result.mip_dual_bound)
    if result.x is None:
        return Solved((), bound, result.status == 2)
    chosen = tuple(int(one) for one in np.flatnonzero(result.x[: model.candidates] > 0.5))
    return Solved(chosen, bound, result.status == 0)
