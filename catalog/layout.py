"""How the rows of a large table lie in its file, so that one council is read without the others.

A file's rows are in groups, and its footer says between which codes each group lies: a reader that
asks for a council skips the groups of other councils. So a large file has all rows of a council
together and small groups. Who reads a table whole gets its rows in the order of the key, always.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.schema import Table

# 2026-11, tables of 318 councils in 32, 64, 128 and 318 groups: one council of the forecasts takes
# 465, 254, 271 and 112 kB beside a footer of 71, 140, 274 and 677 kB. See docs/architecture.md.
AREAS_A_GROUP: Final = 5
BYTES_A_GROUP: Final = 160_000  # in memory: smaller groups weigh less than what the footer says
MOST_GROUPS: Final = 64
BYTES_A_CELL: Final = 8


def stored_order(table: Table) -> tuple[str, ...]:
    """The columns by which the rows of a large file are sorted: those of a council together."""
    column = table.council_column
    return tuple(dict.fromkeys([column, *table.key])) if column else table.key


def count_groups(frame: pl.DataFrame, table: Table) -> int:
    """Groups of rows in a table's file, from its figures alone; 1 for a small table."""
    boundaries = [name for name, dtype in frame.schema.items() if dtype == pl.Binary]
    size = frame.height * frame.width * BYTES_A_CELL
    size += sum(int(frame[name].bin.size().sum()) for name in boundaries)
    if size < 2 * BYTES_A_GROUP:
        return 1
    areas = frame[stored_order(table)[0]].n_unique()
    return max(1, min(areas // AREAS_A_GROUP, size // BYTES_A_GROUP, MOST_GROUPS))


def lay_out(frame: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, int]:
    """The rows, in order of the key, as they lie in the file, and how many are in each group."""
    groups = count_groups(frame, table)
    rows = max(1, -(-frame.height // groups))
    order = stored_order(table)
    return (frame if groups == 1 or order == table.key else frame.sort(order)), rows


def sort_by_key(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows as they lie in a file in the order of the key, where the frame has its columns."""
    if stored_order(table) == table.key or not set(table.key) <= set(frame.columns):
        return frame
    return frame.sort(table.key)
