"""Prophet on logarithms, and its terms besides the trend."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

import reference
from forecasts.models.prophet_posterior import Design, maximise
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel, by_length

SHORTEST: Final = 8
COVID: Final = {
    f"covid_{name}": (start.isoformat(), end.isoformat())
    for name, start, end in reference.read("covid_periods").iter_rows()
    if name in ("closure", "recovery")
}
# We scale logarithms by their largest absolute value, which must not be near zero.
SMALLEST_SCALE: Final = 1e-6


@dataclass(frozen=True)
class Parts:
    """Trend and other terms (seasons, COVID steps) of logarithms, over history and horizon."""

    logs: Matrix
    trend_ahead: Matrix
    terms: Matrix
    terms_ahead: Matrix


def covid_steps(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column of 0 and 1 for each COVID step."""
    steps = {
        name: frame["ds"].between(begin, end).astype(float) for name, (begin, end) in COVID.items()
    }
    return frame.assign(**steps)


def prepare(model: Any, frame: pd.DataFrame) -> pd.DataFrame:
    """Adds the COVID steps within the history to model and frame."""
    stepped = covid_steps(frame)
    for name in COVID:
        if 0 < stepped[name].sum() < len(stepped):
            model.add_regressor(name, prior_scale=10.0, standardize=False)
    return stepped


def decompose(
    panel: Panel, rows: np.ndarray, count: int, horizon: int, seasons_prior: float = 10.0
) -> Parts:
    """Prophet's parts of all rows together, which share their last `count` dates.

    `seasons_prior` is Prophet's scale for the size of seasons; small values reduce them to none.
    """
    logs = np.log(panel.values[rows, -count:] + panel.rounding_step)
    design, t_ahead, x_ahead = _design_with_ahead(
        tuple(panel.dates(count, horizon)), count, panel.per_year, seasons_prior
    )
    scale = np.maximum(np.abs(logs).max(axis=1, keepdims=True), SMALLEST_SCALE)
    fitted = maximise(logs / scale, design)
    return Parts(
        logs=logs,
        trend_ahead=fitted.trend @ design.basis(t_ahead).T * scale,
        terms=fitted.beta @ design.x.T * scale,
        terms_ahead=fitted.beta @ x_ahead.T * scale,
    )


# 2026-11: Prophet's tables of dates took nine tenths of the time of sixteen series, and are the
# same for all that share their dates.
@lru_cache(maxsize=128)
def _design_with_ahead(
    dates: tuple[date, ...], count: int, per_year: int, seasons_prior: float
) -> tuple[Design, Matrix, Matrix]:
    """Prophet's design of the first `count` dates, and scaled times and terms of those after."""
    # Imported here: Prophet is slow to import, and most workers and pages do not need it.
    from forecasts.models.prophet_backend import FastProphet, design_of, options

    model = FastProphet(**options(per_year), seasonality_prior_scale=seasons_prior)
    y = np.append(np.arange(1.0, count + 1), [np.nan] * (len(dates) - count))
    ds = pd.DataFrame({"ds": pd.to_datetime(pd.Series(list(dates))), "y": y})
    stepped = prepare(model, ds.iloc[:count])
    design = design_of(asdict(model.preprocess(stepped)))
    future = model.setup_dataframe(covid_steps(ds.iloc[count:].drop(columns="y")))
    x_ahead = model.make_all_seasonality_features(future)[0].to_numpy(dtype=float)
    return design, future["t"].to_numpy(dtype=float), x_ahead


class ProphetLog(Single):
    name = "prophet log"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        forecasts = np.full((panel.values.shape[0], horizon), np.nan)
        for count, rows in by_length(panel):
            if count >= SHORTEST:
                parts = decompose(panel, rows, count, horizon)
                forecasts[rows] = (
                    np.exp(parts.trend_ahead + parts.terms_ahead) - panel.rounding_step
                )
        return np.where(np.isfinite(forecasts), np.maximum(forecasts, 0.0), np.nan)
