"""Where it should go: proven against every set there is, and the laws that answers keep."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from factory_places import siting_problem

from access import siting_proofs
from access.siting import answer_exactly, answer_quickly, list_left_out, list_sites, trace_coverage
from access.siting_choice import measure_choice
from access.siting_problem import (
    CENTRE,
    COVER,
    MEDIAN,
    NEARNESS,
    QUESTIONS,
    Question,
    SitingError,
    SitingProblem,
    find_faults,
)

RADIUS = 6.0


def look_at_all(problem: SitingProblem, question: Question) -> list[tuple[float, tuple[int, ...]]]:
    """Every set, the best first (the longest way, then the mean), equal ones by code."""
    rated = []
    for chosen in combinations(range(len(problem.codes)), question.sites):
        nearest = problem.measure_nearest(chosen)
        value = {
            COVER: (-problem.demand[nearest <= question.radius].sum(),),
            MEDIAN: (problem.demand @ nearest,),
            CENTRE: (nearest.max(), problem.demand @ nearest),
            NEARNESS: (-problem.demand @ np.exp(-0.5 * nearest),),
        }[question.kind]
        rated.append((tuple(round(float(one), 6) for one in value), chosen))
    return sorted(rated)


@pytest.mark.parametrize("sites", [1, 2, 3])
@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_is_the_best_of_every_set(kind: str, sites: int) -> None:
    problem, question = siting_problem(), Question(kind, sites, RADIUS)
    best, second = look_at_all(problem, question)[:2]
    answer = answer_exactly(problem, question)
    assert answer.is_proven
    assert answer.gap_pct == 0.0
    assert answer.best.codes == tuple(problem.codes[one] for one in best[1])
    if kind != CENTRE:
        assert answer.runner_up is not None
        other = measure_choice(problem, question, second[1])
        assert answer.runner_up.value == pytest.approx(other.value)


@pytest.mark.parametrize("kind", [MEDIAN, CENTRE, NEARNESS])
def test_the_solver_finds_what_looking_at_each_finds(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, question = siting_problem(areas=40, candidates=15), Question(kind, 3, RADIUS)
    by_looking = answer_exactly(problem, question)
    monkeypatch.setattr(siting_proofs, "FEW_SETS", 0)
    by_solver = answer_exactly(problem, question)
    assert by_solver.best == by_looking.best
    assert by_solver.is_proven
    assert (by_solver.runner_up is None) == (by_looking.runner_up is None)
    if by_solver.runner_up and by_looking.runner_up:
        assert by_solver.runner_up.value == pytest.approx(by_looking.runner_up.value)


def test_coverage_never_falls_with_more_sites_nor_below_one_after_another() -> None:
    curve = trace_coverage(siting_problem(areas=60, candidates=12), RADIUS, most=12)
    assert curve["sites_count"].to_list() == list(range(13))
    assert (curve["covered_people"].diff().drop_nulls() >= 0).all()
    assert (curve["covered_pct"] >= curve["greedy_pct"] - 1e-9).all()
    assert curve["is_proven"].all()


def test_all_candidates_cover_all_that_any_covers() -> None:
    problem = siting_problem(areas=60, candidates=12)
    wide = float(problem.apart.min(axis=1).max())
    answer = answer_exactly(problem, Question(COVER, 12, wide))
    assert answer.best.covered_pct == 100.0
    assert list_left_out(problem, answer.question, answer.best).is_empty()


def test_sites_that_are_kept_count_and_stay() -> None:
    bare = siting_problem()
    kept = np.where(np.arange(80) < 40, 1.0, np.inf)
    problem = replace(bare, existing=kept)
    question = Question(COVER, 2, RADIUS)
    answer = answer_exactly(problem, question)
    assert answer.before.covered_people == pytest.approx(float(problem.demand[:40].sum()))
    assert answer.best.covered_people >= answer.before.covered_people
    # The best for those who are left: the same as if only they were asked.
    rest = replace(bare, demand=np.where(np.arange(80) < 40, 0.0, bare.demand))
    assert answer.best.codes == answer_exactly(rest, question).best.codes
    assert problem.existing is kept
    median = answer_exactly(problem, Question(MEDIAN, 2, RADIUS))
    assert median.best.mean_way <= 1.0 + answer_exactly(bare, Question(MEDIAN, 2, 1)).best.mean_way


def test_of_equal_sets_the_lowest_codes_are_named() -> None:
    """Four places, each as good as the others: the first two, and a tie is said."""
    same = siting_problem(areas=4, candidates=4)
    problem = replace(same, demand=np.full(4, 10.0), apart=np.where(np.eye(4) > 0, 0.5, 9.0))
    for kind in QUESTIONS:
        answer = answer_exactly(problem, Question(kind, 2, 1.0))
        assert answer.best.codes == problem.codes[:2], kind
        assert answer.is_tie, kind


def test_the_order_of_areas_changes_nothing() -> None:
    problem = siting_problem()
    turned = replace(
        problem, demand=problem.demand[::-1], apart=problem.apart[::-1],
        demand_codes=problem.demand_codes[::-1], demand_wards=problem.demand_wards[::-1],
    )  # fmt: skip
    for kind in QUESTIONS:
        question = Question(kind, 3, RADIUS)
        assert (
            answer_exactly(problem, question).best.codes
            == answer_exactly(turned, question).best.codes
        )


def test_a_quick_answer_is_never_better_than_the_proven_one() -> None:
    problem = siting_problem()
    for kind in QUESTIONS:
        quick, exact = (
            answer(problem, Question(kind, 3, RADIUS))
            for answer in (answer_quickly, answer_exactly)
        )
        sign = -1 if kind in (COVER, NEARNESS) else 1
        assert sign * quick.best.value >= sign * exact.best.value - 1e-9
        assert not quick.is_proven
        assert answer_quickly(problem, quick.question).best == quick.best, "the same every time"


@pytest.mark.parametrize("kind", QUESTIONS)
def test_without_time_the_answer_says_how_far_off_it_may_be(kind: str) -> None:
    problem, question = siting_problem(), Question(kind, 4, RADIUS)
    answer = answer_exactly(problem, question, limit_seconds=0.0)
    if kind in (
        MEDIAN,
        NEARNESS,
    ):  # the bound alone can leave so few sets that looking at each takes no time
        assert answer.is_proven or answer.gap_pct is not None
        return
    assert not answer.is_proven
    assert answer.gap_pct is not None
    assert answer.gap_pct > 0
    exact = answer_exactly(problem, question)
    if kind == COVER:
        assert exact.best.value <= answer.best.value * (1 + answer.gap_pct / 100) + 1e-6
    else:
        assert exact.best.value >= answer.best.value * (1 - answer.gap_pct / 100) - 1e-6


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("best", 1, 3.0), "is no question; ask for cover, median, centre, nearness"),
        (Question(NEARNESS, 1, 3.0, "boat"), "'boat' is no setting; choose from no_car"),
        (Question(COVER, 0, 3.0), "0 new places: choose from 1 to 50"),
        (Question(COVER, 31, 3.0), "there are 30 places to choose from, fewer than 31"),
        (Question(COVER, 1, -1.0), "a distance of -1.0 km: it must be above 0"),
        (Question(COVER, 1, float("nan")), "it must be above 0"),
        (Question(COVER, 1, 0.001), "so choose at least that"),
    ],
)
def test_what_cannot_be_answered_is_said(question: Question, words: str) -> None:
    with pytest.raises(SitingError, match=words):
        answer_exactly(siting_problem(), question)


def test_all_faults_are_said_at_once_and_nobody_is_no_group() -> None:
    assert len(find_faults(siting_problem(), Question("best", 99, -1.0))) == 3
    empty = replace(siting_problem(), demand=np.zeros(80), group="residents")
    assert find_faults(empty, Question(COVER, 1, 3.0)) == ["no residents are counted here"]
    near = replace(siting_problem(), existing=np.zeros(80))
    (sentence,) = find_faults(near, Question(COVER, 1, 3.0))
    assert "are within 3 km of a site that is kept already" in sentence


def test_who_is_left_out_adds_up() -> None:
    problem = siting_problem()
    answer = answer_exactly(problem, Question(COVER, 2, RADIUS))
    left = list_left_out(problem, answer.question, answer.best)
    out = problem.total - answer.best.covered_people
    assert left["people_left_out"].sum() == pytest.approx(out)
    assert left["people_left_out"].is_sorted(descending=True)
    sites = list_sites(problem, answer)
    assert sites.filter(choice="best")["site_code"].to_list() == list(answer.best.codes)


def test_a_place_without_a_journey_is_chosen_last() -> None:
    problem = siting_problem(areas=10, candidates=4)
    problem = replace(problem, apart=np.hstack([problem.apart[:, :3], np.full((10, 1), np.inf)]))
    for kind in (MEDIAN, CENTRE, NEARNESS):
        answer = answer_exactly(problem, Question(kind, 1, 3.0))
        assert answer.best.codes != (problem.codes[3],)
        assert np.isfinite(answer.best.mean_way)
