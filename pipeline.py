"""The order of the steps: raw -> tidy -> wards -> forecasts -> indicators, only what changed.

Each step lists the tables it reads and writes. A step runs again if its code or one of its inputs
has changed. Tables are written completely or not at all, so if a run stops at any moment every
table is either the old one or the new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import polars as pl

from access import steps as access_steps
from catalog import builds, graph, store, vintages
from catalog.cluster import Cluster
from catalog.fingerprint import digest_files
from catalog.graph import Outcome, Progress, Step, run_steps
from catalog.settings import SAMPLE, Settings
from catalog.store import StoreError
from catalog.workers import Workers
from etl.run import registry
from etl.run.supplied import supplied_steps
from etl.sector_lists import table as sector_lists
from geo import changes
from indicators.inputs import READS
from innovation import steps as innovation_steps
from wards import (
    build_steps,
    lsoa_need,
    postcode_wards,
    premises_tables,
    reach_jobs,
    sites,
    ward_jobs,
)

SAMPLE_LAID_OUT: Final = "sample"
FORECAST_TABLES: Final = ("forecasts", "forecast_histories", "backtest", "forecast_revisions")
# Sources that say where places are. We use them to move other figures to today's councils.
PLACES: Final = ("councils", "lsoa_changes", "lsoa_wards")


LAD_CHANGES: Final = Step(
    "lad_changes",
    reads=PLACES,
    writes=("lad_changes",),
    code=(changes, build_steps),
    run=build_steps.build_lad_changes,
    needs=("councils",),
)


def steps_after() -> list[Step]:
    """Derived steps whose tables the sample holds as made, since they take long to load."""
    return [innovation_steps.terms_step()]


def steps_before() -> list[Step]:
    """Derived steps whose tables the sample holds as made, since it lacks what they are made of."""
    return [lsoa_need.step_of(), reach_jobs.step_of(), sites.step_of()]


def steps(cluster: Cluster | None = None) -> list[Step]:
    """Derived steps in the order they run."""
    return [
        sector_lists.step_of(),
        *access_steps.list_steps(),
        *innovation_steps.list_steps(),
        Step(
            "ward_changes",
            reads=build_steps.CHANGES_READ,
            writes=("ward_changes",),
            code=(build_steps,),
            run=build_steps.build_ward_changes,
            needs=("wards",),
        ),
        Step(
            "ward_jobs",
            reads=ward_jobs.READS,
            writes=ward_jobs.WRITES,
            code=(ward_jobs,),
            run=partial(ward_jobs.build_jobs, workers=Workers(cluster=cluster)),
            needs=("wards",),
        ),
        Step(
            "ward_measures",
            reads=build_steps.MEASURES_READ,
            writes=("ward_measures", "ward_measure_sources"),
            code=(build_steps,),
            run=build_steps.build_measures,
            needs=("wards",),
        ),
    ]


def forecast_step(*, cluster: Cluster | None = None) -> Step:
    """The forecasts and their record. Takes a minute; the other steps take seconds."""
    # Imported here: statsmodels and Prophet take seconds and 130 MB, and the map never needs them.
    from forecasts import run as forecasts_run
    from forecasts.series.carriers import TABLES as CARRIED_BY
    from forecasts.series.series_groups import SERIES_GROUPS

    def forecast_all(root: Path, on_progress: Progress) -> None:
        forecasts_run.run(root, root, on_progress, cluster=cluster)

    read = {
        name for family in SERIES_GROUPS.values() for name in (family.reads, family.also) if name
    }
    carriers = {name for names in CARRIED_BY.values() for name in names}

    def kept_releases(root: Path) -> list[tuple[str, str]]:
        """Past releases of the carriers, which forecasts are tested on."""
        return [
            kept
            for name in sorted(carriers)
            for kept in digest_files(map(Path, vintages.list_vintages(name, root.parent)["path"]))
        ]

    return Step(
        "forecasts",
        reads=tuple(sorted(read | carriers | {"councils"})),
        writes=FORECAST_TABLES,
        code=(forecasts_run,),
        run=forecast_all,
        also_reads=kept_releases,
        outside="past releases of monthly figures, kept in the folder of vintages",
    )


def indicator_step(cluster: Cluster | None = None) -> Step:
    """Sectors, skills gaps and ward profiles, from tables and forecasts."""
    from indicators import run as indicators_run

    return Step(
        "indicators",
        reads=READS,
        writes=indicators_run.WRITES,
        code=(indicators_run,),
        run=partial(indicators_run.build, workers=Workers(cluster=cluster)),
        needs=("councils",),
    )


def declare_steps(
    settings: Settings, *, forecast: bool = True, cluster: Cluster | None = None
) -> list[Step]:
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
        postcode_wards.step_of(),
        *steps_before(),
        *steps(cluster),
        *steps_after(),
        *([forecast_step(cluster=cluster)] if forecast else []),
        indicator_step(cluster),
    ]


def load_places(settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The councils and the list of code changes: as fetched, or else as supplied with Wardwise.

    Built tables that cannot be read, such as those of an earlier version, are replaced by the
    supplied ones too, so that `fetch` can repair them.
    """
    return _place_table("councils", settings), _place_table("lad_changes", settings)


