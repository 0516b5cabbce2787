"""How far sums of figures that were rounded apart from each other may be off."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.rounding import rounding_step

# BRES rounds each cell by its size (reference/bres_rounding_steps), published as "rounded apart": a
# sum of cells may be off by this share, by 2.5 jobs for each cell, and by what the steps of the
# large ones explain: 2026-11, in a nation of 318 councils a cell of 7,375 jobs is 7,000.
ROUNDING_SHARE: Final = 0.025
ROUNDING_PER_CELL: Final = 2.5
# Roundings are as good as independent; beyond so many standard deviations they explain nothing. A
# nation has six thousand sums, of which three deviations would name a few by chance.
DEVIATIONS: Final = 4.0


def spread_of_roundings(cells: pl.Expr) -> pl.Expr:
    """Standard deviation of a sum of figures that BRES rounded, each by itself, by its size."""
    return (rounding_step(cells.drop_nulls()) ** 2 / 12).sum().sqrt()


def most_of_roundings(cells: pl.Expr) -> pl.Expr:
    """How far a sum of such figures can be off at most: half a step each."""
    return (rounding_step(cells.drop_nulls()) / 2).sum()


def room_for_roundings(spread: pl.Expr, most: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """How far a sum may be off a whole that was rounded too, by `spread` and `most` of its cells.

    >>> one, half = pl.lit(100 / 12**0.5), pl.lit(50.0)  # a single cell of 900, its region of 1,000
    >>> pl.select(room_for_roundings(one, half, pl.lit(1000.0))).item()
    175.0
    """
    step = rounding_step(whole)
    return pl.min_horizontal(most + step / 2, DEVIATIONS * (spread**2 + step**2 / 12).sqrt())
