"""Finds the sources, asks their questions, keeps the answers, makes their tables.

A failing source does not stop the others: its failure is kept beside what came, in words.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol, cast

import polars as pl

from catalog import store
from catalog.schema import Table
from catalog.settings import SAMPLE, Settings
from catalog.sources import Origin, Source
from etl import raw, sources
from etl.areas import Areas
from etl.ask import Ask
from etl.http import FetchError, Http
from geo import changes as moving

FRESH_FOR: Final = timedelta(hours=24)
# Geography lists are of codes themselves: their former codes must stay as they are.
UNMOVED: Final = ("councils", "lad_changes")


class SourceModule(Protocol):
    """What every file in etl/sources has."""

    SOURCE: Source
    TABLE: Table

    def asks(self, areas: Areas, settings: Settings) -> Sequence[Ask]: ...

    def tidy(self, parts: Sequence[raw.RawPart]) -> pl.DataFrame: ...


@dataclass(frozen=True)
class Event:
    """What happened to one question: 'asking', 'kept' (fresh enough), 'fetched' or 'failed'."""

    what: str
    source: str
    key: str
    done: int
    total: int
    message: str = ""


@dataclass(frozen=True)
class Failure:
    """A question that could not be answered, as the result of a run reports it."""

    source: str
    key: str
    areas: tuple[str, ...]
    message: str


def modules() -> dict[str, SourceModule]:
    """Every source by its id, in the order in which they are asked."""
    found = {}
    for entry in pkgutil.iter_modules(sources.__path__):
        module = importlib.import_module(f"{sources.__name__}.{entry.name}")
        if hasattr(module, "SOURCE"):
            found[module.SOURCE.id] = cast(SourceModule, module)
    return dict(sorted(found.items()))


def plan(areas: Areas, settings: Settings, only: Sequence[str] = ()) -> list[tuple[str, Ask]]:
    """Every question of a run, with the source that puts it. Nothing is asked yet."""
    known = modules()
    strange = sorted(set(only) - set(known))
    if strange:
        raise FetchError(f"no source {', '.join(strange)}; there are {', '.join(known)}")
    return [
        (source_id, ask)
        for source_id, module in known.items()
        if not only or source_id in only
        for ask in module.asks(areas, settings)
    ]


def fetch(
    planned: Sequence[tuple[str, Ask]],
    http: Http,
    settings: Settings,
    on_event: Callable[[Event], None],
    *,
    refresh: bool = False,
) -> list[Failure]:
    """Asks what is not held fresh and keeps each answer as it comes, so a stop loses nothing."""
    failures = []
    for number, (source_id, ask) in enumerate(planned):

        def tell(what: str, message: str = "", at: int = number, key: str = ask.key) -> None:
            on_event(Event(what, source_id, key, at, len(planned), message))  # noqa: B023

        asked = ask.describe(settings)
        if not refresh and _fresh(source_id, ask.key, asked, settings.raw):
            tell("kept")
            continue
        tell("asking", asked)
        try:
            received = ask.fetch(http, settings)
        except FetchError as error:
            failures.append(Failure(source_id, ask.key, ask.areas, str(error)))
            tell("failed", str(error))
            continue
        raw.save(
            received,
            source=source_id,
            key=ask.key,
            areas=ask.areas,
            asked=asked,
            root=settings.raw,
        )
        tell("fetched", received.detail.get("remark", ""))
    return failures


def _fresh(source_id: str, key: str, asked: str, root: Path) -> bool:
    part = raw.load(source_id, key, root)
    if part is None or part.note.asked != asked:
        return False
    if not all((part.folder / name).is_file() for name in part.note.files):
        return False
    return datetime.now(UTC) - datetime.fromisoformat(part.note.retrieved) < FRESH_FOR


def fingerprint(*things: object) -> str:
    """Stands for inputs and code: modules count by their source text, the rest by their repr."""
    running = hashlib.sha256()
    for thing in things:
        text = inspect.getsource(thing) if isinstance(thing, ModuleType) else repr(thing)
        running.update(text.encode("utf-8"))
    return running.hexdigest()[:16]


def origin(module: SourceModule, parts: Sequence[raw.RawPart], print_of: str) -> Origin:
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
        fingerprint=print_of,
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
    code = cast(ModuleType, module)
    moved = source_id not in UNMOVED and _moves(module.TABLE)
    changes, changed = _lad_changes(settings) if moved else (None, "")
    sums = [part.note.sha256 for part in parts]
    stamp = fingerprint(*_code_behind(code), moving, module.TABLE, sums, changed)
    if _stands(module.TABLE, stamp, settings.built):
        return False
    frame = module.tidy(parts)
    notes: list[str] = []
    if changes is not None:
        frame, notes = moving.to_current_lads(frame, changes, module.TABLE)
    made = origin(module, parts, stamp)
    made = replace(made, notes=(*made.notes, *notes))
    store.write(frame, module.TABLE, made, settings.built)
    return True


def _code_behind(module: ModuleType, seen: set[str] | None = None) -> list[ModuleType]:
    """The module and every module of etl and geo that it takes something from, in order."""
    seen = {module.__name__} if seen is None else seen
    found = [module]
    for entry in vars(module).values():
        other = entry if isinstance(entry, ModuleType) else inspect.getmodule(entry)
        if other and other.__name__.startswith(("etl.", "geo.")) and other.__name__ not in seen:
            seen.add(other.__name__)
            found += _code_behind(other, seen)
    return sorted(found, key=lambda one: one.__name__)


def _moves(table: Table) -> bool:
    return {"area_code", "area_type"} <= set(table.columns)


def _stands(table: Table, stamp: str, root: Path) -> bool:
    if not store.has(table.name, root):
        return False
    try:
        return store.origin_of(table.name, root).fingerprint == stamp
    except store.StoreError:
        return False  # a damaged table is simply made again


def _lad_changes(settings: Settings) -> tuple[pl.DataFrame, str]:
    """The list of code changes, from what was fetched, else the one that comes with Wardwise."""
    root = settings.built if store.has("lad_changes", settings.built) else SAMPLE
    frame, made = store.read("lad_changes", root)
    return frame, made.fingerprint


def supply(source_id: str, path: Path, settings: Settings) -> raw.RawPart:
    """Keeps a file that the user supplies for a source with no service to ask."""
    known = {name for name, module in modules().items() if module.SOURCE.service == "file"}
    if source_id not in known:
        raise FetchError(f"no source {source_id!r} takes a file; those that do: {sorted(known)}")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise FetchError(f"{source_id}: {path} cannot be read ({error.strerror})") from error
    received = raw.Received(
        (body,), modules()[source_id].SOURCE.url, path.name, path.suffix.lstrip(".") or "bin"
    )
    asked = f"the file {path.name}, supplied by the user"
    return raw.save(
        received, source=source_id, key="supplied", areas=(), asked=asked, root=settings.raw
    )


FAILURES: Final = "failures.json"


def keep_failures(
    planned: Sequence[tuple[str, Ask]], failures: Sequence[Failure], settings: Settings
) -> None:
    """Keeps what could not be had, beside earlier failures that nobody has asked for since."""
    asked = {(source_id, ask.key) for source_id, ask in planned}
    still = [f for f in failures_of(settings) if (f.source, f.key) not in asked]
    with store.replacing(settings.raw / FAILURES) as temporary:
        held = [asdict(failure) for failure in (*still, *failures)]
        temporary.write_text(json.dumps(held, indent=1), "utf-8")


def failures_of(settings: Settings) -> list[Failure]:
    """What could not be fetched and has not been fetched since, for `status` and the app."""
    path = settings.raw / FAILURES
    if not path.is_file():
        return []
    held = json.loads(path.read_text("utf-8"))
    return [Failure(**{**entry, "areas": tuple(entry["areas"])}) for entry in held]


def unanswered(settings: Settings, councils: Sequence[str]) -> tuple[str, ...]:
    """Failures of questions on these councils, or on all, a sentence each."""
    return tuple(
        failure.message
        for failure in failures_of(settings)
        if not failure.areas or set(failure.areas) & set(councils)
    )
