"""Data sets of the Department for Education that are the tables users supply, fetched by name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from catalog.schema import Table, TableError, check
from etl import raw
from etl.clients.dfe import DataSet, DataSetQuery
from etl.raw import RawError, RawPart, Received

KEY = "explore-education-statistics"
Tidy = Callable[[Sequence[RawPart]], pl.DataFrame]


def ask_for(data_set: DataSet, source_id: str, tidy: Tidy, table: Table) -> list[DataSetQuery]:
    """The question for a data set, whose answer must make the table by the source's own reader."""

    def prove(received: Received) -> None:
        with tempfile.TemporaryDirectory() as folder:
            part = raw.save(
                received, source=source_id, key=KEY, areas=(), request="", root=Path(folder)
            )
            try:
                made = check(tidy([part]), table)
            except TableError as error:
                raise RawError(f"{source_id}: {error}") from error
        if table.value and not made[table.value].is_not_null().any():
            raise RawError(f"{source_id}: no figure that we can read in {made.height:,} rows")

    return [DataSetQuery(KEY, data_set, prove, f"{source_id} FILE")]
