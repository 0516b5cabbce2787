"""Section of a report on training: where new people come from, and what is missing."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.periods import filter_newest
from catalog.vocabulary.status import MISSING, MODELLED, OBSERVED
from indicators.skills import skill_page
from indicators.skills.supply import STREAMS
from presentation import balance_words, report_words
from presentation.wording import COURSES, ESTIMATE, dated, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea
from reports.sections import priorities
from reports.sections.priorities import PER_YEAR

# Councils whose achievements stand side by side; of more, a row each: no page holds their columns,
# and a table of Word none beyond the 63rd.
ACROSS: Final = 4
MOST_PRINTED: Final = 10
ORDER: Final = {name: place for place, name in enumerate(STREAMS)}
NOT_HELD: Final = "Not counted, because we have no data:"
LEAD: Final = (
    "New people come from five sources. We count those not already in work, and set them beside "
    "the total that each source publishes."
)
STREAMED: Final = (
    Field("supply_stream", "Source of people"),
    Field("published_number", "Published total", 0, status="published_status"),
    Field("count_unit", "What it counts"),
    Field("period", "Year"),
    Field("supply_persons", "New people in work a year", 0, PER_YEAR, "status", is_estimate=True),
    Field("lower80", "80% from", 0, PER_YEAR, "status", is_estimate=True),
    Field("upper80", "80% to", 0, PER_YEAR, "status", is_estimate=True),
    Field("served_openings_persons", "Openings that hang on it", 0, PER_YEAR, "served_status",
          is_estimate=True),
    Field("status", "Status"),
)  # fmt: skip
STREAMS_PRINTED: Final = (
    "supply_stream", "published_number", "count_unit", "period", "supply_persons", "lower80",
    "upper80",
)  # fmt: skip


def training(area: ReportArea) -> Section:
    """The streams beside their sources' totals, the training that leads to the first priorities,
    courses by subject, and what is missing."""
    with area.tables.read.source() as source:
        table = area.read_councils("fe_achievements")
    achieved = _achievements(area, filter_newest(table), str(source))
    with area.tables.read.source() as of_streams:
        streams = area.indicators["skills_streams"].sort(
            pl.col("supply_stream").replace_strict(ORDER, default=len(ORDER))
        )
    missing = tuple(
        report_words.leave_out_commands(balance_words.describe_absence(row))
        for row in streams.filter(pl.col("supply_persons").is_null()).iter_rows(named=True)
    )
    counted = _table_streams(streams, str(of_streams))
    if counted:
        counted = (Text((LEAD,)), *counted)
    first = skill_page.answer(priorities.read_ranked(area)).first
    blocks: tuple[Block, ...] = (
        *counted,
        *([Text((NOT_HELD,)), Text(missing, listed=True)] if missing else []),
        *(priorities.training(area, first) if first else ()),
        achieved,
        *_table_supply(area),
    )
    return Section("training", "Training and provision", blocks, printed="standard")


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
    table = DataTable(
        "streams", title, counted, STREAMED, source, (ESTIMATE, COURSES),
        print_fields=STREAMS_PRINTED,
    )  # fmt: skip
    return (table,)


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
            "New people we can count, by occupation, level and source",
            frame.sort("skill_kind", "skill_code"),
            (Field("skill_name", "Occupation or qualification"), *fields),
            str(source),
            (ESTIMATE, COURSES),
            printed="full",
        ),
    )


def _achievements(area: ReportArea, newest: pl.DataFrame, source: str) -> Block:
    """Courses by subject as published: a row each, the councils side by side where they are few."""
    title, unit = "Courses that adults achieved, by subject area", "courses"
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
    return DataTable(
        "achievements-subject_area", shown, _largest_first(frame, fields[-1].name),
        (first, *fields), source, print_rows=MOST_PRINTED,
    )  # fmt: skip


def _largest_first(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Subjects with most courses first, by the last column of figures."""
    return frame.sort(column, "breakdown_name", descending=[True, False], nulls_last=True)


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
        is_estimate = unit == PER_YEAR
        fields.append(
            Field(f"{value}_{code}", title, 0, unit, f"status_{code}", is_estimate=is_estimate)
        )
    return wide, fields
