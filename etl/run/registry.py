"""Finds the sources, plans their questions (etl.run.fetching asks them) and makes their tables."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol, cast

import polars as pl

from catalog import graph, store, vintages
from catalog.fingerprint import fingerprint
from catalog.graph import Step
from catalog.pages_need import fetch_rank
from catalog.schema import Table
from catalog.settings import SAMPLE, Settings
from catalog.sources import Origin, Source
from catalog.unanswered import Failure as Failure
from etl import datasets, raw
from etl.areas import Areas
from etl.clients.http import FetchError
from etl.clients.query import Query
from etl.run import accepting, standing
from etl.run.failures import keep_failures as keep_failures
from etl.run.fetching import Event as Event
from etl.run.fetching import fetch as fetch
from geo import changes as moving

# Geography lists are of codes themselves: their former codes must stay as they are.
UNMOVED: Final = ("councils", "lad_changes")


class SourceModule(Protocol):
    """What every dataset's file in etl/datasets has."""

    SOURCE: Source
    TABLE: Table

    def requests(self, areas: Areas, settings: Settings) -> Sequence[Query]: ...

    def tidy(self, parts: Sequence[raw.RawPart]) -> pl.DataFrame: ...


def modules() -> dict[str, SourceModule]:
    """Every source by its id, in the order in which they are asked."""
    by_id = {}
    for entry in pkgutil.walk_packages(datasets.__path__, f"{datasets.__name__}."):
        module = importlib.import_module(entry.name)
        if hasattr(module, "SOURCE"):
            by_id[module.SOURCE.id] = cast(SourceModule, module)
    return dict(sorted(by_id.items()))


def plan(areas: Areas, settings: Settings, only: Sequence[str] = ()) -> list[tuple[str, Query]]:
    """Every question of a run, with the source that puts it, what most pages need first.

    What comes with Wardwise for all councils stands for as long as its source says (`STANDS_DAYS`)
    and is until then asked for only where the source is named, so that a council has the same alone
    and with all others. A source that says so (`FETCHED_WITH`) comes with another that is named;
    what a source can ask of a service that we could not try (`requests_by_name`) is asked only
    where it is named itself.
    A service without an address in the settings is not asked, as on a bench that lacks it. Nothing
    is asked yet.
    """
    sources = modules()
    unknown = sorted(set(only) - set(sources))
    if unknown:
        raise FetchError(
            f"there is no source {', '.join(unknown)}; the sources are {', '.join(sources)}"
        )
    return [
        (source_id, query)
        for source_id, module in sorted(
            sources.items(), key=lambda one: fetch_rank(one[1].TABLE.name)
        )
        if not only or {source_id, getattr(module, "FETCHED_WITH", "")} & set(only)
        for query in (
            *(
                module.requests(areas, settings)
                if module.SOURCE.service in settings.urls
                and (source_id in only or not standing.stands(module))
                else ()
            ),
            *(list_by_name(module, settings) if source_id in only else ()),
        )
    ]


def standing_notes(only: Sequence[str] = ()) -> list[str]:
    """Of a plan: what it does not ask for, since what comes with Wardwise stands, and how to."""
    return [
        note
        for source_id, module in modules().items()
        if source_id not in only and standing.stands(module)
        and (not only or getattr(module, "FETCHED_WITH", "") in only)
        for note in standing.notes(module)
    ]  # fmt: skip


def list_by_name(module: SourceModule, settings: Settings) -> Sequence[Query]:
    """What a source asks only where it is named: of a service that nobody has tried yet."""
    ask = getattr(module, "requests_by_name", None)
    return tuple(ask(settings)) if ask else ()


def origin(module: SourceModule, parts: Sequence[raw.RawPart]) -> Origin:
    """Where a tidy table came from: the newest release and time, and a checksum over all parts."""
    source = module.SOURCE
    newest = max(parts, key=lambda part: part.note.retrieved).note
    joined = "".join(sorted(part.note.sha256 for part in parts))
    return Origin(
        table=module.TABLE.name,
        title=source.title,
        publisher=source.publisher,
        dataset_id=source.dataset_id,
        url=source.url,
        licence=_licence_of(module, parts),
        release=max(part.note.release for part in parts),
        retrieved=newest.retrieved,
        sha256=hashlib.sha256(joined.encode()).hexdigest(),
        notes=(*source.caveats, *_notes_of_parts(parts)),
    )


def _licence_of(module: SourceModule, parts: Sequence[raw.RawPart]) -> str:
    """The licence that the files state themselves, where the source reads it; else the usual."""
    read_licence = getattr(module, "read_licence", None)
    return str(read_licence(parts)) if read_licence else module.SOURCE.licence


def _notes_of_parts(parts: Sequence[raw.RawPart]) -> list[str]:
    """What the service does not hold, or what could not be read, as noted beside the parts."""
    words = {
        "not_held": "Not available from the source",
        "passed_over": "Left out",
        "flagged": "Flagged by the source",
        "provisional": "Provisional periods",
        "older": "Older than the rest",
    }
    return sorted(
        {
            f"{words[name]}: {text}"
            for part in parts
            for name, text in part.note.detail.items()
            if name in words and text
        }
    )


def step_of(source_id: str, settings: Settings) -> Step:
    """The step that makes a source's table from its raw parts, for the graph and for a build."""
    module = modules()[source_id]
    folder = settings.raw / source_id
    return Step(
        source_id,
        reads=reads_of(module),
        writes=(module.TABLE.name,),
        code=(cast(ModuleType, module), sys.modules[__name__]),
        run=lambda _root, _tell: tidy_source(source_id, settings),
        outside="raw replies" if module.SOURCE.service != "file" else "a file you supply",
        absent=lambda: (
            ""
            if any(folder.glob("*.note.json")) or _is_embedded(module, settings)
            else "nothing fetched"
        ),
        judge=lambda _root: _stamp(source_id, list(raw.parts(source_id, settings.raw)), settings),
    )


