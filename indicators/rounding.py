"""How BRES figures are rounded, so that no answer rests on rounding alone."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# 2026-11: read off the published values of councils, which are multiples of these steps: below 50
# jobs, below 250 and so on. From 5,000 jobs up, values are whole thousands.
STEPS: Final = ((50.0, 5.0), (250.0, 25.0), (500.0, 50.0), (1_000.0, 100.0), (2_500.0, 250.0),
                (5_000.0, 500.0))  # fmt: skip
COARSEST: Final = 1_000.0


def step(jobs: Array) -> Array:
    """The step to which a figure of so many jobs is rounded."""
    steps = np.full(jobs.shape, COARSEST)
    for below, size in reversed(STEPS):
        steps = np.where(jobs < below, size, steps)
    return steps


def most_off(jobs: Array) -> Array:
    """The most by which rounding can have moved a figure: half a step."""
    half: Array = step(jobs) / 2.0
    return half
