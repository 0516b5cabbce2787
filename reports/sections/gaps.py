"""Sections of a report on openings beside supply: by occupation and by level of qualification.

There is a gap only where the table has one: where a main stream of supply is missing, openings
stand alone and the words say what to add.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.status import ESTIMATED, MISSING, MODELLED
from indicators.skills import skill_page
from indicators.skills.commuting import UNKNOWN
from presentation import report_words, skill_words
from presentation.wording import ESTIMATE, GAP, as_sentence, dated, period_in_words, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import answers
from reports.sections.priorities import PER_YEAR, SPAN

TITLE: Final = "Openings beside the new people we can count"
LEAD: Final = (
    "A gap is openings minus the new people we can count. Where a main source of people is "
    "missing we give no gap, only openings."
)
ELSEWHERE: Final = "A difference may be people who work elsewhere."
CENSUS: Final = "2021"
SURVEYED: Final = r"survey to (\d{4}-\d{2})"  # its period in the note of the match
FIGURES: Final = (
    Field("openings_persons", "Openings", 0, PER_YEAR, "openings_status", is_estimate=True),
    Field("supply_persons", "New people we count", 0, PER_YEAR, "supply_status", is_estimate=True),
    Field("gap_persons", "Gap", 0, PER_YEAR, "status", signed=True, is_estimate=True),
    Field("lower80", "80% from", 0, PER_YEAR, "status", signed=True, is_estimate=True),
    Field("upper80", "80% to", 0, PER_YEAR, "status", signed=True, is_estimate=True),
    Field("missing_streams", "Not counted"),
    Field("status", "Status"),
)
MATCH: Final = (
    Field("skill_name", "Level"),
    Field("survey_share_pct", "Residents aged 16 to 64, survey (%)", 1, "%", "survey_status",
          period="survey_period"),
    Field("residents_share_pct", "Residents aged 16 and over, Census 2021 (%)", 1, "%", "status",
          period="census_period"),
    Field("jobs_share_pct", "Jobs here (%)", 1, "%", "jobs_status"),
    Field("openings_share_pct", "Openings (%)", 1, "%", "jobs_status"),
    Field("difference_points", "Residents less jobs (points)", 1, "percentage points",
          "difference_status", signed=True),
    Field("status", "Status"),
)  # fmt: skip


def gaps(area: ReportArea) -> tuple[Section, ...]:
    """What can and cannot be judged, then openings beside supply by level and by occupation."""
    rows = area.indicators["skills_gaps"]
    if rows.is_empty():
        words = "We cannot estimate gaps here: there is no supply data."
        return (Section("gaps", TITLE, (Text((words,)),), level=2, printed="standard"),)
    most = answers.describe_most_wanted_level(rows)
    missing = report_words.leave_out_commands(skill_words.describe_missing(rows))
    return (
        Section(
            "gaps", TITLE,
            (Text((LEAD,)), *([Text((most,))] if most else []),
             *([Text((missing,))] if missing else []), _by_level(area)),
            level=2, printed="standard",
        ),
        Section(
            "gaps-detail", "Gaps by occupation, and qualifications of residents",
            (*_by_occupation(area), *_match(area)), level=2, printed="full",
        ),
    )  # fmt: skip


def select_levels(gaps: pl.DataFrame) -> pl.DataFrame:
    """Rows of levels of qualification, the lowest first."""
    of_levels = gaps.filter(skill_kind="qualification")
    return skill_page.sort_levels(of_levels)


def _by_occupation(area: ReportArea) -> tuple[Block, ...]:
    """Where no occupation has a gap nothing: openings have a table of their own."""
    with area.tables.read.source() as source:
        rows = _with_years(area).filter(skill_kind="occupation")
    if rows.height and rows["gap_persons"].is_null().all():
        return ()
    frame = rows.sort(
        "gap_persons", "openings_persons", "skill_code", descending=[True, True, False],
        nulls_last=True,
    )  # fmt: skip
    first = (Field("skill_code", "SOC 2020"), Field("skill_name", "Occupation"))
    return (_table("gaps", "by occupation", frame, first, str(source)),)


def _by_level(area: ReportArea) -> DataTable:
    with area.tables.read.source() as source:
        frame = select_levels(_with_years(area))
    return _table(
        "gaps-qualification", "by level of qualification", frame,
        (Field("skill_name", "Level"),), str(source),
    )  # fmt: skip


def _table(
    name: str, by: str, frame: pl.DataFrame, first: tuple[Field, ...], source: str
) -> DataTable:
    """Openings beside supply; without the columns that no row has a figure or a word for."""
    has_gap = not frame["gap_persons"].is_null().all()
    is_same = frame["missing_streams"].n_unique() <= 1  # said once, in the words above
    left_out = {
        *(["missing_streams"] if is_same else []),
        *([] if has_gap else ["gap_persons", "lower80", "upper80"]),
        *(["supply_persons"] if frame["supply_persons"].is_null().all() else []),
    }
    fields = tuple(field for field in FIGURES if field.name not in left_out)
    if not has_gap:  # the status is that of the gap, so that of the openings stands in
        fields = tuple(
            Field("openings_status", "Status") if field.name == "status" else field
            for field in fields
        )
    what = "Openings, people we count and gaps" if has_gap else "Openings without a gap"
    title = dated(f"{what} {by}, people a year", span(frame, *SPAN))
    printed = tuple(field.name for field in (*first, *fields) if field.title != "Status")
    return DataTable(
        name, title, frame, (*first, *fields), source, (ESTIMATE, GAP), print_fields=printed
    )


def _with_years(area: ReportArea) -> pl.DataFrame:
    """Gaps with the years of their openings; those have a status of their own (openings_status)."""
    years = area.indicators["skills_openings"].select("skill_kind", "skill_code", *SPAN)
    return area.indicators["skills_gaps"].join(
        years, on=["skill_kind", "skill_code"], how="left", validate="1:1"
    )


def _match(area: ReportArea) -> tuple[Block, ...]:
    """Levels that residents hold against those that jobs here ask for."""
    with area.tables.read.source() as source:
        rows = area.indicators["qualification_match"]
    if rows.is_empty():
        return ()
    status_of = (
        ("survey_status", "survey_share_pct", ESTIMATED),
        ("jobs_status", "jobs_share_pct", MODELLED),
        ("difference_status", "difference_points", MODELLED),
    )
    frame = skill_page.sort_levels(rows).with_columns(
        *(
            pl.when(pl.col(value).is_null()).then(pl.lit(MISSING)).otherwise(pl.lit(status))
            .alias(name)
            for name, value, status in status_of
        ),
        census_period=pl.lit(CENSUS), survey_period=pl.col("note").str.extract(SURVEYED),
    )  # fmt: skip
    fields = tuple(field for field in MATCH if not frame[field.name].is_null().all())
    commuters = period_in_words(as_sentence(str(rows["commuting_note"][0] or UNKNOWN)))
    words = f"{skill_words.describe_match(rows, area.spoken_name)} {commuters} {ELSEWHERE}"
    title = dated("Qualifications of residents and of jobs", span(rows, "period"))
    table = DataTable("qualifications", title, frame, fields, str(source), (ESTIMATE,))
    return (Text((words,)), table)
