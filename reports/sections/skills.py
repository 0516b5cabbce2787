"""Sections of a report on skills: occupations, supply, pressure and the annex of needs."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MISSING, MODELLED, OBSERVED
from indicators.skills.pressure import PRIOR_ADVERTS
from indicators.skills.supply import STREAMS
from presentation import balance_words
from presentation.numbers import digits
from presentation.wording import (
    ADVERTS,
    COURSES,
    ESTIMATE,
    NEEDS,
    as_sentence,
    dated,
    period_in_words,
    span,
)
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections.priorities import PER_YEAR, SPAN
from reports.sections.shortages import tabulate_shortages

LEAST_NEEDS: Final = 10.0  # people a year that a row of the annex must have; fewer are noise
# Councils whose achievements stand side by side; of more, a row each: no page holds their columns,
# and a table of Word none beyond the 63rd.
ACROSS: Final = 4
ORDER: Final = {name: place for place, name in enumerate(STREAMS)}
NOT_HELD: Final = "Not counted, since we have no data on it; missing is never taken as zero:"
STREAMED: Final = (
    Field("supply_stream", "Source of people"),
    Field("published_number", "Published total", 0, status="published_status"),
    Field("count_unit", "What it counts"),
    Field("supply_persons", "New people in work a year", 0, PER_YEAR, "status"),
    Field("lower80", "80% from", 0, PER_YEAR, "status"),
    Field("upper80", "80% to", 0, PER_YEAR, "status"),
    Field("served_openings_persons", "Openings that hang on it", 0, PER_YEAR, "served_status"),
    Field("status", "Status"),
)  # fmt: skip


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
                  period="base_period"),
            Field("growth_openings_persons", "From growth", 0, PER_YEAR, "status", signed=True),
            Field("replacement_openings_persons", "From replacement", 0, PER_YEAR, "status"),
            Field("openings_persons", "Openings", 0, PER_YEAR, "status"),
            Field("lower80", "80% from", 0, PER_YEAR, "status"),
            Field("upper80", "80% to", 0, PER_YEAR, "status"),
        ),
        str(source),
        (ESTIMATE,),
    )  # fmt: skip
    notes = openings["note"].drop_nulls().unique(maintain_order=True).to_list()
    said = tuple(Text((as_sentence(note),)) for note in notes if note)
    return Section("occupations", "Occupations", (*pictures, table, *said))


def supply(area: ReportArea) -> Section:
    """The streams beside their sources' totals, by occupation and level, and what is missing."""
    with area.tables.read.source() as source:
        table = area.read_councils("fe_achievements")
    achieved = _achievements(area, filter_newest(table), str(source))
    with area.tables.read.source() as of_streams:
        streams = area.indicators["skills_streams"].sort(
            pl.col("supply_stream").replace_strict(ORDER, default=len(ORDER))
        )
    missing = tuple(
        balance_words.describe_absence(row)
        for row in streams.filter(pl.col("supply_persons").is_null()).iter_rows(named=True)
    )
    blocks: tuple[Block, ...] = (
        *([Text((NOT_HELD,)), Text(missing, listed=True)] if missing else []),
        *_table_streams(streams, str(of_streams)),
        *_table_supply(area),
        achieved,
    )
    return Section("supply", "Supply", blocks)


def _table_streams(streams: pl.DataFrame, source: str) -> tuple[Block, ...]:
    """Streams that are counted, each beside its source's own total."""
    counted = streams.drop_nulls("supply_persons").with_columns(
        *(
            pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise(pl.lit(status))
            .alias(name)
            for name, value, status in (
                ("published_status", "published_number", OBSERVED),
                ("served_status", "served_openings_persons", MODELLED),
            )
        ),
        unit="count_unit",
    )  # fmt: skip
    if counted.is_empty():
        return ()
    title = "Where new people come from, and the total that each source publishes"
    title = dated(title, span(counted, "period"))
    return (DataTable("streams", title, counted, STREAMED, source, (ESTIMATE, COURSES)),)


def _table_supply(area: ReportArea) -> tuple[Block, ...]:
    """Streams that are counted, side by side, by occupation and by level."""
    with area.tables.read.source() as source:
        counted = area.indicators["skills_supply"]
    there = set(counted.drop_nulls("supply_persons")["supply_stream"])
    if not there:
        return ()
    frame, fields = _beside(
        counted,
        ("area_code", "area_name", "skill_kind", "skill_code", "skill_name"),
        ("supply_stream", [(name, name.capitalize()) for name in STREAMS if name in there]),
        "supply_persons",
        PER_YEAR,
    )
    return (
        DataTable(
            "supply",
            "New people we can count, people a year by source",
            frame.sort("skill_kind", "skill_code"),
            (Field("skill_name", "Occupation or qualification"), *fields),
            str(source),
            (ESTIMATE, COURSES),
        ),
    )


def _achievements(area: ReportArea, newest: pl.DataFrame, source: str) -> Block:
    """Courses by subject as published: a row each, the councils side by side where they are few."""
    title, unit = "Courses achieved by adults, by subject area", "courses"
    of_kind = newest.filter(
        pl.col("breakdown") == "subject_area", pl.col("achievement_measure") == "aims"
    ).sort("breakdown_name", "area_name", "area_code")  # fmt: skip
    if of_kind.is_empty():
        return Text((f"{title}: no achievements file has been supplied.",))
    first = Field("breakdown_name", "Subject area")
    count = "achievements_count"
    if len(area.councils) <= ACROSS:
        frame, fields = _beside(
            of_kind, ("breakdown_code", "breakdown_name", "period"),
            ("area_code", list(area.councils)), count, unit,
        )  # fmt: skip
    else:
        frame = of_kind
        fields = [Field("area_name", "Council"), Field(count, unit.capitalize(), 0, unit, "status")]
    shown = dated(title, span(of_kind, "period"))
    return DataTable("achievements-subject_area", shown, frame, (first, *fields), source)


