"""Commands that say what is held, whether it is sound, and what it is."""

from __future__ import annotations

import json
from typing import Annotated, Final

import polars as pl
import typer

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.store import StoreError
from commands.terminal import AsJson, Council, Only, app, areas, err, http, out, show_frame
from etl import checks, freshness, probe

# What fits a terminal; --json has every column.
SHORT: Final = (
    "source", "lad_name", "rows", "latest_period", "retrieved", "release", "next_release", "words",
    "missing",
)  # fmt: skip


@app.command()
def status(council: Council = None, as_json: AsJson = False) -> None:
    """Say, per source and council, what is held, how new it is and what is missing or stale."""
    settings = settings_room.load()
    chosen = areas(council, None).councils if council else None
    told = freshness.status(settings, chosen)
    if not as_json:
        told = told.select(SHORT).with_columns(pl.col("retrieved").str.slice(0, 10))
    show_frame(told, "json" if as_json else "table")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Test what was built: keys, codes, totals, ranges, periods. Lists every fault."""
    settings = pipeline.laid_out(settings_room.load())
    faults = checks.run(settings.tables, sample=settings.tables == settings.sample)
    if as_json:
        print(json.dumps([vars(fault) for fault in faults], indent=1))  # noqa: T201
    else:
        for fault in faults:
            out.print(f"{fault.table}: {fault.message}", markup=False, soft_wrap=True)
        err.print(f"{len(faults)} faults in {settings.tables}.")
    if faults:
        raise typer.Exit(1)


@app.command(name="probe")
def probe_command(only: Only = None, as_json: AsJson = False) -> None:
    """Ask each live service what it holds and say where that differs from what we expect."""
    settings = settings_room.load()
    differences = probe.run(settings, http(settings), only)
    if as_json:
        print(json.dumps([vars(found) for found in differences], indent=1))  # noqa: T201
        return
    for found in differences:
        out.print(f"{found.severity}: {found.words}", markup=False, soft_wrap=True)


@app.command()
def show(
    table: Annotated[str, typer.Argument(help="A table; leave it out to list them.")] = "",
    council: Council = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet")] = "table",
) -> None:
    """Print a tidy or derived table, whole or for some councils."""
    settings = pipeline.laid_out(settings_room.load())
    if not table:
        print("\n".join(store.names(settings.tables)))  # noqa: T201
        return
    frame, origin = store.read(table, settings.tables)
    if council:
        frame = _of_councils(frame, table, areas(council, None).councils)
    show_frame(frame, form)
    err.print(origin.sentence(), markup=False, soft_wrap=True)


def _of_councils(frame: pl.DataFrame, table: str, councils: tuple[str, ...]) -> pl.DataFrame:
    column = next((name for name in ("lad_code", "area_code") if name in frame.columns), "")
    if not column:
        raise StoreError(f"{table} has no column of councils; leave out --council")
    return frame.filter(pl.col(column).is_in(councils))
