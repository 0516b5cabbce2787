"""Sections of a report on priorities: the occupations to train for first, and what ranks them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import polars as pl

from catalog.vocabulary.status import MISSING, MODELLED, WITHOUT_VALUE
from indicators.skills import course_page, ranking, skill_page, standards
from presentation import report_skill_words, skill_words, training_words
from presentation.numbers import digits, percent
from presentation.sector_summary_words import write_number
from presentation.wording import (
    ADVERTS,
    COURSES,
    ESTIMATE,
    as_sentence,
    dated,
    joined,
    span,
)
from reports.content import Block, DataTable, Field, Printed, Section, Text
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
    Field("label", "Occupation"),
    Field("occupation_code", "SOC 2020"),
    Field("occupation_name", "Official name"),
    Field("priority_rank", "Rank", 0, "rank", "status"),
    Field("rank_low", "Rank from", 0, "rank", "status"),
    Field("rank_high", "Rank to", 0, "rank", "status"),
    Field("ranks", "Likely rank"),
    Field("openings_persons", "Openings a year", 0, PER_YEAR, "openings_status", is_estimate=True),
    Field("openings_lower80", "80% from", 0, PER_YEAR, "openings_status", is_estimate=True),
    Field("openings_upper80", "80% to", 0, PER_YEAR, "openings_status", is_estimate=True),
    Field("pressure_times", "Adverts per jobseeker (1 = average here)", 1, "ratio",
          "pressure_status", period="adverts_period"),
    Field("pay_gbp_year", "Median pay (£ a year)", 0, "GBP a year", "pay_status"),
    Field("difference_times", "Share of jobs over {} (times)", 1, "ratio", "difference_status"),
    Field("strategy_pct", "Jobs in IS-8 (%)", 1, "%", "strategy_status"),
    Field("training", "Training here that leads to it"),
    Field("top_ten_pct", "In first ten (% of draws)", 0, "% of draws", "status"),
    Field("evidence", "Evidence"),
)  # fmt: skip
PRINTED: Final = (
    "label", "ranks", "openings_persons", "pressure_times", "pay_gbp_year",
    "strategy_pct", "training", "evidence",
)  # fmt: skip
TO_FILL_IN: Final = (
    Field("label", "Priority"),
    Field("employers", "What employers here say", is_blank=True),
    Field("action", "Action, who and by when", is_blank=True),
)
ACHIEVED: Final = (
    Field("label", "Occupation"),
    Field("course", "Course or degree"),
    Field("achievements_count", "Achieved", 0, "achievements", "status"),
    Field("period", "Year"),
    Field("weight_pct", "Assumed to lead to it (%)", 0, "% assumed"),
    Field(
        "doubled_persons", "New people if doubled", 0, PER_YEAR, "doubled_status", is_estimate=True
    ),
    Field("status", "Status"),
)
TRAINING_PRINTED: Final = (
    "label", "course", "achievements_count", "period", "weight_pct",
)  # fmt: skip
STANDARDS: Final = (
    Field("occupation", "Occupation"),
    Field("standard_title", "Occupational standard"),
    Field("standard_level", "Level", 0, "level"),
    Field("standard_code", "Code"),
)
MOST_COURSES: Final = 2  # of each priority
ASKED: Final = (
    "Figures show where to look, not what to do. Ask employers and providers about each priority "
    "before you act, and write down what they say."
)
FIRST: Final = skill_page.TOP  # priorities that are printed


def priorities(area: ReportArea, pictures: tuple[Block, ...] = ()) -> Section:
    """The first priorities in a table, what is to be filled in, and how they were ranked."""
    with area.tables.read.source() as source:
        ranked = read_ranked(area)
    answers = skill_page.answer(ranked)
    if not answers.first:
        words = as_sentence(skill_words.title_answer(answers, area.spoken_name))
        none = Text((f"{words} We have no openings.",))
        return Section("priorities", "Priorities", (none,), starts_page=True)
    with area.tables.read.source() as also:
        courses = area.indicators["skills_courses"]
    both = ", ".join(filter(None, (str(source), str(also))))
    named = report_skill_words.describe_priorities(answers, area.spoken_name)
    lead: tuple[tuple[str, Printed], ...] = (  # the first page of a brief has the names already
        (f"{named.partition(' ([[')[0]}.", "standard"),
        (describe_weights(ranked), "brief"),
        (report_skill_words.describe_firmness(answers, ranking.FIRST), "brief"),
    )
    beside = as_sentence(str(ranked["neighbour_note"][0]))
    return Section(
        "priorities",
        "Priorities",
        (
            *(Text((words,), printed=printed) for words, printed in lead if words),
            *([Text((beside,), printed="full")] if beside else []),
            _table(area, ranked, courses, both),
            Text((ASKED,), printed="standard"),
            _to_fill_in(ranked, str(source)),
            *pictures,
        ),
        starts_page=True,
    )


def _to_fill_in(ranked: pl.DataFrame, source: str) -> DataTable:
    """The first priorities with columns that the partnership fills in."""
    blank = pl.lit(None, dtype=pl.String)
    frame = ranked.head(FIRST).select(
        "area_code", "area_name", "occupation_code", "occupation_name", "status",
        employers=blank, action=blank, label=_label(ranked.head(FIRST)),
    )  # fmt: skip
    return DataTable(
        "priorities-actions", "What employers say, and what will be done", frame, TO_FILL_IN, source
    )


def read_ranked(area: ReportArea) -> pl.DataFrame:
    """Rows of `skill_page.list_priorities` of the report's place, by rank."""
    return skill_page.list_priorities(area.indicators)


