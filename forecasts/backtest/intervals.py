"""Intervals: how wide, from the errors of what would have been published at past origins.

Errors are of logarithms, |ln(actual / forecast)|, the rounding step added to both. Each is divided
by its difficulty, how large an error such a figure is likely to have, and the width is a quantile
of what is left: of all horizons together where the difficulty says how errors grow (surveys of
jobs), of each horizon by itself elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

import reference
from catalog.vocabulary.reliability import cv_of_jobs
from catalog.vocabulary.rounding import round_jobs, rounded_as_published, rounding_step
from forecasts.series.matrix import Matrix, Rows
from forecasts.series.series_groups import MONTHLY, SeriesGroup

LEVELS: Final = (80, 95)
# A 95% width is the second largest of so many errors; of fewer it would be the largest or none.
ENOUGH: Final = 40
# Series of one origin rise and fall together, so we need this many origins outside COVID.
ENOUGH_ORIGINS: Final = 3
# 2026-11: 80% intervals of adverts covered 86% with every past origin, 79 with five; of claimants
# 85 and 80.
NEWEST_MONTHS: Final = 6
WIDTHS: Final = {
    "area_type": pl.String, "part": pl.String, "horizon": pl.Int64, "band": pl.Int64,
    "q80": pl.Float64, "q95": pl.Float64,
}  # fmt: skip
_CONSTANTS = reference.read_constants("survey_constants")
TRUE_CHANGE_VARIANCE: Final = _CONSTANTS["jobs_true_change_variance_a_year"]
Flags = npt.NDArray[np.bool_]
SEARCHED: Final = np.exp(np.linspace(-3.0, 3.0, 241))


def difficulty(level: str, horizon: str, group: SeriesGroup) -> pl.Expr:
    """How large the error of a forecast of this level is likely to be, in logarithms.

    Of jobs: sampling error and rounding of both ends, and true change, which alone grows with the
    horizon. 1 for other series, whose widths are learnt by horizon.
    """
    if not group.grid:
        return pl.lit(1.0)
    jobs = pl.max_horizontal(pl.col(level), pl.lit(group.rounding_step))
    sampling = 2 * cv_of_jobs(jobs) ** 2
    rounding = 2 * (rounding_step(jobs) / jobs) ** 2 / 12
    return (sampling + rounding + TRUE_CHANGE_VARIANCE * pl.col(horizon)).sqrt()


def interval_widths(past: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Widths `q80` and `q95` by area type, part, horizon and size band, in units of difficulty.

    `past` are windows that have come true, with `published`. A band with few windows is pooled with
    those next to it; a horizon without enough takes that of the longest before it. Null if there
    are too few.
    """
    frames = [
        _by_horizon(rows, group).with_columns(
            area_type=pl.lit(str(area_type)), part=pl.lit(str(part))
        )
        for (area_type, part), rows in sorted(
            past.partition_by("area_type", "part", as_dict=True).items()
        )
    ]
    return pl.concat(frames).select(list(WIDTHS)) if frames else pl.DataFrame(schema=WIDTHS)


