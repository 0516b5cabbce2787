"""The order of the river: raw -> tidy -> wards -> forecasts -> indicators, only what changed.

Each step says which tables it reads and which it writes. A step runs again where its code or one of
its inputs is new, and its outputs are written whole or not at all, so a stop at any moment leaves
every table either as it was or as it will be.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import polars as pl

from catalog import builds, graph, measures, store
from catalog.fingerprint import digests_of
from catalog.graph import Outcome, Progress, Step, run_steps
from catalog.settings import SAMPLE, Settings
from catalog.store import StoreError
from catalog.tables.places import POSTCODES
from catalog.tables.premises import PREMISES
from etl.datasets.places import postcodes
from etl.rates_lists import storing
from etl.run import registry
from geo import changes, lookups
from geo import ward_changes as moved_wards
from indicators.inputs import READS
from wards import (
    build_steps,
    job_counts,
    measure_table,
    premises_tables,
    sector_split,
    ward_list,
)  # fmt: skip

SAMPLE_LAID_OUT: Final = "sample"
FORECAST_TABLES: Final = ("forecasts", "forecast_histories", "backtest", "forecast_revisions")
# Sources that say where places are; the others' figures are moved to today's councils by them.
PLACES: Final = ("councils", "lsoa_changes", "lsoa_wards")
WARD_CODE: Final = (
    lookups, measures, moved_wards, job_counts, ward_list, sector_split, build_steps, measure_table,
)  # fmt: skip


LAD_CHANGES: Final = Step(
    "lad_changes",
    reads=PLACES,
    writes=("lad_changes",),
    code=(changes, build_steps),
    run=build_steps.build_lad_changes,
    needs=("councils",),
)


def steps() -> list[Step]:
    """Derived steps in the order in which they run."""
    return [
        Step(
            "ward_changes",
            reads=build_steps.CHANGES_READ,
            writes=("ward_changes",),
            code=WARD_CODE,
            run=build_steps.build_ward_changes,
            needs=("wards",),
        ),
        Step(
            "ward_measures",
            reads=build_steps.MEASURES_READ,
            writes=("ward_measures", "ward_measure_sources"),
            code=WARD_CODE,
            run=build_steps.build_measures,
            needs=("wards",),
        ),
    ]


def forecast_step(*, cluster: str | None = None) -> Step:
    """The forecasts with their record: a minute's work where the others take seconds."""
    # Imported here: statsmodels and Prophet take seconds and 130 MB that the map never needs.
    from forecasts import run as forecasts_run
    from forecasts.series.families import FAMILIES

    def forecast_all(root: Path, on_progress: Progress) -> None:
        forecasts_run.run(root, root, on_progress, cluster=cluster)

    read = {name for family in FAMILIES.values() for name in (family.reads, family.also) if name}
    return Step(
        "forecasts",
        reads=tuple(sorted(read | {"councils"})),
        writes=FORECAST_TABLES,
        code=(forecasts_run,),
        run=forecast_all,
    )


def indicator_step() -> Step:
    """Emerging sectors, skills gaps and the ward view, from tables and forecasts."""
    from indicators import run as indicators_run

    return Step(
        "indicators",
        reads=READS,
        writes=indicators_run.WRITES,
        code=(indicators_run,),
        run=indicators_run.build,
        needs=("councils",),
    )


def supplied_steps() -> list[Step]:
    """Tables that a user's own file is read into, by a command and not by a build."""

    def run(_root: Path, _on_progress: Progress) -> None:
        """Left to the command."""

    return [
        Step(
            "postcodes", (), (POSTCODES.name,), (postcodes,), run,
            outside="a file of postcodes", command="wardwise rates --postcodes",
        ),
        Step(
            "rates_list", (), (PREMISES.name,), (storing,), run,
            outside="a council's list, names left unread", command="wardwise rates",
        ),
    ]  # fmt: skip


def declare_steps(settings: Settings, *, forecast: bool = True) -> list[Step]:
    """Every step of the river in the order in which a build runs them: what reads, what writes.

    The one list: `build` runs it, `wardwise graph` prints it.
    """
    others = [name for name in registry.modules() if name not in PLACES]
    return [
        *(registry.step_of(name, settings) for name in PLACES),
        LAD_CHANGES,
        *(registry.step_of(name, settings) for name in others),
        *supplied_steps(),
        premises_tables.step_of(settings),
        *steps(),
        *([forecast_step()] if forecast else []),
        indicator_step(),
    ]


