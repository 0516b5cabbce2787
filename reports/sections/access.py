"""Section of a report on access: jobs within reach of each ward. None where we have no figures."""

from __future__ import annotations

from typing import Final

import polars as pl

from access import siting_page, siting_words
from access.place_reader import OF_COUNCILS
from catalog.reading import Reader
from catalog.vocabulary.status import MODELLED, WITHOUT_VALUE
from presentation import report_words
from presentation.wording import ESTIMATE, WARDS, dated, span
from reports.content import Block, DataTable, Field, Section, Text
from reports.inputs import ReportArea

SETTING: Final = "no_car"  # the setting that is printed
MOST_PRINTED: Final = 10
FIELDS: Final = (
    Field("ward_name", "Ward"),
    Field("lad_name", "Council"),
    Field("reach", "How jobs are counted"),
    Field("jobs_in_reach", "Jobs within reach", 0, "jobs", "status", is_estimate=True),
    Field("households_no_car_pct", "Households without a car (%)", 1, "%", "households_status"),
    Field("rank_in_council", "Rank in its council (1 = most)", 0, "rank", "rank_status"),
    Field("status", "Status"),
)
PRINTED: Final = (
    "ward_name", "lad_name", "jobs_in_reach", "households_no_car_pct", "rank_in_council",
)  # fmt: skip
# What the sites are found from; a wrong file of these stops the report with what to do.
READ: Final = ("lsoa_need", "lsoa_centroids", "lsoa_wards", "wards", "sites")
SITES: Final = (
    Field("sites_count", "New places", 0, "places", "status"),
    Field("site_names", "Best set"),
    Field("covered_people", "Residents within the distance", 0, "residents", "status",
          is_estimate=True),
    Field("covered_pct", "Share (%)", 1, "%", "status"),
    Field("greedy_pct", "Chosen one after another (%)", 1, "%", "status"),
    Field("status", "Status"),
)  # fmt: skip
SITES_PRINTED: Final = ("sites_count", "site_names", "covered_people", "covered_pct")
SITES_ROWS: Final = 5
REACH_NAMES: Final = {
    "no_car": "without a car (half weight at 1.4 km)", "any": "any means (half weight at 3.0 km)",
    "within_5km": "within 5 km", "minutes": "by travel times supplied",
}  # fmt: skip


def access(area: ReportArea) -> tuple[Section, ...]:
    """Wards with the fewest jobs within reach of residents without a car, the fewest first."""
    with area.tables.read.source() as source:
        rows = area.read_councils("reach_ward").drop_nulls("jobs_in_reach")
    if rows.is_empty():
        return ()
    order = pl.col("reach_setting") != SETTING
    # A ward whose neighbours' jobs we lack has no rank: it may have more within reach than we know.
    unsure = pl.col("rank_in_council").is_null()
    frame = rows.sort(order, "reach_setting", unsure, "jobs_in_reach", "ward_code").with_columns(
        pl.col("reach_setting").replace(REACH_NAMES).alias("reach"),
        households_status=_status_of("households_no_car_pct"),
        rank_status=_status_of("rank_in_council"),
    )
    first = frame.filter(~unsure, reach_setting=SETTING)
    title = "Wards with the fewest jobs within reach of residents without a car"
    table = DataTable(
        "access", dated(title, span(frame, "period")), frame,
        tuple(
            field for field in FIELDS
            if not frame[field.name].is_null().all()
            and (field.name != "lad_name" or len(area.councils) > 1)
        ),
        str(source), (ESTIMATE, WARDS), print_fields=PRINTED,
        print_rows=min(MOST_PRINTED, first.height), full_rows=first.height,
        printed="standard" if first.height else "workbook",
    )  # fmt: skip
    # A partial figure is a least one: the smallest of all is the fewest only where it is whole.
    fewest = first.head(1).filter(status=MODELLED)
    words = [report_words.describe_reach(row) for row in fewest.iter_rows(named=True)]
    blocks: tuple[Block, ...] = (*(Text((line,)) for line in words), table, *_sites(area))
    return (Section("access", "Access to jobs", blocks, printed="standard"),)


def _sites(area: ReportArea) -> tuple[Block, ...]:
    """Where training could stand: two places, and how many more would bring how much."""
    frames = {
        name: area.tables.read_councils(name, area.codes, record=False)
        if name in OF_COUNCILS
        else area.tables.peek(name)
        for name in READ
    }
    reader = Reader(area.tables.root, frames)
    found = siting_page.suggest_training_sites(reader, area.codes)
    if found is None:
        return ()
    for name in reader.read:
        area.tables.read.note(name)
    lines = siting_words.explain_answer(found.problem, found.answer)
    frame = found.curve.with_columns(
        pl.col("names").list.join("; ").alias("site_names"), status=pl.lit(MODELLED)
    )
    within = siting_words.name_distance(siting_page.TRAINING_KM, found.problem.unit)
    title = f"Share of {found.problem.group} within {within}, by number of places for training"
    table = DataTable(
        "sites", title, frame, SITES, ", ".join(reader.read), (ESTIMATE,),
        print_fields=SITES_PRINTED, print_rows=SITES_ROWS, printed="standard",
    )  # fmt: skip
    beside = ", beside the jobcentres" if found.problem.kept_names else ""
    lead = f"Where could training stand{beside}? {lines[0]} {lines[1]}"
    return (Text((f"{lead} {siting_words.STRAIGHT_LIMITS}",)), table)


def _status_of(value: str) -> pl.Expr:
    """The row's status where it has the figure, else missing."""
    is_without = pl.col("status").is_in(list(WITHOUT_VALUE))
    return (
        pl.when(pl.col(value).is_null()).then(pl.lit("missing"))
        .when(is_without).then(pl.lit("modelled")).otherwise("status")
    )  # fmt: skip
