"""Tables of the place as a whole, which several sections of a report read."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicators.places import jobs_over_time
from indicators.places.local_figures import LocalTables
from reports.inputs import ReportArea

LOCAL: Final = ("local_indicators", "local_indicator_values", "similar_areas", "councils")


def read_local(area: ReportArea) -> LocalTables:
    """The tables of local indicators, of every council."""
    return LocalTables(*(area.table(name) for name in LOCAL))


def read_jobs(area: ReportArea) -> pl.DataFrame:
    """All jobs of the place over time: rows of `jobs_over_time.list_jobs`."""
    regions = area.read_councils("councils")["region_code"].drop_nulls().to_list()
    return jobs_over_time.list_jobs(
        area.read_councils("jobs"), area.read_councils("forecasts"), area.codes, regions
    )
