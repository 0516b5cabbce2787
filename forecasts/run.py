"""The forecasting step: histories in, forecasts, their record and their revisions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import graph, store
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
from forecasts import occupations
from forecasts.backtest import error_record
from forecasts.parallel import Progress, Spread, silent
from forecasts.publish import forecasts_of
from forecasts.reconcile import reconcile
from forecasts.revisions import revisions
from forecasts.series import histories
from forecasts.series.families import FAMILIES, check_families
from forecasts.series.prepare import Ready, ready

WORK: Final = ".forecast-work"


@dataclass(frozen=True)
class Summary:
    """What a run did: rows written, why families were skipped, faults of input by family, how many
    forecasts fell back to naive, and how much was reused from a stopped or earlier run."""

    forecasts: int
    families: tuple[str, ...]
    skipped: dict[str, str]
    faults: dict[str, str]
    fallbacks: int
    revised: int
    made: int
    reused: int
    notes: tuple[str, ...] = field(default=())

    def sentence(self) -> str:
        said = (
            f"{self.forecasts:,} forecasts in {_counted(len(self.families))}; {self.fallbacks:,} "
            f"fallen back to naive; {self.revised:,} changed since the last run"
        )
        if self.skipped:
            said += ". Not forecast: " + "; ".join(f"{n} ({w})" for n, w in self.skipped.items())
        if self.faults:
            said += ". Input: " + "; ".join(f"{n}: {m}" for n, m in self.faults.items())
        return said + "."


def _counted(families: int) -> str:
    return "1 family" if families == 1 else f"{families} families"


def run(
    tables_root: Path,
    out_root: Path,
    on_progress: Progress = silent,
    cluster: str | None = None,
    jobs: int = 2,
    only: Sequence[str] | None = None,
    today: date | None = None,
) -> Summary:
    """Forecasts every family at hand under `tables_root` and writes tables under `out_root`.

    Work is kept by chunk while it goes on, so that a stopped run goes on where it was. With `only`
    the forecasts of other families stay as they are. `cluster` is the address of a dask scheduler.
    """
    today = today or datetime.now(UTC).date()
    found = histories.read(tables_root, only)
    spread = Spread(jobs=jobs, cluster=cluster, folder=out_root / WORK)
    total = 2 * len(found.frames) + 1
    record = error_record.run(
        found, quick=True, spread=spread, today=today,
        on_progress=lambda done, _, what: on_progress(done, total, what),
    )  # fmt: skip
    frames, prepared = [], []
    for number, name in enumerate(found.frames):
        on_progress(len(found.frames) + number, total, f"forecast: {FAMILIES[name].title}")
        made = ready(found.frames, name, today)
        prepared.append(made)
        frames.append(forecasts_of(made, record.windows.get(name, pl.DataFrame()), spread))
    on_progress(total - 1, total, "adding up and writing")
    every = pl.concat(frames) if frames else FORECASTS.empty()
    latest = _latest(prepared)
    every = reconcile(every, latest, _members(tables_root))
    for made in prepared:
        if made.family.name == occupations.FAMILY:
            every = occupations.add_up(every, made.cleaned.history, latest)
    summary = _write(every, found, record, prepared, spread, out_root, only)
    spread.forget_others()
    on_progress(total, total, "forecasts done")
    return summary


def _write(
    every: pl.DataFrame, found: histories.Histories, record: error_record.Record,
    prepared: list[Ready], spread: Spread, root: Path, only: Sequence[str] | None,
) -> Summary:  # fmt: skip
    before = stored(FORECASTS, root)
    every = _with_others(every, FORECASTS, found, only, root)
    past = found.concat().filter(pl.col("value").is_not_null()) if found.frames else None
    past = FORECAST_HISTORIES.empty() if past is None else past.select(FORECAST_HISTORIES.columns)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    changed = revisions(before, every, now)
    notes = tuple(f"{name}: {why}" for name, why in sorted(record.skipped.items()))
    made_from = _made_from(found, only, root)
    store.write(every, FORECASTS, _origin(FORECASTS.name, made_from, now, notes), root)
    store.write(_with_others(past, FORECAST_HISTORIES, found, only, root), FORECAST_HISTORIES,
                _origin(FORECAST_HISTORIES.name, made_from, now, ()), root)  # fmt: skip
    kept = stored(FORECAST_REVISIONS, root)
    log = changed if kept is None else pl.concat([kept.filter(pl.col("run_at") != now), changed])
    store.write(log, FORECAST_REVISIONS,
                _origin(FORECAST_REVISIONS.name, made_from, now, ()), root)  # fmt: skip
    if only:
        for table in (FORECASTS, FORECAST_HISTORIES, FORECAST_REVISIONS):
            graph.record_rewritten_table(root, table.name)
    else:
        _write_record(record, found, root)
    return Summary(
        forecasts=every.height,
        families=tuple(found.frames),
        skipped=record.skipped,
        faults={m.family.name: m.cleaned.message() for m in prepared if m.cleaned.counts},
        fallbacks=every.filter(pl.col("reason").str.starts_with("fallen back")).height,
        revised=changed.height,
        made=spread.made,
        reused=spread.reused,
        notes=notes,
    )


def stored(table: Table, root: Path) -> pl.DataFrame | None:
    """What an earlier run wrote; None where there is nothing, or nothing this version can read."""
    try:
        return store.read(table.name, root)[0]
    except StoreError:
        return None


def _with_others(
    made: pl.DataFrame, table: Table, found: histories.Histories, only: Sequence[str] | None,
    root: Path,
) -> pl.DataFrame:  # fmt: skip
    """The rows made now and, where only some families were, the stored rows of the others."""
    held = stored(table, root) if only else None
    if held is not None:
        made = pl.concat([held.filter(~pl.col("family").is_in(list(found.frames))), made])
    return made.sort(table.key)


def _write_record(record: error_record.Record, found: histories.Histories, root: Path) -> None:
    """Stores the quick record, and leaves the rows of families whose full back-test was of this
    very code, these libraries and these data."""
    stamp = stamp_of(found)
    in_full = [
        name for name in found.frames if graph.is_current(root, _full_record(name), stamp, ())
    ]
    before = stored(BACKTEST, root)
    kept = BACKTEST.empty() if before is None else before.filter(pl.col("family").is_in(in_full))
    deeper = kept["family"].unique().sort().to_list()
    table = pl.concat([kept, record.table.filter(~pl.col("family").is_in(deeper))])
    store.write(table, BACKTEST, error_record.origin_of(found, _depth(table, deeper)), root)


def _depth(table: pl.DataFrame, in_full: Sequence[str]) -> str:
    """'full', 'quick', or which families of the record are in full."""
    if not in_full:
        return "quick"
    titles = ", ".join(FAMILIES[name].title for name in in_full)
    return "full" if set(table["family"]) <= set(in_full) else f"full for {titles}, else quick"


def _full_record(family: str) -> str:
    """The manifest's name for a family's full back-test."""
    return f"full back-test of {family}"


def stamp_of(found: histories.Histories) -> str:
    """Stands for the data of the histories, the code that forecasts and the libraries it uses."""
    return fingerprint([__name__], sorted(found.stamps.items()))


def store_backtest(
    tables_root: Path,
    out_root: Path,
    on_progress: Progress = silent,
    families: Sequence[str] | None = None,
    quick: bool = False,
    jobs: int = 2,
    cluster: str | None = None,
) -> error_record.Record:
    """Runs the back-test and stores its table `backtest`, replacing rows of the same families."""
    check_families(families or ())
    found = histories.read(tables_root, None)
    spread = Spread(jobs=jobs, cluster=cluster, folder=out_root / WORK)
    record = error_record.run(found, families, quick, spread=spread, on_progress=on_progress)
    table = record.table
    stamp = stamp_of(found)
    held = stored(BACKTEST, out_root) if families else None
    if held is not None:
        table = pl.concat([held.filter(~pl.col("family").is_in(list(record.windows))), table])
    for name in record.windows:
        graph.record_result(out_root, _full_record(name), "quick" if quick else stamp, ())
    in_full = [n for n in found.frames if graph.is_current(out_root, _full_record(n), stamp, ())]
    origin = error_record.origin_of(found, _depth(table, in_full))
    store.write(table, BACKTEST, origin, out_root)
    graph.record_rewritten_table(out_root, BACKTEST.name)
    return record


def _latest(prepared: list[Ready]) -> pl.DataFrame:
    """The last published value of every series."""
    frames = [
        made.cleaned.history.sort("period_end")
        .group_by("area_code", "series_code", maintain_order=True)
        .agg(pl.col("value").last())
        .with_columns(pl.lit(made.family.name).alias("family"))
        for made in prepared
    ]
    schema = {"area_code": pl.String, "series_code": pl.String, "value": pl.Float64,
              "family": pl.String}  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _members(root: Path) -> dict[str, list[str]]:
    """Councils of each region, where the table of councils is there."""
    if not store.has("councils", root):
        return {}
    councils = store.read("councils", root)[0]
    grouped = councils.group_by("region_code").agg(pl.col("lad_code").sort())
    return {code: list(members) for code, members in grouped.iter_rows()}


def _made_from(
    found: histories.Histories, only: Sequence[str] | None, root: Path
) -> tuple[str, ...]:
    """Tables behind the forecasts; where only some families were made now, the others' too."""
    tables = set(found.stamps)
    if only and stored(FORECASTS, root) is not None:
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
        method="The model of each series chosen by pooled back-test error; conformal intervals",
        made_from=made_from,
        notes=notes,
    )
