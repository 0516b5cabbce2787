"""The record of the forecasts: what we would have published at past origins, and its error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from catalog.sources import OGL, Origin
from catalog.tables.forecasts import BACKTEST
from forecasts.backtest.accuracy import coverage, score
from forecasts.backtest.intervals import bounds, interval_widths
from forecasts.backtest.selection import add_published, choose_models
from forecasts.backtest.windows import make_cv_windows
from forecasts.models import models
from forecasts.parallel import Executor, Progress, ignore_progress
from forecasts.series.histories import Histories
from forecasts.series.prepare import PreparedSeries, prepare_series
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup, describe_band

# The name in the stored table `backtest` of what was published.
STORED_AS = "shipped"
PHASES = ("all", "before", "covid", "after")
ALL_BANDS = "all"


@dataclass(frozen=True)
class Depth:
    """How much of the past we test: origins, and series and origins for slow models."""

    origins: int
    slow_series: int
    slow_origins: int


# By the months of a period.
QUICK = {12: Depth(11, 4, 5), 3: Depth(3, 6, 3), 1: Depth(12, 6, 5)}
FULL = {12: Depth(30, 120, 30), 3: Depth(12, 40, 12), 1: Depth(12, 40, 12)}


@dataclass(frozen=True)
class Record:
    """`table`: rows of the table `backtest`. `cv_windows`: by group of series, every window with
    the published forecast and its bounds. `skipped`: why a group of series has none."""

    table: pl.DataFrame
    cv_windows: dict[str, pl.DataFrame]
    skipped: dict[str, str]


def run(
    histories: Histories,
    families: Sequence[str] | None = None,
    quick: bool = False,
    *,
    executor: Executor | None = None,
    on_progress: Progress = ignore_progress,
    today: date | None = None,
) -> Record:
    """Back-tests the available groups of series; `quick` tests fewer origins and slow series."""
    executor = executor or Executor(jobs=2)
    today = today or datetime.now(UTC).date()
    names = [name for name in histories.frames if not families or name in families]
    skipped = dict(histories.skipped)
    cv_windows, rows = {}, []
    for number, name in enumerate(names):
        on_progress(number, len(names), f"back-test: {SERIES_GROUPS[name].title}")
        group_windows = backtest_group(
            prepare_series(histories.frames, name, today), executor, quick
        )
        if group_windows.is_empty():
            skipped[name] = "no series is long enough for an origin with a later value"
            continue
        cv_windows[name] = group_windows
        rows += table_rows(group_windows, SERIES_GROUPS[name], executor, quick)
    on_progress(len(names), len(names), "back-test done")
    table = pl.DataFrame(rows, schema=BACKTEST.dtypes, orient="row") if rows else BACKTEST.empty()
    return Record(table, cv_windows, skipped)


def backtest_group(prepared: PreparedSeries, executor: Executor, quick: bool) -> pl.DataFrame:
    """Every window of a group of series, with what we would have published then, and its bounds."""
    group = prepared.group
    depth = (QUICK if quick else FULL)[group.step_months]
    models_by_name = models(group.per_year, group.alphas)
    frames = []
    for number, panel in enumerate(prepared.panels):
        panel_windows = make_cv_windows(
            panel,
            group,
            models_by_name,
            executor,
            most_origins=depth.origins,
            most_slow=depth.slow_series,
            most_slow_origins=depth.slow_origins,
        )
        if panel_windows.height:
            # Rows of two panels are different series.
            frames.append(panel_windows.with_columns(pl.col("row") + number * 1_000_000))
    return add_published_by_origin(pl.concat(frames), group) if frames else pl.DataFrame()


def add_published_by_origin(cv_windows: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Adds published, chosen and bounds, for each origin using only windows known by then."""
    parts: list[pl.DataFrame] = []
    for (origin,), current in sorted(cv_windows.partition_by("origin", as_dict=True).items()):
        past = cv_windows.filter(pl.col("origin") + pl.col("horizon") <= origin)
        choices = choose_models(past, group)
        published = add_published(current, choices, group)
        realised = pl.col("origin") + pl.col("horizon") <= origin
        issued = pl.concat(parts).filter(realised) if parts else None
        half_widths = interval_widths(add_published(past, choices, group), group, issued)
        parts.append(
            published.join(half_widths, on=["horizon", "band"], how="left", validate="m:1")
        )
    joined = pl.concat(parts)
    edges = []
    for level in (80, 95):
        lower, upper = bounds("published", f"q{level}", group.rounding_step)
        edges += [lower.alias(f"lower{level}"), upper.alias(f"upper{level}")]
    return joined.with_columns(edges)


def table_rows(
    cv_windows: pl.DataFrame, group: SeriesGroup, executor: Executor, quick: bool
) -> list[dict[str, object]]:
    """Rows of the table `backtest` for one group; `quick` leaves out most combinations."""
    models_by_name = models(group.per_year, group.alphas)
    costs = {name: executor.milliseconds(models_by_name[name]) for name in group.models}
    rows = []
    for begin, end, band, phase in _cells(group, quick):
        cell = cv_windows.filter(
            pl.col("horizon").is_between(begin, end),
            pl.lit(True) if band is None else pl.col("band") == band,
            pl.lit(True) if phase == "all" else pl.col("phase") == phase,
        )
        if cell.is_empty():
            continue
        for model in (*group.models, "published"):
            is_published = model == "published"
            measures = score(cell, model, group.naive)
            if not measures:
                continue
            covered = coverage(cell) if is_published else {}
            not_naive = cell.filter(pl.col("chosen") != group.naive)
            rows.append({
                **dict.fromkeys(BACKTEST.columns),
                "family": group.name, "horizon_from": begin, "horizon_to": end,
                "level_band": ALL_BANDS if band is None else describe_band(band, group),
                "phase": phase, "model": STORED_AS if is_published else model,
                "yardstick": group.naive,
                **measures, **covered, "ms_per_series": costs.get(model),
                "fallbacks_count": cell.height - not_naive.height if is_published
                else cell[model].null_count() if model not in group.slow else None,
            })  # fmt: skip
    return rows


def _cells(group: SeriesGroup, quick: bool) -> Iterable[tuple[int, int, int | None, str]]:
    spans = ((1, group.horizon), *group.horizon_groups)
    bands = (None, *range(len(group.bands) + 1))
    for span in dict.fromkeys(spans):
        for band in bands:
            for phase in PHASES:
                margins = (span != spans[0]) + (band is not None) + (phase != "all")
                if not quick or margins <= 1:
                    yield (*span, band, phase)


def backtest_origin(histories: Histories, release: str) -> Origin:
    """Origin of the table `backtest`; `release` says how much of the past was tested."""
    return Origin(
        table=BACKTEST.name,
        title="Back-test of the forecasts",
        publisher="Wardwise",
        dataset_id="backtest",
        url="",
        licence=OGL,
        release=release,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        method="Rolling origin; nothing from after an origin is used, comparators included",
        made_from=tuple(sorted(histories.stamps)),
    )
