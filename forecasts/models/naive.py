"""The last value again: the model that all others must beat."""

from __future__ import annotations

import numpy as np

from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel


class Naive(Single):
    name = "naive"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        return np.repeat(panel.values[:, -1:], horizon, axis=1)
