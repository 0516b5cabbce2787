"""A random walk measured with noise, in logarithms (statsmodels' UnobservedComponents)."""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents

from forecasts.models.one_by_one import one_by_one
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel


class LocalLevel(Single):
    name = "local level"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        def fit(series: Matrix, steps: int) -> Matrix:
            logs = np.log(series + panel.rounding_step)
            fitted = UnobservedComponents(logs, "local level").fit(disp=False, maxiter=50)
            return np.asarray(np.exp(fitted.forecast(steps)) - panel.rounding_step)

        return one_by_one(panel, horizon, 4, fit)
