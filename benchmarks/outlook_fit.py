"""Fits the sector outlook forward: every past base year by what was over when it came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from indicators.sectors.outlook_features import FEATURES
from indicators.sectors.outlook_model import YEARS_AHEAD, probability

Array = NDArray[np.float64]
FIRST_BASE_YEAR = 1999  # monthly output begins in 1997, and a trend needs two years
FIRST_FORWARD = 2004  # with three base years to learn from
FIRST_CALIBRATED = 2008  # with two base years of such forecasts to calibrate by
RIDGE = 1e-6
MOST_STEPS, SETTLED = 15, 1e-7


def fit_logistic(features: Array, came: Array) -> Array:
    """Constant and weights of a logistic regression (Newton's method)."""
    x = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(x.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (came - chance)
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < SETTLED:
            break
    return weights


def bend(logits: Array) -> Array:
    """Two columns: the logit below even odds and above, so that each side has a slope."""
    return np.column_stack([np.minimum(logits, 0), np.maximum(logits, 0)])


def fit_models(cases: pl.DataFrame, features: Sequence[str] = FEATURES) -> pl.DataFrame:
    """A row for each year trained to: constant, weights and calibration.

    Calibration rests on forecasts of base years that the model had not seen, and whose three years
    were over: never on cases that its weights were fitted to.
    """
    years = sorted(cases["base_year"].unique())
    x = {year: cases.filter(base_year=year).select(features).to_numpy() for year in years}
    y = {year: cases.filter(base_year=year)["outgrew"].to_numpy().astype(float) for year in years}
    weights = {
        last: fit_logistic(
            np.concatenate([x[year] for year in years if year <= last]),
            np.concatenate([y[year] for year in years if year <= last]),
        )
        for last in years
        if last >= FIRST_FORWARD - YEARS_AHEAD
    }
    forward = {
        year: np.column_stack([np.ones(len(x[year])), x[year]]) @ weights[year - YEARS_AHEAD]
        for year in years
        if year - YEARS_AHEAD in weights
    }
    rows = []
    for last in years:
        past = [year for year in forward if year <= last]
        if last < FIRST_CALIBRATED - YEARS_AHEAD:
            continue
        bends = fit_logistic(
            bend(np.concatenate([forward[year] for year in past])),
            np.concatenate([y[year] for year in past]),
        )
        rows.append((last, *weights[last], *bends))
    names = ["trained_to", "intercept", "ahead_weight", "trend_weight", "calibration_constant",
             "calibration_below", "calibration_above"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(pl.col(pl.Float64).round(4))


def forecast(cases: pl.DataFrame, models: pl.DataFrame) -> pl.DataFrame:
    """The cases that a model forecast without having seen them, with `chance`."""
    parts = []
    for model in models.iter_rows(named=True):
        of_year = cases.filter(base_year=model["trained_to"] + YEARS_AHEAD)
        if of_year.height:
            parts.append(of_year.with_columns(chance=probability(model)))
    return pl.concat(parts)
