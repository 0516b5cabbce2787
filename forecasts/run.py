"""The forecasting step: reads histories, writes forecasts, their record and revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Final

import polars as pl

from catalog import graph, store
from catalog.cluster import Cluster
from catalog.fingerprint import fingerprint
from catalog.schema import Table
from catalog.sources import OGL, Origin
from catalog.store import StoreError
from catalog.tables.forecasts import (
    BACKTEST,
    FORECAST_HISTORIES,
    FORECAST_REVISIONS,
    FORECASTS,
)
from forecasts.backtest import error_record
from forecasts.kept import Keeper, PublishedRows
from forecasts.parallel import Executor, Progress, ignore_progress
from forecasts.published import Publisher, list_together
from forecasts.revisions import COMPARED, revisions
from forecasts.series import histories
from forecasts.series.series_groups import SERIES_GROUPS, check_series_groups

CACHE_FOLDER: Final = ".forecast-work"


@dataclass(frozen=True)
class Summary:
    """The result of a run: rows written, why groups of series were skipped, faults in their input,
    how many forecasts fell back to naive, and how many results came from an earlier run."""

    forecasts: int
    families: tuple[str, ...]
    skipped: dict[str, str]
    faults: dict[str, str]
    fallbacks: int
    revised: int
    computed: int
    reused: int
    notes: tuple[str, ...] = field(default=())

    def sentence(self) -> str:
        words = (
            f"{self.forecasts:,} forecasts in {_counted(len(self.families))}; {self.fallbacks:,} "
            f"fallen back to naive; {self.revised:,} changed since the last run"
        )
        if self.skipped:
            words += ". Not forecast: " + "; ".join(f"{n} ({w})" for n, w in self.skipped.items())
        if self.faults:
            words += ". Input: " + "; ".join(f"{n}: {m}" for n, m in self.faults.items())
        return words + "."


def _counted(families: int) -> str:
    return "1 family" if families == 1 else f"{families} families"


def run(
    tables_root: Path,
    out_root: Path,
    on_progress: Progress = ignore_progress,
    cluster: Cluster | None = None,
    jobs: int = 2,
    only: Sequence[str] | None = None,
    today: date | None = None,
) -> Summary:
    """Forecasts every group of series with data in `tables_root`; writes tables in `out_root`.

    Stores results by chunk, so that a stopped run can continue, and keeps what is whole of each
    group: what stands as it was is not made again. With `only`, forecasts of other groups are
    unchanged.
    """
    today = today or datetime.now(UTC).date()
    inputs = histories.read(tables_root, only)
    executor = Executor(jobs=jobs, cluster=cluster, folder=out_root / CACHE_FOLDER)
    keeper = Keeper(out_root / CACHE_FOLDER, inputs, today, tables_root.parent)
    total = 2 * len(inputs.frames) + 1
    stale = keeper.find_stale()
    if stale:
        error_record.run(
            inputs, stale, quick=True, executor=executor, today=today,
            on_progress=lambda done, _, what: on_progress(done, total, what),
            on_group=keeper.keep_record,
        )  # fmt: skip
    record = _gather(keeper, inputs)
    together = list_together(list(inputs.frames))
    announced = count(len(inputs.frames))

    def announce(name: str) -> None:
        on_progress(next(announced), total, f"forecast: {SERIES_GROUPS[name].title}")

    publisher = Publisher(keeper, executor, today, announce)
    published = [publisher.publish(names) for names in together]
    on_progress(total - 1, total, "writing")
    summary = _write(published, inputs, record, executor, out_root, only)
    if len(stale) == len(inputs.frames) and not only:
        executor.delete_unused()  # otherwise we cannot know what the other groups would use
    on_progress(total, total, "forecasts done")
    return summary


def _gather(keeper: Keeper, inputs: histories.Histories) -> error_record.Record:
    """The record of all groups, kept or made now."""
    records = {name: keeper.records[name] for name in inputs.frames}
    skipped = {name: record.skipped for name, record in records.items() if record.skipped}
    tables = [BACKTEST.empty(), *(record.rows for record in records.values())]
    return error_record.Record(pl.concat(tables), {}, inputs.skipped | skipped)


def _write(
    published: list[PublishedRows], inputs: histories.Histories, record: error_record.Record,
    executor: Executor, root: Path, only: Sequence[str] | None,
) -> Summary:  # fmt: skip
    before = read_stored(FORECASTS, root, COMPARED)
    forecasts = pl.concat([FORECASTS.empty(), *(each.rows for each in published)])
    forecasts = _with_others(forecasts, FORECASTS, inputs, only, root)
    history = inputs.concat().filter(pl.col("value").is_not_null()) if inputs.frames else None
    history = (
        FORECAST_HISTORIES.empty()
        if history is None
        else history.select(FORECAST_HISTORIES.columns)
    )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    changed = revisions(before, forecasts, now)
    notes = tuple(f"{name}: {why}" for name, why in sorted(record.skipped.items()))
    made_from = _made_from(inputs, only, root)
    store.write(forecasts, FORECASTS, _origin(FORECASTS.name, made_from, now, notes), root)
    store.write(_with_others(history, FORECAST_HISTORIES, inputs, only, root), FORECAST_HISTORIES,
                _origin(FORECAST_HISTORIES.name, made_from, now, ()), root)  # fmt: skip
    past_revisions = read_stored(FORECAST_REVISIONS, root)
    all_revisions = (
        changed
        if past_revisions is None
        else pl.concat([past_revisions.filter(pl.col("run_at") != now), changed])
    )
    store.write(all_revisions, FORECAST_REVISIONS,
                _origin(FORECAST_REVISIONS.name, made_from, now, ()), root)  # fmt: skip
    if only:
        for table in (FORECASTS, FORECAST_HISTORIES, FORECAST_REVISIONS):
            graph.record_rewritten_table(root, table.name)
    else:
        _write_record(record, inputs, root)
    return Summary(
        forecasts=forecasts.height,
        families=tuple(inputs.frames),
        skipped=record.skipped,
        faults={name: why for each in published for name, why in each.faults.items()},
        fallbacks=forecasts.filter(pl.col("reason").str.starts_with("fallen back")).height,
        revised=changed.height,
        computed=executor.computed,
        reused=executor.reused,
        notes=notes,
    )


def read_stored(
    table: Table, root: Path, columns: Sequence[str] | None = None
) -> pl.DataFrame | None:
    """What an earlier run wrote; None if there is nothing that this version can read."""
    try:
        return store.read_rows(table.name, root, columns=columns)
    except StoreError:
        return None


def _with_others(
    rows: pl.DataFrame, table: Table, inputs: histories.Histories, only: Sequence[str] | None,
    root: Path,
) -> pl.DataFrame:  # fmt: skip
    """These rows and, if only some groups were forecast, the stored rows of the others."""
    existing = read_stored(table, root) if only else None
    if existing is not None:
        rows = pl.concat([existing.filter(~pl.col("family").is_in(list(inputs.frames))), rows])
    return rows.sort(table.key)


def _write_record(record: error_record.Record, inputs: histories.Histories, root: Path) -> None:
    """Stores the quick record, but keeps rows of groups with a full back-test of the same code,
    libraries and data."""
    stamp = fingerprint_inputs(inputs)
    in_full = [
        name for name in inputs.frames if graph.is_current(root, _full_record(name), stamp, ())
    ]
    before = read_stored(BACKTEST, root)
    full_rows = (
        BACKTEST.empty() if before is None else before.filter(pl.col("family").is_in(in_full))
    )
    deeper = full_rows["family"].unique().sort().to_list()
    table = pl.concat([full_rows, record.table.filter(~pl.col("family").is_in(deeper))])
    store.write(table, BACKTEST, error_record.backtest_origin(inputs, _depth(table, deeper)), root)


def _depth(table: pl.DataFrame, in_full: Sequence[str]) -> str:
    """'full', 'quick', or which groups of series have a full back-test."""
    if not in_full:
        return "quick"
    titles = ", ".join(SERIES_GROUPS[name].title for name in in_full)
    return "full" if set(table["family"]) <= set(in_full) else f"full for {titles}, else quick"


def _full_record(group: str) -> str:
    """The manifest's name for the full back-test of a group of series."""
    return f"full back-test of {group}"


