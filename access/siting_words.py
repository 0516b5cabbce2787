"""The answer to a question of sites in plain sentences. Never "optimal" without the model."""

from __future__ import annotations

from typing import Final

from access.decay import CONSTANTS
from access.siting_choice import Choice, SitingAnswer
from access.siting_problem import (
    CENTRE,
    COVER,
    MEDIAN,
    NEARNESS,
    SitingProblem,
    find_setting,
)

MODEL: Final = {"km": "straight-line model", "minutes": "model of your travel times"}
STRAIGHT_LIMITS: Final = "Distances are straight lines: no roads, hills or timetables."
# Shares that differ by less look the same when they are shown.
HARDLY_PCT: Final = 0.05


def explain_answer(problem: SitingProblem, answer: SitingAnswer) -> list[str]:
    """Sentences in the order in which to read them: the answer, how sure it is, what else there is.

    The first answers the question; the last says how much the runner-up loses.
    """
    sentences = [describe_answer(problem, answer), describe_proof(problem, answer)]
    sentences += describe_greedy(problem, answer)
    sentences += describe_runner_up(problem, answer)
    return sentences


def describe_answer(problem: SitingProblem, answer: SitingAnswer) -> str:
    """What the best set does for the group, and what it was before."""
    best, question = answer.best, answer.question
    names = join_names(best.names)
    within = f"within {name_distance(question.radius, problem.unit)}"
    if question.kind == COVER:
        before = (
            f", up from {answer.before.covered_pct:.1f}% now"
            if answer.before.covered_people > 0 else ""
        )  # fmt: skip
        site = "a site, new or kept" if before else "a site"
        return (
            f"With {names}, {best.covered_pct:.1f}% of {problem.group} "
            f"({best.covered_people:,.0f} of {problem.total:,.0f}) live {within} of {site}{before}."
        )
    if question.kind == NEARNESS:
        return (
            f"With {names}, {best.value:,.0f} of {problem.total:,.0f} {problem.group} count as "
            "near a site: each counts more the nearer they live, as "
            f"{find_setting(problem, question).phrase} do. {best.covered_pct:.1f}% live {within}."
        )
    if question.kind == MEDIAN:
        return (
            f"With {names}, {problem.group} are {best.mean_way:.1f} {problem.unit} from the "
            f"nearest site on average; {best.covered_pct:.1f}% live {within}."
        )
    return (
        f"With {names}, nobody among {problem.group} lives more than {best.longest_way:.1f} "
        f"{problem.unit} from a site; {best.covered_pct:.1f}% live {within}."
    )


def describe_proof(problem: SitingProblem, answer: SitingAnswer) -> str:
    """How sure it is that no other set on offer is better."""
    model = MODEL[problem.unit]
    if answer.is_proven:
        return f"Proven best of the places on offer for this {model}."
    if answer.gap_pct is None:
        return f"A good answer for this {model}; we have not proven that it is the best."
    return (
        f"The best that we found in {answer.seconds:.0f} seconds for this {model}: the best of the "
        f"places on offer could be better by at most {answer.gap_pct:.1f}%."
    )


def describe_greedy(problem: SitingProblem, answer: SitingAnswer) -> list[str]:
    """What choosing one site after another would lose; nothing where it loses nothing."""
    best, greedy = answer.best, answer.greedy
    if answer.question.kind != COVER or best.covered_pct - greedy.covered_pct < HARDLY_PCT:
        return []
    return [
        "Choosing one after another, each the best at the time, would reach "
        f"{greedy.covered_pct:.1f}%: {best.covered_pct - greedy.covered_pct:.1f} percentage points "
        f"fewer, or {best.covered_people - greedy.covered_people:,.0f} {problem.group}."
    ]


def describe_runner_up(problem: SitingProblem, answer: SitingAnswer) -> list[str]:
    """The best other set, and how little or much it loses; nothing where there is none."""
    other = answer.runner_up
    if other is None:
        is_choice = answer.question.sites < len(problem.codes)
        is_sure = answer.is_proven and answer.is_runner_up_proven
        if is_choice and is_sure and answer.question.kind == CENTRE:
            return [f"No other choice keeps everybody within {_show_way(answer.best, problem)}."]
        return []
    named = join_names(other.names)
    if answer.is_tie:
        return [f"{named} would do as well; we name the set that comes first by code."]
    second = "Second best" if answer.is_runner_up_proven else "Second best that we found in time"
    return [f"{second}: {named}, {_compare(problem, answer, other)}."]


def _compare(problem: SitingProblem, answer: SitingAnswer, other: Choice) -> str:
    best = answer.best
    if answer.question.kind == COVER:
        return (
            f"with {other.covered_pct:.1f}%, {best.covered_people - other.covered_people:,.0f} "
            f"{problem.group} fewer"
        )
    if answer.question.kind == NEARNESS:
        return f"{best.value - other.value:,.0f} fewer count as near"
    further = other.mean_way - best.mean_way
    more = f"{further:.1f} minutes longer"
    if problem.unit == "km":
        metres = 1000 * further
        more = f"{metres:,.0f} m further" if metres >= 1 else "less than 1 m further"
    if answer.question.kind == MEDIAN:
        return f"{more} on average"
    return f"as near for the furthest, {more} on average"


def _show_way(choice: Choice, problem: SitingProblem) -> str:
    return f"{choice.longest_way:.1f} {problem.unit}"


def compare_fairness(problem: SitingProblem, most: SitingAnswer, fairest: SitingAnswer) -> str:
    """The best for most people beside the fairest: what each does for the other's aim."""
    if most.best.codes == fairest.best.codes:
        return "The best set for most people is also the one that is fairest to those furthest off."
    radius = name_distance(most.question.radius, problem.unit)
    return (
        f"Best for most: {join_names(most.best.names)}, with {most.best.covered_pct:.1f}% within "
        f"{radius} and the furthest {_show_way(most.best, problem)} away. Fairest: "
        f"{join_names(fairest.best.names)}, with the furthest {_show_way(fairest.best, problem)} "
        f"away and {fairest.best.covered_pct:.1f}% within {radius}."
    )


def describe_nesting(smaller: SitingAnswer, larger: SitingAnswer) -> str:
    """Says so where the best set of more sites does not hold the best set of fewer."""
    if set(smaller.best.codes) <= set(larger.best.codes):
        return ""
    count = larger.question.sites
    return (
        f"The best {count} do not hold the best {smaller.question.sites}: decide how many are "
        "to be built before the first one is."
    )


def name_distance(radius: float, unit: str) -> str:
    """'3 km', '2.5 km', '30 minutes'."""
    return f"{radius:g} {unit}"


def describe_radius(radius_km: float) -> str:
    """How long a straight line of so many km takes on foot and by bicycle at the least."""
    walk = 60.0 * radius_km / CONSTANTS["walk_km_per_hour"]
    cycle = 60.0 * radius_km / CONSTANTS["cycle_km_per_hour"]
    return (
        f"{radius_km:g} km in a straight line is at least {walk:.0f} minutes on foot or "
        f"{cycle:.0f} by bicycle; roads make it longer."
    )


def join_names(names: tuple[str, ...]) -> str:
    """'City', 'City and Tong', 'City, Tong and Wibsey'; 'City, and Tong and Holme' where a name
    has an 'and' of its own.

    >>> join_names(("Ilkley", "Thornton and Allerton"))
    'Ilkley, and Thornton and Allerton'
    """
    if len(names) < 2:
        return "".join(names)
    last = ", and " if any(" and " in name for name in names) else " and "
    return last.join([", ".join(names[:-1]), names[-1]])
