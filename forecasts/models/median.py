"""The median of Theta, damped Holt-Winters and the Prophet hybrid."""

from __future__ import annotations

import numpy as np

from forecasts.models.naive import Naive
from forecasts.protocol import Combined, Forecaster
from forecasts.series.panel import Matrix, Panel


class Median(Combined):
    """The median if all parts have a forecast: with fewer it would be a different model."""

    def __init__(self, parts: tuple[Forecaster, ...], name: str = "median") -> None:
        self.parts = parts
        self.name = name

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:  # noqa: ARG002
        return np.asarray(np.median(np.array(forecasts), axis=0))


class MedianOfAvailable(Combined):
    """The median of the parts that have a forecast: short parents have fewer."""

    def __init__(self, parts: tuple[Forecaster, ...], name: str) -> None:
        self.parts = parts
        self.name = name

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:  # noqa: ARG002
        stacked = np.array(forecasts)
        none = np.isnan(stacked).all(axis=0)
        stacked[:, none] = 0.0
        return np.where(none, np.nan, np.nanmedian(stacked, axis=0))


class MedianAnchored(Combined):
    """Half-way between the median and naive, in logarithms: for seasonally adjusted series."""

    name = "median anchored"

    def __init__(self, median: Forecaster) -> None:
        self.parts = (median, Naive())

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:
        median, naive = (np.log(forecast + panel.rounding_step) for forecast in forecasts)
        return np.maximum(np.exp((median + naive) / 2) - panel.rounding_step, 0.0)
