"""Measures of wards, all in one long table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

define("ward_vintage", pl.String, "", "Year of the ward boundaries, such as 2025")
define(
    "reliability", pl.String, "",
    "good, fair or low: how reliable the value is; '' if there is no value",
)  # fmt: skip
define("note", pl.String, "", "What a reader needs to know about this value; '' for nothing")

define("table_name", pl.String, "", "Name of a stored table that the figures were read from")

WARD_MEASURES: Final = Table(
    name="ward_measures",
    grain="a ward, a measure and a period",
    key=("ward_code", "measure", "period"),
    columns=(
        "ward_code",
        "ward_name",
        "lad_code",
        "lad_name",
        "ward_vintage",
        "measure",
        "period",
        "period_start",
        "period_end",
        "value",
        "status",
        "reliability",
        "note",
    ),
    value="value",
    non_negative=("value",),
    allowed=(("reliability", ("good", "fair", "low", "")),),
)
WARD_MEASURE_SOURCES: Final = Table(
    name="ward_measure_sources",
    grain="a council, a measure of its wards and a table it was read from",
    key=("lad_code", "measure", "table_name"),
    columns=("lad_code", "measure", "table_name"),
)
# Jobs are made apart from the rest: what they are made from seldom changes, and claimants monthly.
WARD_JOBS: Final = replace(
    WARD_MEASURES,
    name="ward_jobs",
    grain="a ward, a measure of its jobs and a period",
    columns=("ward_code", *WARD_MEASURES.columns[WARD_MEASURES.columns.index("measure") :]),
)
WARD_JOB_SOURCES: Final = replace(WARD_MEASURE_SOURCES, name="ward_job_sources")
