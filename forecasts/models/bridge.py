"""GVA foretold by the nation's vacancies, which are known more than a year before it."""

from __future__ import annotations

from typing import Final

import numpy as np

from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel

YEARS: Final = 3
# 2026-11, real GVA of councils by section: all of what the lines say had 5.2 % less error than
# naive (-0.8 to 9.6, sectors drawn), three quarters 5.7 (0.2 to 9.9), half 4.9 (0.6 to 8.3).
KEPT: Final = 0.75
# How far sectors are drawn to the slope of all: prior weights of a sector's own constant and slope,
# and of the common slope, in squared units of the regressors. Vacancies barely moved before 2009.
OWN_CONSTANT: Final = 10.0
OWN_SLOPE: Final = 0.5
COMMON_SLOPE: Final = 0.05


class VacanciesBridge(Single):
    """Growth of each sector in the nation as a line on growth of vacancies, over the years known.

    When GVA of year T comes out, vacancies are known to February of T+2. Growth in T+1 goes by the
    change of vacancies that year; growth in T+2 by how February stands to the year before it, what
    is usual in both years taken once; no growth is said after that. Every area takes its sector's.
    """

    name = "vacancies bridge"

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        nothing = np.full((panel.values.shape[0], horizon), np.nan)
        parents, of, leading = panel.parents, panel.parent_row, panel.leading
        if parents is None or of is None or leading is None or panel.per_year != 1:
            return nothing
        growth = np.diff(np.log(parents.values + panel.grain), axis=1)
        years = np.arange(parents.first + 1, parents.last + 1)
        changes = np.array([leading.change(int(year)) for year in years])
        starts = np.array([leading.start(int(year)) for year in years])
        if min(np.isfinite(changes).sum(), np.isfinite(starts).sum()) < YEARS:
            return nothing
        constant, slope = lines(growth, changes)
        first = constant + slope * leading.change(panel.last + 1)
        second = lines(growth, starts)[1] * (leading.start(panel.last + 2) - np.nanmean(starts))
        path = np.tile(first[:, None], horizon)
        path[:, 1:] += np.nan_to_num(second)[:, None]
        made = (panel.values[:, -1:] + panel.grain) * np.exp(KEPT * path[of]) - panel.grain
        return np.where((of >= 0)[:, None] & np.isfinite(made), np.maximum(made, 0.0), np.nan)


def lines(growth: Matrix, signal: Matrix) -> tuple[Matrix, Matrix]:
    """Constant and slope of each row of `growth` (a column a year) on `signal`.

    Each is drawn to the line of all rows together. More vacancies never mean less growth: slopes
    are zero at the least.
    """
    known = np.isfinite(signal)
    x, growth = signal[known], growth[:, known]
    held = np.isfinite(growth)
    every, ahead = growth[held], np.broadcast_to(x, growth.shape)[held]
    off = ahead - ahead.mean()
    common = max(float(off @ (every - every.mean())) / (float(off @ off) + COMMON_SLOPE), 0.0)
    base = float(every.mean() - common * ahead.mean())
    constants, slopes = np.full(len(growth), base), np.full(len(growth), common)
    for row, inside in enumerate(held):
        z = np.column_stack([np.ones(inside.sum()), x[inside]])
        rest = growth[row, inside] - base - common * x[inside]
        own = np.linalg.solve(z.T @ z + np.diag([OWN_CONSTANT, OWN_SLOPE]), z.T @ rest)
        constants[row], slopes[row] = base + own[0], max(common + own[1], 0.0)
    return constants, slopes
