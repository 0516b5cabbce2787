"""Forecasts of any group of councils: the sum of its members, with its own interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.tables.forecasts import FORECASTS
from catalog.vocabulary.status import MODELLED, PARTIAL

PLACE: Final = ("family", "series_code", "period")


def shared_error(cv_windows: pl.DataFrame) -> float:
    """The share of the variance of forecast errors that series of one origin and horizon have in
    common, from 0 (independent) to 1, from back-test windows with `published`."""
    log_error = pl.col("actual").log1p() - pl.col("published").log1p()
    cells = cv_windows.group_by("origin", "horizon", "series_code").agg(
        log_error.mean().alias("mean"), log_error.var().alias("own"), pl.len().alias("count")
    )
    cells = cells.filter((pl.col("count") > 2) & pl.col("own").is_finite())
    if cells.is_empty():
        return 1.0
    within = cells["own"].mean()
    between = (cells["mean"] ** 2 - cells["own"] / cells["count"]).clip(0.0).mean()
    total = float(within or 0.0) + float(between or 0.0)  # type: ignore[arg-type]
    return float(between or 0.0) / total if total > 0 else 1.0  # type: ignore[arg-type]


def sum_members(
    forecasts: pl.DataFrame,
    members: Sequence[str],
    code: str,
    name: str,
    *,
    shared: float = 1.0,
) -> pl.DataFrame:
    """Rows of the table `forecasts` for a group: means summed, bounds from the members' bounds.

    The distance of a bound from the sum is sqrt(shared * (sum of distances)^2 + (1 - shared) *
    (sum of squared distances)). With `shared` 1 (the default, and the widest) members' errors are
    the same; with 0 they are independent. `shared_error` estimates it. If a member has no forecast
    the group's is the sum of the others, as partial, and the reason says how many are missing.
    """
    rows = forecasts.filter(pl.col("area_code").is_in(list(members)))
    has_mean = pl.col("mean").is_not_null()
    sums = rows.group_by(PLACE, maintain_order=True).agg(
        *(pl.col(n).first() for n in ("series_name", "unit", "period_start", "period_end")),
        pl.col("origin_period").min(),
        pl.col("horizon").min(),
        pl.when(has_mean.any()).then(pl.col("mean").sum()).alias("mean"),
        *(_distance(f"{side}{level}", shared) for level in (80, 95) for side in ("lower", "upper")),
        pl.col("model").filter(has_mean).unique().sort().str.join(", ").alias("model"),
        pl.col("error_vs_naive").mean(),
        has_mean.sum().alias("members_count"),
    )
    missing = pl.lit(len(members)) - pl.col("members_count")
    partial = missing > 0
    return (
        sums.filter(pl.col("members_count") > 0)
        .with_columns(
            pl.lit(code).alias("area_code"),
            pl.lit(name).alias("area_name"),
            pl.lit("group").alias("area_type"),
            *(
                (pl.col("mean") - pl.col(f"lower{level}")).clip(0.0).alias(f"lower{level}")
                for level in (80, 95)
            ),
            *(
                (pl.col("mean") + pl.col(f"upper{level}")).alias(f"upper{level}")
                for level in (80, 95)
            ),
            pl.when(partial).then(pl.lit(PARTIAL)).otherwise(pl.lit(MODELLED)).alias("status"),
            pl.when(partial)
            .then(pl.format("sum of {} members; {} have no forecast", "members_count", missing))
            .otherwise(pl.format("sum of {} members", "members_count"))
            .alias("reason"),
        )
        .select(FORECASTS.columns)
    )


def _distance(bound: str, shared: float) -> pl.Expr:
    distance = (pl.col(bound) - pl.col("mean")).abs()
    together, independent = distance.sum() ** 2, (distance**2).sum()
    return (shared * together + (1.0 - shared) * independent).sqrt().alias(bound)
