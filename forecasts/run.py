"""The forecasting step: histories in, forecasts, their record and their revisions out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import Table
from catalog.sources import OGL, Origin
from catalog.tables.forecasts import (
    BACKTEST,
    FORECAST_HISTORIES,
    FORECAST_REVISIONS,
    FORECASTS,
)
from forecasts import backtest, histories, occupations
from forecasts.families import FAMILIES
from forecasts.prepare import Ready, ready
from forecasts.reconcile import reconcile
from forecasts.revisions import revisions
from forecasts.ship import forecasts_of
from forecasts.work import Progress, Spread, silent

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
            f"{self.forecasts:,} forecasts in {len(self.families)} families; {self.fallbacks:,} "
            f"fallen back to naive; {self.revised:,} changed since the last run"
        )
        if self.faults:
            said += ". Input: " + "; ".join(f"{n}: {m}" for n, m in self.faults.items())
        return said + "."


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
    record = backtest.run(
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
    every: pl.DataFrame, found: histories.Histories, record: backtest.Record,
    prepared: list[Ready], spread: Spread, root: Path, only: Sequence[str] | None,
) -> Summary:  # fmt: skip
    before = store.read(FORECASTS.name, root)[0] if store.has(FORECASTS.name, root) else None
    every = _with_others(every, FORECASTS, found, only, root)
    past = found.concat().filter(pl.col("value").is_not_null()) if found.frames else None
    past = FORECAST_HISTORIES.empty() if past is None else past.select(FORECAST_HISTORIES.columns)
    stamp = fingerprint(found)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    changed = revisions(before, every, now)
    notes = tuple(f"{name}: {why}" for name, why in sorted(record.skipped.items()))
    store.write(every, FORECASTS, _origin(FORECASTS.name, found, stamp, now, notes), root)
    store.write(_with_others(past, FORECAST_HISTORIES, found, only, root), FORECAST_HISTORIES,
                _origin(FORECAST_HISTORIES.name, found, stamp, now, ()), root)  # fmt: skip
    log = changed
    if store.has(FORECAST_REVISIONS.name, root):
        kept = store.read(FORECAST_REVISIONS.name, root)[0]
        log = pl.concat([kept.filter(pl.col("run_at") != now), changed])
    store.write(log, FORECAST_REVISIONS,
                _origin(FORECAST_REVISIONS.name, found, stamp, now, ()), root)  # fmt: skip
    if not only and not _deeper_record(root, stamp):
        store.write(record.table, BACKTEST, backtest.origin_of(found, stamp, quick=True), root)
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


def _with_others(
    made: pl.DataFrame, table: Table, found: histories.Histories, only: Sequence[str] | None,
    root: Path,
) -> pl.DataFrame:  # fmt: skip
    """The rows made now and, where only some families were, the stored rows of the others."""
    if only and store.has(table.name, root):
        held = store.read(table.name, root)[0]
        made = pl.concat([held.filter(~pl.col("family").is_in(list(found.frames))), made])
    return made.sort(table.key)


def _deeper_record(root: Path, stamp: str) -> bool:
    """True where the full back-test of the very same data is stored already."""
    if not store.has(BACKTEST.name, root):
        return False
    origin = store.origin_of(BACKTEST.name, root)
    return origin.release == "full" and origin.fingerprint == stamp


def fingerprint(found: histories.Histories) -> str:
    """Stands for the tables that the histories were read from."""
    return hashlib.sha256(repr(sorted(found.stamps.items())).encode()).hexdigest()[:16]


def store_backtest(
    tables_root: Path,
    out_root: Path,
    on_progress: Progress = silent,
    families: Sequence[str] | None = None,
    quick: bool = False,
    jobs: int = 2,
    cluster: str | None = None,
) -> backtest.Record:
    """Runs the back-test and stores its table `backtest`, replacing rows of the same families."""
    found = histories.read(tables_root, None)
    spread = Spread(jobs=jobs, cluster=cluster, folder=out_root / WORK)
    record = backtest.run(found, families, quick, spread=spread, on_progress=on_progress)
    table = record.table
    if families and store.has(BACKTEST.name, out_root):
        held = store.read(BACKTEST.name, out_root)[0]
        table = pl.concat([held.filter(~pl.col("family").is_in(list(record.windows))), table])
    origin = backtest.origin_of(found, fingerprint(found), quick)
    store.write(table, BACKTEST, origin, out_root)
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


def _origin(
    table: str, found: histories.Histories, stamp: str, now: str, notes: tuple[str, ...]
) -> Origin:
    return Origin(
        table=table,
        title="Forecasts of jobs, GVA and skills demand",
        publisher="Wardwise, from official statistics",
        dataset_id=table,
        url="",
        licence=OGL,
        retrieved=now,
        method="The model of each series chosen by pooled back-test error; conformal intervals",
        made_from=tuple(sorted(found.stamps)),
        fingerprint=stamp,
        notes=notes,
    )
