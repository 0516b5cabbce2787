"""All jobs of a place over time: published, our estimates up to now, then the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from indicators.places import group_forecasts, series

FAMILY, TOTAL = "jobs_section", "total"
COLUMNS: Final = (
    "period", "period_end", "horizon", "jobs", "lower80", "upper80", "lower95", "upper95", "status",
    "origin_period", "known_to", "model",
)  # fmt: skip


def list_jobs(
    jobs: pl.DataFrame, forecasts: pl.DataFrame, councils: Sequence[str], regions: Sequence[str]
) -> pl.DataFrame:
    """Rows of COLUMNS by period; `horizon` is null where jobs are published.

    `jobs` and `forecasts` are as stored, of any areas. Of several councils, years that all have;
    no estimate or forecast where some council has none.
    """
    total = jobs.filter(industry_code=TOTAL, job_kind="employment")
    published = series.sum_history(
        total.with_columns(unit=pl.lit("jobs")).rename({"jobs": "value"}), councils
    ).select("period", "period_end", "status", jobs="value")
    of_total = forecasts.filter(family=FAMILY, series_code=TOTAL)
    ahead = group_forecasts.forecast_of_place(of_total, councils, regions)
    if ahead.height:
        ahead = ahead.rename({"mean": "jobs"})
        ahead = ahead.select(name for name in COLUMNS if name in ahead.columns)
    both = [published, ahead] if ahead.height else [published]
    rows = pl.concat(both, how="diagonal").sort("period_end")
    empty = pl.DataFrame(schema={
        "period": pl.String, "period_end": pl.Date, "horizon": pl.Int32,
        **dict.fromkeys(COLUMNS[3:8], pl.Float64), **dict.fromkeys(COLUMNS[8:], pl.String),
    })  # fmt: skip
    return pl.concat([empty, rows], how="diagonal_relaxed").select(COLUMNS)
