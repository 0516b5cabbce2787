"""A series as a share of its parent: the champion for short, noisy annual panels."""

from __future__ import annotations

from typing import Final

import numpy as np

from forecasts.models.drift import Drift
from forecasts.models.holt_winters import DampedHoltWinters
from forecasts.models.median import MedianOfAvailable
from forecasts.models.naive import Naive
from forecasts.models.theta import Theta
from forecasts.models.towards import towards_last_year, towards_level
from forecasts.protocol import Forecaster, Single
from forecasts.series.panel import Matrix, Panel

# The same for every series: a single short series is too little to estimate its own alpha.
# 2026-11, measured: jobs (a noisy survey) need much smoothing, real GVA hardly any.
ALPHAS: Final = (0.4, 0.6, 0.8)


def parent_model(parents: Panel) -> Forecaster:
    """How parents are forecast: the median of naive, 0.7 of the drift, Theta and damped Holt.

    2026-11, measured on BRES: 0.946 of naive's error for sections and 0.947 for divisions of ITL2
    areas; the mean of the last three gave 0.960 and 0.970. Monthly parents (claimants and adverts
    of councils) use the champion for those series.
    """
    if parents.per_year == 12:
        return towards_last_year() if parents.family == "adverts" else towards_level()
    parts = (Naive(), Drift(0.7, "0.7 drift"), Theta(), DampedHoltWinters(parents.per_year))
    return MedianOfAvailable(parts, "parent median")


class ShareUnderParent(Single):
    """s_t = ln(series / parent), smoothed with each of `alphas`; the mean share stays constant.

    A series without a parent for its whole history has no forecast (NaN).
    """

    name = "share under parent"

    def __init__(self, alphas: tuple[float, ...] = ALPHAS) -> None:
        self.alphas = alphas

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        parents, parent_row = panel.parents, panel.parent_row
        if parents is None or parent_row is None or not parents.values.size:
            return np.full((panel.values.shape[0], horizon), np.nan)
        outlook = panel.outlook
        if outlook is None:
            outlook = parent_model(parents).forecast(parents, horizon)
        share = smoothed_share(
            panel.values, parents.values[parent_row], panel.rounding_step, self.alphas
        )
        forecasts = (
            share[:, None] * (outlook[parent_row] + panel.rounding_step) - panel.rounding_step
        )
        return np.where((parent_row >= 0)[:, None], np.maximum(forecasts, 0.0), np.nan)


def smoothed_share(
    values: Matrix, parent_values: Matrix, rounding_step: float, alphas: tuple[float, ...] = ALPHAS
) -> Matrix:
    """The smoothed share of each row at the last period; NaN without a parent.

    Both have one column a period and end together. `rounding_step` avoids logarithms of zero.
    """
    logs = np.log(values + rounding_step) - np.log(parent_values + rounding_step)
    shares = []
    for alpha in alphas:
        level = np.full(values.shape[0], np.nan)
        for column in logs.T:
            level = np.where(np.isnan(level), column, alpha * column + (1 - alpha) * level)
        shares.append(np.exp(level))
    return np.asarray(np.mean(shares, axis=0))
