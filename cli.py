"""The terminal entry: `wardwise fetch`, `build`, `status`, `check`, `probe`, `show` and more."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich import filesize
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.schema import TableError
from catalog.settings import SettingsError
from catalog.store import StoreError
from etl import areas as areas_room
from etl import checks, freshness, postcodes, probe, rates, registry, sampling
from etl.areas import AreaError, Areas
from etl.ask import Ask
from etl.http import FetchError, Http
from etl.postcodes import PostcodeError
from etl.rates import Mapping, RatesError
from etl.raw import RawError
from forecasts import run as forecasts_run
from forecasts.plot import backtest_png

EXPECTED_FAULTS = (
    AreaError, FetchError, PostcodeError, RatesError, RawError, SettingsError, StoreError,
    TableError, OSError,
)  # fmt: skip

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Emerging sectors and skills gaps by ward, for any council in England and Wales.",
)
out = Console()
err = Console(stderr=True)

Council = Annotated[
    list[str] | None,
    typer.Option("--council", "-c", help="A council by name or GSS code; may be repeated."),
]
Region = Annotated[
    list[str] | None, typer.Option("--region", help="Every council of a region, by name or code.")
]
Everything = Annotated[bool, typer.Option("--all", help="Every council in England and Wales.")]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="Only this source; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script to read.")]


def main() -> None:
    """Runs a command; a foreseen fault is one message and exit code 2, never a traceback."""
    try:
        app()
    except EXPECTED_FAULTS as error:
        err.print(_sentence(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"The disk refused{where}: {error.strerror or error}. Nothing stored was changed."
    return str(error)


def _areas(council: list[str] | None, region: list[str] | None, everything: bool = False) -> Areas:
    known, changes = pipeline.known_places(settings_room.load())
    return areas_room.choose(
        known, changes, councils=council or (), regions=region or (), everything=everything
    )


@app.command()
def fetch(
    council: Council = None,
    region: Region = None,
    everything: Everything = False,
    only: Only = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the requests and send none.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what is less than a day old.")
    ] = False,
) -> None:
    """Pull open data for councils. Stop it at any time; run again, and it goes on where it was."""
    settings = settings_room.load()
    chosen = _areas(council, region, everything)
    if not chosen.councils and not only:
        raise AreaError("name at least one council: --council Calderdale, --region or --all")
    planned = registry.plan(chosen, settings, only or ())
    if dry_run:
        for source_id, ask in planned:
            print(f"{source_id}\t{ask.key}\t{ask.describe(settings)}")  # noqa: T201
        err.print(f"{len(planned)} requests, none of them sent.")
        return
    failures = _fetch(planned, settings, refresh)
    registry.keep_failures(planned, failures, settings)
    err.print(f"{len(planned) - len(failures)} of {len(planned)} questions answered.")
    for failure in failures:
        err.print(f"Missing: {failure.message}", style="yellow", markup=False, soft_wrap=True)
    if failures:
        err.print(
            "The rest is kept. Next: `wardwise build`, or run this again for what is missing."
        )
        raise typer.Exit(1)
    err.print("Next: `wardwise build`.")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C ends a long command with a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("Stopped. What was finished is kept; run the same command to go on.")
        raise typer.Exit(130) from None


def _http(settings: settings_room.Settings) -> Http:
    pause = settings.pause_seconds
    return Http(pause_seconds=pause, backoff_seconds=3 * pause)


def _fetch(
    planned: list[tuple[str, Ask]], settings: settings_room.Settings, refresh: bool
) -> list[registry.Failure]:
    with (
        _stoppable(),
        Progress(
            TextColumn("{task.description:<38.38}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("questions"),
            TextColumn("{task.fields[size]}"),
            TimeElapsedColumn(),
            console=err,
        ) as progress,
    ):
        questions = progress.add_task("fetch", total=len(planned), size="")
        received = 0

        def on_bytes(size: int) -> None:
            nonlocal received
            received += size
            progress.update(questions, size=filesize.decimal(received))

        def on_event(event: registry.Event) -> None:
            done = event.done + (event.what != "asking")
            progress.update(questions, completed=done, description=f"{event.source} {event.key}")

        http = _http(settings)
        http.on_bytes = on_bytes
        return registry.fetch(planned, http, settings, on_event, refresh=refresh)


@app.command()
def build(
    forecasts: Annotated[
        bool, typer.Option(help="Also make the forecasts, which take the longest.")
    ] = True,
) -> None:
    """Make tables from what was fetched: tidy, wards and all that is derived; only what is new."""
    settings = settings_room.load()
    with _stoppable(), _bar() as progress:
        task = progress.add_task("build", total=None)
        outcomes = pipeline.build(settings, _onto(progress, task), forecast=forecasts)
    for what, names in pipeline.report(outcomes).items():
        err.print(f"{what}: {', '.join(names)}", soft_wrap=True, highlight=False)
    failed = [outcome.message for outcome in outcomes if outcome.what == "failed"]
    for message in failed:
        err.print(message, style="yellow", markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def forecast(
    cluster: Annotated[
        str, typer.Option(help="Address of a dask scheduler, such as tcp://10.0.0.5:8786.")
    ] = "",
    family: Annotated[
        list[str] | None, typer.Option(help="Only this family; may be repeated.")
    ] = None,
) -> None:
    """Forecast sectors and skills demand again, whatever is new; a stopped run goes on."""
    settings = pipeline.laid_out(settings_room.load())
    with _stoppable(), _bar() as progress:
        task = progress.add_task("forecast", total=None)
        summary = forecasts_run.run(
            settings.tables, settings.tables, _onto(progress, task),
            cluster=cluster or None, only=family,
        )  # fmt: skip
    err.print(summary.sentence(), markup=False, soft_wrap=True)


@app.command()
def backtest(
    family: Annotated[
        list[str] | None, typer.Option(help="Only this family; may be repeated.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer origins and series.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Also draw it, as a PNG file.")] = None,
) -> None:
    """Score every model on the past, naive methods beside them, and store the record."""
    settings = pipeline.laid_out(settings_room.load())
    with _stoppable(), _bar() as progress:
        task = progress.add_task("back-test", total=None)
        record = forecasts_run.store_backtest(
            settings.tables, settings.tables, _onto(progress, task), families=family, quick=quick
        )
    _print(record.table, "table")
    if plot:
        with store.replacing(plot) as temporary:
            temporary.write_bytes(backtest_png(record.table))


def _onto(progress: Progress, task: TaskID) -> Callable[[int, int, str], None]:
    """A progress callback that moves a bar."""

    def on_progress(done: int, total: int, what: str) -> None:
        progress.update(task, completed=done, total=total, description=what)

    return on_progress


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<50.50}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


@app.command()
def status(council: Council = None, as_json: AsJson = False) -> None:
    """Say, per source and council, what is held, how new it is and what is missing or stale."""
    settings = settings_room.load()
    chosen = _areas(council, None).councils if council else None
    _print(freshness.status(settings, chosen), "json" if as_json else "table")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Test what was built: keys, codes, totals, ranges, periods. Lists every fault."""
    settings = settings_room.load()
    faults = checks.run(settings.tables)
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
    differences = probe.run(settings, _http(settings), only)
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
    settings = settings_room.load()
    if not table:
        print("\n".join(store.names(settings.tables)))  # noqa: T201
        return
    frame, origin = store.read(table, settings.tables)
    if council:
        frame = _of_councils(frame, table, _areas(council, None).councils)
    _print(frame, form)
    err.print(origin.sentence(), markup=False, soft_wrap=True)


