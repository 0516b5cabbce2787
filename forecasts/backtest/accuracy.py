"""Accuracy of forecasts: error measures over back-test windows."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from forecasts.series.panel import Matrix

# A bound at 2.5 % then rests on 25 draws; a choice for speed, not measured.
DRAWS: Final = 1_000
SEED: Final = 20261123
# With fewer sectors than this we resample series instead.
ENOUGH_SECTORS: Final = 5


def score(cv_windows: pl.DataFrame, model: str, naive: str) -> dict[str, float | int | None]:
    """Measures of a model on the windows that it and naive both have; {} if there are none."""
    both = cv_windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
    if both.is_empty():
        return {}
    error = pl.col(model) - pl.col("actual")
    absolute_error = error.abs()
    growth_actual, growth_forecast = (
        pl.col("actual") - pl.col("level"),
        pl.col(model) - pl.col("level"),
    )
    has_moved = (growth_actual != 0) & (growth_forecast.abs() > 1e-9)
    growth_rates = [
        (change / pl.max_horizontal(pl.col("level"), pl.lit(1e-9)))
        for change in (growth_actual, growth_forecast)
    ]
    measures = both.select(
        pl.col("row").n_unique().alias("series_count"),
        pl.col("origin").n_unique().alias("origins_count"),
        pl.len().alias("windows_count"),
        (absolute_error / pl.col("scale")).mean().alias("mase"),
        (error / pl.col("scale_square")).pow(2).mean().sqrt().alias("rmsse"),
        (100 * absolute_error.sum() / pl.col("actual").sum()).alias("wape_pct"),
        (100 * error.sum() / pl.col("actual").sum()).alias("bias_pct"),
        (100 * (growth_actual.sign() == growth_forecast.sign()).filter(has_moved).mean()).alias(
            "direction_right_pct"
        ),
        pl.corr(*growth_rates, method="spearman").alias("growth_rank_correlation"),
    ).row(0, named=True)
    skill = skill_interval(both, model, naive)
    measures |= dict(
        zip(("skill_pct", "skill_lower95_pct", "skill_upper95_pct"), skill, strict=True)
    )
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in measures.items()
    }


def skill_interval(
    cv_windows: pl.DataFrame, model: str, naive: str, cluster: str = "series_code"
) -> tuple[float, float, float]:
    """100 (1 - error / naive's error) and its 95% interval, from a bootstrap of whole sectors.

    Series of a sector rise and fall together, so resampling single windows would give intervals
    that are too narrow. With `cluster` "origin" we resample whole origins, for the same reason.
    """
    cv_windows = cv_windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
    if cluster == "series_code" and cv_windows["series_code"].n_unique() < ENOUGH_SECTORS:
        cluster = "row"
    sums = cv_windows.group_by(cluster, maintain_order=True).agg(
        (pl.col(name) - pl.col("actual")).abs().sum().alias(f"{at}")
        for at, name in enumerate((model, naive))
    )
    model_error, naive_error = sums["0"].to_numpy(), sums["1"].to_numpy()
    if naive_error.sum() == 0:
        return float("nan"), float("nan"), float("nan")  # naive has no error to compare with
    count = len(model_error)
    drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), DRAWS)
    naive_drawn = drawn @ naive_error
    skills: Matrix = 100 * (
        1 - (drawn @ model_error)[naive_drawn > 0] / naive_drawn[naive_drawn > 0]
    )
    low, high = np.quantile(skills, [0.025, 0.975])
    return float(100 * (1 - model_error.sum() / naive_error.sum())), float(low), float(high)


def coverage(cv_windows: pl.DataFrame) -> dict[str, float | None]:
    """Measured coverage of the published intervals, and the median width of the 80% one, in %."""
    with_bounds = cv_windows.filter(pl.col("upper80").is_not_null())
    if with_bounds.is_empty():
        return {"cover80_pct": None, "cover95_pct": None, "width80_pct": None}
    actual = pl.col("actual")
    row = with_bounds.select(
        *(
            (100 * actual.is_between(f"lower{level}", f"upper{level}").mean()).alias(
                f"cover{level}_pct"
            )
            for level in (80, 95)
        ),
        (100 * ((pl.col("upper80") - pl.col("lower80")) / (pl.col("published") + 1e-9)).median())
        .alias("width80_pct"),
    )  # fmt: skip
    return row.row(0, named=True)
