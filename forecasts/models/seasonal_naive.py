"""The same month (or quarter) of last year again, and its mean with the last value."""

from __future__ import annotations

import numpy as np

from forecasts.models.naive import Naive
from forecasts.protocol import Combined, Single
from forecasts.series.panel import Matrix, Panel


class SeasonalNaive(Single):
    name = "seasonal naive"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        season = panel.per_year
        if panel.values.shape[1] < season:
            return np.full((panel.values.shape[0], horizon), np.nan)
        last = panel.values[:, -season:]
        return last[:, np.arange(horizon) % season]


class MiddleOfNaives(Combined):
    """The mean of naive and seasonal naive, in logarithms.

    2026-11: with only a few years of data we cannot separate seasons from trends. On adverts of 49
    months this had 0.78 of seasonal naive's error, and naive 0.83.
    """

    name = "middle of naives"
    parts = (Naive(), SeasonalNaive())

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        naive, seasonal = (np.log(forecast + panel.rounding_step) for forecast in forecasts)
        return np.maximum(np.exp((naive + seasonal) / 2) - panel.rounding_step, 0.0)
