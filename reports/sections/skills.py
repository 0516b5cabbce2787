"""Sections of a report on skills: occupations, supply, pressure and the annex of needs."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from catalog.vocabulary.periods import filter_newest
from indicators.skills.pressure import PRIOR_ADVERTS
from indicators.skills.supply import STREAMS
from presentation.numbers import digits
from presentation.wording import ADVERTS, COURSES, ESTIMATE, NEEDS, dated, period_in_words, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

PER_YEAR: Final = "people a year"
LEAST_NEEDS: Final = 5.0  # people a year that a row of the annex must have
SEEKERS: Final = "seekers_period"
DATED: Final = r"\(([^()]*\d{4}-\d{2})\)"  # the month of a note, such as (year to 2025-09)
SPAN: Final = ("base_period", "target_period")
# Councils whose achievements stand side by side; of more, a row each: no page holds their columns,
# and a table of Word none beyond the 63rd.
ACROSS: Final = 4
Breakdown = Literal["subject_area", "level"]
Achieved = Literal["aims", "learners"]
ACHIEVEMENTS: Final[tuple[tuple[Breakdown, Achieved, str, str], ...]] = (
    ("subject_area", "aims", "Courses achieved by adults, by subject area", "courses"),
    ("level", "learners", "Adults who achieved a course, by level", "learners"),
)


def occupations(area: ReportArea, pictures: tuple[Block, ...] = ()) -> Section:
    """Openings by occupation, with the adverts of the newest months beside them."""
    with area.tables.read.source() as source:
        openings = area.indicators["skills_openings"]
        adverts = area.indicators["skills_pressure"].select(
            "adverts_count", adverts_period="period", skill_code="occupation_code",
            adverts_status="status",
        )  # fmt: skip
    frame = openings.filter(skill_kind="occupation").join(
        adverts, on="skill_code", how="left", validate="1:1"
    ).with_columns(pl.col("adverts_status").fill_null("missing"))  # fmt: skip
    table = DataTable(
        "openings",
        dated("Openings a year by occupation", span(openings, *SPAN)),
        frame.sort("openings_persons", descending=True),
        (
            Field("skill_code", "SOC 2020"),
            Field("skill_name", "Occupation"),
            Field("jobs", dated("Jobs", span(openings, "base_period")), 0, "jobs", "status",
                  period="base_period"),
            Field("adverts_count", dated("Adverts a month", span(frame, "adverts_period")), 0,
                  "adverts", "adverts_status", period="adverts_period"),
            Field("growth_openings_persons", "From growth", 0, PER_YEAR, "status", signed=True),
            Field("replacement_openings_persons", "From replacement", 0, PER_YEAR, "status"),
            Field("openings_persons", "Openings", 0, PER_YEAR, "status"),
            Field("lower80", "80% from", 0, PER_YEAR, "status"),
            Field("upper80", "80% to", 0, PER_YEAR, "status"),
        ),
        str(source),
        (ESTIMATE, ADVERTS),
    )  # fmt: skip
    return Section("occupations", "Occupations", (*pictures, table))


def supply(area: ReportArea) -> Section:
    """Achievements by subject and by level as published, then the streams as they are counted."""
    with area.tables.read.source() as source:
        table = area.read_councils("fe_achievements")
    newest = filter_newest(table)
    blocks: list[Block] = [
        _achievements(area, newest, str(source), kind, measure, title, unit)
        for kind, measure, title, unit in ACHIEVEMENTS
    ]
    with area.tables.read.source() as source:
        counted = area.indicators["skills_supply"]
    frame, fields = _beside(
        counted,
        ("area_code", "area_name", "skill_kind", "skill_code", "skill_name"),
        ("supply_stream", [(name, name.capitalize()) for name in STREAMS]),
        "supply_persons",
        PER_YEAR,
    )
    blocks.append(
        DataTable(
            "supply",
            "Supply we can count, people a year by source",
            frame.sort("skill_kind", "skill_code"),
            (Field("skill_name", "Occupation or qualification"), *fields),
            str(source),
            (ESTIMATE, COURSES),
        )
    )
    return Section("supply", "Supply", tuple(blocks))


def _achievements(
    area: ReportArea,
    newest: pl.DataFrame,
    source: str,
    kind: Breakdown,
    measure: Achieved,
    title: str,
    unit: str,
) -> Block:
    """Achievements of one kind: a row each, the councils side by side where they are few."""
    of_kind = newest.filter(
        pl.col("breakdown") == kind, pl.col("achievement_measure") == measure
    ).sort("breakdown_name", "area_name", "area_code")  # fmt: skip
    if of_kind.is_empty():
        return Text((f"{title}: no achievements file has been supplied.",))
    first = Field("breakdown_name", "Subject area" if kind == "subject_area" else "Level")
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
    return DataTable(f"achievements-{kind}", shown, frame, (first, *fields), source)


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
    """Adverts per person looking, and how far adverts and seekers are from each other."""
    with area.tables.read.source() as source:
        frame = area.indicators["skills_pressure"].filter(
            pl.col("occupation_code").str.len_chars() == 2
        )
    # The people who look are of another date than the adverts; their note has it in brackets.
    frame = frame.with_columns(pl.col("note").str.extract(DATED).alias(SEEKERS))
    if frame.is_empty():
        words = "We have no adverts by occupation for this area, so we cannot show pressure."
        return Section("pressure", "Pressure now", (Text((words,)),))
    with area.tables.read.source() as of_indices:
        mismatch = area.indicators["mismatch"]
    months = span(frame, "period")
    table = DataTable(
        "pressure",
        dated("Adverts and jobseekers", months),
        frame.sort("pressure_ln", descending=True, nulls_last=True),
        (
            Field("occupation_code", "SOC 2020"),
            Field("occupation_name", "Occupation"),
            Field("adverts_count", dated("Adverts a month", months), 0, "adverts", "status"),
            Field("seekers_persons", "Jobseekers", 0, "persons", "status", period=SEEKERS),
            Field("tightness", "Adverts per jobseeker, smoothed", 2, status="status"),
            Field("pressure_ln", "Pressure (log ratio)", 2, status="status", signed=True),
            Field("lower80", "80% from", 2, status="status", signed=True),
            Field("upper80", "80% to", 2, status="status", signed=True),
            Field("status", "Status"),
        ),
        str(source),
        (ESTIMATE, ADVERTS),
    )
    indices = DataTable(
        "mismatch",
        "Mismatch between adverts and jobseekers (0 is a perfect match)",
        mismatch,
        (
            Field("index_name", "Index"),
            Field("eta", "Elasticity", 1, "ratio", "status"),
            Field("value", "Value", 3, status="status"),
            Field("lower80", "80% from", 3, status="status"),
            Field("upper80", "80% to", 3, status="status"),
            Field("status", "Status"),
        ),
        str(of_indices),
        (ESTIMATE, ADVERTS),
    )
    notes = frame["note"].drop_nulls().unique(maintain_order=True).to_list()
    smoothed = (
        "Adverts per jobseeker are smoothed towards the national ratio, as if each occupation had "
        f"{digits(PRIOR_ADVERTS)} more adverts at that ratio. So they are not a row's adverts "
        "divided by its jobseekers."
    )
    sentences = [f"{period_in_words(note[0].upper() + note[1:])}." for note in notes if note]
    return Section("pressure", "Pressure now", (Text((*sentences, smoothed)), table, indices))


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
