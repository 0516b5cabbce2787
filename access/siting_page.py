"""All that a page on sites shows of one question, answered at once in one process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from access.decay import ReachError
from access.groups import NO_QUALIFICATIONS
from access.place_reader import open_place_reader
from access.siting import (
    CURVE_SCHEMA,
    answer_exactly,
    answer_quickly,
    list_left_out,
    trace_coverage,
)
from access.siting_choice import SitingAnswer
from access.siting_inputs import WARDS, build_problem
from access.siting_problem import (
    CENTRE,
    COVER,
    LIMIT_SECONDS,
    Question,
    SitingError,
    SitingProblem,
)
from catalog.reading import Reader
from geo.os_grid import to_degrees

CHOSEN, SECOND, KEPT = "chosen", "second best", "kept"
# What a report asks of every place: where two centres for training could stand.
TRAINING_SITES, TRAINING_KM = 2, 3.0


@dataclass(frozen=True)
class Asked:
    """What a visitor asks: as the arguments of `siting_inputs.build_problem`, and the question."""

    lad_codes: tuple[str, ...]
    group: str
    candidates: str
    kept: tuple[str, ...]
    unit: str
    premises: str
    question: Question


@dataclass(frozen=True)
class SitesFound:
    """The answer of a question with all beside it.

    `fairest`: the answer that is best for those furthest off, None where that is what was asked.
    `curve`: as of `siting.trace_coverage`, empty where no place within the radius is of use.
    `left_out`: as of `siting.list_left_out`. `places`: place_kind (chosen, second best, kept),
    place_name, long, lat.
    """

    problem: SitingProblem
    answer: SitingAnswer
    fairest: SitingAnswer | None
    curve: pl.DataFrame
    left_out: pl.DataFrame
    places: pl.DataFrame

    @property
    def people_left_out(self) -> float:
        """Everybody of the group beyond the distance."""
        return float(self.left_out["people_left_out"].sum())


def read_problem(root: Path, asked: Asked) -> SitingProblem:
    """The numbers of a question; SitingError and ReachError say what is not there."""
    return build_problem(
        open_place_reader(root, asked.lad_codes), asked.lad_codes, asked.group, asked.candidates,
        asked.kept, asked.unit, asked.premises,
    )  # fmt: skip


def find_quickly(root: Path, asked: Asked) -> SitesFound:
    """A good answer in a fraction of a second, without proof, curve and fairest set."""
    problem = read_problem(root, asked)
    answer = answer_quickly(problem, asked.question)
    nothing = pl.DataFrame(schema=CURVE_SCHEMA)
    return _complete(problem, answer, None, nothing)


def find_exactly(root: Path, asked: Asked, limit_seconds: float = LIMIT_SECONDS) -> SitesFound:
    """The proven answer, the fairest, and coverage by the number of sites; each within the limit.

    SitingError and ReachError list what is wrong with the question.
    """
    problem, question = read_problem(root, asked), asked.question
    answer = answer_exactly(problem, question, limit_seconds)
    fairest = None
    if question.kind != CENTRE:
        fairest = answer_exactly(problem, replace(question, kind=CENTRE), limit_seconds)
    curve = pl.DataFrame(schema=CURVE_SCHEMA)
    if question.kind == COVER:
        most = max(8, question.sites)
        curve = trace_coverage(problem, question.radius, most, limit_seconds)
    return _complete(problem, answer, fairest, curve)


def suggest_training_sites(reader: Reader, lad_codes: Sequence[str]) -> SitesFound | None:
    """Two places for training near most residents without qualifications, among wards, beside the
    jobcentres on our list; None where we do not have what it takes, or no place would help."""
    kept = ("jobcentre",) if _has_jobcentres(reader, lad_codes) else ()
    question = Question(COVER, TRAINING_SITES, TRAINING_KM)
    try:
        problem = build_problem(reader, lad_codes, NO_QUALIFICATIONS, WARDS, kept)
        answer = answer_exactly(problem, question)
        curve = trace_coverage(problem, TRAINING_KM)
    except (SitingError, ReachError):
        return None
    return _complete(problem, answer, None, curve)


def _has_jobcentres(reader: Reader, lad_codes: Sequence[str]) -> bool:
    sites = reader.table("sites").filter(site_kind="jobcentre")
    return not sites.filter(pl.col("lad_code").is_in(list(lad_codes))).is_empty()


def _complete(
    problem: SitingProblem, answer: SitingAnswer, fairest: SitingAnswer | None, curve: pl.DataFrame
) -> SitesFound:
    left = list_left_out(problem, answer.question, answer.best)
    return SitesFound(problem, answer, fairest, curve, left, _list_places(problem, answer))


def _list_places(problem: SitingProblem, answer: SitingAnswer) -> pl.DataFrame:
    second = () if answer.runner_up is None else answer.runner_up.codes
    rows: list[tuple[str, str, float, float]] = []
    for kind, codes in ((SECOND, second), (CHOSEN, answer.best.codes)):
        for code in codes:
            number = problem.codes.index(code)
            east, north = problem.km[number]
            rows.append((kind, problem.names[number], float(east), float(north)))
    rows += _kept(problem)
    frame = pl.DataFrame(
        rows,
        schema={"place_kind": pl.String, "place_name": pl.String, "east": pl.Float64,
                "north": pl.Float64},
        orient="row",
    )  # fmt: skip
    longs, lats = to_degrees(1000.0 * frame["east"], 1000.0 * frame["north"])
    return frame.select("place_kind", "place_name", long=longs, lat=lats)


def _kept(problem: SitingProblem) -> Sequence[tuple[str, str, float, float]]:
    """The kept sites within 10 km of a candidate: others of the nation's list are off the map."""
    if not len(problem.kept_km) or not len(problem.km):
        return []
    near = np.linalg.norm(problem.kept_km[:, None] - problem.km[None], axis=2).min(axis=1) <= 10
    return [
        (KEPT, name, float(east), float(north))
        for name, (east, north), is_near in zip(
            problem.kept_names, problem.kept_km, near, strict=True
        )
        if is_near
    ]
