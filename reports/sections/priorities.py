"""Sections of a report on priorities: the occupations to train for first, and what ranks them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import MISSING, MODELLED, WITHOUT_VALUE
from indicators.skills import course_page, ranking, skill_page, standards
from presentation import skill_words, training_words
from presentation.numbers import digits, percent
from presentation.wording import (
    ADVERTS,
    COURSES,
    ESTIMATE,
    NEEDS,
    as_sentence,
    dated,
    joined,
    span,
)
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

PER_YEAR: Final = "people a year"
SPAN: Final = ("base_period", "target_period")
NAMES_OF_COMPONENTS: Final = {
    "openings": "openings", "pressure": "adverts per jobseeker", "pay": "pay",
    "difference": "difference from similar places",
    "industrial strategy": "part in the Industrial Strategy",
}  # fmt: skip
# Component, its figure and that figure's status.
STATUSES: Final = (
    ("pressure", "pressure_times", "pressure_status"), ("pay", "pay_gbp_year", "pay_status"),
    ("difference", "difference_times", "difference_status"),
    ("industrial strategy", "strategy_pct", "strategy_status"),
)  # fmt: skip
RANKED: Final = (
    Field("occupation_name", "Occupation"),
    Field("priority_rank", "Rank", 0, "rank", "status"),
    Field("rank_low", "Rank from", 0, "rank", "status"),
    Field("rank_high", "Rank to", 0, "rank", "status"),
    Field("openings_persons", "Openings a year", 0, PER_YEAR, "openings_status"),
    Field("pressure_times", "Adverts per seeker (1 = average here)", 1, "ratio",
          "pressure_status", period="adverts_period"),
    Field("pay_gbp_year", "Median pay (£ a year)", 0, "GBP a year", "pay_status"),
    Field("difference_times", "Share of jobs over {} (times)", 2, "ratio", "difference_status"),
    Field("strategy_pct", "Jobs in IS-8 (%)", 0, "%", "strategy_status"),
    Field("top_ten_pct", "In first ten (% of draws)", 0, "%", "status"),
    Field("evidence_strength", "Evidence, in or out of first ten"),
)  # fmt: skip
ACHIEVED: Final = (
    Field("occupation_name", "Occupation"),
    Field("course", "Course or degree"),
    Field("achievements_count", "Achieved", 0, "achievements", "status"),
    Field("weight_pct", "Assumed to lead to it (%)", 0, "%"),
    Field("doubled_persons", "New people if doubled", 1, PER_YEAR, "doubled_status"),
    Field("status", "Status"),
)
STANDARDS: Final = (
    Field("occupation", "Occupation"),
    Field("standard_title", "Occupational standard"),
    Field("standard_level", "Level", 0),
    Field("standard_code", "Code"),
)


def priorities(area: ReportArea, pictures: tuple[Block, ...] = ()) -> tuple[Section, ...]:
    """The first priorities in words with their picture, then all of them and their training."""
    with area.tables.read.source() as source:
        ranked = read_ranked(area)
    answers = skill_page.answer(ranked)
    if not answers.first:
        words = f"{as_sentence(skill_words.title_answer(answers, area.name))} We have no openings."
        return (Section("priorities", "Priorities", (Text((words,)),)),)
    courses = area.indicators["skills_courses"]
    absent = set(skill_words.list_missing_components(ranked))
    lines = tuple(describe(row, answers.ranked_count, courses, absent) for row in answers.first)
    lead = (
        f"{skill_words.title_answer(answers, area.name)}.",
        skill_words.describe_stability(answers),
        describe_weights(ranked),
        as_sentence(beside) if (beside := str(ranked["neighbour_note"][0])) else "",
    )
    tables = (_table(area, ranked, str(source)), *_training(area, answers.first))
    return (
        Section(
            "priorities",
            "Priorities",
            (Text((" ".join(filter(None, lead)),)), Text(lines, listed=True), *pictures),
        ),
        Section("priorities-tables", "Priorities in figures", tables, level=2),
    )


def read_ranked(area: ReportArea) -> pl.DataFrame:
    """Rows of `skill_page.list_priorities` of the report's place, by rank."""
    return skill_page.list_priorities(area.indicators)


