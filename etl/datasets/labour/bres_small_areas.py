"""Jobs by industry in LSOAs (BRES): of 2021 for the newest years, of 2011 for the years before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import JOBS_SMALL_AREAS
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.clients.nomis.codes import (
    DIVISIONS,
    INDUSTRY_TOTAL,
    area_columns,
    industry_columns,
    published,
    status,
    value,
    year_columns,
)
from etl.clients.nomis.pages import frames
from etl.clients.nomis.queries import small_area_queries
from etl.datasets.labour import bres
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="bres_small_areas",
        title="Business Register and Employment Survey, small areas",
        publisher=ONS_NOMIS,
        dataset_id="NM_189_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/newbres6pub",
        cadence="yearly",
        release_months=bres.SOURCE.release_months,
        caveats=(
            "A survey: figures for a single LSOA are very noisy and rounded; use sums of many.",
            "2024 is published for LSOAs of 2021 only; earlier years for LSOAs of 2011.",
            "Jobs are counted where the workplace is, not where people live.",
        ),
    )
)
TABLE: Final = JOBS_SMALL_AREAS
EXPECTED: Final = (
    replace(bres.EXPECTED[0], geography_types={151: "2021.*lower", 298: "2011.*lower"}),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Per council: LSOAs of 2021 by total for three years and by division, of 2011 by total.

    A district of 250 LSOAs has 22,000 rows by division a year, so the newest year alone is asked.
    """
    newest = "latestMINUS2-latest"
    questions = (
        _question("lsoa21", 151, newest, (INDUSTRY_TOTAL,), (1, 4)),
        _question("lsoa21-divisions", 151, "latest", DIVISIONS, (4,)),
        _question("lsoa11", 298, "2015-2023", (INDUSTRY_TOTAL,), (1, 4)),
    )
    return [ask for question in questions for ask in small_area_queries(question, areas)]


def _question(
    key: str, area_type: int, date: str, industries: tuple[int, ...], kinds: tuple[int, ...]
) -> Query:
    return Query(
        key=key,
        expected=EXPECTED[0],
        date=date,
        members=(
            ("industry", industries),
            ("employment_status", kinds),
            ("measure", (1,)),
            ("measures", (20100,)),
        ),
        area_type=area_type,
    )


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `jobs_small_areas`, without years and levels for which a council has nothing.

    A council with nothing for an area type keeps the newest totals of its LSOAs, as missing.
    """
    rows = pl.concat(_rows(frame) for frame in frames(parts))
    rows = rows.unique(TABLE.key, keep="last", maintain_order=True)
    return published(
        rows,
        "jobs",
        block=("period", "industry_level", "job_kind"),
        total=pl.col("industry_level") == "total",
    ).select(TABLE.columns)


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    """One part at a time, as the text of all of them together is many times the table."""
    return frame.select(
        *area_columns(),
        *year_columns(),
        *industry_columns(),
        pl.col("EMPLOYMENT_STATUS")
        .replace_strict(bres.KINDS, default=None, return_dtype=pl.String)
        .alias("job_kind"),
        value().alias("jobs"),
        status(ESTIMATED),
    ).drop_nulls("job_kind")  # a kind of job that was not asked for is none of ours
