"""Commands that show which data we have, check it and print it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from catalog import builds, store, vintages
from catalog import settings as settings_room
from catalog.dictionary import describe_columns
from catalog.settings import Settings
from catalog.store import StoreError
from cli import describing
from cli.terminal import (
    Area,
    AsJson,
    Council,
    Only,
    app,
    check_form,
    choose_areas,
    err,
    handle_interrupt,
    keep_present,
    new_client,
    open_settings,
    out,
    show_frame,
)
from etl import checks
from etl.run import freshness, probe, rehearse
from etl.run.absences import keep_absences
from presentation.numbers import count

# What fits a terminal; --json has every column.
SHORT: Final = (
    "source", "lad_name", "rows", "latest_period", "releases_behind", "retrieved", "release",
    "next_release", "words", "missing",
)  # fmt: skip


@app.command()
def status(council: Council = None, area: Area = None, as_json: AsJson = False) -> None:
    """Show for each source and council which data we have, how new it is and what is missing."""
    settings = open_settings()
    chosen = choose_areas(council, None, area=area).councils if council or area else None
    coverage = freshness.status(settings, chosen)
    if not as_json:
        coverage = coverage.select(SHORT).with_columns(pl.col("retrieved").str.slice(0, 10))
    show_frame(coverage, "json" if as_json else "table")
    err.print(settings.data_sentence(), markup=False, highlight=False, soft_wrap=True)
    counts = vintages.count_vintages(settings.data)
    if counts:
        words = ", ".join(f"{name} {count}" for name, count in counts.items())
        sentence = f"Releases kept to check forecasts against: {words}."
        err.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if not builds.has_begun(settings):
        err.print(
            "Nothing has been fetched yet: this is the embedded sample. Next: `wardwise fetch`."
        )
    for sentence in builds.failure_sentences(settings):
        err.print(sentence, style="yellow", markup=False, soft_wrap=True)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Check the built tables (keys, codes, totals, ranges, periods) and list every fault."""
    settings = open_settings()
    root = builds.reported_folder(settings)
    faults = [*checks.run_on_reference(), *checks.run(root, sample=root == settings.sample)]
    unbuilt = [builds.sample_notice(settings), *builds.failure_sentences(settings)]
    faults += [checks.Fault("build", "built", words, 0) for words in unbuilt if words]
    if as_json:
        print(json.dumps([vars(fault) for fault in faults], indent=1))  # noqa: T201
    else:
        for fault in faults:
            rows = f"; {count(fault.rows)} rows" if fault.rows > 1 else ""
            out.print(f"{fault.table}: {fault.message}{rows}", markup=False, soft_wrap=True)
        words = "1 fault" if len(faults) == 1 else f"{count(len(faults))} faults"
        err.print(f"{words} in {root}.")
    if faults:
        raise typer.Exit(1)


@app.command(name="probe")
def probe_command(
    only: Only = None,
    as_json: AsJson = False,
    rehearsed: Annotated[
        bool,
        typer.Option("--rehearse", help="Send each source one small request and build its table."),
    ] = False,
    council: Annotated[
        str, typer.Option("--council", "-c", help="The council to rehearse with.")
    ] = "",
    zip_file: Annotated[
        Path | None,
        typer.Option(
            "--zip", help="Where a rehearsal saves all replies; the current folder if left out."
        ),
    ] = None,
) -> None:
    """Check each live service and report where it differs from what we expect.

    Exit status is 0 if all is well and 1 if not.
    """
    settings = settings_room.load()
    with handle_interrupt():
        fine = (
            _rehearse(settings, council, only, as_json, zip_file)
            if rehearsed
            else _compare(settings, only, as_json)
        )
    if not fine:
        raise typer.Exit(1)


def _compare(settings: Settings, only: list[str] | None, as_json: bool) -> bool:
    client = new_client(settings)
    try:
        differences = probe.run(settings, client, only)
    finally:
        keep_absences(client.standings.closed_until, settings)
    if as_json:
        print(json.dumps([vars(difference) for difference in differences], indent=1))  # noqa: T201
    else:
        for difference in differences:
            out.print(f"{difference.severity}: {difference.words}", markup=False, soft_wrap=True)
        out.print(probe.summary(differences), markup=False, highlight=False)
    return all(difference.severity in ("as expected", "old vintage") for difference in differences)


def _zip_path(given: Path | None) -> Path:
    """Where the zip goes, known to be writable in principle before anything is asked."""
    usual = f"wardwise-rehearsal-{date.today().isoformat()}.zip"
    if given is None:
        return Path(usual)
    if "\0" in str(given) or (given.exists() and not (given.is_dir() or given.is_file())):
        raise StoreError(f"--zip {given!s} is not a file we can write to; name another")
    path = given / usual if given.is_dir() else given
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _rehearse(
    settings: Settings, council: str, only: list[str] | None, as_json: bool, target: Path | None
) -> bool:
    client = new_client(settings)
    client.on_reply = recorder = rehearse.recorder_for(settings)
    place = council or next(iter(freshness.councils_of(settings.tables)), "Leeds")
    target = _zip_path(target)
    came: list[rehearse.RehearsalResult] = []
    try:
        for one in rehearse.rehearse(settings, client, choose_areas([place], None), only):
            came.append(one)
            if not as_json:
                out.print(rehearse.verdict_line(one), markup=False, highlight=False, soft_wrap=True)
    finally:
        keep_absences(client.standings.closed_until, settings)
        recorder.write(target, came)
    if as_json:
        print(json.dumps([vars(one) for one in came], indent=1))  # noqa: T201
    else:
        out.print(rehearse.summary(came), markup=False, highlight=False)
    err.print(
        f"Every reply is saved in {target.resolve()}, without keys, so you can share that file.",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    return all(one.verdict != "fails" for one in came)


@app.command()
def show(
    table: Annotated[str, typer.Argument(help="A table; leave it out to list them all.")] = "",
    council: Council = None,
    area: Area = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet")] = "table",
    describe: Annotated[
        bool,
        typer.Option(
            "--describe",
            help="Describe the table: what its rows and columns mean, its size and its origin.",
        ),
    ] = False,
) -> None:
    """Print a tidy or derived table, for all or some councils; or describe it."""
    check_form(form)
    settings = open_settings()
    if describe:
        _describe(table, form, settings)
        return
    names = store.names(settings.tables)
    if not table:
        print("\n".join(names))  # noqa: T201
        return
    if table not in names:
        raise StoreError(
            f"no table {table!r} has been built; the built tables are {', '.join(names)}"
        )
    frame, origin = store.read(table, settings.tables)
    if council or area:
        frame = _of_councils(frame, table, choose_areas(council, None, area=area).councils)
    show_frame(frame, form)
    err.print(origin.sentence(), markup=False, soft_wrap=True)


def _describe(table: str, form: str, settings: Settings) -> None:
    """Every table in a line each, or one in full; for scripts its columns, a row for each."""
    if not table:
        show_frame(describing.list_tables(settings.tables), form)
    elif form == "table":
        words = describing.describe_table(describing.find_table(table), settings.tables)
        out.print(words, markup=False, highlight=False, soft_wrap=True)
    else:
        show_frame(describe_columns(describing.find_table(table)), form)


def _of_councils(frame: pl.DataFrame, table: str, councils: tuple[str, ...]) -> pl.DataFrame:
    column = next((name for name in ("lad_code", "area_code") if name in frame.columns), "")
    if not column:
        raise StoreError(f"{table} is not split by council; leave out --council and --area")
    present = keep_present(councils, frame[column])
    return frame.filter(pl.col(column).is_in(present))
