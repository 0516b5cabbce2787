"""Workforce jobs by section in regions and nations, every quarter since 1996."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import WORKFORCE_JOBS
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    INDUSTRY_LABELS,
    INDUSTRY_TOTAL,
    SECTIONS,
    VALUE,
    area_columns,
    industry_columns,
    month_columns,
    periods_since,
    status,
    value,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import comparator_queries
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="workforce_jobs",
        title="Workforce jobs by industry, seasonally adjusted",
        publisher=ONS_NOMIS,
        dataset_id="NM_130_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/wfjsa",
        cadence="quarterly",
        release_months=(3, 6, 9, 12),
        caveats=(
            "Estimates of jobs, of employees and of the self-employed, on one day of the quarter.",
            "Seasonally adjusted, and revised back for years.",
        ),
    )
)
TABLE: Final = WORKFORCE_JOBS
INDUSTRIES: Final = (INDUSTRY_TOTAL, *SECTIONS)
EXPECTED: Final = (
    Expected(
        "NM_130_1",
        {
            "industry": {number: INDUSTRY_LABELS[number] for number in INDUSTRIES},
            "item": {1: "total workforce jobs"},
            "measures": VALUE,
        },
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """England, Wales and the regions of England together, and Great Britain."""
    # A quarter is published within six months of its first.
    since = periods_since(date(1996, 3, 1), step_months=3, lag_months=6)
    members = (("industry", INDUSTRIES), ("item", (1,)), ("measures", (20100,)))
    return comparator_queries(Query("", EXPECTED[0], since, members))


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `workforce_jobs`; a quarter is named by the month that it is counted in."""
    return (
        frame_of(parts)
        .with_columns(
            *area_columns(),
            *month_columns(),
            *industry_columns(),
            value().alias("jobs"),
            status(ESTIMATED),
        )
        .unique(TABLE.key, keep="last", maintain_order=True)
        .select(TABLE.columns)
    )
