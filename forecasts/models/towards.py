"""Monthly series: from the last value, month by month, towards what they come back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from forecasts.models.naive import Naive
from forecasts.models.prophet_level import ProphetLevel
from forecasts.models.seasonal_naive import SeasonalNaive
from forecasts.protocol import Combined, Forecaster
from forecasts.series.panel import Matrix, Panel

# 2026-11: adverts of 257 districts move towards the level of a year ago, and half-way is far enough
# beyond six months; claimants go to Prophet's seasons on a slow level within half a year.
MONTHS_TO_LAST_YEAR: Final = 12
AT_MOST: Final = 0.5
MONTHS_TO_LEVEL: Final = 6


class Towards(Combined):
    """In logarithms: the last value, moving by 1 / `months` a month towards another model's
    forecast, as far as `at_most` of the way. Never a trend."""

    def __init__(self, goal: Forecaster, months: int, at_most: float, name: str) -> None:
        self.parts = (Naive(), goal)
        self.months = months
        self.at_most = at_most
        self.name = name

    def combine(self, panel: Panel, forecasts: Sequence[Matrix]) -> Matrix:
        last, goal = (np.log(forecast + panel.rounding_step) for forecast in forecasts)
        weight = np.minimum(np.arange(1, last.shape[1] + 1) / self.months, self.at_most)
        return np.asarray(
            np.maximum(np.exp(last + weight * (goal - last)) - panel.rounding_step, 0.0)
        )


def towards_last_year() -> Towards:
    return Towards(SeasonalNaive(), MONTHS_TO_LAST_YEAR, AT_MOST, "towards last year")


def towards_level() -> Towards:
    return Towards(ProphetLevel(), MONTHS_TO_LEVEL, 1.0, "towards prophet level")
