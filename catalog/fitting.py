"""Iterative proportional fitting: a table scaled to known totals of its rows and columns.

The one place where it stands. It is in this room because wards and indicators both fit tables.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def fit_table(
    seed: Array, rows: Array, columns: Array, *, tolerance: float | Array, rounds: int = 500
) -> Array:
    """The table nearest to `seed` (rows x columns) whose rows and columns have these sums.

    `rows` and `columns` should have the same total; the sums of the columns are exact, and those of
    the rows within `tolerance` (one, or one a row) after at most so many rounds. Zeros stay zeros,
    so a row or column that is zero in the seed is zero, whatever its margin.
    """
    table = seed.astype(float)
    for _ in range(rounds):
        table *= _ratio(rows, table.sum(axis=1))[:, None]
        table *= _ratio(columns, table.sum(axis=0))[None, :]
        if (np.abs(table.sum(axis=1) - rows) <= tolerance).all():
            break
    return table


def _ratio(wanted: Array, found: Array) -> Array:
    return np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