def known_places(settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The councils and the list of code changes: as fetched, else as they come with Wardwise.

    Built tables that cannot be read, such as those of an earlier version, give way to those too:
    `fetch` must be able to mend them.
    """
    return _place_table("councils", settings), _place_table("lad_changes", settings)


def _place_table(name: str, settings: Settings) -> pl.DataFrame:
    try:
        return store.read(name, settings.built)[0]
    except StoreError:
        return store.read(name, SAMPLE)[0]


def build(settings: Settings, on_progress: Progress, *, forecast: bool = True) -> list[Outcome]:
    """Makes every table again whose inputs or code changed; a failing one stops no other.

    What became of each is kept beside the tables, for `status` and the app.
    """
    builds.begin(settings)
    outcomes = _build(settings, on_progress, forecast)
    builds.finish(settings, outcomes)
    return outcomes


def _build(settings: Settings, on_progress: Progress, forecast: bool) -> list[Outcome]:
    ordered = [step for step in declare_steps(settings, forecast=forecast) if not step.command]
    outcomes = run_steps(ordered, settings.built, on_progress, 0, len(ordered))
    on_progress(len(ordered), len(ordered), "done")
    return outcomes


def laid_out(settings: Settings) -> Settings:
    """The settings, with the embedded sample's tables laid out where nothing else was built."""
    if settings.tables == settings.sample:
        _lay_out(SAMPLE, settings.sample)
    return settings


def forecast(
    settings: Settings, on_progress: Progress, *, cluster: str | None = None
) -> list[Outcome]:
    """Makes forecasts and indicators of the tables in use again where something is new."""
    ordered = [*steps(), forecast_step(cluster=cluster), indicator_step()]
    return run_steps(ordered, laid_out(settings).tables, on_progress, 0, len(ordered))


def forecast_again(
    settings: Settings, on_progress: Progress, *, cluster: str | None, only: Sequence[str] | None
) -> str:
    """Makes the forecasts of the tables in use whatever is new, and says in a sentence what came.

    With `only`, those of some families; the others stay.
    """
    from forecasts import run as forecasts_run

    step, root = forecast_step(cluster=cluster), laid_out(settings).tables
    stamp = step.stamp(root)
    summary = forecasts_run.run(root, root, on_progress, cluster=cluster, only=only)
    if not only:
        graph.note(root, step.name, stamp, step.writes)
    return summary.sentence()


def indicate(settings: Settings, on_progress: Progress) -> list[Outcome]:
    """Makes ward tables and indicators of the tables in use again where something is new."""
    ordered = [*steps(), indicator_step()]
    return run_steps(ordered, laid_out(settings).tables, on_progress, 0, len(ordered))


def prepare(settings: Settings, on_progress: Callable[[float, str], None]) -> list[Outcome]:
    """What the app needs at its start: the embedded sample laid out, its ward tables built.

    `on_progress` gets a share from 0 to 1 and what is being made. Quick where nothing is new.
    Forecasts take longer and are left to `forecast`, so that the map does not wait for them.
    """
    laid_out(settings)

    def tell(done: int, total: int, what: str) -> None:
        on_progress(done / max(total, 1), what)

    ordered = [*steps(), indicator_step()]
    outcomes = run_steps(ordered, settings.tables, tell, 0, len(ordered))
    on_progress(1.0, "ready")
    return outcomes


def _lay_out(source: Path, target: Path) -> None:
    """Copies the sample's tables where they are new, so that what is derived lies beside them.

    Its forecasts come with it, since making them takes a while; those that a user made again from
    the same sample stand.
    """
    tables = sorted(source.glob("*.parquet"))
    # A copy hangs on no code: the files alone say whether it is new.
    stamp = sha256(repr(digests_of(tables)).encode()).hexdigest()[:32]
    new = not graph.stands(target, SAMPLE_LAID_OUT, stamp, ())
    for path in tables:
        there = target / path.name
        kept = there.read_bytes() if there.is_file() else b""
        if new or not kept or (path.stem not in FORECAST_TABLES and kept != path.read_bytes()):
            _copy(path, there)
    if new:
        graph.note(target, SAMPLE_LAID_OUT, stamp, ())


def _copy(path: Path, there: Path) -> None:
    """Copies a file whole or not at all; OSError names the copy."""
    try:
        with store.replacing(there) as temporary:
            shutil.copyfile(path, temporary)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(there)) from error


def report(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """Names by what became of them, for a closing line."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.what, []).append(outcome.name)
    return found
