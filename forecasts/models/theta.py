"""The Theta method of statsmodels, deseasonalised if there are seasons."""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.forecasting.theta import ThetaModel, ThetaModelResults
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from forecasts.models.one_by_one import one_by_one
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel


class QuickTheta(ThetaModel):  # type: ignore[misc]  # statsmodels has no types
    """ThetaModel whose smoothing weight is found by statsmodels' SimpleExpSmoothing.

    2026-11: the standard fit finds the same weight (the least sum of squares from a level that
    starts at the first value) in a state space with numerical gradients, which takes five times as
    long and sometimes stops before the minimum.
    """

    def fit(self, use_mle: bool = False, disp: bool = False) -> ThetaModelResults:  # noqa: ARG002
        """The standard fit without its state space; ignores `use_mle` and `disp`."""
        if self._deseasonalize and self._use_test:
            self._test_seasonality()
        y, seasonal = self._deseasonalize_data()
        slope = np.polynomial.polynomial.polyfit(np.arange(len(y)), y, 1)[1]
        smoothed = SimpleExpSmoothing(y, initialization_method="known", initial_level=y[0])
        fitted = smoothed.fit(use_brute=False)
        weight, level = float(fitted.params["smoothing_level"]), float(fitted.level[-1])
        return ThetaModelResults(slope, weight, None, level, seasonal, False, self)


def theta(series: Matrix, horizon: int, season: int) -> Matrix:
    """Theta for one series; seasons only with at least two whole years."""
    seasonal = season > 1 and len(series) >= 2 * season
    method = "auto" if np.all(series > 0) else "additive"
    model = QuickTheta(
        series, period=season if seasonal else 1, deseasonalize=seasonal, method=method
    )
    return np.asarray(model.fit().forecast(horizon), dtype=float)


class Theta(Single):
    name = "theta"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        season = panel.per_year
        return one_by_one(panel, horizon, 4, lambda y, h: theta(y, h, season))
