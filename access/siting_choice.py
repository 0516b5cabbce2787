"""What a set of sites means for people, and the answer to a question of sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from access.decay import Floats
from access.siting_exact import EQUAL
from access.siting_problem import (
    CENTRE,
    COVER,
    MEDIAN,
    NEARNESS,
    Question,
    SitingProblem,
    find_setting,
)

# A place that nobody can travel to counts as so many times the longest way there is.
UNREACHABLE: Final = 10.0


@dataclass(frozen=True)
class Choice:
    """A set of places and what it means for people. All figures count the sites kept too.

    `value`: covered people (cover), mean way (median), longest way (centre) or people, each counted
    by their weight (nearness). `mean_way` and
    `longest_way` are infinite where somebody has no journey to any site.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    value: float
    covered_people: float
    covered_pct: float
    mean_way: float
    longest_way: float


@dataclass(frozen=True)
class SitingAnswer:
    """The answer to a question of sites.

    `is_proven`: no set on offer is better, under this model. Else `gap_pct` says by how much of the
    value the best can be better at most, null where nobody can say. `runner_up`: the best of all
    other sets, None where there is none or the time was up; `is_runner_up_proven` likewise.
    `greedy`: sites chosen one after another. `before`: the sites kept alone.
    """

    question: Question
    best: Choice
    before: Choice
    greedy: Choice
    runner_up: Choice | None
    is_proven: bool
    is_runner_up_proven: bool
    gap_pct: float | None
    seconds: float

    @property
    def is_tie(self) -> bool:
        """Whether the runner-up is as good; of equal longest ways, on average too."""
        other, best = self.runner_up, self.best
        if other is None or not are_equal(other.value, best.value):
            return False
        return self.question.kind != CENTRE or are_equal(other.mean_way, best.mean_way)


def are_equal(one: float, other: float) -> bool:
    return abs(one - other) <= EQUAL * max(abs(one), abs(other), 1.0)


def measure_choice(problem: SitingProblem, question: Question, chosen: tuple[int, ...]) -> Choice:
    """What a set of candidates (rows) means for people, beside the sites kept."""
    nearest = problem.measure_nearest(chosen)
    needed = problem.demand > 0
    covered = float(problem.demand[needed & (nearest <= question.radius)].sum())
    mean = float(problem.demand[needed] @ nearest[needed]) / problem.total
    longest = float(nearest[needed].max(initial=0.0))
    near = float(problem.demand @ find_setting(problem, question).weigh(nearest))
    value = {COVER: covered, MEDIAN: mean, CENTRE: longest, NEARNESS: near}[question.kind]
    return Choice(
        tuple(problem.codes[one] for one in chosen),
        tuple(problem.names[one] for one in chosen),
        value,
        covered,
        100.0 * covered / problem.total,
        mean,
        longest,
    )


def make_cost(problem: SitingProblem, question: Question) -> Floats:
    """What a quick search adds up: being out of the distance, the way, a steep power of it, or what
    is lacking of a whole count."""
    apart = problem.best_apart
    if question.kind == COVER:
        return (apart > question.radius).astype(np.float64)
    if question.kind == NEARNESS:
        return 1.0 - find_setting(problem, question).weigh(apart)
    finite = np.isfinite(apart)
    longest = float(apart[finite].max(initial=1.0))
    ways = np.where(finite, apart, UNREACHABLE * longest)
    return ways if question.kind == MEDIAN else (ways / longest) ** 8
