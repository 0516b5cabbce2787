"""Rows of many areas made block by block, and parted again, without a query for each.

A query on a frame of thirty rows costs as much as on one of thirty thousand, and a nation has 330
areas: so what all areas have in common is joined and selected once, of all blocks together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from catalog.schema import Table


def part_by(frame: pl.DataFrame, *columns: str) -> dict[tuple[Any, ...], pl.DataFrame]:
    """Rows by the values of some columns (a tuple), in their order."""
    return frame.partition_by(columns, as_dict=True, maintain_order=True)


def make_block(columns: Mapping[str, Any]) -> pl.DataFrame:
    """A frame of columns: sequences of one length, and single values that stand in every row.

    As `pl.DataFrame(columns)`, which makes a query of each single value. At least one column is a
    sequence.

    >>> make_block({"area_code": "E1", "jobs": [1.0, 2.0]}).rows()
    [('E1', 1.0), ('E1', 2.0)]
    """
    made = {
        name: None if _is_single(values) else pl.Series(name, values)
        for name, values in columns.items()
    }
    length = next(series.len() for series in made.values() if series is not None)
    return pl.DataFrame(
        [
            pl.Series(name, [columns[name]]).new_from_index(0, length) if series is None else series
            for name, series in made.items()
        ]
    )


def _is_single(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float))


def stack_blocks(blocks: Iterable[pl.DataFrame], areas: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Blocks with area_code under one another as rows of a table; NaN is null.

    Names and types of the areas are added (`Inputs.areas`), and columns put in the table's order.
    """
    parts = list(blocks)
    if not parts:
        return table.empty()
    together = pl.concat(parts, rechunk=True).with_columns(pl.col(pl.Float64).fill_nan(None))
    named = together.join(areas, on="area_code", validate="m:1", maintain_order="left")
    return pl.concat([table.empty(), named.select(table.columns)])
