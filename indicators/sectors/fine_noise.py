"""How far off figures of fine classes are: by size, as measured on areas of many councils.

The record `fine_class_noise` says for classes of 3 and of 5 digits how wide intervals are. Jobs of
a class are noisier than jobs of a sector of the same size, so the curve for sectors is not used.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary.rounding import rounding_step

Z80: Final = 1.2815515655446004
SIZE: Final = 2000.0
YEARS: Final = 2  # a level is the mean of so many years
_NOISE: Final = reference.read("fine_class_noise")
# Level of the classes, and what the width is of: a level (80%), or a change against the nation
# (90%).
WIDTHS: Final[dict[tuple[str, str], tuple[float, float]]] = {
    (level, figure): (width, slope)
    for level, figure, width, slope in _NOISE.select(
        "industry_level", "figure", "width_at_2000_jobs", "slope"
    )
    .drop_nulls()
    .iter_rows()
}
# Widths of sums of classes are so many times the root of the sum of their squared widths: errors
# have long tails, which add up to more than intervals of single ones say.
SUM_TIMES: Final = float(_NOISE.filter(industry_level="list", figure="level")["times"].item())


def width(jobs: pl.Expr, industry_level: str, figure: str) -> pl.Expr:
    """Half the width, as a difference of logarithms, of a figure of so many jobs."""
    at_size, slope = WIDTHS[industry_level, figure]
    return pl.lit(at_size) * (jobs.clip(lower_bound=1.0) / SIZE) ** slope


def half_width_jobs(jobs: pl.Expr, industry_level: str) -> pl.Expr:
    """Half the 80% interval of a mean of two years, in jobs: survey noise, and rounding beside it.

    Squares of it add up over classes, since each class is sampled and rounded by itself: see
    `sum_widths`.
    """
    sampled = jobs * width(jobs, industry_level, "level")
    rounded = Z80 * rounding_step(jobs) / (12.0 * YEARS) ** 0.5
    half: pl.Expr = (sampled**2 + rounded**2).sqrt()
    return half


def sum_widths(half: pl.Expr) -> pl.Expr:
    """Half the 80% interval of a sum, from those of its classes, as an aggregation."""
    several = (half > 0).sum() > 1
    times = pl.when(several).then(pl.lit(SUM_TIMES)).otherwise(pl.lit(1.0))
    return times * (half**2).sum().sqrt()


def lower(value: pl.Expr, relative: pl.Expr) -> pl.Expr:
    """The lower end of an interval whose half-width is a share of the value."""
    return value * (-relative).exp()


def upper(value: pl.Expr, relative: pl.Expr) -> pl.Expr:
    """The upper end of an interval whose half-width is a share of the value."""
    return value * relative.exp()
