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
