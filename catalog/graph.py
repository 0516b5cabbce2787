"""Which results are current: one manifest records what made each step's tables, and from what.

A step is current when its fingerprint (the code it can reach, the data libraries, the content of
its inputs) matches the manifest and its tables are still the ones it wrote. This covers every step:
tidying a source, business rates, wards, forecasts and their back-test, indicators, and copying the
sample.
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
from catalog.faults import describe_error, is_fault, is_foreseen, log_fault
from catalog.fingerprint import digest_module, fingerprint
from catalog.json_files import read_json, set_aside, write_json
from catalog.store import StoreError

MANIFEST: Final = "manifest.json"
Progress = Callable[[int, int, str], None]
# built: made now. unchanged: already current. absent: its inputs are missing.
OutcomeKind = Literal["built", "unchanged", "absent", "failed"]
# The name in manifests already on disk.
TABLES_KEY: Final = "made"


def no_files(_root: Path) -> Sequence[tuple[str, str]]:
    """Of a step that reads tables alone."""
    return ()


@dataclass(frozen=True)
class Step:
    """A step of the pipeline: `run` reads tables under a folder and writes its own there.

    `reads` lists every input; without those in `needs` the step is skipped. `code` lists the
    modules where the step starts; the modules they import count too. `outside` names, in words,
    what it reads besides tables; `absent` says why there is none of that, "" if there is. A step
    with a `judge` decides by itself whether anything has changed (`run` returns whether it did)
    and records it; the judge returns its fingerprint. `also_reads`: name and digest of the files
    that it reads besides tables. `command`: what a user runs instead, if a build does not run the
    step.
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
    also_reads: Callable[[Path], Sequence[tuple[str, str]]] = no_files
    command: str = ""

    def stamp(self, root: Path) -> str:
        """The fingerprint this step would have if it ran on the tables under `root`."""
        if self.judge is not None:
            return self.judge(root)
        definition = ("pipeline", digest_module("pipeline"), self.name, self.reads, self.writes)
        inputs = [definition, *contents(self.reads, root), *self.also_reads(root)]
        return fingerprint([module.__name__ for module in self.code], inputs)


@dataclass(frozen=True)
class Outcome:
    """The result of one source or step, with how long it took and a message if it needs one."""

    name: str
    kind: OutcomeKind
    seconds: float
    message: str = ""


def contents(names: Iterable[str], root: Path) -> list[tuple[str, str]]:
    """The tables that exist, each with the fingerprint of its content."""
    return [(name, store.read_fingerprint(name, root)) for name in names if store.has(name, root)]


def is_current(root: Path, name: str, stamp: str, tables: Iterable[str]) -> bool:
    """True if `tables` are what the step `name` wrote when its fingerprint was `stamp`."""
    entry = _manifest(root).get(name)
    return (
        entry is not None
        and entry["stamp"] == stamp
        and all(_content(table, root) == entry[TABLES_KEY].get(table, "absent") for table in tables)
    )


def has_run(root: Path, name: str) -> bool:
    """True if the manifest records that this step has run on these tables."""
    return name in _manifest(root)


def record_result(root: Path, name: str, stamp: str, tables: Iterable[str]) -> None:
    """Records that the step `name` wrote `tables` as they are now."""
    entry = {"stamp": stamp, TABLES_KEY: dict(contents(tables, root))}
    write_json(root / MANIFEST, _manifest(root) | {name: entry})


def record_rewritten_table(root: Path, table: str) -> None:
    """Records the current content of a table that part of its step has written again."""
    manifest = _manifest(root)
    now = store.read_fingerprint(table, root)
    for entry in manifest.values():
        if table in entry[TABLES_KEY]:
            entry[TABLES_KEY][table] = now
    write_json(root / MANIFEST, manifest)


def _content(table: str, root: Path) -> str:
    """The content's fingerprint; '' if the table is missing or damaged, so it is built again."""
    try:
        return store.read_fingerprint(table, root)
    except StoreError:
        return ""


def _manifest(root: Path) -> dict[str, dict[str, Any]]:
    """The entries by step, without those of another version, so that their steps run again."""
    consequence = "the steps recorded in it will run again"
    path = root / MANIFEST
    entries = read_json(path, consequence)
    if entries is None:
        return {}
    if not isinstance(entries, dict):
        set_aside(path, f"it contains a {type(entries).__name__}", consequence)
        return {}
    return {name: entry for name, entry in entries.items() if _is_entry(entry)}


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("stamp"), str)
        and isinstance(entry.get(TABLES_KEY), dict)
    )


def run_guarded(name: str, make: Callable[[], bool], log_folder: Path) -> Outcome:
    """Runs one step. Any error becomes an outcome with a message, so the other steps still run."""
    began = time.perf_counter()
    try:
        kind: OutcomeKind = "built" if make() else "unchanged"
    except BaseException as error:
        if not is_fault(error):
            raise
        sentence = describe_error(error)
        message = sentence if sentence.startswith(f"{name}: ") else f"{name}: {sentence}"
        if not (is_foreseen(error) or isinstance(error, OSError)):
            log = log_fault(error, log_folder)
            message += f". Wardwise did not expect this; please report it with the file {log}"
        return Outcome(name, "failed", time.perf_counter() - began, message)
    return Outcome(name, kind, time.perf_counter() - began)


def run_steps(
    ordered: Sequence[Step], root: Path, on_progress: Progress, before: int = 0, total: int = 0
) -> list[Outcome]:
    """Runs steps over a folder of tables, skipping those that are current.

    `before` of `total` steps have been reported already.
    """
    outcomes = []
    for number, step in enumerate(ordered, before):

        def report_progress(
            done: int, total_parts: int, task: str, at: int = number, name: str = step.name
        ) -> None:
            on_progress(at, total, f"{name}: {task} ({done} of {total_parts})")

        on_progress(number, total, step.name)
        words = why_absent(step, root)
        if words:
            outcomes.append(Outcome(step.name, "absent", 0.0, f"{step.name}: {words}"))
            continue
        outcomes.append(
            run_guarded(step.name, partial(_derive, step, root, report_progress), root.parent)
        )
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
    if is_current(root, step.name, stamp, step.writes):
        return False
    step.run(root, on_progress)
    record_result(root, step.name, stamp, step.writes)
    return True


def names_by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """Names of steps by the kind of their outcome, for a summary line."""
    names: dict[str, list[str]] = {}
    for outcome in outcomes:
        names.setdefault(outcome.kind, []).append(outcome.name)
    return names
