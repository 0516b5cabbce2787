"""Section of a report on skills: openings by occupation and level, and pressure now."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import MISSING
from indicators.skills import skill_page
from indicators.skills.markets import PRIOR_ADVERTS
from presentation import skill_words
from presentation.numbers import digits
from presentation.wording import ADVERTS, ESTIMATE, as_sentence, dated, period_in_words, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import answers, gaps
from reports.sections.priorities import PER_YEAR, SPAN
from reports.sections.shortages import tabulate_shortages

MOST_PRINTED: Final = 10
OPENINGS_PRINTED: Final = (
    "label", "skill_code", "growth_openings_persons", "replacement_openings_persons",
    "openings_persons", "lower80", "upper80",
)  # fmt: skip
PRESSURE_PRINTED: Final = (
    "label", "occupation_code", "adverts_count", "seekers_persons", "pressure_times",
    "pressure_lower80", "pressure_upper80",
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
    rows = openings.filter(skill_kind="occupation").sort(
        "openings_persons", "skill_code", descending=[True, False], nulls_last=True
    )
    table = DataTable(
        "openings",
        dated("Openings a year by occupation", span(openings, *SPAN)),
        rows.with_columns(label=label(rows, "skill_code", "skill_name")),
        (
            Field("label", "Occupation"),
            Field("skill_code", "SOC 2020"),
            Field("skill_name", "Official name"),
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
    notes = rows["note"].drop_nulls().unique(maintain_order=True).to_list()
    said = tuple(Text((as_sentence(note),), printed="full") for note in notes if note)
    blocks = (*([Text((words,))] if words else []), *pictures, table, *said)
    return Section("skills", "Skills", blocks, printed="standard")


def label(rows: pl.DataFrame, code: str, name: str) -> pl.Series:
    """Short names of the occupations in columns of codes and names."""
    pairs = rows.select(code, name).iter_rows()
    return pl.Series("label", [skill_words.label_occupation(*pair) for pair in pairs], pl.String)


def pressure(area: ReportArea) -> Section:
    """Adverts beside people looking, relative to all occupations of the place."""
    with area.tables.read.source() as source:
        rows = skill_page.add_times(area.indicators["skills_pressure"]).filter(
            pl.col("occupation_code").str.len_chars() == 2
        )
    title = "Adverts and jobseekers"
    if rows.is_empty():
        words = "We have no adverts by occupation for this area, so we cannot show pressure."
        alone = (Text((words,)), *tabulate_shortages(area))
        return Section("pressure", title, alone, level=2, printed="standard")
    frame = rows.with_columns(
        pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise("status").alias(name)
        for name, value in (("seekers_status", "seekers_persons"), ("tight_status", "tightness"))
    ).sort("pressure_ln", "occupation_code", descending=[True, False], nulls_last=True)
    frame = frame.with_columns(label=label(frame, "occupation_code", "occupation_name"))
    months = span(frame, "period")
    every = (
        Field("label", "Occupation"),
        Field("occupation_code", "SOC 2020"),
        Field("occupation_name", "Official name"),
        Field("adverts_count", dated("Adverts a month", months), 0, "adverts", "status"),
        Field("seekers_persons", "Jobseekers", 0, "persons", "seekers_status",
              period="seekers_period", is_estimate=True),
        Field("tightness", "Adverts per jobseeker, smoothed", 1, "ratio", "tight_status"),
        Field("pressure_times", "Adverts per jobseeker (1 = average here)", 1, "ratio", "status"),
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
        "We set adverts per jobseeker beside the average of all occupations here, and smooth it: "
        f"we add {digits(PRIOR_ADVERTS)} adverts at the nation's ratio. So it is not a row's "
        "adverts divided by its jobseekers."
    )
    sentences = [period_in_words(as_sentence(note)) for note in notes if note]
    words = answers.describe_most_pressure(frame)
    blocks: tuple[Block, ...] = (
        *([Text((words,))] if words else []), Text((smoothed,)),
        *([Text(tuple(sentences), printed="full")] if sentences else []), table,
        *tabulate_shortages(area),
    )  # fmt: skip
    return Section("pressure", title, blocks, level=2, printed="standard")