def fingerprint_inputs(inputs: histories.Histories) -> str:
    """Identifies the histories' data, the forecasting code and its libraries."""
    return fingerprint([__name__], sorted(inputs.stamps.items()))


def store_backtest(
    tables_root: Path,
    out_root: Path,
    on_progress: Progress = ignore_progress,
    families: Sequence[str] | None = None,
    quick: bool = False,
    jobs: int = 2,
    cluster: Cluster | None = None,
) -> error_record.Record:
    """Runs the back-test and stores the table `backtest`, replacing rows of the same groups."""
    check_series_groups(families or ())
    inputs = histories.read(tables_root, None)
    executor = Executor(jobs=jobs, cluster=cluster, folder=out_root / CACHE_FOLDER)
    record = error_record.run(inputs, families, quick, executor=executor, on_progress=on_progress)
    table = record.table
    stamp = fingerprint_inputs(inputs)
    existing = read_stored(BACKTEST, out_root) if families else None
    if existing is not None:
        table = pl.concat(
            [existing.filter(~pl.col("family").is_in(list(record.cv_windows))), table]
        )
    for name in record.cv_windows:
        graph.record_result(out_root, _full_record(name), "quick" if quick else stamp, ())
    in_full = [n for n in inputs.frames if graph.is_current(out_root, _full_record(n), stamp, ())]
    origin = error_record.backtest_origin(inputs, _depth(table, in_full))
    store.write(table, BACKTEST, origin, out_root)
    graph.record_rewritten_table(out_root, BACKTEST.name)
    return record


def _made_from(
    inputs: histories.Histories, only: Sequence[str] | None, root: Path
) -> tuple[str, ...]:
    """Tables behind the forecasts, including those of groups that were not made now."""
    tables = set(inputs.stamps)
    if only and read_stored(FORECASTS, root) is not None:
        tables |= set(store.origin_of(FORECASTS.name, root).made_from)
    return tuple(sorted(tables))


def _origin(table: str, made_from: tuple[str, ...], now: str, notes: tuple[str, ...]) -> Origin:
    return Origin(
        table=table,
        title="Forecasts of jobs, GVA and skills demand",
        publisher="Wardwise, from official statistics",
        dataset_id=table,
        url="",
        licence=OGL,
        retrieved=now,
        method="Carried from the last official figure to the month of forecasting and on, by the "
        "model with the least error on past figures of such areas; conformal intervals",
        made_from=made_from,
        notes=notes,
    )
