"""Proofs: the best set of sites of all on offer, the best other set, and how far off a bound is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from access.decay import Floats
from access.distances import Flags, Numbers
from access.siting_bound import bound_cost
from access.siting_choice import are_equal, make_cost
from access.siting_exact import EQUAL, Clock, build_cover, build_median, solve, solve_first
from access.siting_fairest import find_shortest_longest
from access.siting_problem import MEDIAN, Question, SitingProblem
from access.siting_search import Found, search_interchange, sum_cost

# So many sets or fewer are looked at one by one, which takes less time than the solver.
FEW_SETS: Final = 20_000
SETS_AT_ONCE: Final = 2_000


@dataclass(frozen=True)
class Proof:
    """`chosen` and the best other set (empty if none); `bound`: no set has a lower objective.

    The objective is minus the people covered, people times way, or the longest way.
    """

    chosen: tuple[int, ...]
    other: tuple[int, ...]
    bound: float
    is_proven: bool
    is_other_proven: bool


def prove_cover(
    problem: SitingProblem, question: Question, found: Found, cost: Floats, clock: Clock
) -> Proof:
    demand = np.where(problem.existing > question.radius, problem.demand, 0.0)
    kept = problem.total - float(demand.sum())
    model = build_cover(demand, problem.apart <= question.radius, question.sites)
    first = solve(model, clock)

    def cover(chosen: tuple[int, ...]) -> float:
        return -(problem.total - sum_cost(problem.demand, cost, chosen))

    chosen = first.chosen if len(first.chosen) == question.sites else found.chosen
    if not first.is_proven:
        chosen = min((chosen, found.chosen), key=lambda one: (cover(one), one))
        return Proof(chosen, (), first.bound - kept, False, False)
    second = solve(model, clock, without=[chosen])
    if second.chosen and are_equal(cover(second.chosen), cover(chosen)):
        lowest = solve_first(model, cover(chosen) + kept, clock)
        if lowest and lowest != chosen:
            chosen, second = lowest, solve(model, clock, without=[lowest])
    return Proof(chosen, second.chosen, cover(chosen), True, second.is_proven)


def prove_median(
    demand: Floats,
    cost: Floats,
    sites: int,
    found: Found,
    clock: Clock,
    allowed: Flags | None = None,
) -> Proof:
    """The least sum of demand times cost; `found` is a set from the quick search.

    `allowed` (small areas x candidates): who may go where; everywhere if None. A bound leaves few
    candidates; where they make few sets we look at each, else we ask the solver.
    """
    most = found.next_cost if np.isfinite(found.next_cost) else found.cost
    bound = bound_cost(demand, cost, sites, found.cost, most)
    pairs = bound.pairs if allowed is None else bound.pairs & allowed
    rows = np.flatnonzero(pairs[demand > 0].any(axis=0))
    if len(rows) < sites:  # sites that serve nobody more make up the number
        rows = np.arange(cost.shape[1])
    if math.comb(len(rows), sites) <= FEW_SETS:
        return _look_at_each(demand, cost, sites, rows)
    model = build_median(demand, cost[:, rows], sites, pairs[:, rows])

    def widen(chosen: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(int(one) for one in rows[list(chosen)])

    first = solve(model, clock)
    chosen = first.chosen if len(first.chosen) == sites else ()
    full = widen(chosen) if chosen else found.chosen
    if not first.is_proven or not chosen:
        full = min((full, found.chosen), key=lambda one: (sum_cost(demand, cost, one), one))
        return Proof(full, (), max(bound.lowest, min(first.bound, most)), False, False)
    best = sum_cost(demand, cost, full)
    second = solve(model, clock, without=[chosen])
    if second.chosen and are_equal(sum_cost(demand, cost, widen(second.chosen)), best):
        lowest = solve_first(model, best, clock)
        if lowest and lowest != chosen:
            full, second = widen(lowest), solve(model, clock, without=[lowest])
    return Proof(full, widen(second.chosen), best, True, second.is_proven)


def _look_at_each(demand: Floats, cost: Floats, sites: int, rows: Numbers) -> Proof:
    """The best and the second best of all sets of some candidates; of equal ones the first."""
    used = demand > 0
    people, ways = demand[used], cost[used]
    sets = np.array(list(combinations(rows.tolist(), sites)), dtype=np.int64)
    totals = np.empty(len(sets))
    for start in range(0, len(sets), SETS_AT_ONCE):
        part = sets[start : start + SETS_AT_ONCE]
        nearest = ways[:, part[:, 0]]
        for column in part.T[1:]:
            nearest = np.minimum(nearest, ways[:, column])
        totals[start : start + SETS_AT_ONCE] = people @ nearest
    least = float(totals.min())
    best = int(np.flatnonzero(totals <= least + EQUAL * max(abs(least), 1.0))[0])
    chosen = tuple(int(one) for one in sets[best])
    totals[best] = np.inf
    other = int(np.argmin(totals))
    second = tuple(int(one) for one in sets[other]) if np.isfinite(totals[other]) else ()
    return Proof(chosen, second, sum_cost(demand, cost, chosen), True, True)


def prove_centre(problem: SitingProblem, question: Question, found: Found, clock: Clock) -> Proof:
    """The shortest longest way, and among the sets that have it the shortest way on average."""
    ways = make_cost(problem, replace(question, kind=MEDIAN))
    needed = problem.demand > 0
    fairest = find_shortest_longest(ways[needed], question.sites, found.chosen, clock)
    if not fairest.is_proven:
        return Proof(fairest.chosen, (), fairest.lowest, False, False)
    # A way longer than that is out of the question: dearer than everybody's way together.
    out = ways > fairest.longest + EQUAL
    cost = ways + np.where(out, ways.max() * len(ways) + 1.0, 0.0)
    near = search_interchange(problem.demand, cost, question.sites, also=fairest.chosen)
    proof = prove_median(problem.demand, cost, question.sites, near, clock, allowed=~out)
    worst = [float(ways[needed][:, list(s)].min(axis=1).max()) if s else np.inf
             for s in (proof.chosen, proof.other)]  # fmt: skip
    chosen = proof.chosen if are_equal(worst[0], fairest.longest) else fairest.chosen
    other = proof.other if are_equal(worst[1], fairest.longest) else ()
    return Proof(chosen, other, fairest.longest, True, proof.is_other_proven)
