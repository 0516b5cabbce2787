"""Prophet's seasons and COVID steps, taken off and put back; Theta for the rest."""

from __future__ import annotations

import numpy as np

from forecasts.models.one_by_one import one_by_one
from forecasts.models.prophet_log import decompose
from forecasts.models.theta import theta
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel, by_length


class ProphetHybrid(Single):
    """In logarithms. Needs two whole years, so that seasons can be told from the trend."""

    name = "prophet hybrid"
    per_series = True

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        made = np.full((panel.values.shape[0], horizon), np.nan)
        for count, rows in by_length(panel):
            if count >= max(2 * panel.per_year, 8):
                parts = decompose(panel, rows, count, horizon)
                rest = parts.logs - parts.terms
                # Theta is fitted to logarithms, which may be negative: shifted up and back.
                shift = 1.0 - rest.min(axis=1, keepdims=True)
                still = Panel(panel.keys[:0], rest + shift, panel.first, 12, panel.grain)
                ahead = one_by_one(still, horizon, 8, lambda y, h: theta(y, h, 1)) - shift
                made[rows] = np.exp(ahead + parts.terms_ahead) - panel.grain
        return np.where(np.isfinite(made), np.maximum(made, 0.0), np.nan)
