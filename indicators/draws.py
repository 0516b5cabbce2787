"""Random draws: one stream per place and purpose, so that neither order nor company matters."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEED: Final = 20261123
DRAWS: Final = 1_000
# An 80% interval of a normal variable lies this many standard deviations to either side.
Z80: Final = 1.2815515655446004
LOW, HIGH = 0.10, 0.90
# Stands for zero where a logarithm is taken.
TINY: Final = 1e-6


def stream(*words: str) -> np.random.Generator:
    """A generator of its own for these words (an area's code, a purpose), the same in every run."""
    return np.random.default_rng([SEED, *(zlib.crc32(word.encode()) for word in words)])


def lognormal(lower80: Array, upper80: Array, rng: np.random.Generator, count: int) -> Array:
    """Draws (series x count) of lognormal variables that have these 80% intervals."""
    lower, upper = np.maximum(lower80, TINY), np.maximum(upper80, TINY)
    middle = (np.log(lower) + np.log(upper)) / 2.0
    spread = (np.log(upper) - np.log(lower)) / (2.0 * Z80)
    drawn: Array = np.exp(
        middle[:, None] + spread[:, None] * rng.standard_normal((len(lower), count))
    )
    return drawn


def gamma_poisson(count: Array, rng: np.random.Generator, draws: int) -> Array:
    """Draws (cells x draws) of the rate behind Poisson counts, prior Gamma(1/2, 0)."""
    drawn: Array = rng.standard_gamma(count + 0.5, size=(draws, len(count))).T
    return drawn


def bounds(drawn: Array) -> tuple[Array, Array]:
    """The 10% and 90% points over the last axis, as `np.quantile` has them; NaN of a row with one.

    Sorted, since numpy sorts rows of draws in a ninth of the time of its quantiles (2026-11-27).
    """
    ordered = np.sort(drawn, axis=-1)
    lacks = np.isnan(ordered[..., -1])  # NaN is sorted to the end
    low, high = (np.where(lacks, np.nan, _quantile(ordered, share)) for share in (LOW, HIGH))
    return low, high


def _quantile(ordered: Array, share: float) -> Array:
    place = share * (ordered.shape[-1] - 1)
    before = int(place)
    part = place - before
    low, high = ordered[..., before], ordered[..., min(before + 1, ordered.shape[-1] - 1)]
    # From the nearer of the two, as numpy does, so that both round alike.
    point: Array = high - (high - low) * (1 - part) if part >= 0.5 else low + (high - low) * part
    return point
