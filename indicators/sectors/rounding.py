"""How BRES figures are rounded, so that no answer rests on rounding alone; and what is zero."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.vocabulary.rounding import step_of

Array = NDArray[np.float64]

# What sums of many parts leave where they cancel out: no figure of ours is meant to be so small.
DUST: Final = 1e-6


def without_dust(figure: pl.Expr) -> pl.Expr:
    """The figure, and exactly 0 where only the dust of sums is left of it."""
    return pl.when(figure.abs() < DUST).then(0.0).otherwise(figure)


def most_off(jobs: Array) -> Array:
    """The most by which rounding can have moved a figure: half a step."""
    half: Array = step_of(jobs) / 2.0
    return half
