"""What the commands share: the application, their common options, bars and printing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from typing import Annotated, Final

import polars as pl
import shapely
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
from catalog.project import version
from catalog.store import StoreError
from etl import areas as areas_room
from etl.areas import AreaError, Areas
from etl.clients.http import Http
from etl.clients.kept import lists_in, pages_in
from etl.clients.standing import Standings
from etl.run.absences import load_absences
from indicators.places.naming import Place, PlaceNameError, resolve_place
from indicators.places.saved_groups import groups_path, read_groups
from presentation.spreadsheet import neutralise
from presentation.wording import describe_coverage, joined, listed

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Sectors, skills gaps and wards, for any council in England and Wales.",
)
FORMS: Final = ("table", "csv", "json", "parquet")
out = Console()
err = Console(stderr=True)

Council = Annotated[
    list[str] | None,
    typer.Option("--council", "-c", help="A council by name or GSS code; can be repeated."),
]
Region = Annotated[
    list[str] | None, typer.Option("--region", help="Every council in a region, by name or code.")
]
Area = Annotated[
    list[str] | None,
    typer.Option(
        "--area",
        help="A place by name or code: a council, combined authority, LSIP area, region, ITL 2 "
        "area or saved list; can be repeated.",
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Every council in England and Wales.")]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="Only this source; can be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def _show_version(asked: bool) -> None:
    if asked:
        out.print(f"wardwise {version()}", highlight=False)
        raise typer.Exit


@app.callback()
def start(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_show_version, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Stands before every command, for options without one."""


def choose_areas(
    council: list[str] | None,
    region: list[str] | None,
    everything: bool = False,
    needed_for: str = "",
    area: list[str] | None = None,
) -> Areas:
    """The councils that were named; AreaError if none was and `needed_for` names a purpose.

    AreaError lists every name that stands for no place, or for several.
    """
    if needed_for and not (council or region or everything or area):
        raise AreaError(
            f"{needed_for} needs a place: name it with --council, such as -c Leeds, or with --area"
        )
    all_councils, changes = pipeline.load_places(settings_room.load())
    places, faults = _resolve(area or (), all_councils, changes)
    try:
        chosen = areas_room.choose(
            all_councils,
            changes,
            councils=[*(council or ()), *(code for place in places for code in place.lad_codes)],
            regions=region or (),
            everything=everything,
        )
    except AreaError as error:
        raise AreaError("; ".join([*faults, str(error)])) from error
    if faults:
        raise AreaError("; ".join(faults))
    for note in dict.fromkeys([*(place.note for place in places if place.note), *chosen.notes]):
        err.print(note, style="yellow", markup=False, highlight=False, soft_wrap=True)
    return chosen


def _resolve(
    area: Sequence[str], councils: pl.DataFrame, changes: pl.DataFrame
) -> tuple[list[Place], list[str]]:
    """The places named, and a fault for each name that stands for none or for several."""
    saved = read_groups(groups_path(settings_room.load()), councils, changes) if area else ()
    places: list[Place] = []
    faults: list[str] = []
    for word in area:
        try:
            places.append(resolve_place(word, councils, saved, changes))
        except PlaceNameError as error:
            faults.append(str(error))
    return places, faults


def name_group(area: list[str] | None, others: list[str] | None, name: str) -> str:
    """The name of a group: as given, else those of its areas; "" where councils were named too."""
    if name or not area or others:
        return name
    places, _ = _resolve(area, *pipeline.load_places(settings_room.load()))
    return joined([place.name for place in places])


def keep_present(codes: Sequence[str], with_data: Iterable[str]) -> tuple[str, ...]:
    """The councils that have data; says which of the others have none. AreaError where none has."""
    codes_with_data = set(with_data)
    present = tuple(code for code in codes if code in codes_with_data)
    councils, _ = pipeline.load_places(settings_room.load())
    names = dict(councils.select("lad_code", "lad_name").iter_rows())
    absent = sorted(names.get(code, code) for code in codes if code not in present)
    if not present:
        raise AreaError(
            f"no data for {listed(absent, 5)}; run `wardwise fetch` for them, then `wardwise build`"
        )
    if absent:
        words = describe_coverage(len(present), absent)
        err.print(words, style="yellow", markup=False, highlight=False, soft_wrap=True)
    return present


