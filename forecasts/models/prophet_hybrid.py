"""Removes Prophet's seasons and COVID steps, forecasts the rest with Theta, adds them back."""

from __future__ import annotations

import numpy as np

from forecasts.models.one_by_one import one_by_one
from forecasts.models.prophet_log import decompose
from forecasts.models.theta import theta
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel, by_length


class ProphetHybrid(Single):
    """In logarithms. Needs two whole years, to separate seasons from the trend."""

    name = "prophet hybrid"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        forecasts = np.full((panel.values.shape[0], horizon), np.nan)
        for count, rows in by_length(panel):
            if count >= max(2 * panel.per_year, 8):
                parts = decompose(panel, rows, count, horizon)
                adjusted = parts.logs - parts.terms
                # Logarithms can be negative, which Theta does not allow: shifted up and back.
                shift = 1.0 - adjusted.min(axis=1, keepdims=True)
                shifted = Panel(
                    panel.keys[:0], adjusted + shift, panel.first, 12, panel.rounding_step
                )
                adjusted_ahead = (
                    one_by_one(shifted, horizon, 8, lambda y, h: theta(y, h, 1)) - shift
                )
                forecasts[rows] = np.exp(adjusted_ahead + parts.terms_ahead) - panel.rounding_step
        return np.where(np.isfinite(forecasts), np.maximum(forecasts, 0.0), np.nan)
