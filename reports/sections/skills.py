"""Section of a report on skills: openings by occupation and level, and pressure now."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import MISSING
from indicators.skills import skill_page
from indicators.skills.pressure import PRIOR_ADVERTS
from presentation.numbers import digits
from presentation.wording import ADVERTS, ESTIMATE, as_sentence, dated, period_in_words, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import answers, gaps
from reports.sections.priorities import PER_YEAR, SPAN

MOST_PRINTED: Final = 10
OPENINGS_PRINTED: Final = (
    "skill_code", "skill_name", "growth_openings_persons", "replacement_openings_persons",
    "openings_persons", "lower80", "upper80",
)  # fmt: skip
PRESSURE_PRINTED: Final = (
    "occupation_name", "adverts_count", "seekers_persons", "pressure_times", "pressure_lower80",
    "pressure_upper80",
)  # fmt: skip


def skills(area: ReportArea, drawn: tuple[Block, ...]) -> tuple[Section, ...]:
    """Openings, openings beside the people we count, and adverts beside jobseekers."""
    return (
        occupations(area, drawn),
        *gaps.gaps(area),
        pressure(area),
    )


def occupations(area: ReportArea, pictures: tuple[Block, ...] = ()) -> Section:
    """Openings by occupation in their two parts."""
    with area.tables.read.source() as source:
        openings = area.indicators["skills_openings"]
    table = DataTable(
        "openings",
        dated("Openings a year by occupation", span(openings, *SPAN)),
        openings.filter(skill_kind="occupation").sort("openings_persons", descending=True),
        (
            Field("skill_code", "SOC 2020"),
            Field("skill_name", "Occupation"),
            Field("jobs", dated("Jobs", span(openings, "base_period")), 0, "jobs", "status",
                  period="base_period", is_estimate=True),
            Field("growth_openings_persons", "From growth", 0, PER_YEAR, "status", signed=True,
                  is_estimate=True),
            Field("replacement_openings_persons", "From replacement", 0, PER_YEAR, "status",
                  is_estimate=True),
            Field("openings_persons", "Openings", 0, PER_YEAR, "status", is_estimate=True),
            Field("lower80", "80% from", 0, PER_YEAR, "status", is_estimate=True),
            Field("upper80", "80% to", 0, PER_YEAR, "status", is_estimate=True),
        ),
        str(source),
        (ESTIMATE,),
        print_fields=OPENINGS_PRINTED,
        print_rows=MOST_PRINTED,
    )  # fmt: skip
    words = answers.describe_most_openings(table.frame)
    blocks = (*([Text((words,))] if words else []), *pictures, table)
    return Section("skills", "Skills", blocks, starts_page=True, printed="standard")


def pressure(area: ReportArea) -> Section:
    """Adverts beside people looking, relative to all occupations of the place."""
    with area.tables.read.source() as source:
        rows = skill_page.add_times(area.indicators["skills_pressure"]).filter(
            pl.col("occupation_code").str.len_chars() == 2
        )
    title = "Adverts and jobseekers"
    if rows.is_empty():
        words = "We have no adverts by occupation for this area, so we cannot show pressure."
        return Section("pressure", title, (Text((words,)),), level=2, printed="standard")
    frame = rows.with_columns(
        pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise("status").alias(name)
        for name, value in (("seekers_status", "seekers_persons"), ("tight_status", "tightness"))
    ).sort("pressure_ln", "occupation_code", descending=[True, False], nulls_last=True)
    months = span(frame, "period")
    every = (
        Field("occupation_code", "SOC 2020"),
        Field("occupation_name", "Occupation"),
        Field("adverts_count", dated("Adverts a month", months), 0, "adverts", "status"),
        Field("seekers_persons", "Jobseekers", 0, "persons", "seekers_status",
              period="seekers_period", is_estimate=True),
        Field("tightness", "Adverts per jobseeker, smoothed", 1, "ratio", "tight_status"),
        Field("pressure_times", "Pressure (1 = average here)", 1, "ratio", "status"),
        Field("pressure_lower80", "80% from", 1, "ratio", "status"),
        Field("pressure_upper80", "80% to", 1, "ratio", "status"),
        Field("status", "Status"),
    )  # fmt: skip
    table = DataTable(
        "pressure",
        dated("Adverts and jobseekers, most pressure first", months),
        frame,
        tuple(field for field in every if not frame[field.name].is_null().all()),
        str(source),
        (ESTIMATE, ADVERTS),
        print_fields=PRESSURE_PRINTED,
        print_rows=MOST_PRINTED,
    )
    notes = frame["note"].drop_nulls().unique(maintain_order=True).to_list()
    smoothed = (
        "Pressure is adverts per jobseeker over that of all occupations here. It is smoothed: we "
        f"add {digits(PRIOR_ADVERTS)} adverts at the nation's ratio, so it is not a row's adverts "
        "divided by its jobseekers."
    )
    sentences = [period_in_words(as_sentence(note)) for note in notes if note]
    words = answers.describe_most_pressure(frame)
    blocks: tuple[Block, ...] = (
        *([Text((words,))] if words else []), Text((smoothed,)),
        *([Text(tuple(sentences), printed="full")] if sentences else []), table,
    )  # fmt: skip
    return Section("pressure", title, blocks, level=2, printed="standard")
