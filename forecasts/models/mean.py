"""The mean of several models, of those that have a forecast."""

from __future__ import annotations

import numpy as np

from forecasts.panel import Matrix, Panel
from forecasts.protocol import Combined, Forecaster


class Mean(Combined):
    def __init__(self, parts: tuple[Forecaster, ...], name: str) -> None:
        self.parts = parts
        self.name = name

    def combine(self, panel: Panel, forecasts: list[Matrix]) -> Matrix:  # noqa: ARG002
        stacked = np.array(forecasts)
        held = np.isfinite(stacked)
        total = np.where(held, stacked, 0.0).sum(axis=0)
        return np.where(held.any(axis=0), total / np.maximum(held.sum(axis=0), 1), np.nan)
