"""The order of the river: raw -> tidy -> wards -> forecasts -> indicators, only what changed.

Each step says which tables it reads and which it writes. A step runs again where its code or one of
its inputs is new, and its outputs are written whole or not at all, so a stop at any moment leaves
every table either as it was or as it will be.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

import polars as pl

from catalog import measures, store
from catalog.schema import TableError
from catalog.settings import SAMPLE, Settings
from catalog.store import StoreError
from etl import rates, registry, ward_steps, ward_tables
from etl.http import Unproved
from etl.raw import RawError
from geo import changes, lookups
from indicators import ward_split
from indicators.inputs import READS

MANIFEST: Final = "manifest.json"
SAMPLE_LAID_OUT: Final = "sample"
FORECAST_TABLES: Final = ("forecasts", "forecast_histories", "backtest", "forecast_revisions")
# Sources that say where places are; the others' figures are moved to today's councils by them.
PLACES: Final = ("councils", "lsoa_changes", "lsoa_wards")
FORESEEN: Final = (
    TableError, RawError, StoreError, Unproved, rates.RatesError, pl.exceptions.PolarsError,
)  # fmt: skip
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Step:
    """A derived step: `run` reads tables under a folder and writes there.

    Of those it `reads` it cannot do without those it `needs`.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    code: tuple[ModuleType, ...]
    run: Callable[[Path, Progress], object]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one source or step: 'made', 'stood' (nothing new), 'absent' or 'failed'."""

    name: str
    what: str
    seconds: float
    message: str = ""


LAD_CHANGES: Final = Step(
    "lad_changes",
    reads=PLACES,
    writes=("lad_changes",),
    code=(changes, ward_steps),
    run=ward_steps.build_lad_changes,
    needs=PLACES,
)


def steps() -> list[Step]:
    """Derived steps in the order in which they run."""
    return [
        Step(
            "ward_changes",
            reads=("wards", "wards_2022", "lsoa_wards", "lsoa_centroids", "census_qualifications"),
            writes=("ward_changes",),
            code=(changes, lookups, ward_steps),
            run=ward_steps.build_ward_changes,
            needs=("wards", "wards_2022", "lsoa_wards", "lsoa_centroids"),
        ),
        Step(
            "ward_measures",
            reads=ward_steps.MEASURES_READ,
            writes=("ward_measures",),
            code=(changes, lookups, measures, ward_split, ward_steps, ward_tables),
            run=partial(ward_steps.build_measures, split=ward_split.of_tables),
            needs=("wards", "ward_changes", "lsoa_wards", "lsoa_changes"),
        ),
    ]


def forecast_step() -> Step:
    """The forecasts with their record: a minute's work where the others take seconds."""
    # Imported here: statsmodels and Prophet take seconds and 130 MB that the map never needs.
    import forecasts
    from forecasts import run as forecasts_run
    from forecasts.families import FAMILIES

    def forecast_all(root: Path, on_progress: Progress) -> None:
        forecasts_run.run(root, root, on_progress)

    return Step(
        "forecasts",
        reads=tuple(sorted({family.reads for family in FAMILIES.values()} | {"councils"})),
        writes=FORECAST_TABLES,
        code=_modules_of(forecasts),
        run=forecast_all,
    )


def indicator_step() -> Step:
    """Emerging sectors, skills gaps and the ward view, from tables and forecasts."""
    import indicators
    from indicators import run as indicators_run

    return Step(
        "indicators",
        reads=READS,
        writes=indicators_run.WRITES,
        code=_modules_of(indicators),
        run=indicators_run.build,
        needs=("councils",),
    )


def _modules_of(package: ModuleType) -> tuple[ModuleType, ...]:
    """Every module of a room, so that a change in any of them counts as new code."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return tuple(importlib.import_module(entry.name) for entry in found)


def known_places(settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The councils and the list of code changes: as fetched, else as they come with Wardwise."""
    return tuple(  # type: ignore[return-value]
        store.read(name, settings.built if store.has(name, settings.built) else SAMPLE)[0]
        for name in ("councils", "lad_changes")
    )


def build(settings: Settings, on_progress: Progress, *, forecast: bool = True) -> list[Outcome]:
    """Makes every table again whose inputs or code changed; a failing one stops no other."""
    derived = [*steps(), *([forecast_step()] if forecast else []), indicator_step()]
    ids = list(registry.modules())
    ordered = [*PLACES, *(i for i in ids if i not in PLACES)]
    before = len(ordered) + 2
    total = before + len(derived)
    outcomes = []
    for number, source_id in enumerate(ordered):
        if number == len(PLACES):
            on_progress(number, total, LAD_CHANGES.name)
            outcomes += _run([LAD_CHANGES], settings.built, on_progress, number, total)
        on_progress(number, total, source_id)
        outcomes.append(_tidy(source_id, settings))
    on_progress(before - 1, total, "business rates")
    outcomes.append(_guarded("business_rates", lambda: rates.build(settings)))
    outcomes += _run(derived, settings.built, on_progress, before, total)
    on_progress(total, total, "done")
    return outcomes