def _beside(
    frame: pl.DataFrame,
    keys: tuple[str, ...],
    across: tuple[str, list[tuple[str, str]]],
    value: str,
    unit: str,
) -> tuple[pl.DataFrame, list[Field]]:
    """A row per key and a column per member of `across` (column, [(code, heading)]), with status.

    The columns are called value_CODE, status_CODE and, without a key `period`, value_CODE_period.
    """
    column, members = across
    wide = frame.select(keys).unique(maintain_order=True)
    fields = []
    for code, heading in members:
        of_member = frame.filter(pl.col(column) == code).select(
            *keys,
            pl.col(value).alias(f"{value}_{code}"),
            pl.col("status").alias(f"status_{code}"),
            *([] if "period" in keys else [pl.col("period").alias(f"{value}_{code}_period")]),
        )
        wide = wide.join(
            of_member, on=keys, how="left", validate="1:1", nulls_equal=True
        ).with_columns(pl.col(f"status_{code}").fill_null("missing"))
        alike = [
            other for other, other_heading in members if other_heading.lower() == heading.lower()
        ]
        title = f"{heading} ({code})" if len(alike) > 1 else heading  # no two headings are the same
        fields.append(Field(f"{value}_{code}", title, 0, unit, f"status_{code}"))
    return wide, fields


def pressure(area: ReportArea) -> Section:
    """Adverts beside people looking, relative to all occupations of the place."""
    with area.tables.read.source() as source:
        rows = area.indicators["skills_pressure"].filter(
            pl.col("occupation_code").str.len_chars() == 2
        )
    if rows.is_empty():
        words = "We have no adverts by occupation for this area, so we cannot show pressure."
        return Section("pressure", "Pressure now", (Text((words,)),))
    frame = rows.with_columns(
        pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise("status").alias(name)
        for name, value in (("seekers_status", "seekers_persons"), ("tight_status", "tightness"))
    )
    months = span(frame, "period")
    every = (
        Field("occupation_code", "SOC 2020"),
        Field("occupation_name", "Occupation"),
        Field("adverts_count", dated("Adverts a month", months), 0, "adverts", "status"),
        Field("seekers_persons", "Jobseekers", 0, "persons", "seekers_status",
              period="seekers_period"),
        Field("tightness", "Adverts per jobseeker, smoothed", 2, status="tight_status"),
        Field("pressure_ln", "Pressure (log ratio)", 2, status="status", signed=True),
        Field("lower80", "80% from", 2, status="status", signed=True),
        Field("upper80", "80% to", 2, status="status", signed=True),
        Field("status", "Status"),
    )  # fmt: skip
    table = DataTable(
        "pressure",
        dated("Adverts and jobseekers", months),
        frame.sort("pressure_ln", descending=True, nulls_last=True),
        tuple(field for field in every if not frame[field.name].is_null().all()),
        str(source),
        (ESTIMATE, ADVERTS),
    )
    notes = frame["note"].drop_nulls().unique(maintain_order=True).to_list()
    smoothed = (
        "Pressure is smoothed towards the nation's, as if each occupation had "
        f"{digits(PRIOR_ADVERTS)} more adverts at that ratio. So it is not a row's adverts "
        "divided by its jobseekers. Above 0 there are more adverts per jobseeker than for all "
        "occupations here."
    )
    sentences = [period_in_words(as_sentence(note)) for note in notes if note]
    blocks: tuple[Block, ...] = (Text((*sentences, smoothed)), table, *tabulate_shortages(area))
    return Section("pressure", "Pressure now", blocks)


def annex(area: ReportArea) -> Section:
    """Needs by occupation, sector and sector of the Industrial Strategy."""
    with area.tables.read.source() as source:
        needs = area.indicators["skills_needs"]
    frame = needs.filter(pl.col("openings_persons") >= LEAST_NEEDS).sort(
        "openings_persons", descending=True, maintain_order=True
    )
    words = (
        f"The pairs of occupation and sector with {digits(LEAST_NEEDS)} or more openings a year: "
        f"{frame.height} of {needs.height}."
    )
    title = (
        "Needs by occupation (SOC 2020), sector (SIC 2007) and sector of the Industrial Strategy"
    )
    table = DataTable(
        "needs",
        dated(title, span(frame, *SPAN)),
        frame,
        (
            Field("occupation_code", "SOC 2020"),
            Field("occupation_name", "Occupation"),
            Field("industry_code", "SIC 2007"),
            Field("industry_name", "Sector"),
            Field("strategy_sectors", "Industrial Strategy (IS-8)"),
            Field("jobs", dated("Jobs", span(frame, "base_period")), 0, "jobs", "status",
                  period="base_period"),
            Field("openings_persons", "Openings a year", 0, PER_YEAR, "status"),
        ),
        str(source),
        (ESTIMATE, NEEDS),
    )  # fmt: skip
    return Section("annex", "Annex: needs coded by occupation and sector", (Text((words,)), table))
