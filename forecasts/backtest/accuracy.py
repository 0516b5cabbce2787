"""How good forecasts were: error measures over back-test windows."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from forecasts.series.panel import Matrix

# A bound at 2.5 % then rests on 25 draws; a choice for speed, not measured.
DRAWS: Final = 1_000
SEED: Final = 20261123
# With fewer sectors than this there is nothing to draw from, so series are drawn instead.
ENOUGH_SECTORS: Final = 5


def score(windows: pl.DataFrame, model: str, naive: str) -> dict[str, float | int | None]:
    """Measures of a model on the windows that both it and naive have; {} where there are none."""
    both = windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
    if both.is_empty():
        return {}
    error = pl.col(model) - pl.col("actual")
    off = error.abs()
    grown, expected = pl.col("actual") - pl.col("level"), pl.col(model) - pl.col("level")
    moved = (grown != 0) & (expected.abs() > 1e-9)
    growth = [
        (change / pl.max_horizontal(pl.col("level"), pl.lit(1e-9))) for change in (grown, expected)
    ]
    told = both.select(
        pl.col("row").n_unique().alias("series_count"),
        pl.col("origin").n_unique().alias("origins_count"),
        pl.len().alias("windows_count"),
        (off / pl.col("scale")).mean().alias("mase"),
        (error / pl.col("scale_square")).pow(2).mean().sqrt().alias("rmsse"),
        (100 * off.sum() / pl.col("actual").sum()).alias("wape_pct"),
        (100 * error.sum() / pl.col("actual").sum()).alias("bias_pct"),
        (100 * (grown.sign() == expected.sign()).filter(moved).mean()).alias("direction_right_pct"),
        pl.corr(*growth, method="spearman").alias("growth_rank_correlation"),
    ).row(0, named=True)
    skill = skill_interval(both, model, naive)
    told |= dict(zip(("skill_pct", "skill_lower95_pct", "skill_upper95_pct"), skill, strict=True))
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in told.items()
    }


def skill_interval(
    windows: pl.DataFrame, model: str, naive: str, cluster: str = "series_code"
) -> tuple[float, float, float]:
    """100 (1 - error / naive's error) and its 95 % interval, bootstrapped by whole sectors.

    Series of a sector rise and fall together, so drawing single windows would seem too sure. With
    `cluster` "origin" whole origins are drawn, as the series of one year do likewise.
    """
    windows = windows.filter(pl.col(model).is_not_null() & pl.col(naive).is_not_null())
    if cluster == "series_code" and windows["series_code"].n_unique() < ENOUGH_SECTORS:
        cluster = "row"
    sums = windows.group_by(cluster, maintain_order=True).agg(
        (pl.col(name) - pl.col("actual")).abs().sum().alias(f"{at}")
        for at, name in enumerate((model, naive))
    )
    own, yardstick = sums["0"].to_numpy(), sums["1"].to_numpy()
    if yardstick.sum() == 0:
        return float("nan"), float("nan"), float("nan")  # never above or below anything
    count = len(own)
    drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), DRAWS)
    below = drawn @ yardstick
    skills: Matrix = 100 * (1 - (drawn @ own)[below > 0] / below[below > 0])
    low, high = np.quantile(skills, [0.025, 0.975])
    return float(100 * (1 - own.sum() / yardstick.sum())), float(low), float(high)


def coverage(windows: pl.DataFrame) -> dict[str, float | None]:
    """Measured coverage of the shipped intervals, and the mean width of the 80 % interval, in %."""
    known = windows.filter(pl.col("upper80").is_not_null())
    if known.is_empty():
        return {"cover80_pct": None, "cover95_pct": None, "width80_pct": None}
    actual = pl.col("actual")
    row = known.select(
        *(
            (100 * actual.is_between(f"lower{level}", f"upper{level}").mean()).alias(
                f"cover{level}_pct"
            )
            for level in (80, 95)
        ),
        (100 * ((pl.col("upper80") - pl.col("lower80")) / (pl.col("shipped") + 1e-9)).median())
        .alias("width80_pct"),
    )  # fmt: skip
    return row.row(0, named=True)
