"""Forecasts GVA from national vacancies, which are known more than a year earlier."""

from __future__ import annotations

from typing import Final

import numpy as np

from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel

YEARS: Final = 3
# 2026-11, real GVA of councils by section: the full growth of the lines had 5.2% less error than
# naive (-0.8 to 9.6, sectors resampled), three quarters 5.7 (0.2 to 9.9), half 4.9 (0.6 to 8.3).
SHRINKAGE: Final = 0.75
# How far sectors move to the common slope: prior weights of a sector's own constant and slope, and
# of the common slope, in squared units of the regressors. Vacancies barely moved before 2009.
OWN_CONSTANT: Final = 10.0
OWN_SLOPE: Final = 0.5
COMMON_SLOPE: Final = 0.05


class VacanciesBridge(Single):
    """Regresses each sector's national growth on the growth of vacancies, then uses it everywhere.

    When GVA of year T is published, vacancies are known to February of T+2. Growth in T+1 depends
    on that year's change in vacancies; growth in T+2 on February compared with the year before,
    counting what is usual once. No growth after that. Every area takes its sector's growth.
    """

    name = "vacancies bridge"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        nothing = np.full((panel.values.shape[0], horizon), np.nan)
        parents, parent_row, leading = panel.parents, panel.parent_row, panel.leading
        if parents is None or parent_row is None or leading is None or panel.per_year != 1:
            return nothing
        growth = np.diff(np.log(parents.values + panel.rounding_step), axis=1)
        years = np.arange(parents.first + 1, parents.last + 1)
        changes = np.array([leading.change(int(year)) for year in years])
        starts = np.array([leading.start(int(year)) for year in years])
        if min(np.isfinite(changes).sum(), np.isfinite(starts).sum()) < YEARS:
            return nothing
        constant, slope = fit_lines(growth, changes)
        first = constant + slope * leading.change(panel.last + 1)
        second = fit_lines(growth, starts)[1] * (leading.start(panel.last + 2) - np.nanmean(starts))
        path = np.tile(first[:, None], horizon)
        path[:, 1:] += np.nan_to_num(second)[:, None]
        forecast = (panel.values[:, -1:] + panel.rounding_step) * np.exp(
            SHRINKAGE * path[parent_row]
        ) - panel.rounding_step
        return np.where(
            (parent_row >= 0)[:, None] & np.isfinite(forecast), np.maximum(forecast, 0.0), np.nan
        )


def fit_lines(growth: Matrix, signal: Matrix) -> tuple[Matrix, Matrix]:
    """Constant and slope of each row of `growth` (a column a year) on `signal`.

    Each moves towards the line of all rows together. More vacancies never mean less growth, so
    slopes are at least zero.
    """
    is_known = np.isfinite(signal)
    x, growth = signal[is_known], growth[:, is_known]
    has_growth = np.isfinite(growth)
    all_growth, all_signal = growth[has_growth], np.broadcast_to(x, growth.shape)[has_growth]
    deviation = all_signal - all_signal.mean()
    common = max(
        float(deviation @ (all_growth - all_growth.mean()))
        / (float(deviation @ deviation) + COMMON_SLOPE),
        0.0,
    )
    base = float(all_growth.mean() - common * all_signal.mean())
    constants, slopes = np.full(len(growth), base), np.full(len(growth), common)
    for row, inside in enumerate(has_growth):
        z = np.column_stack([np.ones(inside.sum()), x[inside]])
        remainder = growth[row, inside] - base - common * x[inside]
        adjustment = np.linalg.solve(z.T @ z + np.diag([OWN_CONSTANT, OWN_SLOPE]), z.T @ remainder)
        constants[row], slopes[row] = base + adjustment[0], max(common + adjustment[1], 0.0)
    return constants, slopes
