"""Prophet's seasons and COVID steps, kept small, on the mean of a fast and a slow level."""

from __future__ import annotations

from typing import Final

import numpy as np

from forecasts.models.prophet_log import decompose
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel, by_length

# For scaled logarithms. 2026-11, error over seasonal naive's on claimants and adverts: 0.65 and
# 0.81 with Prophet's default of 10, which hardly limits seasons; 0.64 and 0.80 with 0.01; 0.58
# and 0.75 with 0.001; 0.69 and 0.74 with no seasons.
SEASONS_PRIOR: Final = 0.001
# The weight of the newest value in the slow level; the fast level is the last value. The same for
# all series: 49 months are too few to estimate how far a series returns to its mean.
SLOW: Final = 0.1


class ProphetLevel(Single):
    """In logarithms. Needs two whole years, to separate seasons from the trend."""

    name = "prophet level"
    per_series = True
    # 2026-11: 4 ms for sixteen series of 90 months, and 50 before their dates were shared.
    cost = 0.1

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        forecasts = np.full((panel.values.shape[0], horizon), np.nan)
        for count, rows in by_length(panel):
            if count >= max(2 * panel.per_year, 8):
                parts = decompose(panel, rows, count, horizon, SEASONS_PRIOR)
                forecasts[rows] = np.exp(mean_level(parts.logs - parts.terms) + parts.terms_ahead)
        return np.where(
            np.isfinite(forecasts), np.maximum(forecasts - panel.rounding_step, 0.0), np.nan
        )


def mean_level(adjusted: Matrix) -> Matrix:
    """The mean of each row's last value and its slow level, as one column."""
    slow = adjusted[:, 0]
    for column in adjusted.T:  # simple exponential smoothing, every row at once
        slow = SLOW * column + (1 - SLOW) * slow
    return np.asarray((adjusted[:, -1:] + slow[:, None]) / 2)
