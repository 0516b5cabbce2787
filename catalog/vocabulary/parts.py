"""When the parts of a figure are all there: for forecasts that add up, and the laws of them."""

from __future__ import annotations

from typing import Final

import polars as pl

# If published parts differ from their total by more than this share, some are missing or
# suppressed. A choice, above what rounding moves a sum by (at most 2.5% of each cell,
# etl/checks/sums.py); not measured.
PARTS_WITHIN: Final = 0.04


def are_all_there(parts: pl.Expr, total: pl.Expr) -> pl.Expr:
    """Whether the sum of published parts is so near their published total that none is missing.

    >>> pl.select(are_all_there(pl.Series([26.0, 23.9]), pl.lit(25.0))).to_series().to_list()
    [True, False]
    """
    return (total > 0) & ((parts - total).abs() <= PARTS_WITHIN * total)
