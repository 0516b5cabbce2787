"""Split conformal intervals, from the errors of similar forecasts at past origins."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.panel import Matrix
from forecasts.series.series_groups import MONTHLY, SeriesGroup

Widths = tuple[float, float]
LEVELS: Final = (80, 95)
# A 95 % width is the second largest of so many errors; of fewer it would be the largest or none.
ENOUGH: Final = 40
# 2026-11: errors of GVA doubled from 2004 to 2013. 80% intervals from all origins covered 68%, from
# the newest ten 77, five 77.9, three 78.4. Origins of monthly series are closer together.
NEWEST: Final = {12: 3, 3: 3, 1: 5}
# Series of one origin rise and fall together, so we need this many origins outside COVID.
ENOUGH_ORIGINS: Final = 3


def log_error(group: SeriesGroup, forecast: str = "published") -> pl.Expr:
    """|ln(actual / forecast)|, with the rounding step added to both to allow for zeros."""
    return (
        (pl.col("actual") + group.rounding_step).log()
        - (pl.col(forecast) + group.rounding_step).log()
    ).abs()


def interval_widths(
    cv_windows: pl.DataFrame, group: SeriesGroup, issued: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Half-widths in logarithms, `q80` and `q95`: one row for each horizon and size band.

    We use the newest origins, and windows outside the COVID phase if there are enough. A cell with
    few windows is pooled with the bands next to it, then with bands further away. A horizon without
    windows takes the widths of the nearest shorter one, or of all horizons together, scaled by the
    square root of the horizon. Null if there are too few windows yet. `raw80` and `raw95` are the
    widths before `_recalibrate`, which uses `issued`: past windows with their raw widths then.
    """
    errors = cv_windows.select("origin", "horizon", "band", "phase", log_error(group).alias("off"))
    errors = _newest(errors.filter(pl.col("off").is_finite()), group)
    calm_errors = _calm(errors)
    bands = len(group.bands) + 1
    cells = _pool_widths(errors, bands) | _pool_widths(calm_errors, bands)
    one_step = _one_step_widths(calm_errors) or _one_step_widths(errors)
    rows: list[tuple[int, int, float | None, float | None]] = []
    before: dict[int, tuple[int, Widths]] = {}
    for horizon in range(1, group.horizon + 1):
        for band in range(bands):
            widths = cells.get((horizon, band))
            if widths is not None:
                before[band] = (horizon, widths)
            elif band in before:
                widths = _stretch(before[band][1], horizon / before[band][0])
            elif one_step is not None:
                widths = _stretch(one_step, horizon)
            rows.append((horizon, band, *(widths or (None, None))))
    schema = {"horizon": pl.Int64, "band": pl.Int64, "raw80": pl.Float64, "raw95": pl.Float64}
    factors = {level: _recalibrate(issued, group, level) for level in LEVELS}
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .with_columns(
            (pl.col(f"raw{level}") * factors[level]).alias(f"q{level}") for level in LEVELS
        )
        .with_columns(pl.max_horizontal("q80", "q95").alias("q95"))
    )


def _recalibrate(issued: pl.DataFrame | None, group: SeriesGroup, level: int) -> float:
    """The factor by which past widths should have been multiplied for the right coverage.

    If errors grow over the years, widths from the past are too narrow, and the newest origins show
    by how much. 1 if there are few of them. Errors that fell make only monthly series narrower,
    which have many origins, and only by half (in logarithms). 2026-11, 80% intervals of adverts:
    the full factor covered 69%, none 91, half 83.
    """
    if issued is None or issued.is_empty():
        return 1.0
    calm = issued.filter(pl.col("phase") != "covid", pl.col(f"raw{level}") > 0)
    calm = _newest(calm, group)
    if calm.height < ENOUGH * NEWEST[group.step_months]:
        return 1.0
    ratio = calm.select((log_error(group) / pl.col(f"raw{level}")).alias("off"))["off"]
    factor = conformal(ratio.to_numpy(), level)
    if factor >= 1.0:
        return factor
    return math.sqrt(factor) if group.step_months == MONTHLY else 1.0


def _newest(errors: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Windows of the newest origins at each horizon, counted separately in and outside COVID."""
    age = (
        pl.col("origin").rank("dense", descending=True).over("horizon", pl.col("phase") == "covid")
    )
    return errors.filter(age <= NEWEST[group.step_months])


def _calm(errors: pl.DataFrame) -> pl.DataFrame:
    """Windows outside the COVID phase, at horizons with enough such origins."""
    calm = errors.filter(pl.col("phase") != "covid")
    return calm.filter(pl.col("origin").n_unique().over("horizon") >= ENOUGH_ORIGINS)


def _stretch(widths: Widths, times: float) -> Widths:
    """Widths for a horizon `times` as long, if errors grow as in a random walk."""
    return widths[0] * math.sqrt(times), widths[1] * math.sqrt(times)


def _one_step_widths(errors: pl.DataFrame) -> Widths | None:
    """Widths one period ahead, from all horizons together; None if there are too few windows."""
    if errors.height < ENOUGH:
        return None
    absolute_errors = errors.select(pl.col("off") / pl.col("horizon").sqrt())["off"].to_numpy()
    return conformal(absolute_errors, 80), conformal(absolute_errors, 95)


def _pool_widths(errors: pl.DataFrame, bands: int) -> dict[tuple[int, int], Widths]:
    """Widths by horizon and band, pooling as few neighbouring bands as needed."""
    widths: dict[tuple[int, int], Widths] = {}
    for (horizon,), near in errors.partition_by("horizon", as_dict=True).items():
        absolute_errors, band_numbers = near["off"].to_numpy(), near["band"].to_numpy()
        for band in range(bands):
            for reach in range(bands):
                pool = absolute_errors[np.abs(band_numbers - band) <= reach]
                if len(pool) >= ENOUGH:
                    widths[horizon, band] = (conformal(pool, 80), conformal(pool, 95))
                    break
    return widths


def conformal(absolute_errors: Matrix, level: int) -> float:
    """The half-width that covers a new error with this chance (%), if errors are alike."""
    rank = min(math.ceil((len(absolute_errors) + 1) * level / 100), len(absolute_errors))
    return float(np.partition(absolute_errors, rank - 1)[rank - 1])


def bounds(mean: str, half_width: str, rounding_step: float) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper bound of a forecast, never below zero; null without a half-width."""
    level = pl.col(mean) + rounding_step
    lower = (level * (-pl.col(half_width)).exp() - rounding_step).clip(0.0)
    has_width = pl.col(half_width).is_not_null()
    upper = level * pl.col(half_width).exp() - rounding_step
    return pl.when(has_width).then(pl.min_horizontal(lower, mean)), upper
