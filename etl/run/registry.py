"""Finds the sources, plans their questions (etl.run.fetching asks them) and makes their tables."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol, cast

import polars as pl

from catalog import graph, store
from catalog.fingerprint import fingerprint
from catalog.pages_need import rank_of
from catalog.schema import Table
from catalog.settings import SAMPLE, Settings
from catalog.sources import Origin, Source
from catalog.unanswered import Failure as Failure
from etl import datasets, raw
from etl.areas import Areas
from etl.clients.http import FetchError
from etl.clients.query import Ask
from etl.run import accepting
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

    def asks(self, areas: Areas, settings: Settings) -> Sequence[Ask]: ...

    def tidy(self, parts: Sequence[raw.RawPart]) -> pl.DataFrame: ...


def modules() -> dict[str, SourceModule]:
    """Every source by its id, in the order in which they are asked."""
    found = {}
    for entry in pkgutil.walk_packages(datasets.__path__, f"{datasets.__name__}."):
        module = importlib.import_module(entry.name)
        if hasattr(module, "SOURCE"):
            found[module.SOURCE.id] = cast(SourceModule, module)
    return dict(sorted(found.items()))


def plan(areas: Areas, settings: Settings, only: Sequence[str] = ()) -> list[tuple[str, Ask]]:
    """Every question of a run, with the source that puts it, what most pages need first.

    Nothing is asked yet.
    """
    known = modules()
    strange = sorted(set(only) - set(known))
    if strange:
        raise FetchError(f"no source {', '.join(strange)}; there are {', '.join(known)}")
    return [
        (source_id, ask)
        for source_id, module in sorted(known.items(), key=lambda one: rank_of(one[1].TABLE.name))
        if not only or source_id in only
        for ask in module.asks(areas, settings)
    ]


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
        licence=source.licence,
        release=max(part.note.release for part in parts),
        retrieved=newest.retrieved,
        sha256=hashlib.sha256(joined.encode()).hexdigest(),
        notes=(*source.caveats, *_said(parts)),
    )


def _said(parts: Sequence[raw.RawPart]) -> list[str]:
    """What the service does not hold, or what could not be read, as noted beside the parts."""
    words = {
        "not_held": "Not held by the source",
        "passed_over": "Passed over",
        "flagged": "Flagged by the source",
        "provisional": "Provisional periods",
        "older": "Older than the rest",
    }
    return sorted(
        {
            f"{words[name]}: {said}"
            for part in parts
            for name, said in part.note.detail.items()
            if name in words and said
        }
    )


def tidy_source(source_id: str, settings: Settings) -> bool:
    """Makes the source's table again where its parts, its code or the code changes are new.

    Figures under former council codes are moved to the councils of today; what could not be moved
    is said in the origin's notes. True where the table was made, False where it stood or where
    nothing has been fetched.
    """
    module = modules()[source_id]
    parts = list(raw.parts(source_id, settings.raw))
    if not parts:
        return False
    moved = source_id not in UNMOVED and _moves(module.TABLE)
    changes, changed = _lad_changes(settings) if moved else (None, "")
    # The whole note counts: what is tidied may hang on an edition, and a date is shown with it.
    inputs = [source_id, module.TABLE, changed, *(part.note for part in parts)]
    stamp = fingerprint([cast(ModuleType, module).__name__, __name__], inputs)
    if graph.stands(settings.built, source_id, stamp, (module.TABLE.name,)):
        return False
    frame = module.tidy(parts)
    # A source that leaves rows out, or reads lists of several years, says so in notes of its own.
    said = getattr(module, "notes", None)
    notes: list[str] = said(parts, frame) if said else []
    if changes is not None:
        frame, moved_words = moving.to_current_lads(frame, changes, module.TABLE)
        notes += moved_words
    made = origin(module, parts)
    made = replace(made, notes=(*made.notes, *notes))
    store.write(frame, module.TABLE, made, settings.built)
    graph.note(settings.built, source_id, stamp, (module.TABLE.name,))
    return True


def _moves(table: Table) -> bool:
    return {"area_code", "area_type"} <= set(table.columns)


def _lad_changes(settings: Settings) -> tuple[pl.DataFrame, str]:
    """The list of code changes, from what was fetched, else the one that comes with Wardwise."""
    root = settings.built if store.has("lad_changes", settings.built) else SAMPLE
    return store.read("lad_changes", root)[0], store.content_of("lad_changes", root)


def supply(source_id: str, path: Path, settings: Settings) -> raw.RawPart:
    """Keeps a file that the user supplies for a source with no service to ask."""
    known = {name for name, module in modules().items() if module.SOURCE.service == "file"}
    if source_id not in known:
        raise FetchError(f"no source {source_id!r} takes a file; those that do: {sorted(known)}")
    module = modules()[source_id]
    received = accepting.proved(path, source_id, module.SOURCE.url, module.tidy, module.TABLE)
    asked = f"the file {path.name}, supplied by the user"
    return raw.save(
        received, source=source_id, key="supplied", areas=(), asked=asked, root=settings.raw
    )
