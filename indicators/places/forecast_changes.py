"""How forecasts have changed since the run before, as pages list them."""

from __future__ import annotations

import polars as pl

from catalog.vocabulary.periods import filter_newest


def furthest_changes(revisions: pl.DataFrame) -> pl.DataFrame:
    """The furthest period of each series of `forecast_revisions`, the largest change first.

    Adds change_pct, null where the forecast before is not above zero.
    """
    change = 100 * (pl.col("mean_after") / pl.col("mean_before") - 1)
    return (
        filter_newest(revisions, ["family", "area_code", "series_code"])
        .with_columns(pl.when(pl.col("mean_before") > 0).then(change).alias("change_pct"))
        .sort(pl.col("change_pct").abs(), descending=True, nulls_last=True)
    )
