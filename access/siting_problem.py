"""A question of where services should go, as numbers: who needs them, and what could be where."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from access.decay import MINUTES, NO_CAR, SETTINGS, STRAIGHT, Floats, Setting

COVER, MEDIAN, CENTRE, NEARNESS = "cover", "median", "centre", "nearness"
QUESTIONS: Final[dict[str, str]] = {
    COVER: "most people within a distance",
    MEDIAN: "the shortest way for people on average",
    CENTRE: "the shortest way for those furthest off",
    NEARNESS: "most people, each counting more the nearer they are",
}
MOST_SITES: Final = 50
# The longest that we look for a proof.
LIMIT_SECONDS: Final = 10.0


class SitingError(Exception):
    """A question of sites that cannot be answered; the message lists every fault."""


@dataclass(frozen=True)
class SitingProblem:
    """Who needs a service, and where it could stand. Candidates are sorted by code.

    `demand`: people (or households) at each of n small areas; `demand_codes`, `demand_wards`: their
    codes and wards. `apart` (n x m): from each to each of m candidates, in `unit` ("km" or
    "minutes"; infinite without a journey). `existing` (n): to the nearest site that is kept,
    infinite without any. `group`: who they are, as "residents without qualifications".
    `assumptions`: sentences on what the numbers rest on. `km` and `kept_km`: east and north of the
    candidates and of the sites kept, for a map, with `kept_names`.
    """

    demand: Floats
    demand_codes: tuple[str, ...]
    demand_wards: tuple[str, ...]
    apart: Floats
    existing: Floats
    codes: tuple[str, ...]
    names: tuple[str, ...]
    unit: str = "km"
    group: str = "people"
    assumptions: tuple[str, ...] = ()
    km: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    kept_km: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    kept_names: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """All people of the group."""
        return float(self.demand.sum())

    @property
    def best_apart(self) -> Floats:
        """`apart`, or the way to a site that is kept where that is shorter."""
        return np.minimum(self.apart, self.existing[:, None])

    def measure_nearest(self, chosen: tuple[int, ...]) -> Floats:
        """From each small area to the nearest of the chosen candidates or of the sites kept."""
        if not chosen:
            return self.existing
        return np.asarray(self.best_apart[:, list(chosen)].min(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Question:
    """What is asked: `sites` new places, chosen for `kind`; `radius` in the problem's unit.

    `setting`: for nearness, how much nearer counts more, as of jobs within reach; by travel times
    that of minutes, whatever is named.
    """

    kind: str
    sites: int
    radius: float
    setting: str = NO_CAR

    def with_sites(self, sites: int) -> Question:
        return replace(self, sites=sites)


def find_setting(problem: SitingProblem, question: Question) -> Setting:
    """How much nearer counts more: the question's setting, or that of travel times."""
    return SETTINGS[question.setting if problem.unit == "km" else MINUTES]


def find_faults(problem: SitingProblem, question: Question) -> list[str]:
    """Everything that is wrong with a question, a sentence each; none where it can be answered."""
    faults = []
    count = len(problem.codes)
    if question.kind not in QUESTIONS:
        faults.append(f"{question.kind!r} is no question; ask for {', '.join(QUESTIONS)}")
    if not 1 <= question.sites <= MOST_SITES:
        faults.append(f"{question.sites} new places: choose from 1 to {MOST_SITES}")
    elif question.sites > count:
        faults.append(f"there are {count} places to choose from, fewer than {question.sites}")
    if question.setting not in STRAIGHT:
        faults.append(f"{question.setting!r} is no setting; choose from {', '.join(STRAIGHT)}")
    if not problem.total > 0:
        faults.append(f"no {problem.group} are counted here")
    if not (math.isfinite(question.radius) and question.radius > 0):
        faults.append(f"a distance of {question.radius} {problem.unit}: it must be above 0")
    elif question.kind == COVER and not faults:
        faults += _find_idle_radius(problem, question.radius)
    return faults


def _find_idle_radius(problem: SitingProblem, radius: float) -> list[str]:
    """Whether no place on offer would bring anybody more within the radius."""
    left = (problem.existing > radius) & (problem.demand > 0)
    if not left.any():
        return [
            f"all {problem.group} are within {radius:g} {problem.unit} of a site that is kept "
            "already; choose a shorter distance, or ask for the shortest way"
        ]
    nearest = float(problem.apart[left].min())
    if nearest <= radius:
        return []
    if not math.isfinite(nearest):
        return [f"there is no journey from any {problem.group} to a place on offer"]
    return [
        f"no place on offer has any {problem.group} within {radius:g} {problem.unit}; the shortest "
        f"way to one is {math.ceil(nearest * 10) / 10:g} {problem.unit}, so choose at least that"
    ]


def check_question(problem: SitingProblem, question: Question) -> None:
    """SitingError with every fault of the question; nothing where it can be answered."""
    faults = find_faults(problem, question)
    if faults:
        raise SitingError("; ".join(faults))
