"""A straight line through the first and the last observation."""

from __future__ import annotations

import numpy as np

from forecasts.protocol import Single
from forecasts.series.panel import Matrix, Panel


class Drift(Single):
    """`weight` damps the slope: 1 is plain drift, 0 is naive. Never below zero."""

    def __init__(self, weight: float = 1.0, name: str = "drift") -> None:
        self.weight = weight
        self.name = name

    def forecast(self, panel: Panel, horizon: int) -> Matrix:
        counts = panel.counts()
        width = panel.values.shape[1]
        begin = panel.values[np.arange(len(counts)), width - np.maximum(counts, 1)]
        last = panel.values[:, -1]
        slope = np.where(counts > 1, (last - begin) / np.maximum(counts - 1, 1), np.nan)
        steps = np.arange(1, horizon + 1)
        return np.maximum(last[:, None] + self.weight * slope[:, None] * steps, 0.0)
