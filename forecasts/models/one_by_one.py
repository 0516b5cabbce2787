"""For models of statsmodels, which take one series at a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from forecasts.series.panel import Matrix, Panel


def one_by_one(
    panel: Panel, horizon: int, shortest: int, fit: Callable[[Matrix, int], Matrix]
) -> Matrix:
    """`fit(series, horizon)` for every series with enough observations; NaN for the others.

    A series on which statsmodels gives up stays NaN; the caller counts and names the fall-back.
    """
    made = np.full((panel.values.shape[0], horizon), np.nan)
    counts = panel.counts()
    for row in np.flatnonzero(counts >= shortest):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # convergence: judged by the back-test, not by warnings
            try:
                made[row] = fit(panel.values[row, -counts[row] :], horizon)
            except (ValueError, IndexError, np.linalg.LinAlgError):
                continue
    return np.where(np.isfinite(made), np.maximum(made, 0.0), np.nan)
