"""How each published forecast changed since the last run, and whether data or model changed it."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.forecasts import FORECAST_REVISIONS

KEY: Final = ("family", "area_code", "series_code", "period")
NAMES: Final = ("area_name", "series_name", "unit")
# The columns of forecasts that are compared.
COMPARED: Final = (*KEY, *NAMES, "mean", "model", "origin_period")
# Smaller than any difference that we show.
SAME: Final = 1e-6


def revisions(before: pl.DataFrame | None, after: pl.DataFrame, run_at: str) -> pl.DataFrame:
    """Rows of `forecast_revisions` for one run: forecasts that are new, changed or withdrawn.

    No rows for the first run, since every forecast would be new.
    """
    if before is None:
        return FORECAST_REVISIONS.empty()
    before, after = _leave_out_same(before.select(COMPARED), after.select(COMPARED))
    old = before.select(
        *KEY, *(pl.col(n).alias(f"{n}_before") for n in NAMES),
        pl.col("mean").alias("mean_before"), pl.col("model").alias("model_before"),
        pl.col("origin_period").alias("origin_before"),
    )  # fmt: skip
    new = after.select(
        *KEY, *NAMES, pl.col("mean").alias("mean_after"), pl.col("model").alias("model_after"),
        "origin_period",
    )  # fmt: skip
    both = old.join(new, on=KEY, how="full", coalesce=True, validate="1:1")
    was, now = pl.col("mean_before"), pl.col("mean_after")
    moved = (was - now).abs() > SAME * (1 + was.abs())
    changed = moved.fill_null(was.is_null() != now.is_null()) | was.is_null().xor(now.is_null())
    change = (
        pl.when(pl.col("model_before").is_null()).then(pl.lit("new"))
        .when(pl.col("model_after").is_null()).then(pl.lit("withdrawn"))
        .when(pl.col("origin_before") != pl.col("origin_period")).then(pl.lit("newer data"))
        .when(pl.col("model_before") != pl.col("model_after")).then(pl.lit("model changed"))
        .when(changed).then(pl.lit("data revised"))
        .alias("change")
    )  # fmt: skip
    return (
        both.with_columns(change, pl.lit(run_at).alias("run_at"))
        .filter(pl.col("change").is_not_null())
        .with_columns(
            *(pl.coalesce(name, f"{name}_before").alias(name) for name in NAMES),
            pl.col("model_before", "model_after", "origin_before", "origin_period").fill_null(""),
        )
        .sort(KEY)
        .select(FORECAST_REVISIONS.columns)
    )


def _leave_out_same(before: pl.DataFrame, after: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both without the families whose rows are the same, which are most after a new month."""
    old, new = (
        {name: rows for (name,), rows in each.partition_by("family", as_dict=True).items()}
        for each in (before, after)
    )
    same = [name for name, rows in old.items() if name in new and rows.equals(new[name])]
    differs = ~pl.col("family").is_in(same)
    return before.filter(differs), after.filter(differs)
