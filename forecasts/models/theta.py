"""The Theta method of statsmodels, deseasonalised where there are seasons."""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.forecasting.theta import ThetaModel

from forecasts.models.one_by_one import one_by_one
from forecasts.panel import Matrix, Panel
from forecasts.protocol import Single


def theta(series: Matrix, horizon: int, season: int) -> Matrix:
    """Theta of one series; seasons only with two whole years of them."""
    seasonal = season > 1 and len(series) >= 2 * season
    method = "auto" if np.all(series > 0) else "additive"
    model = ThetaModel(
        series, period=season if seasonal else 1, deseasonalize=seasonal, method=method
    )
    return np.asarray(model.fit().forecast(horizon), dtype=float)


class Theta(Single):
    name = "theta"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        season = panel.per_year
        return one_by_one(panel, horizon, 4, lambda y, h: theta(y, h, season))
