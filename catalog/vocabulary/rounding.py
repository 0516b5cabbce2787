"""How BRES rounds jobs: to multiples of a step that grows with the figure."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference

# The last row has no upper end: its step is that of all larger figures.
_STEPS = reference.read("bres_rounding_steps")
STEPS: Final[tuple[tuple[float, float], ...]] = tuple(_STEPS.drop_nulls().iter_rows())
COARSEST: Final = float(_STEPS.filter(pl.col("below_jobs").is_null())["step_jobs"].item())


def rounding_step(jobs: pl.Expr) -> pl.Expr:
    """The step to which a figure of so many jobs is rounded."""
    step = pl.lit(COARSEST)
    for below, size in reversed(STEPS):
        step = pl.when(jobs < below).then(pl.lit(size)).otherwise(step)
    return step


def rounded_as_published(jobs: pl.Expr) -> pl.Expr:
    """The figure as BRES would publish it.

    >>> pl.select(rounded_as_published(pl.Series([7.0, 260.0, 12_345.0]))).to_series().to_list()
    [5.0, 250.0, 12000.0]
    """
    step = rounding_step(jobs)
    return (jobs / step).round() * step


def step_of(jobs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The step to which figures of so many jobs are rounded, for arrays."""
    bounds = np.array([below for below, _ in STEPS])
    steps = np.array([*(size for _, size in STEPS), COARSEST])
    return np.asarray(steps[np.searchsorted(bounds, jobs, side="right")])


def round_jobs(jobs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The figures as BRES would publish them, for arrays.

    >>> [float(jobs) for jobs in round_jobs(np.array([7.0, 260.0, 12_345.0]))]
    [5.0, 250.0, 12000.0]
    """
    step = step_of(jobs)
    return np.asarray(np.round(jobs / step) * step)
