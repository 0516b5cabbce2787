"""How far sums of figures that were rounded apart from each other may be off."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.rounding import rounding_step
from etl.checks.fault import Tables

# BRES rounds each cell by its size (reference/bres_rounding_steps), published as "rounded apart": a
# sum of cells may be off by this share, by 2.5 jobs for each cell, and by what the steps of the
# large ones explain: 2026-11, in a nation of 318 councils a cell of 7,375 jobs is 7,000.
ROUNDING_SHARE: Final = 0.025
ROUNDING_PER_CELL: Final = 2.5
# Roundings are as good as independent; beyond so many standard deviations they explain nothing. A
# nation has six thousand sums, of which three deviations would name a few by chance.
DEVIATIONS: Final = 4.0

# Other tables, rounded to 5 or finer but for these. Steps, not halves, are what a cell may be off:
# 2026-11, businesses of a council were seen 15 off with five cells.
STEP: Final = 5.0
STEPS_OF_TABLES: Final = {
    "jobs": None, "workforce_jobs": 1000.0, "workforce_jobs_uk": 1000.0, "property_stock": 10.0,
    "census_qualifications": 1.0, "census_occupations": 1.0, "census_industry": 1.0,
}  # fmt: skip


def rounded_to(table: str) -> float | None:
    """The step to which figures of a table are rounded; None where it grows with the figure."""
    return STEPS_OF_TABLES.get(table, STEP)


def former_districts(tables: Tables) -> pl.DataFrame:
    """area_code, former: of how many former districts a council's figure may be the sum.

    Each of theirs is rounded by itself, so the sum is off by as many roundings.
    """
    changes = tables.get("lad_changes", pl.DataFrame(schema={"lad_code": pl.String}))
    return changes.group_by(area_code="lad_code").agg(former=pl.len())


def spread_of_roundings(cells: pl.Expr, times: pl.Expr | int = 1) -> pl.Expr:
    """Standard deviation of a sum of figures that BRES rounded, each by itself, by its size.

    `times`: of how many such figures each is itself the sum.
    """
    return (times * rounding_step(cells) ** 2 / 12).filter(cells.is_not_null()).sum().sqrt()


def most_of_roundings(cells: pl.Expr, times: pl.Expr | int = 1) -> pl.Expr:
    """How far a sum of such figures can be off at most: half a step each."""
    return (times * rounding_step(cells) / 2).filter(cells.is_not_null()).sum()


def room_for_roundings(spread: pl.Expr, most: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """How far a sum may be off a whole that was rounded too, by `spread` and `most` of its cells.

    >>> one, half = pl.lit(100 / 12**0.5), pl.lit(50.0)  # a single cell of 900, its region of 1,000
    >>> pl.select(room_for_roundings(one, half, pl.lit(1000.0))).item()
    175.0
    """
    step = rounding_step(whole)
    return pl.min_horizontal(most + step / 2, DEVIATIONS * (spread**2 + step**2 / 12).sqrt())
