"""What the field would try, as models that our back-test can run beside ours.

Used by `challengers.py`. The libraries are imported where they are used: they are no dependencies
of Wardwise.
"""

from __future__ import annotations

import warnings
from typing import Any, Final

import numpy as np
import pandas as pd

from forecasts.models.carried_jobs import SEPTEMBER
from forecasts.models.carried_jobs import _key as payroll_key
from forecasts.models.carried_output import _key as output_key
from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel

STATISTICAL: Final = ("AutoTheta", "AutoETS", "AutoCES")
TREES: Final = "LightGBM pooled"
# One plain setting for all groups of series, not tuned: few leaves, since growth hardly persists.
LIGHTGBM: Final = {
    "objective": "l1", "n_estimators": 200, "learning_rate": 0.05, "num_leaves": 15,
    "min_child_samples": 40, "subsample": 0.8, "subsample_freq": 1, "random_state": 20261123,
    "n_jobs": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1,
}  # fmt: skip
LAGS: Final = {1: {"short": [1], "long": [1, 2, 3]}, 12: {"short": [1, 2, 3, 6, 12]}}
LONG: Final = 8  # years from which three lags are worth their lost rows
FEWEST_ROWS: Final = 200


class OneByOne(Single):
    """An automatic model of statsforecast, fitted to each series as published.

    No forecast (NaN) for a series that the library cannot fit; nothing stands in for it.
    """

    per_series = True

    def __init__(self, name: str, per_year: int) -> None:
        self.name = name
        self.per_year = per_year

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        forecasts = np.full((panel.values.shape[0], horizon), np.nan)
        for row, values in enumerate(panel.values):
            past = values[np.isfinite(values)]
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                forecasts[row] = self._fit(past, horizon)
        return np.maximum(forecasts, 0.0)

    def _fit(self, past: Matrix, horizon: int) -> Matrix:
        """The forecast of one series, NaN where the library cannot fit it.

        2026-11: statsforecast 2.1.1 says so by NotImplementedError, a bare Exception, or an
        IndexError from within, by how short the series is; so any error counts, and the record
        has the share of windows without a forecast.
        """
        from statsforecast import models

        model = getattr(models, self.name)(season_length=self.per_year)
        try:
            return np.asarray(model.forecast(y=past, h=horizon)["mean"], dtype=float)
        except Exception:
            return np.full(horizon, np.nan)


class PooledTrees(Single):
    """mlforecast with LightGBM: one model of all areas and series of a panel, on yearly or monthly
    growth (differences of logarithms), month after month or year after year.

    Features: lags of growth, mean growth of all series, the section, the last level, the season,
    and for yearly series the national growth of the section as known at the origin: the same
    carrier that our models have. Trained on nothing after the panel's end.
    """

    name = TREES

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        past = self._frame(panel)
        growth_rows = len(past) - past["unique_id"].nunique()
        lags = _lags(panel)
        if growth_rows - max(lags) * past["unique_id"].nunique() < FEWEST_ROWS:
            return np.full((panel.values.shape[0], horizon), np.nan)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the empty column `national` of monthly series
            fitted = self._fitted(past, panel.per_year, lags)
            ahead = fitted.predict(horizon, X_df=self._ahead(panel, past, horizon))
        wide = ahead.pivot(index="unique_id", columns="ds", values="trees")
        made = np.full((panel.values.shape[0], horizon), np.nan)
        made[wide.index.to_numpy()] = wide.to_numpy()
        return np.maximum(np.exp(made) - panel.rounding_step, 0.0)

    def _fitted(self, past: pd.DataFrame, per_year: int, lags: list[int]) -> Any:
        from lightgbm import LGBMRegressor
        from mlforecast import MLForecast
        from mlforecast.lag_transforms import RollingMean
        from mlforecast.target_transforms import Differences

        together = RollingMean(3 if per_year > 1 else 1, min_samples=1, global_=True)
        forecaster = MLForecast(
            models={"trees": LGBMRegressor(**LIGHTGBM)}, freq=1, lags=lags,
            lag_transforms={1: [together]}, target_transforms=[Differences([1])],
        )  # fmt: skip
        return forecaster.fit(past, static_features=["section"])

    def _frame(self, panel: Panel) -> pd.DataFrame:
        """A row a series and period: unique_id (row of the panel), ds, y (ln) and features."""
        logs = np.log(panel.values + panel.rounding_step)
        rows, columns = np.nonzero(np.isfinite(logs))
        before = np.hstack([np.full((len(logs), 1), np.nan), logs[:, :-1]])
        ordinals = np.arange(panel.first, panel.last + 1)
        national = national_growth(panel, list(ordinals))
        return pd.DataFrame({
            "unique_id": rows, "ds": ordinals[columns], "y": logs[rows, columns],
            "section": _codes(panel)[rows], "level": before[rows, columns],
            "season": ordinals[columns] % panel.per_year, "national": national[rows, columns],
        })  # fmt: skip

    def _ahead(self, panel: Panel, past: pd.DataFrame, horizon: int) -> pd.DataFrame:
        rows = np.sort(past["unique_id"].unique())
        ordinals = np.arange(panel.last + 1, panel.last + horizon + 1)
        level = np.log(panel.values[rows, -1] + panel.rounding_step)
        national = national_growth(panel, list(ordinals))[rows]
        return pd.DataFrame({
            "unique_id": np.repeat(rows, horizon), "ds": np.tile(ordinals, len(rows)),
            "level": np.repeat(level, horizon),
            "season": np.tile(ordinals % panel.per_year, len(rows)), "national": national.ravel(),
        })  # fmt: skip


def _lags(panel: Panel) -> list[int]:
    """Lags of growth by how much past there is."""
    of_kind = LAGS[panel.per_year if panel.per_year == 12 else 1]
    return of_kind.get("long" if panel.values.shape[1] >= LONG else "short", of_kind["short"])


def _codes(panel: Panel) -> Matrix:
    """The number of each row's section or measure."""
    return np.unique(panel.keys["series_code"].to_numpy(), return_inverse=True)[1]


def national_growth(panel: Panel, ordinals: list[int]) -> Matrix:
    """ln of the nation's growth of each row's section in each year, as the panel's carrier has it:
    a row a series; 0 in years that were not known, NaN without a carrier."""
    count = len(panel.values)
    if panel.carrier is None or panel.per_year != 1:
        return np.full((count, len(ordinals)), np.nan)
    sections, codes = panel.carrier.sections, panel.keys["series_code"].to_list()
    growth = np.zeros((count, len(ordinals)))
    for at, year in enumerate(ordinals):
        if panel.family.startswith("gva"):
            keys = [output_key(code, sections.rows) for code in codes]
            growth[:, at] = sections.year_growth(keys, year)[0]
            continue
        keys = [payroll_key(code) for code in codes]
        end = min(12 * year + SEPTEMBER, sections.last)
        begin = 12 * (year - 1) + SEPTEMBER
        if end > begin:
            with np.errstate(all="ignore"):
                growth[:, at] = np.log(sections.at(keys, end) / sections.at(keys, begin))
    return growth