def _by_horizon(past: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    rows = []
    before: dict[int, tuple[float, float]] = {}
    part, every = str(past["part"][0]), _score(past, group)
    for horizon in range(1, group.horizon + 1):
        # Survey noise is much the same in any year and its growth is known, so all years and
        # horizons of it are taken together.
        if horizon == 1 or not group.grid:
            scored = every if group.grid else _newest_calm(every, horizon, group)
            for band in range(len(group.bands) + 1):
                widths = _widths_of(scored, band, group)
                if widths:
                    before[band] = widths
        wider = group.widen(part, horizon)
        for band in range(len(group.bands) + 1):
            made = before.get(band)
            rows.append((horizon, band, *((w * wider for w in made) if made else (None, None))))
    schema = {name: WIDTHS[name] for name in ("horizon", "band", "q80", "q95")}
    return pl.DataFrame(rows, schema=schema, orient="row")


@dataclass(frozen=True)
class _Scored:
    """Windows as arrays: when, whether COVID is in their growth, size band, error over difficulty,
    and what bounds are made from."""

    origin: Rows
    horizon: Rows
    is_covid: Flags
    band: Rows
    scaled: Matrix
    difficulty: Matrix
    published: Matrix
    actual: Matrix

    def keep(self, chosen: Flags) -> _Scored:
        return _Scored(*(getattr(self, each.name)[chosen] for each in fields(self)))


def _score(windows: pl.DataFrame, group: SeriesGroup) -> _Scored:
    hard = difficulty("level", "horizon", group)
    frame = windows.select(
        "origin", "horizon", pl.col("phase") == "covid", pl.col("band").cast(pl.Int64),
        (log_error(group) / hard).alias("scaled"), hard.alias("difficulty"), "published", "actual",
    )  # fmt: skip
    return _Scored(*(frame[name].to_numpy() for name in frame.columns))


def _newest_calm(every: _Scored, horizon: int, group: SeriesGroup) -> _Scored:
    """Windows of one horizon without the COVID shock in their growth, where enough origins have
    such; of monthly series those of the newest origins."""
    past = every.keep(every.horizon == horizon)
    calm = past.keep(~past.is_covid)
    past = calm if len(np.unique(calm.origin)) >= ENOUGH_ORIGINS else past
    origins = np.unique(past.origin)
    if group.step_months == MONTHLY:
        origins = origins[-NEWEST_MONTHS:]
    return past.keep(np.isin(past.origin, origins if len(origins) >= ENOUGH_ORIGINS else ()))


def _widths_of(scored: _Scored, band: int, group: SeriesGroup) -> tuple[float, float] | None:
    """Both widths from the windows of a band, or of as few neighbouring bands as are enough."""
    for reach in range(len(group.bands) + 1):
        pool = np.abs(scored.band - band) <= reach
        if pool.sum() >= ENOUGH:
            return _quantile(scored, pool, 80, group), _quantile(scored, pool, 95, group)
    return None


def _quantile(scored: _Scored, pool: Flags, level: int, group: SeriesGroup) -> float:
    """The width that would have covered this share of the windows, in units of difficulty.

    Where the source rounds, bounds are rounded as well, and the width is the least that covers
    after that: searched, since coverage goes up in steps.
    """
    if not group.grid:
        return conformal(scored.scaled[pool], level)
    wanted = min(math.ceil((pool.sum() + 1) * level / 100), int(pool.sum()))
    low, high = 0, len(SEARCHED) - 1
    while low < high:
        middle = (low + high) // 2
        if _covered(scored, pool, float(SEARCHED[middle]), group) >= wanted:
            high = middle
        else:
            low = middle + 1
    return float(SEARCHED[low])


def _covered(scored: _Scored, pool: Flags, width: float, group: SeriesGroup) -> int:
    """How many windows bounds of this width cover, rounded as `bounds` rounds them."""
    published, actual = scored.published[pool], scored.actual[pool]
    half, level = width * scored.difficulty[pool], published + group.rounding_step
    lower = np.minimum(np.maximum(level * np.exp(-half) - group.rounding_step, 0.0), published)
    upper = level * np.exp(half) - group.rounding_step
    inside = (actual >= round_jobs(lower)) & (actual <= round_jobs(upper))
    return int(inside.sum())


def log_error(group: SeriesGroup, forecast: str = "published") -> pl.Expr:
    """|ln(actual / forecast)|, with the rounding step added to both to allow for zeros."""
    return (
        (pl.col("actual") + group.rounding_step).log()
        - (pl.col(forecast) + group.rounding_step).log()
    ).abs()


def conformal(absolute_errors: Matrix, level: int) -> float:
    """The half-width that covers a new error with this chance (%), if errors are alike."""
    rank = min(math.ceil((len(absolute_errors) + 1) * level / 100), len(absolute_errors))
    return float(np.partition(absolute_errors, rank - 1)[rank - 1])


def bounds(mean: str, half_width: pl.Expr, group: SeriesGroup) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper bound of a forecast, never below zero, rounded as the source rounds; null
    without a half-width (in logarithms)."""
    level = pl.col(mean) + group.rounding_step
    lower = pl.min_horizontal(
        (level * (-half_width).exp() - group.rounding_step).clip(0.0), pl.col(mean)
    )
    upper = level * half_width.exp() - group.rounding_step
    if group.grid:
        lower, upper = (rounded_as_published(bound) for bound in (lower, upper))
    known = half_width.is_not_null()
    return pl.when(known).then(lower), pl.when(known).then(upper)


def _beyond_tested(steps: pl.Expr, group: SeriesGroup) -> pl.Expr:
    """Errors grow with the root of the horizon beyond those tested, as those of a random walk."""
    if group.grid:
        return pl.lit(1.0)  # the difficulty says how they grow
    return pl.max_horizontal(steps / group.horizon, pl.lit(1.0)).sqrt()


def add_bounds(
    rows: pl.DataFrame, widths: pl.DataFrame, mean: str, steps: str, group: SeriesGroup
) -> pl.DataFrame:
    """The rows with lower80 to upper95.

    `widths` as from `interval_widths`; `steps` is the column of periods ahead of the last figure,
    of which the longest tested stands for all that are longer.
    """
    tested = pl.min_horizontal(pl.col(steps).cast(pl.Int64), pl.lit(group.horizon))
    keys = ["area_type", "part", "horizon", "band"]
    joined = rows.with_columns(tested.alias("_tested"), pl.col("band").cast(pl.Int64)).join(
        widths, left_on=["area_type", "part", "_tested", "band"], right_on=keys, how="left",
        validate="m:1",
    )  # fmt: skip
    edges = []
    for level in LEVELS:
        half = (
            pl.col(f"q{level}")
            * difficulty("level", steps, group)
            * _beyond_tested(pl.col(steps), group)
        )
        lower, upper = bounds(mean, half, group)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    return joined.with_columns(edges).drop("_tested", "q80", "q95")