def reads_of(module: SourceModule) -> tuple[str, ...]:
    """The tables that tidying a source reads: the code changes, where it has figures of places."""
    table = module.TABLE
    moves = {"area_code", "area_type"} <= set(table.columns) and module.SOURCE.id not in UNMOVED
    return ("lad_changes",) if moves else ()


def _is_embedded(module: SourceModule, settings: Settings) -> bool:
    """Whether the table of a source comes with Wardwise for every council (`EMBEDDED`), and there
    are tables of the user's own for it to stand beside.
    """
    comes = getattr(module, "EMBEDDED", False) and store.has(module.TABLE.name, SAMPLE)
    return comes and store.has("councils", settings.built)


def _stamp(source_id: str, parts: Sequence[raw.RawPart], settings: Settings) -> str:
    module = modules()[source_id]
    if not parts and _is_embedded(module, settings):
        as_embedded = store.read_fingerprint(module.TABLE.name, SAMPLE)
        return fingerprint([], [source_id, as_embedded, *standing.notes(module)])
    changed = _lad_changes(settings)[1] if reads_of(module) else ""
    # The whole note counts: what is tidied may hang on an edition, and a date is shown with it.
    inputs = [source_id, module.TABLE, changed, *(part.note for part in parts)]
    return fingerprint([cast(ModuleType, module).__name__, __name__], inputs)


def tidy_source(source_id: str, settings: Settings) -> bool:
    """Makes the source's table again where its parts, its code or the code changes are new.

    Figures under former council codes are moved to the councils of today; what could not be moved
    is said in the origin's notes. Where nothing was fetched, a table that comes with Wardwise for
    every council stands in. True where the table was made, False where it stood or there is none.
    VintageError where the table was made and its vintage was not kept: the next build tries again.
    """
    module = modules()[source_id]
    parts = list(raw.parts(source_id, settings.raw))
    if not parts and not _is_embedded(module, settings):
        return False
    stamp = _stamp(source_id, parts, settings)
    if graph.is_current(settings.built, source_id, stamp, (module.TABLE.name,)):
        return False
    if parts:
        _write_tidy(module, parts, settings)
    else:
        frame, as_embedded = store.read(module.TABLE.name, SAMPLE)
        notes = (*as_embedded.notes, *standing.notes(module))
        store.write(frame, module.TABLE, replace(as_embedded, notes=notes), settings.built)
    graph.record_result(settings.built, source_id, stamp, (module.TABLE.name,))
    return True


def _write_tidy(module: SourceModule, parts: Sequence[raw.RawPart], settings: Settings) -> None:
    frame = module.tidy(parts)
    # A source that leaves rows out, or reads lists of several years, says so in notes of its own.
    notes_of = getattr(module, "notes", None)
    notes: list[str] = notes_of(parts, frame) if notes_of else []
    if reads_of(module):
        changes = _lad_changes(settings)[0]
        frame, moved_words = moving.to_current_lads(frame, changes, module.TABLE)
        notes += moved_words
    table_origin = origin(module, parts)
    table_origin = replace(table_origin, notes=(*table_origin.notes, *notes))
    store.write(frame, module.TABLE, table_origin, settings.built)
    if module.SOURCE.keeps_vintages:
        vintages.keep(module.TABLE.name, frame, table_origin, settings.data)


def _lad_changes(settings: Settings) -> tuple[pl.DataFrame, str]:
    """The list of code changes, from what was fetched, else the one that comes with Wardwise."""
    root = settings.built if store.has("lad_changes", settings.built) else SAMPLE
    return store.read("lad_changes", root)[0], store.read_fingerprint("lad_changes", root)


def store_supplied_file(source_id: str, path: Path, settings: Settings) -> raw.RawPart:
    """Keeps a file that the user supplies for a source that takes one."""
    takers = {name for name, module in modules().items() if takes_files(module)}
    if source_id not in takers:
        raise FetchError(
            f"no source {source_id!r} uses a supplied file; the sources that do are "
            f"{', '.join(sorted(takers))}"
        )
    module = modules()[source_id]
    received = accepting.proved(
        path, source_id, module.SOURCE.url, module.tidy, module.TABLE,
        getattr(module, "LAYOUT", None), getattr(module, "clean_supplied", None),
    )  # fmt: skip
    request = f"the file {path.name}, supplied by the user"
    return raw.save(
        received, source=source_id, key=supplied_key(module, path), areas=(), request=request,
        root=settings.raw,
    )  # fmt: skip


def takes_files(module: SourceModule) -> bool:
    """Whether a user may supply a file: there is no service to ask, or one beside (`TAKES_FILES`).

    What `clean_supplied` of a source makes of a file is what is kept of it.
    """
    return module.SOURCE.service == "file" or bool(getattr(module, "TAKES_FILES", False))


def supply_words(module: SourceModule) -> str:
    """What follows `wardwise supply` for a file of this source, where it is not as for the others
    (`SUPPLIED_WITH`)."""
    return str(getattr(module, "SUPPLIED_WITH", f"{module.SOURCE.id} FILE"))


def supplied_key(module: SourceModule, path: Path) -> str:
    """The name under which a supplied file is kept: one of the source, or (`ADDS_FILES`) one of
    each file, so that a file of another year or table adds to those that are there."""
    if not getattr(module, "ADDS_FILES", False):
        return "supplied"
    return "supplied-" + (re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "file")
