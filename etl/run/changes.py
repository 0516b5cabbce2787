"""What a fetch changed: tables before and after, with new figures and revised ones apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import Table
from catalog.store import StoreError
from catalog.tables import TABLES

# Floating point may differ in its last digits from build to build.
SAME: Final = 1e-9


@dataclass(frozen=True)
class TableChange:
    """How a source's table changed. Rows are compared by the table's key.

    `new_rows` were not there before, `revised_rows` have another value or status, `gone_rows` are
    no longer there. `newest_before` and `newest_after` are the newest periods with a figure.
    """

    table: str
    title: str
    new_rows: int
    revised_rows: int
    gone_rows: int
    newest_before: str
    newest_after: str


def compare_sources(before: Path, after: Path, tables: list[str]) -> list[TableChange]:
    """Every one of these tables that differs between two folders; those not in both are left out.

    A table that cannot be read before is left out too: there is nothing to compare.
    """
    changes = []
    for name in tables:
        if not (store.has(name, before) and store.has(name, after)):
            continue
        try:
            if store.read_fingerprint(name, before) == store.read_fingerprint(name, after):
                continue
            old, new = store.read(name, before)[0], store.read(name, after)
        except StoreError:
            continue
        change = compare_frames(old, new[0], TABLES[name], new[1].title)
        if change.new_rows or change.revised_rows or change.gone_rows:
            changes.append(change)
    return changes


def compare_frames(
    before: pl.DataFrame, after: pl.DataFrame, table: Table, title: str
) -> TableChange:
    """How one table changed; without a value column only rows that come and go count."""
    key = list(table.key)
    new = after.join(before, on=key, how="anti", nulls_equal=True)
    gone = before.join(after, on=key, how="anti", nulls_equal=True)
    compared = [name for name in (table.value, "status") if name and name in table.columns]
    revised = 0
    if compared:
        both = before.select(*key, *compared).join(
            after.select(*key, *compared), on=key, how="inner", nulls_equal=True, suffix="_after"
        )
        differs = [_differs(name, before.schema[name]) for name in compared]
        revised = both.filter(pl.any_horizontal(differs)).height
    return TableChange(
        table.name, title, new.height, revised, gone.height, _newest(before, table),
        _newest(after, table),
    )  # fmt: skip


def _differs(name: str, dtype: pl.DataType) -> pl.Expr:
    old, new = pl.col(name), pl.col(f"{name}_after")
    if not dtype.is_float():
        return old.ne_missing(new)
    return (old.is_null() != new.is_null()) | (
        ((old - new).abs() > SAME * (1 + old.abs())).fill_null(False)
    )


def _newest(frame: pl.DataFrame, table: Table) -> str:
    if not {"period", "period_end"} <= set(frame.columns):
        return ""
    with_figure = frame if table.value is None else frame.filter(pl.col(table.value).is_not_null())
    if with_figure.is_empty():
        return ""
    return str(with_figure.sort("period_end")["period"][-1])


def count_forecast_changes(root: Path, since: str) -> dict[str, int]:
    """Forecasts by kind of change, in runs that began after `since` (ISO 8601)."""
    if not store.has("forecast_revisions", root):
        return {}
    revisions = store.read("forecast_revisions", root)[0].filter(pl.col("run_at") >= since)
    counts = revisions.group_by("change").len().sort("change")
    return {str(name): int(count) for name, count in counts.iter_rows()}