def _tidy(source_id: str, settings: Settings) -> Outcome:
    if not any((settings.raw / source_id).glob("*.note.json")):
        return Outcome(source_id, "absent", 0.0, f"{source_id}: nothing fetched")
    return _guarded(source_id, lambda: registry.tidy_source(source_id, settings))


def _guarded(name: str, make: Callable[[], bool]) -> Outcome:
    began = time.perf_counter()
    try:
        what = "made" if make() else "stood"
    except FORESEEN as error:
        return Outcome(name, "failed", time.perf_counter() - began, f"{name}: {error}")
    return Outcome(name, what, time.perf_counter() - began)


def _run(
    ordered: Sequence[Step], root: Path, on_progress: Progress, before: int, total: int
) -> list[Outcome]:
    """Runs derived steps over a folder of tables; the manifest says what each stood on."""
    outcomes = []
    for number, step in enumerate(ordered, before):

        def tell(done: int, of: int, what: str, at: int = number, name: str = step.name) -> None:
            on_progress(at, total, f"{name}: {what} ({done} of {of})")

        on_progress(number, total, step.name)
        absent = [name for name in step.needs if not store.has(name, root)]
        if absent:
            words = f"{step.name}: needs {', '.join(absent)}, which has not been fetched"
            outcomes.append(Outcome(step.name, "absent", 0.0, words))
            continue
        outcomes.append(_guarded(step.name, partial(_derive, step, root, tell)))
    return outcomes


def _derive(step: Step, root: Path, on_progress: Progress) -> bool:
    stamp = registry.fingerprint(*step.code, _stamps(step.reads, root))
    manifest = _manifest(root)
    if manifest.get(step.name) == stamp and all(store.has(name, root) for name in step.writes):
        return False
    step.run(root, on_progress)
    _note(root, step.name, stamp)
    return True


def _note(root: Path, name: str, stamp: str) -> None:
    with store.replacing(root / MANIFEST) as temporary:
        temporary.write_text(json.dumps(_manifest(root) | {name: stamp}, indent=1), "utf-8")


def _stamps(names: Iterable[str], root: Path) -> list[tuple[str, str]]:
    return [
        (name, store.origin_of(name, root).fingerprint) for name in names if store.has(name, root)
    ]


def _manifest(root: Path) -> dict[str, str]:
    path = root / MANIFEST
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def laid_out(settings: Settings) -> Settings:
    """The settings, with the embedded sample's tables laid out where nothing else was built."""
    if settings.tables == settings.sample:
        _lay_out(SAMPLE, settings.sample)
    return settings


def forecast(settings: Settings, on_progress: Progress) -> list[Outcome]:
    """Makes forecasts and indicators of the tables in use again where something is new."""
    ordered = [*steps(), forecast_step(), indicator_step()]
    return _run(ordered, laid_out(settings).tables, on_progress, 0, len(ordered))


def indicate(settings: Settings, on_progress: Progress) -> list[Outcome]:
    """Makes ward tables and indicators of the tables in use again where something is new."""
    ordered = [*steps(), indicator_step()]
    return _run(ordered, laid_out(settings).tables, on_progress, 0, len(ordered))


def prepare(settings: Settings, on_progress: Callable[[float, str], None]) -> list[Outcome]:
    """What the app needs at its start: the embedded sample laid out, its ward tables built.

    `on_progress` gets a share from 0 to 1 and what is being made. Quick where nothing is new.
    Forecasts take longer and are left to `forecast`, so that the map does not wait for them.
    """
    laid_out(settings)

    def tell(done: int, total: int, what: str) -> None:
        on_progress(done / max(total, 1), what)

    ordered = [*steps(), indicator_step()]
    outcomes = _run(ordered, settings.tables, tell, 0, len(ordered))
    on_progress(1.0, "ready")
    return outcomes


def _lay_out(source: Path, target: Path) -> None:
    """Copies the sample's tables where they are new, so that what is derived lies beside them.

    Its forecasts come with it, since making them takes a while; those that a user made again from
    the same sample stand.
    """
    tables = sorted(source.glob("*.parquet"))
    stamp = registry.fingerprint(*((path.name, path.read_bytes()) for path in tables))
    manifest = _manifest(target)
    new = manifest.get(SAMPLE_LAID_OUT) != stamp
    for path in tables:
        there = target / path.name
        held = there.read_bytes() if there.is_file() else b""
        if new or not held or (path.stem not in FORECAST_TABLES and held != path.read_bytes()):
            with store.replacing(there) as temporary:
                shutil.copyfile(path, temporary)
    if new:
        _note(target, SAMPLE_LAID_OUT, stamp)


def report(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """Names by what became of them, for a closing line."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.what, []).append(outcome.name)
    return found
