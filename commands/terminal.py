"""What the commands share: the application, their common options, bars and printing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import polars as pl
import typer
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
from catalog import builds
from catalog import settings as settings_room
from catalog.store import StoreError
from etl import areas as areas_room
from etl.absences import load_absences
from etl.areas import Areas
from etl.http import Http
from etl.standing import Standings

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


def areas(council: list[str] | None, region: list[str] | None, everything: bool = False) -> Areas:
    known, changes = pipeline.known_places(settings_room.load())
    return areas_room.choose(
        known, changes, councils=council or (), regions=region or (), everything=everything
    )


def in_use() -> settings_room.Settings:
    """The settings, with tables to read; says where these are the sample's and should not be."""
    settings = pipeline.laid_out(settings_room.load())
    notice = builds.sample_notice(settings)
    if notice:
        err.print(notice, style="yellow", markup=False, soft_wrap=True)
    return settings


def prepared() -> settings_room.Settings:
    """The settings, with all that is derived quickly made where it is not there or not new."""
    settings = in_use()
    failed = [o.message for o in pipeline.prepare(settings, lambda *_: None) if o.what == "failed"]
    for message in failed:
        err.print(message, markup=False, soft_wrap=True)
    return settings


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C ends a long command with a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("Stopped. What was finished is kept; run the same command to go on.")
        raise typer.Exit(130) from None


def http(settings: settings_room.Settings) -> Http:
    """The client of live services: it knows what they told us in earlier runs."""
    pause = settings.pause_seconds
    return Http(
        pause_seconds=pause,
        backoff_seconds=3 * pause,
        urls=settings.urls,
        only_services=True,
        standings=Standings(load_absences(settings)),
    )


def onto(progress: Progress, task: TaskID) -> Callable[[int, int, str], None]:
    """A progress callback that moves a bar."""

    def on_progress(done: int, total: int, what: str) -> None:
        progress.update(task, completed=done, total=total, description=what)

    return on_progress


def bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<50.50}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


def show_frame(frame: pl.DataFrame, form: str) -> None:
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
