"""Commands that say what is held, whether it is sound, and what it is."""

from __future__ import annotations

import json
from typing import Annotated, Final

import polars as pl
import typer

from catalog import builds, store
from catalog import settings as settings_room
from catalog.settings import Settings
from catalog.store import StoreError
from commands.terminal import (
    AsJson,
    Council,
    Only,
    app,
    areas,
    check_form,
    err,
    http,
    in_use,
    out,
    show_frame,
)
from etl import checks, freshness, probe

# What fits a terminal; --json has every column.
SHORT: Final = (
    "source", "lad_name", "rows", "latest_period", "retrieved", "release", "next_release", "words",
    "missing",
)  # fmt: skip


@app.command()
def status(council: Council = None, as_json: AsJson = False) -> None:
    """Say, per source and council, what is held, how new it is and what is missing or stale."""
    settings = in_use()
    chosen = areas(council, None).councils if council else None
    told = _with_build_failures(freshness.status(settings, chosen), settings)
    if not as_json:
        told = told.select(SHORT).with_columns(pl.col("retrieved").str.slice(0, 10))
    show_frame(told, "json" if as_json else "table")
    if not builds.has_begun(settings):
        err.print("Nothing has been fetched: this is the embedded sample. Next: `wardwise fetch`.")
    for sentence in builds.failure_sentences(settings):
        err.print(sentence, style="yellow", markup=False, soft_wrap=True)


def _with_build_failures(told: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The words of a source that came and could not be made a table say so, and why."""
    build = builds.last_build(settings)
    failed = build.failed if build else {}
    words = pl.col("source").replace_strict(failed, default=None, return_dtype=pl.String)
    said = "fetched, and could not be made a table: " + words
    return told.with_columns(words=pl.coalesce(said, "words"))


@app.command()
def check(as_json: AsJson = False) -> None:
    """Test what was built: keys, codes, totals, ranges, periods. Lists every fault."""
    settings = in_use()
    root = builds.reported_folder(settings)
    faults = checks.run(root, sample=root == settings.sample)
    unbuilt = [builds.sample_notice(settings), *builds.failure_sentences(settings)]
    faults += [checks.Fault("build", "built", words, 0) for words in unbuilt if words]
    if as_json:
        print(json.dumps([vars(fault) for fault in faults], indent=1))  # noqa: T201
    else:
        for fault in faults:
            out.print(f"{fault.table}: {fault.message}", markup=False, soft_wrap=True)
        err.print(f"{len(faults)} faults in {root}.")
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
    check_form(form)
    settings = in_use()
    names = store.names(settings.tables)
    if not table:
        print("\n".join(names))  # noqa: T201
        return
    if table not in names:
        raise StoreError(f"no table {table!r} has been built; there are {', '.join(names)}")
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