def _of_councils(frame: pl.DataFrame, table: str, councils: tuple[str, ...]) -> pl.DataFrame:
    column = next((name for name in ("lad_code", "area_code") if name in frame.columns), "")
    if not column:
        raise StoreError(f"{table} has no column of councils; leave out --council")
    return frame.filter(pl.col(column).is_in(councils))


def _print(frame: pl.DataFrame, form: str) -> None:
    if form == "table":
        with pl.Config(tbl_rows=60, tbl_cols=-1, fmt_str_lengths=60, tbl_width_chars=200):
            print(frame)  # noqa: T201
    elif form == "csv":
        print(frame.write_csv(), end="")  # noqa: T201
    elif form == "json":
        print(frame.write_json())  # noqa: T201
    elif form == "parquet":
        frame.write_parquet(sys.stdout.buffer)
    else:
        raise StoreError(f"no format {form!r}; there are table, csv, json and parquet")


@app.command(name="rates")
def rates_command(
    file: Annotated[Path, typer.Argument(help="The council's list, CSV or Excel.")],
    council: Annotated[str, typer.Option("--council", "-c", help="Whose list it is.")],
    period: Annotated[str, typer.Option(help="Its year, such as 2018-19; else told from it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the guessed columns.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="A column mapping kept earlier, as JSON.")
    ] = None,
    postcode_file: Annotated[
        list[Path] | None,
        typer.Option("--postcodes", help="Postcodes with coordinates; may be repeated."),
    ] = None,
    accept_voa_terms: Annotated[
        bool, typer.Option("--accept-voa-terms", help="You accepted the VOA's own terms.")
    ] = False,
) -> None:
    """Read a council's business-rates list: shows the columns it takes, drops names unread."""
    settings = settings_room.load()
    code = _areas([council], None).councils[0]
    if postcode_file:
        err.print(f"{postcodes.supply(postcode_file, settings):,} postcodes kept.")

    def confirm(found: Mapping) -> bool:
        err.print(f"Columns of {file.name}:\n{found.words()}", markup=False, highlight=False)
        return yes or typer.confirm("Read it so?", err=True)

    kept = rates.mapping.load(mapping) if mapping else None
    reading = rates.run(
        file, code, settings, mapping=kept, period=period, confirm=confirm,
        accept_voa_terms=accept_voa_terms,
    )  # fmt: skip
    err.print(reading.words(), markup=False)
    err.print("Next: `wardwise build`.")


@app.command()
def supply(
    source: Annotated[str, typer.Argument(help="The source that the file is for.")],
    file: Annotated[Path, typer.Argument(help="The file as its publisher gives it.")],
) -> None:
    """Take in a published file that no service offers, such as DfE achievements by council."""
    part = registry.supply(source, file, settings_room.load())
    err.print(f"Kept {file.name} for {part.note.source}. Next: `wardwise build`.", markup=False)


@app.command(hidden=True)
def sample(
    target: Annotated[Path, typer.Option(help="Where the sample goes.")] = settings_room.SAMPLE,
) -> None:
    """Make the embedded sample from the tables that were built."""
    settings = settings_room.load()
    for name, rows in sampling.make(settings.built, target).items():
        err.print(f"{name}: {rows:,} rows")


if __name__ == "__main__":
    main()
