"""Split conformal intervals: how far off were forecasts like this one, at origins already past."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.families import MONTHLY, Family
from forecasts.series.panel import Matrix

Widths = tuple[float, float]
LEVELS: Final = (80, 95)
# A 95 % width is the second largest of so many errors; of fewer it would be the largest or none.
ENOUGH: Final = 40
# 2026-11: errors of GVA doubled from 2004 to 2013. Widths from all origins covered 68 % for 80, of
# the newest ten 77, of five 77.9, of three 78.4. Origins of monthly series lie closer together.
NEWEST: Final = {12: 3, 3: 3, 1: 5}
# Series of one origin rise and fall together, so fewer origins than this outside COVID say little.
ENOUGH_ORIGINS: Final = 3


def residual(family: Family, forecast: str = "shipped") -> pl.Expr:
    """|ln(actual / forecast)|, the grain added to both so that zero counts are no trouble."""
    return ((pl.col("actual") + family.grain).log() - (pl.col(forecast) + family.grain).log()).abs()


def quantiles(
    windows: pl.DataFrame, family: Family, issued: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row a horizon and size band: half-widths `q80` and `q95` in logarithms.

    From the newest origins, and from windows outside the COVID phase where there are enough. A cell
    with few windows is taken together with the bands next to it, and then with those beyond; a
    horizon without any takes those of the nearest shorter one, or of all horizons together, by the
    square root of the horizon. Null where too little has been realised yet. `raw80` and `raw95` are
    the widths before `_drift` of the record so far (`issued`: windows with the raw widths of their
    time) is put on.
    """
    known = windows.select("origin", "horizon", "band", "phase", residual(family).alias("off"))
    known = _newest(known.filter(pl.col("off").is_finite()), family)
    calm = _calm(known)
    bands = len(family.bands) + 1
    cells = _grouped(known, bands) | _grouped(calm, bands)
    step = _of_one_step(calm) or _of_one_step(known)
    rows: list[tuple[int, int, float | None, float | None]] = []
    before: dict[int, tuple[int, Widths]] = {}
    for horizon in range(1, family.horizon + 1):
        for band in range(bands):
            held = cells.get((horizon, band))
            if held is not None:
                before[band] = (horizon, held)
            elif band in before:
                held = _stretched(before[band][1], horizon / before[band][0])
            elif step is not None:
                held = _stretched(step, horizon)
            rows.append((horizon, band, *(held or (None, None))))
    schema = {"horizon": pl.Int64, "band": pl.Int64, "raw80": pl.Float64, "raw95": pl.Float64}
    factors = {level: _drift(issued, family, level) for level in LEVELS}
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .with_columns(
            (pl.col(f"raw{level}") * factors[level]).alias(f"q{level}") for level in LEVELS
        )
        .with_columns(pl.max_horizontal("q80", "q95").alias("q95"))
    )


def _drift(issued: pl.DataFrame | None, family: Family, level: int) -> float:
    """What widths issued before would have had to be multiplied by to cover what they said.

    Errors that grow with the years leave every width learnt from the past too narrow; the record of
    the newest origins says by how much; 1 where there is little record. Errors that fell narrow
    widths of monthly series alone, whose origins are many, and only by half (in logarithms): all
    that the record asked for left 69 % inside 80 % intervals of adverts, none of it 91, half 83.
    """
    if issued is None or issued.is_empty():
        return 1.0
    known = issued.filter(pl.col("phase") != "covid", pl.col(f"raw{level}") > 0)
    known = _newest(known, family)
    if known.height < ENOUGH * NEWEST[family.step_months]:
        return 1.0
    off = known.select((residual(family) / pl.col(f"raw{level}")).alias("off"))["off"]
    found = conformal(off.to_numpy(), level)
    if found >= 1.0:
        return found
    return math.sqrt(found) if family.step_months == MONTHLY else 1.0


def _newest(known: pl.DataFrame, family: Family) -> pl.DataFrame:
    """Windows of the newest origins at each horizon, counted within and outside the COVID phase."""
    age = (
        pl.col("origin").rank("dense", descending=True).over("horizon", pl.col("phase") == "covid")
    )
    return known.filter(age <= NEWEST[family.step_months])


def _calm(known: pl.DataFrame) -> pl.DataFrame:
    """Windows outside the COVID phase, at horizons at which there are enough origins of them."""
    calm = known.filter(pl.col("phase") != "covid")
    return calm.filter(pl.col("origin").n_unique().over("horizon") >= ENOUGH_ORIGINS)


def _stretched(widths: Widths, times: float) -> Widths:
    """Widths for a horizon so many times as long, if errors add up as steps of a random walk do."""
    return widths[0] * math.sqrt(times), widths[1] * math.sqrt(times)


def _of_one_step(known: pl.DataFrame) -> Widths | None:
    """Widths one period ahead out of all horizons together; None where there are too few."""
    if known.height < ENOUGH:
        return None
    off = known.select(pl.col("off") / pl.col("horizon").sqrt())["off"].to_numpy()
    return conformal(off, 80), conformal(off, 95)


def _grouped(known: pl.DataFrame, bands: int) -> dict[tuple[int, int], Widths]:
    """Widths by horizon and band, of as few bands about it as have enough windows together."""
    found: dict[tuple[int, int], Widths] = {}
    for (horizon,), near in known.partition_by("horizon", as_dict=True).items():
        off, of = near["off"].to_numpy(), near["band"].to_numpy()
        for band in range(bands):
            for reach in range(bands):
                pool = off[np.abs(of - band) <= reach]
                if len(pool) >= ENOUGH:
                    found[horizon, band] = (conformal(pool, 80), conformal(pool, 95))
                    break
    return found


def conformal(off: Matrix, level: int) -> float:
    """The half-width that a new one stays within with the given chance (%), if they are alike."""
    rank = min(math.ceil((len(off) + 1) * level / 100), len(off))
    return float(np.partition(off, rank - 1)[rank - 1])


def bounds(mean: str, half_width: str, grain: float) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper bound around a forecast, never below zero; null without a half-width."""
    level = pl.col(mean) + grain
    lower = (level * (-pl.col(half_width)).exp() - grain).clip(0.0)
    known = pl.col(half_width).is_not_null()
    upper = level * pl.col(half_width).exp() - grain
    return pl.when(known).then(pl.min_horizontal(lower, mean)), upper
