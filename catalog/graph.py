"""Which results stand: one manifest says of every step what its tables were made by and from.

A step stands where its fingerprint (the code it can reach, the data libraries, the content of its
inputs) is the one in the manifest and its tables are still those that it wrote. Every step is
judged so: the tidying of a source, business rates, wards, forecasts and their back-test,
indicators, and the lay-out of the sample.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Literal

from catalog import store
from catalog.faults import is_fault, is_foreseen, log_fault, sentence_of
from catalog.fingerprint import digest_of, fingerprint
from catalog.json_files import read_json, set_aside, write_json
from catalog.store import StoreError

MANIFEST: Final = "manifest.json"
Progress = Callable[[int, int, str], None]
What = Literal["made", "stood", "absent", "failed"]


@dataclass(frozen=True)
class Step:
    """A step of the pipeline: `run` reads tables under a folder and writes there.

    Of those it `reads` it cannot do without those it `needs`. `code`: the modules where its work
    starts; what they import is found. `outside`: what it reads that is no table, in words;
    `absent` says why there is none of that, '' where there is. A step with a `judge` finds out by
    itself whether anything is new (`run` gives whether it was) and keeps note of it; the judge says
    its fingerprint. `command`: what a user runs to make it, where a build does not.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    code: tuple[ModuleType, ...]
    run: Callable[[Path, Progress], object]
    needs: tuple[str, ...] = ()
    outside: str = ""
    absent: Callable[[], str] | None = None
    judge: Callable[[Path], str] | None = None
    command: str = ""

    def stamp(self, root: Path) -> str:
        """The fingerprint of what this step would make of the tables under `root`."""
        if self.judge is not None:
            return self.judge(root)
        told = ("pipeline", digest_of("pipeline"), self.name, self.reads, self.writes)
        inputs = [told, *contents(self.reads, root)]
        return fingerprint([module.__name__ for module in self.code], inputs)


@dataclass(frozen=True)
class Outcome:
    """What became of one source or step: 'made', 'stood' (nothing new), 'absent' or 'failed'."""

    name: str
    what: What
    seconds: float
    message: str = ""


def contents(names: Iterable[str], root: Path) -> list[tuple[str, str]]:
    """Each table that is there, with the fingerprint of its content."""
    return [(name, store.content_of(name, root)) for name in names if store.has(name, root)]


def stands(root: Path, name: str, stamp: str, tables: Iterable[str]) -> bool:
    """True where `tables` are what the step `name` wrote when its fingerprint was `stamp`."""
    entry = _manifest(root).get(name)
    return (
        entry is not None
        and entry["stamp"] == stamp
        and all(_content(table, root) == entry["made"].get(table, "absent") for table in tables)
    )


def has_run(root: Path, name: str) -> bool:
    """True where the manifest says of this step that it has run on these tables."""
    return name in _manifest(root)


def note(root: Path, name: str, stamp: str, tables: Iterable[str]) -> None:
    """Keeps that the step `name` has written `tables` as they now are."""
    entry = {"stamp": stamp, "made": dict(contents(tables, root))}
    write_json(root / MANIFEST, _manifest(root) | {name: entry})


def renote(root: Path, table: str) -> None:
    """A table that a part of its step has written again is that step's as it now is."""
    manifest = _manifest(root)
    now = store.content_of(table, root)
    for entry in manifest.values():
        if table in entry["made"]:
            entry["made"][table] = now
    write_json(root / MANIFEST, manifest)


def _content(table: str, root: Path) -> str:
    """'' for a table that is not there or is damaged: it is made again."""
    try:
        return store.content_of(table, root)
    except StoreError:
        return ""


def _manifest(root: Path) -> dict[str, dict[str, Any]]:
    """The entries by step. Those of another version are passed over, so that all is made again."""
    consequence = "what rests on it is made again"
    path = root / MANIFEST
    found = read_json(path, consequence)
    if found is None:
        return {}
    if not isinstance(found, dict):
        set_aside(path, f"it holds a {type(found).__name__}", consequence)
        return {}
    return {name: entry for name, entry in found.items() if _is_entry(entry)}


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("stamp"), str)
        and isinstance(entry.get("made"), dict)
    )


def guarded(name: str, make: Callable[[], bool], log_folder: Path) -> Outcome:
    """Runs one step; whatever goes wrong in it is an outcome in words, and stops no other."""
    began = time.perf_counter()
    try:
        what: What = "made" if make() else "stood"
    except BaseException as error:
        if not is_fault(error):
            raise
        said = sentence_of(error)
        message = said if said.startswith(f"{name}: ") else f"{name}: {said}"
        if not (is_foreseen(error) or isinstance(error, OSError)):
            log = log_fault(error, log_folder)
            message += f". Wardwise did not foresee this; please report it with the file {log}"
        return Outcome(name, "failed", time.perf_counter() - began, message)
    return Outcome(name, what, time.perf_counter() - began)


def run_steps(
    ordered: Sequence[Step], root: Path, on_progress: Progress, before: int = 0, total: int = 0
) -> list[Outcome]:
    """Runs steps over a folder of tables, each only where something of it is new.

    `before` steps of `total` have been told of already.
    """
    outcomes = []
    for number, step in enumerate(ordered, before):

        def tell(done: int, of: int, what: str, at: int = number, name: str = step.name) -> None:
            on_progress(at, total, f"{name}: {what} ({done} of {of})")

        on_progress(number, total, step.name)
        words = why_absent(step, root)
        if words:
            outcomes.append(Outcome(step.name, "absent", 0.0, f"{step.name}: {words}"))
            continue
        outcomes.append(guarded(step.name, partial(_derive, step, root, tell), root.parent))
    return outcomes


def why_absent(step: Step, root: Path) -> str:
    """Why a step has nothing to work on, in words; '' where it has."""
    absent = [name for name in step.needs if not store.has(name, root)]
    if absent:
        return f"needs {', '.join(absent)}, which has not been built"
    return step.absent() if step.absent is not None else ""


def _derive(step: Step, root: Path, on_progress: Progress) -> bool:
    if step.judge is not None:
        return bool(step.run(root, on_progress))
    stamp = step.stamp(root)
    if stands(root, step.name, stamp, step.writes):
        return False
    step.run(root, on_progress)
    note(root, step.name, stamp, step.writes)
    return True
