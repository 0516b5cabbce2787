"""Runs statsmodels, which fits one series at a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from forecasts.series.panel import Matrix, Panel


def one_by_one(
    panel: Panel, horizon: int, shortest: int, fit: Callable[[Matrix, int], Matrix]
) -> Matrix:
    """`fit(series, horizon)` for every series with enough observations; NaN for the others.

    A series that statsmodels cannot fit stays NaN; the caller counts and names the fallback.
    """
    forecasts = np.full((panel.values.shape[0], horizon), np.nan)
    counts = panel.counts()
    for row in np.flatnonzero(counts >= shortest):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter(
                "ignore"
            )  # we judge convergence by the back-test, not by warnings
            try:
                forecasts[row] = fit(panel.values[row, -counts[row] :], horizon)
            except (ValueError, IndexError, np.linalg.LinAlgError):
                continue
    return np.where(np.isfinite(forecasts), np.maximum(forecasts, 0.0), np.nan)
