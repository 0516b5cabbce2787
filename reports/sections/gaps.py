"""Sections of a report on skills gaps: by occupation with its training, and by qualification."""

from __future__ import annotations

import polars as pl

from indicators.skills.courses import FURTHER_EDUCATION
from presentation.cells import join_rows
from presentation.wording import COURSES, ESTIMATE, GAP, dated, listed, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections.skills import PER_YEAR, SPAN


def gaps(area: ReportArea, pictures: tuple[Block, ...] = ()) -> tuple[Section, Section]:
    """The chart, then the gap table by occupation with its training, and by qualification."""
    indicators = area.indicators
    with area.tables.read.source() as source:
        every = _with_years(indicators["skills_gaps"], indicators["skills_openings"])
    with area.tables.read.source() as more:
        occupation = (
            _with_years(indicators["skills_gaps"], indicators["skills_openings"])
            .filter(skill_kind="occupation")
            .join(
                _training(indicators["skills_training"]),
                on="skill_code",
                how="left",
                validate="1:1",
            )
            .join(
                _completions(indicators["skills_supply"]),
                on="skill_code",
                how="left",
                validate="1:1",
            )
            .with_columns(
                pl.col("training").fill_null("no further education subject matched"),
                pl.col("completions_status").fill_null("missing"),
            )
            .sort("gap_persons", descending=True, nulls_last=True)
        )
    common = (
        Field("openings_persons", "Openings", 0, PER_YEAR, "openings_status"),
        Field("completions_persons", "Completions into work", 0, PER_YEAR, "completions_status",
              period="completions_period"),
        Field("gap_persons", "Gap", 0, PER_YEAR, "status", signed=True),
        Field("lower80", "80% from", 0, PER_YEAR, "status", signed=True),
        Field("upper80", "80% to", 0, PER_YEAR, "status", signed=True),
        Field("probability_gap", "Probability of a gap", 2, status="status"),
        Field("rank_low", "Rank from", 0, status="status"),
        Field("rank_high", "Rank to", 0, status="status"),
        Field("missing_streams", "Not counted"),
        Field("status", "Status"),
    )  # fmt: skip
    years = span(every, *SPAN)
    by_occupation = DataTable(
        "gaps",
        dated("Gaps by occupation, people a year", years),
        occupation,
        (
            Field("skill_code", "SOC 2020"),
            Field("skill_name", "Occupation"),
            Field("training", "Related training"),
            *common,
        ),
        str(more),
        (ESTIMATE, GAP, COURSES),
    )
    words = (
        "A gap is openings minus the supply we can count. Where a source of supply is missing, "
        "treat the gap as an upper limit."
    )
    return (
        Section("gaps", "Skills gaps", (Text((words,)), *pictures)),
        Section(
            "gaps-tables",
            "Gaps in figures",
            (by_occupation, *_by_qualification(area, every, common, str(source), years)),
            level=2,
        ),
    )


def _by_qualification(
    area: ReportArea, gaps: pl.DataFrame, common: tuple[Field, ...], source: str, years: str
) -> tuple[Block, ...]:
    """Gaps by level; openings alone where some level has no gap, for want of a main stream."""
    of_levels = gaps.filter(skill_kind="qualification")
    level = Field("skill_name", "Level")
    missing = list_missing_streams(of_levels.filter(pl.col("gap_persons").is_null()))
    if of_levels.is_empty() or not missing:
        title = dated("Gaps by level of qualification, people a year", years)
        fields = (level, common[0], *common[2:])
        return (DataTable("gaps-qualification", title, of_levels, fields, source, (ESTIMATE, GAP)),)
    with area.tables.read.source() as read:
        openings = area.indicators["skills_openings"].filter(skill_kind="qualification")
    words = (
        f"We cannot estimate gaps by level of qualification: {missing} are not counted, and some "
        "levels have no other supply. The table shows the openings."
    )
    table = DataTable(
        "openings-qualification",
        dated("Openings a year by level of qualification", years),
        openings,
        (
            level,
            Field("openings_persons", "Openings", 0, PER_YEAR, "status"),
            Field("lower80", "80% from", 0, PER_YEAR, "status"),
            Field("upper80", "80% to", 0, PER_YEAR, "status"),
            Field("status", "Status"),
        ),
        str(read),
        (ESTIMATE,),
    )
    return (Text((words,)), table)


def list_missing_streams(gaps: pl.DataFrame) -> str:
    """Streams of supply that some gap is without, in words; '' for none."""
    streams = gaps["missing_streams"].drop_nulls().str.split("; ").explode().unique().sort()
    return listed([stream for stream in streams if stream], streams.len())


def _with_years(gaps: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """Gaps with the years of their openings; those have a status of their own (openings_status)."""
    years = openings.select("skill_kind", "skill_code", *SPAN)
    return gaps.join(years, on=["skill_kind", "skill_code"], how="left", validate="1:1")


def _training(training: pl.DataFrame) -> pl.DataFrame:
    """skill_code, training: subjects that lead to each occupation, the likeliest first."""
    share = (100 * pl.col("weight")).round(0).cast(pl.Int64)
    words = pl.format("{} ({}%)", "subject_area", share)
    likeliest = training.sort("weight", "subject_area", descending=[True, False])
    return join_rows(likeliest, "occupation_code", words.alias("training")).rename(
        {"occupation_code": "skill_code"}
    )


def _completions(supply_rows: pl.DataFrame) -> pl.DataFrame:
    return supply_rows.filter(
        pl.col("supply_stream") == FURTHER_EDUCATION, pl.col("skill_kind") == "occupation"
    ).select(
        "skill_code", completions_persons="supply_persons", completions_status="status",
        completions_period="period",
    )  # fmt: skip
