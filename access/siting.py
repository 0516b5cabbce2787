"""Where should it go? A quick answer at once, and one that is proven the best of those on offer.

`answer_quickly` searches for milliseconds; `answer_exactly` proves, within a limit of time, and
says how far from the best its answer can be where the time was too short.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from access.decay import Floats
from access.siting_choice import Choice, SitingAnswer, make_cost, measure_choice
from access.siting_exact import Clock
from access.siting_problem import (
    COVER,
    LIMIT_SECONDS,
    MEDIAN,
    NEARNESS,
    Question,
    SitingProblem,
    check_question,
)
from access.siting_proofs import Proof, prove_centre, prove_cover, prove_median
from access.siting_search import Found, choose_greedily, search_interchange

CURVE: Final = tuple(range(1, 9))
CURVE_SCHEMA: Final = {
    "sites_count": pl.Int64(), "covered_people": pl.Float64(), "covered_pct": pl.Float64(),
    "greedy_pct": pl.Float64(), "is_proven": pl.Boolean(), "sites": pl.List(pl.String()),
    "names": pl.List(pl.String()),
}  # fmt: skip


def answer_quickly(problem: SitingProblem, question: Question) -> SitingAnswer:
    """A good answer in a fraction of a second, not proven; SitingError lists all faults."""
    check_question(problem, question)
    began = time.perf_counter()
    with threadpool_limits(1):
        return _search(problem, question, began)[0]


def _search(
    problem: SitingProblem, question: Question, began: float
) -> tuple[SitingAnswer, Found, Floats]:
    cost = make_cost(problem, question)
    found = search_interchange(problem.demand, cost, question.sites)
    greedy = choose_greedily(problem.demand, cost, question.sites)
    return (
        SitingAnswer(
            question,
            measure_choice(problem, question, found.chosen),
            measure_choice(problem, question, ()),
            measure_choice(problem, question, greedy),
            None,
            False,
            False,
            None,
            time.perf_counter() - began,
        ),
        found,
        cost,
    )


def answer_exactly(
    problem: SitingProblem, question: Question, limit_seconds: float = LIMIT_SECONDS
) -> SitingAnswer:
    """The best answer, proven, with the second best; SitingError lists all faults.

    Of equally good sets that with the lowest codes. Where `limit_seconds` are too few the best set
    that was found, with `is_proven` false and the gap. The same question has the same answer.
    """
    check_question(problem, question)
    began = time.perf_counter()
    clock = Clock(limit_seconds)
    # Sums of this size are slower on several threads, much slower where other work runs.
    with threadpool_limits(1):
        quick, found, cost = _search(problem, question, began)
        if question.kind == COVER:
            proof = prove_cover(problem, question, found, cost, clock)
        elif question.kind in (MEDIAN, NEARNESS):
            proof = prove_median(problem.demand, cost, question.sites, found, clock)
        else:
            proof = prove_centre(problem, question, found, clock)
    return _complete(problem, quick, proof, began)


def _complete(
    problem: SitingProblem, quick: SitingAnswer, proof: Proof, began: float
) -> SitingAnswer:
    question = quick.question
    best = measure_choice(problem, question, proof.chosen)
    other = measure_choice(problem, question, proof.other) if proof.other else None
    gap = 0.0 if proof.is_proven else _measure_gap(problem, best, question, proof.bound)
    return replace(
        quick,
        best=best,
        runner_up=other,
        is_proven=proof.is_proven,
        is_runner_up_proven=proof.is_other_proven,
        gap_pct=gap,
        seconds=time.perf_counter() - began,
    )


def _measure_gap(
    problem: SitingProblem, best: Choice, question: Question, bound: float
) -> float | None:
    """By how much of the value, in per cent, the best set can be better than this one at most."""
    if question.kind in (COVER, NEARNESS):
        # Of nearness the bound is on what is lacking.
        reached = -bound if question.kind == COVER else problem.total - bound
        most = min(reached, problem.total)
        return 100.0 * max(most - best.value, 0.0) / best.value if best.value > 0 else None
    lowest = bound / problem.total if question.kind == MEDIAN else bound
    if not np.isfinite(lowest) or not 0 < best.value < np.inf:
        return None
    return 100.0 * max(best.value - max(lowest, 0.0), 0.0) / best.value


def trace_coverage(
    problem: SitingProblem,
    radius: float,
    most: int = CURVE[-1],
    limit_seconds: float = LIMIT_SECONDS,
) -> pl.DataFrame:
    """Coverage against the number of new sites: sites_count, covered_people, covered_pct,
    greedy_pct, is_proven, sites (codes), and names, from 0 sites on."""
    return pl.DataFrame(
        list(_trace(problem, radius, most, limit_seconds)),
        schema=CURVE_SCHEMA,
        orient="row",
    )


def _trace(
    problem: SitingProblem, radius: float, most: int, limit_seconds: float
) -> Iterator[tuple[object, ...]]:
    clock = Clock(limit_seconds)
    question = Question(COVER, 1, radius)
    check_question(problem, question)
    before = measure_choice(problem, question, ())
    yield (0, before.covered_people, before.covered_pct, before.covered_pct, True, [], [])
    for sites in range(1, min(most, len(problem.codes)) + 1):
        answer = answer_exactly(problem, question.with_sites(sites), clock.left)
        best = answer.best
        yield (
            sites, best.covered_people, best.covered_pct, answer.greedy.covered_pct,
            answer.is_proven, list(best.codes), list(best.names),
        )  # fmt: skip


def list_curve(problem: SitingProblem, radius: float) -> pl.DataFrame:
    """`trace_coverage` with the names of the sites in one column, for a table or a file."""
    return trace_coverage(problem, radius).select(
        "sites_count", "covered_people", "covered_pct", "greedy_pct", "is_proven",
        pl.col("names").list.join("; ").alias("site_names"),
    )  # fmt: skip


def list_sites(problem: SitingProblem, answer: SitingAnswer) -> pl.DataFrame:
    """The sites of an answer, its runner-up and the one-after-another choice, a row a site.

    choice (best, second best, one after another), site_code, site_name, and what the whole choice
    does: covered_people, covered_pct, mean_way, longest_way (null where somebody has no journey),
    unit, is_proven.
    """
    choices = [
        ("best", answer.best, answer.is_proven),
        ("second best", answer.runner_up, answer.is_runner_up_proven),
        ("one after another", answer.greedy, False),
    ]
    rows = [
        (
            words, code, name, choice.covered_people, choice.covered_pct,
            choice.mean_way if np.isfinite(choice.mean_way) else None,
            choice.longest_way if np.isfinite(choice.longest_way) else None,
            problem.unit, is_proven,
        )
        for words, choice, is_proven in choices if choice is not None
        for code, name in zip(choice.codes, choice.names, strict=True)
    ]  # fmt: skip
    schema = {
        **dict.fromkeys(("choice", "site_code", "site_name"), pl.String),
        **dict.fromkeys(("covered_people", "covered_pct", "mean_way", "longest_way"), pl.Float64),
        "unit": pl.String,
        "is_proven": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def list_left_out(problem: SitingProblem, question: Question, choice: Choice) -> pl.DataFrame:
    """Who lives beyond the radius of every site, by ward: ward_code, people, people_left_out,
    left_out_pct; the most people first, wards with nobody left out are not listed."""
    rows = tuple(problem.codes.index(code) for code in choice.codes)
    out = problem.measure_nearest(rows) > question.radius
    frame = pl.DataFrame(
        {"ward_code": problem.demand_wards, "people": problem.demand, "out": out},
        schema_overrides={"ward_code": pl.String},
    )
    people, beyond = pl.col("people").sum(), pl.col("people").filter(pl.col("out")).sum()
    wards = frame.group_by("ward_code").agg(people=people, people_left_out=beyond)
    left = wards.filter(pl.col("people_left_out") > 0)
    return left.with_columns(
        left_out_pct=100.0 * pl.col("people_left_out") / pl.col("people")
    ).sort("people_left_out", "ward_code", descending=[True, False])