def describe_weights(ranked: pl.DataFrame) -> str:
    """What the ranking weighs, and that components without data give their weight away."""
    words = joined([
        f"{NAMES_OF_COMPONENTS[name]} {percent(100 * weight, 0)}"
        for name, weight in ranking.DEFAULT_WEIGHTS.items()
    ])  # fmt: skip
    missing = [
        "pay by occupation" if name == "pay" else NAMES_OF_COMPONENTS[name]
        for name in skill_words.list_missing_components(ranked)
    ]
    absent = f" We have no data on {joined(missing)}, so the rest weigh more." if missing else ""
    return f"The rank is ours. It weighs {words}.{absent}"


def _with_words(ranked: pl.DataFrame, courses: pl.DataFrame) -> pl.DataFrame:
    """The rows with their likely ranks and the training that leads to them, in words."""
    rows = ranked.rows(named=True)
    return ranked.with_columns(
        label=_label(ranked),
        evidence=pl.Series(
            [as_sentence(row["evidence_strength"])[:-1] for row in rows], dtype=pl.String
        ),
        ranks=pl.Series([_write_ranks(row) for row in rows], dtype=pl.String),
        training=pl.Series(
            [training_words.list_training(courses, row["occupation_code"]) for row in rows],
            dtype=pl.String,
        ),
    )


def _label(rows: pl.DataFrame) -> pl.Series:
    """Short names of the occupations of rows."""
    pairs = rows.select("occupation_code", "occupation_name").iter_rows()
    return pl.Series("label", [skill_words.label_occupation(*pair) for pair in pairs], pl.String)


def _write_ranks(row: dict[str, Any]) -> str:
    """1 to 13; the rank alone where its range is not known."""
    low, high = row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return "" if row["priority_rank"] is None else digits(row["priority_rank"])
    return digits(low) if low == high else f"{digits(low)} to {digits(high)}"


def _table(area: ReportArea, ranked: pl.DataFrame, courses: pl.DataFrame, source: str) -> DataTable:
    frame = _with_words(ranked, courses).with_columns(pl.col("openings_status").fill_null(MISSING))
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
        and (frame[field.name].dtype != pl.String or (frame[field.name] != "").any())
    )
    title = dated("Occupations to train for first", span(frame, *SPAN))
    return DataTable(
        "priorities", title, frame, fields, source, (ESTIMATE, ADVERTS, COURSES),
        print_fields=PRINTED, print_rows=FIRST, full_rows=ranking.FIRST, keeps_upright=True,
    )  # fmt: skip


def training(area: ReportArea, first: tuple[dict[str, Any], ...]) -> tuple[Block, ...]:
    """The courses that lead most people to each of the first priorities."""
    with area.tables.read.source() as source:
        courses = area.indicators["skills_courses"]
    parts = [
        course_page.list_courses(courses, row["occupation_code"], MOST_COURSES) for row in first
    ]
    frame = pl.concat(parts) if parts else courses.clear()
    if frame.is_empty():
        return (Text(("We have no figures on courses by subject and level for this place.",)),)
    names = [training_words.label_course(row) for row in frame.rows(named=True)]
    frame = frame.with_columns(
        course=pl.Series(names, dtype=pl.String),
        label=_label(frame),
        weight_pct=100 * pl.col("weight"),
        doubled_status=pl.when(pl.col("doubled_persons").is_null()).then(pl.lit(MISSING))
        .otherwise(pl.lit(MODELLED)),
    )  # fmt: skip
    title = (
        f"Training that leads to the first {write_number(len(first))} priorities: residents' "
        "courses, degrees of providers nearby"
    )
    title = dated(title, span(frame, "period"))
    table = DataTable(
        "training", title, frame, ACHIEVED, str(source), (COURSES,), print_fields=TRAINING_PRINTED,
        printed="full",
    )  # fmt: skip
    return (table, *_standards(area, first))


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
    table = DataTable("standards", title, frame, STANDARDS, str(source), printed="full")
    return (table,)
