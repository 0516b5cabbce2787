"""What steps of wards write: a table with its origin, and what stands behind its measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.schema import Table
from catalog.tables.wards import WARD_MEASURE_SOURCES


def write_derived(
    frame: pl.DataFrame,
    table: Table,
    title: str,
    method: str,
    reader: Reader,
    notes: Sequence[str] = (),
) -> None:
    """Writes a table that is made from what the reader has read, with notes of its own first."""
    origin = store.derive_origin(table, title, method, reader.read, reader.root)
    store.write(frame, table, replace(origin, notes=(*notes, *origin.notes)), reader.root)


def list_sources(rows: pl.DataFrame, wards: pl.DataFrame, read: Sequence[str]) -> pl.DataFrame:
    """The tables that were read for each measure of each council in `rows`.

    `rows` has ward_code and measure; columns as `ward_measure_sources`.
    """
    councils = rows.join(wards.select("ward_code", "lad_code"), on="ward_code")
    names = pl.DataFrame({"table_name": read}, schema={"table_name": pl.String})
    pairs = councils.select("lad_code", "measure").unique().join(names, how="cross")
    return pairs.select(WARD_MEASURE_SOURCES.columns)
