"""Ways of making sectors add up to their council, for `challengers.py`: ours, the one we had, the
field's (hierarchicalforecast's MinT with a shrunk covariance) and none, on the same forecasts."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import polars as pl

from forecasts.backtest.additive import add_up_windows
from forecasts.reconcile import KEY, make_additive, sums_of_sectors
from forecasts.series.matrix import Matrix
from forecasts.series.series_groups import SeriesGroup

MINT: Final = ("MinT shrunk, on changes", "MinT shrunk, on levels")
OURS: Final = "least squares on changes (ours)"
NONE: Final = "none"
WAYS: Final = (NONE, OURS, "least squares on levels", "raking on levels", *MINT)
# Past errors of one period ahead that a covariance is made of; with two it is a line.
FEWEST_ERRORS: Final = 3


def add_up_each_way(
    windows: pl.DataFrame, group: SeriesGroup, latest: pl.DataFrame, reference_year: int
) -> pl.DataFrame:
    """The windows with a column for each way; null where a way has too few past errors.

    Every way starts from the champion's forecasts, or the last value where it made none. In "least
    squares on levels" totals give way, and chained volumes are taken for sums in every year.
    """
    base = windows.with_columns(pl.coalesce(group.champion, "naive").alias(NONE))
    ours = add_up_windows(
        base.with_columns(published=NONE), group, latest, {}, reference_year
    ).select("area_code", "series_code", "origin", "horizon", pl.col("published").alias(OURS))
    frames = []
    for (origin,), current in sorted(base.partition_by("origin", as_dict=True).items()):
        past = base.filter(pl.col("horizon") == 1, pl.col("origin") < origin)
        frames.append(_each_way(current, past, latest))
    others = pl.concat(frames)
    key = ["area_code", "series_code", "origin", "horizon"]
    return base.join(ours, on=key, validate="1:1").join(others, on=key, validate="1:1")


def _each_way(current: pl.DataFrame, past: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    """One origin's forecasts, long: the key and a column for each way but ours."""
    wide = current.pivot(on="horizon", index=[*KEY, "level"], values=NONE).sort(KEY)
    periods = [name for name in wide.columns if name.isdigit()]
    keys = wide.join(latest, on=KEY, how="left", maintain_order="left")
    values, level = wide.select(periods).to_numpy(), wide["level"].to_numpy()
    errors = _errors(wide, past)
    sums = sums_of_sectors(keys)
    made = {name: values.copy() for name in WAYS[2:]}
    made["least squares on levels"] = make_additive(values, level, [sums], gap=False)
    for place, total in enumerate(sums.totals):
        rows = np.array([total, *sums.members[sums.of == place]])
        gap = level[total] - level[rows[1:]].sum()
        made["raking on levels"][rows] = _raked(values[rows])
        made["MinT shrunk, on levels"][rows] = _mint(values[rows], errors[rows], 0.0)
        made["MinT shrunk, on changes"][rows] = _mint(values[rows], errors[rows], gap)
    if errors.shape[1] < FEWEST_ERRORS:  # else councils that need no adding up stand for all
        made |= {name: np.full(values.shape, np.nan) for name in MINT}
    origin = current["origin"][0]
    long = None
    for name, matrix in made.items():
        column = (
            wide.select(KEY)
            .with_columns(pl.DataFrame(matrix, schema=periods))
            .unpivot(index=KEY, variable_name="horizon", value_name=name)
            .with_columns(pl.col("horizon").cast(pl.Int64), pl.col(name).fill_nan(None))
        )
        long = column if long is None else long.join(column, on=[*KEY, "horizon"], validate="1:1")
    assert long is not None
    return current.select(*KEY, "origin", "horizon").join(
        long.with_columns(origin=pl.lit(origin, dtype=pl.Int64)), on=[*KEY, "origin", "horizon"]
    )


def _errors(wide: pl.DataFrame, past: pl.DataFrame) -> Matrix:
    """Actual less forecast one period ahead at earlier origins, a row each row of `wide`."""
    if past.is_empty():
        return np.full((wide.height, 0), np.nan)
    errors = past.with_columns(error=pl.col("actual") - pl.col(NONE)).pivot(
        on="origin", index=KEY, values="error", sort_columns=True
    )
    joined = wide.select(KEY).join(errors, on=KEY, how="left", maintain_order="left")
    return joined.drop(KEY).to_numpy()


def _raked(values: Matrix) -> Matrix:
    """Parts (rows after the first) scaled to the total (the first row), as before November 2026."""
    parts = values[1:].sum(axis=0)
    factor = np.where(parts > 0, values[0] / np.where(parts > 0, parts, 1.0), 1.0)
    return np.vstack([values[:1], values[1:] * factor])


def _mint(values: Matrix, errors: Matrix, gap: float) -> Matrix:
    """The total (first row) and its parts by hierarchicalforecast's MinTrace(mint_shrink).

    `gap`: what parts lacked of their total when last published, which stays. NaN with too few
    origins at which all of them had an error, or where the library cannot invert the covariance.
    """
    from hierarchicalforecast.methods import MinTrace

    known = errors[:, np.isfinite(errors).all(axis=0)]
    complete = np.isfinite(values).all(axis=0)
    made = np.full(values.shape, np.nan)
    if known.shape[1] < FEWEST_ERRORS or not complete.any():
        return made
    parts = len(values) - 1
    summing = np.vstack([np.ones((1, parts)), np.eye(parts)])
    base = values[:, complete].copy()
    base[0] -= gap
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = MinTrace("mint_shrink").fit_predict(
                S=summing, y_hat=base, y_insample=known, y_hat_insample=np.zeros_like(known)
            )["mean"]
        except Exception:  # 1.5.3 raises a bare one for a covariance that is ill-conditioned
            return made
    result = np.asarray(result, dtype=float)
    result[0] += gap
    made[:, complete] = np.maximum(result, 0.0)
    return made