def find_council(name: str) -> str:
    """The code of the one council that a name matches; AreaError where it matches several."""
    codes = choose_areas([name], None).councils
    if len(codes) != 1:
        raise AreaError(f"{name!r} matches {len(codes)} councils; name the one you mean")
    return codes[0]


def open_settings() -> settings_room.Settings:
    """The settings, with tables to read; says where these are the sample's and should not be, or
    of a build that has not ended, which are part old and part new."""
    settings = pipeline.lay_out_sample(settings_room.load())
    notice = builds.sample_notice(settings) or builds.unfinished_sentence(settings)
    if notice:
        err.print(notice, style="yellow", markup=False, highlight=False, soft_wrap=True)
    return settings


def prepare_settings() -> settings_room.Settings:
    """The settings, after building derived tables that are quick to build and absent or old."""
    settings = open_settings()
    failed = [o.message for o in pipeline.prepare(settings, lambda *_: None) if o.kind == "failed"]
    for message in failed:
        err.print(message, markup=False, soft_wrap=True)
    return settings


@contextmanager
def handle_interrupt() -> Iterator[None]:
    """Ctrl-C ends a long command with a message on how to continue."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("Stopped. Everything finished so far is saved; run the same command to continue.")
        raise typer.Exit(130) from None


def new_client(
    settings: settings_room.Settings, *, keep: bool = False, refresh: bool = False
) -> Http:
    """The client of live services: it respects what they asked of us in earlier runs.

    With `keep` it takes lists of codes from them too, unless they are to come anew (`refresh`).
    """
    pause = settings.pause_seconds
    lists, pages = (lists_in(settings.data), pages_in(settings.data)) if keep else (None, None)
    if refresh and lists and pages:
        lists.clear()
        pages.clear()
    return Http(
        pause_seconds=pause,
        backoff_seconds=3 * pause,
        urls=settings.urls,
        only_services=True,
        standings=Standings(load_absences(settings)),
        lists=lists,
        pages=pages,
    )


def move_bar(progress: Progress, task: TaskID) -> Callable[[int, int, str], None]:
    """A progress callback that moves a bar."""

    def on_progress(done: int, total: int, what: str) -> None:
        progress.update(task, completed=done, total=total, description=what)

    return on_progress


def new_bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<50.50}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


def settle_streams() -> None:
    """Characters that an older encoding cannot write become '?'."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def check_form(form: str) -> None:
    """Raises StoreError for an unknown format, before any work is done."""
    if form not in FORMS:
        raise StoreError(f"there is no format {form!r}; the formats are {', '.join(FORMS)}")


def show_frame(frame: pl.DataFrame, form: str) -> None:
    """Prints a frame. What scripts read is UTF-8 whatever the terminal; shapes are WKT in it, and
    in CSV an apostrophe stands before text that a spreadsheet would run."""
    check_form(form)
    if form == "table":
        with pl.Config(tbl_rows=60, tbl_cols=-1, fmt_str_lengths=60, tbl_width_chars=200):
            if not _can_print("─┆"):
                pl.Config.set_tbl_formatting("ASCII_FULL_CONDENSED")
            print(frame)  # noqa: T201
        return
    written = BytesIO()
    if form == "parquet":
        frame.write_parquet(written)
    elif form == "csv":
        neutralise(as_text(frame)).write_csv(written)
    else:
        as_text(frame).write_json(written)
        written.write(b"\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(written.getvalue())
    sys.stdout.buffer.flush()


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with shapes as well-known text for CSV and JSON: x_wkb becomes x_wkt."""
    for name, kind in frame.schema.items():
        if kind == pl.Binary:
            shapes = shapely.from_wkb(frame[name].to_list(), on_invalid="ignore")
            words = pl.Series(
                f"{name.removesuffix('_wkb')}_wkt", shapely.to_wkt(shapes).tolist(), dtype=pl.String
            )
            frame = frame.with_columns(words.alias(name)).rename({name: words.name})
    return frame


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