def _place_table(name: str, settings: Settings) -> pl.DataFrame:
    try:
        return store.read(name, settings.built)[0]
    except StoreError:
        return store.read(name, SAMPLE)[0]


def build(
    settings: Settings, on_progress: Progress, *, forecast: bool = True,
    cluster: Cluster | None = None,
) -> list[Outcome]:  # fmt: skip
    """Builds every table whose inputs or code changed. A step that fails stops no other.

    Records each outcome beside the tables, for `status` and the app.
    """
    builds.begin(settings)
    declared = declare_steps(settings, forecast=forecast, cluster=cluster)
    ordered = [step for step in declared if not step.command]
    outcomes = run_steps(ordered, settings.built, on_progress, 0, len(ordered))
    on_progress(len(ordered), len(ordered), "done")
    builds.finish(settings, outcomes)
    return outcomes


def lay_out_sample(settings: Settings) -> Settings:
    """The settings, after copying the sample's tables if nothing else has been built."""
    if settings.tables == settings.sample:
        _lay_out(SAMPLE, settings.sample)
    return settings


def forecast(
    settings: Settings, on_progress: Progress, *, cluster: Cluster | None = None
) -> list[Outcome]:
    """Updates forecasts and indicators of the tables in use where something has changed."""
    ordered = [*steps(cluster), forecast_step(cluster=cluster), indicator_step(cluster)]
    return run_steps(ordered, lay_out_sample(settings).tables, on_progress, 0, len(ordered))


def redo_forecasts(
    settings: Settings, on_progress: Progress, *, cluster: Cluster | None,
    only: Sequence[str] | None,
) -> str:  # fmt: skip
    """Makes the forecasts of the tables in use even if nothing changed; returns a summary sentence.

    With `only`, makes those of some groups of series; the others are unchanged.
    """
    from forecasts import run as forecasts_run

    step, root = forecast_step(cluster=cluster), lay_out_sample(settings).tables
    stamp = step.stamp(root)
    summary = forecasts_run.run(root, root, on_progress, cluster=cluster, only=only)
    if not only:
        graph.record_result(root, step.name, stamp, step.writes)
    return summary.sentence()


def indicate(
    settings: Settings, on_progress: Progress, *, cluster: Cluster | None = None
) -> list[Outcome]:
    """Updates ward tables and indicators of the tables in use where something has changed."""
    ordered = [*steps(cluster), indicator_step(cluster)]
    return run_steps(ordered, lay_out_sample(settings).tables, on_progress, 0, len(ordered))


def prepare(settings: Settings, on_progress: Callable[[float, str], None]) -> list[Outcome]:
    """Prepares what the app needs to start: the sample's tables, ward tables and indicators.

    `on_progress` gets a share from 0 to 1 and the name of the task. Quick if nothing has changed.
    Forecasts take longer and are left to `forecast`, so that the map does not wait for them.
    """
    lay_out_sample(settings)

    def report_share(done: int, total: int, task: str) -> None:
        on_progress(done / max(total, 1), task)

    ordered = [*steps(), indicator_step()]
    outcomes = run_steps(ordered, settings.tables, report_share, 0, len(ordered))
    on_progress(1.0, "ready")
    return outcomes


def _lay_out(source: Path, target: Path) -> None:
    """Copies the sample's tables that are new, so that derived tables can be written beside them.

    This includes the sample's forecasts, which take a while to make. Forecasts that a user has made
    again from the same sample are not replaced.
    """
    tables = sorted(source.glob("*.parquet"))
    # A copy does not depend on code, only on the files.
    stamp = sha256(repr(digest_files(tables)).encode()).hexdigest()[:32]
    new = not graph.is_current(target, SAMPLE_LAID_OUT, stamp, ())
    for path in tables:
        copy = target / path.name
        existing = copy.read_bytes() if copy.is_file() else b""
        if (
            new
            or not existing
            or (path.stem not in FORECAST_TABLES and existing != path.read_bytes())
        ):
            _copy(path, copy)
    if new:
        graph.record_result(target, SAMPLE_LAID_OUT, stamp, ())


def _copy(path: Path, target: Path) -> None:
    """Copies a file completely or not at all; OSError names the copy."""
    try:
        with store.replacing(target) as temporary:
            shutil.copyfile(path, temporary)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