def describe(row: dict[str, Any], total: int, courses: pl.DataFrame, absent: set[str]) -> str:
    """A priority with the official name of its occupation and all that we know of it.

    `absent` are the components that no occupation of the place has.
    """
    name = skill_words.name_occupation(row["occupation_code"], row["occupation_name"])
    place = f"{row['occupation_name']}, {skill_words.describe_rank(row, total)}"
    strategy = row["strategy_pct"]
    parts = (
        f"{as_sentence(name)[:-1]} ({place}).",
        skill_words.describe_openings(row),
        skill_words.describe_pressure(row) or "Adverts per jobseeker: no data.",
        skill_words.describe_pay(row),
        skill_words.describe_difference(row),
        "" if strategy is None
        else f"{percent(strategy, 0)} of its jobs here are in sectors of the Industrial Strategy.",
        training_words.describe_training(courses, row["occupation_code"]),
        describe_evidence(row, absent),
    )  # fmt: skip
    return " ".join(filter(None, parts))


def describe_evidence(row: dict[str, Any], absent: set[str]) -> str:
    """How strong the evidence is and why; what no occupation has is said once, above them all."""
    is_like_all = set(skill_words.split_streams(row["missing_components"])) == absent
    reason = row["evidence_reason"]
    shown = reason.partition("; ")[0] if is_like_all else reason
    return skill_words.describe_evidence({**row, "evidence_reason": shown})


def describe_weights(ranked: pl.DataFrame) -> str:
    """What the ranking weighs, and that components without data give their weight away."""
    words = joined([
        f"{NAMES_OF_COMPONENTS[name]} {percent(100 * weight, 0)}"
        for name, weight in ranking.DEFAULT_WEIGHTS.items()
    ])  # fmt: skip
    missing = [NAMES_OF_COMPONENTS[name] for name in skill_words.list_missing_components(ranked)]
    absent = f" We have no data on {joined(missing)}, so the rest weigh more." if missing else ""
    return f"We weigh {words}; the weights are our choice.{absent}"


def _table(area: ReportArea, ranked: pl.DataFrame, source: str) -> DataTable:
    frame = ranked.with_columns(pl.col("openings_status").fill_null(MISSING))
    components = area.indicators["priority_components"]
    for name, value, status in STATUSES:
        of_component = components.filter(component=name).select(
            "occupation_code", pl.col("status").alias(status)
        )
        frame = frame.join(
            of_component, on="occupation_code", how="left", validate="1:1"
        ).with_columns(
            pl.when(pl.col(value).is_null()).then(pl.lit(MISSING))
            .when(pl.col(status).is_null() | pl.col(status).is_in(WITHOUT_VALUE))
            .then(pl.lit(MODELLED))
            .otherwise(status)
            .alias(status)
        )  # fmt: skip
    beside = frame["difference_beside"].drop_nulls().unique(maintain_order=True).to_list()
    fields = tuple(
        replace(field, title=field.title.format(joined(beside)))
        for field in RANKED
        if not frame[field.name].is_null().all()
    )
    title = dated("Occupations by priority", span(frame, *SPAN))
    return DataTable("priorities", title, frame, fields, source, (ESTIMATE, ADVERTS, NEEDS))


def _training(area: ReportArea, first: tuple[dict[str, Any], ...]) -> tuple[Block, ...]:
    """The courses that lead most people to each of the first priorities."""
    with area.tables.read.source() as source:
        courses = area.indicators["skills_courses"]
    parts = [course_page.list_courses(courses, row["occupation_code"]) for row in first]
    frame = pl.concat(parts) if parts else courses.clear()
    if frame.is_empty():
        return (Text(("We have no figures on courses by subject and level for this place.",)),)
    names = [training_words.name_course(row) for row in frame.rows(named=True)]
    frame = frame.with_columns(
        course=pl.Series(names, dtype=pl.String), weight_pct=100 * pl.col("weight"),
        doubled_status=pl.when(pl.col("doubled_persons").is_null()).then(pl.lit(MISSING))
        .otherwise(pl.lit(MODELLED)),
    )  # fmt: skip
    title = (
        f"Training that leads to the first {digits(len(first))} priorities: courses of residents, "
        "degrees of providers nearby"
    )
    title = dated(title, span(frame, "period"))
    shown = DataTable("training", title, frame, ACHIEVED, str(source), (COURSES,))
    return (shown, *_standards(area, first))


def _standards(area: ReportArea, first: tuple[dict[str, Any], ...]) -> tuple[Block, ...]:
    """Occupational standards for the first priorities, where a user has supplied their list."""
    with area.tables.read.source() as source:
        listed = area.table("occupational_standards")
    parts = [
        standards.list_standards(listed, row["occupation_code"]).with_columns(
            occupation=pl.lit(
                skill_words.name_occupation(row["occupation_code"], row["occupation_name"])
            )
        )
        for row in first
    ]
    frame = pl.concat(parts)
    if frame.is_empty():
        return ()
    title = f"Occupational standards for the first {digits(len(first))} priorities"
    return (DataTable("standards", title, frame, STANDARDS, str(source)),)
