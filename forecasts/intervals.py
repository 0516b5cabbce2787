"""Split conformal intervals: how far off were forecasts like this one, at origins already past."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import polars as pl

from forecasts.families import Family
from forecasts.panel import Matrix

LEVELS: Final = (80, 95)
ENOUGH: Final = 40


def residual(family: Family, forecast: str = "shipped") -> pl.Expr:
    """|ln(actual / forecast)|, the grain added to both so that zero counts are no trouble."""
    return ((pl.col("actual") + family.grain).log() - (pl.col(forecast) + family.grain).log()).abs()


def quantiles(windows: pl.DataFrame, family: Family) -> pl.DataFrame:
    """One row a horizon and size band: half-widths `q80` and `q95` in logarithms.

    From windows outside the COVID phase where there are enough of them, otherwise from all. A cell
    with few windows takes the widths of all bands at that horizon; a horizon without any takes
    those of the nearest shorter one, widened by the square root of the horizon. Null where nothing
    has been realised yet.
    """
    known = windows.select("horizon", "band", "phase", residual(family).alias("off"))
    known = known.filter(pl.col("off").is_finite())
    calm = known.filter(pl.col("phase") != "covid")
    cells = _grouped(known) | _grouped(calm)
    rows: list[tuple[int, int, float | None, float | None]] = []
    before: dict[int, tuple[int, float, float]] = {}
    for horizon in range(1, family.horizon + 1):
        for band in range(len(family.bands) + 1):
            held = cells.get((horizon, band)) or cells.get((horizon, None))
            if held is not None:
                before[band] = (horizon, *held)
            elif band in before:
                at, q80, q95 = before[band]
                held = (q80 * math.sqrt(horizon / at), q95 * math.sqrt(horizon / at))
            rows.append((horizon, band, *(held or (None, None))))
    return pl.DataFrame(
        rows,
        schema={
            "horizon": pl.Int64, "band": pl.Int64, "q80": pl.Float64, "q95": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def _grouped(known: pl.DataFrame) -> dict[tuple[int, int | None], tuple[float, float]]:
    found: dict[tuple[int, int | None], tuple[float, float]] = {}
    for (horizon,), near in known.partition_by("horizon", as_dict=True).items():
        pools = {None: near["off"].to_numpy()} | {
            band: cell["off"].to_numpy()
            for (band,), cell in near.partition_by("band", as_dict=True).items()
        }
        for band, off in pools.items():
            if len(off) >= ENOUGH:
                found[horizon, band] = (conformal(off, 80), conformal(off, 95))
    return found


def conformal(off: Matrix, level: int) -> float:
    """The half-width that a new one stays within with the given chance (%), if they are alike."""
    rank = min(math.ceil((len(off) + 1) * level / 100), len(off))
    return float(np.partition(off, rank - 1)[rank - 1])


def bounds(mean: str, half_width: str, grain: float) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper bound around a forecast, never below zero."""
    level = pl.col(mean) + grain
    lower = (level * (-pl.col(half_width)).exp() - grain).clip(0.0)
    return pl.min_horizontal(lower, pl.col(mean)), level * pl.col(half_width).exp() - grain
