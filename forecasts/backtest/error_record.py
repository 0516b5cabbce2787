"""The record of the forecasts: what we would have published at past origins, and its error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl

from catalog.sources import OGL, Origin
from catalog.tables.forecasts import BACKTEST
from forecasts.backtest.accuracy import best_naive, coverage, score, share_errors
from forecasts.backtest.additive import add_up_windows
from forecasts.backtest.intervals import add_bounds, interval_widths
from forecasts.backtest.selection import (
    CHOICES,
    add_published,
    choose_models,
    judge_models,
)
from forecasts.backtest.windows import make_cv_windows
from forecasts.models import models
from forecasts.parallel import Executor, Progress, ignore_progress
from forecasts.reconcile import PAIRS, Upper
from forecasts.series.histories import Histories
from forecasts.series.panel import Panel
from forecasts.series.prepare import PreparedSeries, latest_values, prepare_series
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup, as_published

# The name in the stored table `backtest` of what was published.
STORED_AS = "shipped"
PHASES = ("all", "before", "covid", "after")
OWN_RECORD = "the record of this data"
NOT_LONG_ENOUGH = "no series is long enough for an origin with a later value"
# What windows are judged by besides the forecasts, and what widths are made from.
JUDGED = ("area_type", "part", "area_code", "origin", "horizon", "actual")
MEASURED = (
    "area_type", "part", "origin", "horizon", "phase", "band", "level", "published", "actual",
)  # fmt: skip
# A group's name, windows and rows of the table `backtest`, and why it has none.
OnGroup = Callable[[str, pl.DataFrame, pl.DataFrame, str], None]


@dataclass(frozen=True)
class Depth:
    """How much of the past we test: origins, and series and origins for slow models."""

    origins: int
    slow_series: int
    slow_origins: int


# By the months of a period. With few areas nothing is chosen by their own record (see
# `reference_record`), so only what would be published is tested beside the naives.
TESTED_AREAS = 8
FEW_AREAS = {12: Depth(30, 0, 0), 3: Depth(3, 0, 0), 1: Depth(8, 0, 0)}
QUICK = {12: Depth(30, 0, 0), 3: Depth(6, 0, 0), 1: Depth(24, 0, 0)}
FULL = {12: Depth(30, 120, 30), 3: Depth(12, 40, 12), 1: Depth(36, 40, 12)}


@dataclass(frozen=True)
class Record:
    """`table`: rows of the table `backtest`. `cv_windows`: by group of series, every window with
    the published forecast and its bounds. `skipped`: why a group of series has none."""

    table: pl.DataFrame
    cv_windows: dict[str, pl.DataFrame]
    skipped: dict[str, str] = field(default_factory=dict)


def run(
    histories: Histories,
    families: Sequence[str] | None = None,
    quick: bool = False,
    *,
    executor: Executor | None = None,
    on_progress: Progress = ignore_progress,
    today: date | None = None,
    on_group: OnGroup | None = None,
) -> Record:
    """Back-tests the available groups of series; `quick` leaves out the slow models.

    `on_group` gets each group's windows, rows of `backtest` and why it has none ('' if it has), as
    soon as they are made; the windows are then let go, since a nation's are a gigabyte.
    """
    executor = executor or Executor(jobs=2)
    today = today or datetime.now(UTC).date()
    below = {industries: sectors for sectors, industries in PAIRS.items() if industries}
    names = [name for name in histories.frames if not families or name in families]
    names.sort(key=lambda name: name in below)  # industries go by their sectors
    skipped = dict(histories.skipped)
    cv_windows: dict[str, pl.DataFrame] = {}
    upper: dict[str, Upper] = {}
    rows: list[dict[str, object]] = []
    for number, name in enumerate(names):
        on_progress(number, len(names), f"back-test: {SERIES_GROUPS[name].title}")
        prepared = prepare_series(histories.frames, name, today, histories.carriers)
        group_windows = backtest_group(
            prepared, executor, quick, histories.members, histories.reference_years.get(name, 0),
            upper.get(below.get(name, "")),
        )  # fmt: skip
        if group_windows.is_empty():
            skipped[name] = NOT_LONG_ENOUGH
            if on_group is not None:
                on_group(name, group_windows, BACKTEST.empty(), NOT_LONG_ENOUGH)
            continue
        of_group = table_rows(group_windows, SERIES_GROUPS[name], executor)
        rows += of_group
        if on_group is None:
            cv_windows[name] = group_windows
        else:
            on_group(name, group_windows, _as_table(of_group), "")
        upper.pop(below.get(name, ""), None)
        if PAIRS.get(name) in names:
            upper[name] = (group_windows, latest_values(prepared))
    on_progress(len(names), len(names), "back-test done")
    return Record(_as_table(rows), cv_windows, skipped)


def _as_table(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=BACKTEST.dtypes, orient="row") if rows else BACKTEST.empty()


def backtest_group(
    prepared: PreparedSeries,
    executor: Executor,
    quick: bool,
    members: Mapping[str, Sequence[str]],
    reference_year: int,
    upper: Upper | None = None,
) -> pl.DataFrame:
    """Every window of a group of series, with what we would have published then, and its bounds.

    `upper`: windows of the sectors that these are industries of and their last values, if any.
    """
    group = prepared.group
    has_own = any(_is_own_record(panel) for panel in prepared.panels)
    depth = (FULL if not quick else QUICK if has_own else FEW_AREAS)[group.step_months]
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
            with_challengers=has_own or not quick,
        )
        if panel_windows.height:
            # Rows of two panels are different series.
            frames.append(panel_windows.with_columns(pl.col("row") + number * 1_000_000))
    if not frames:
        return pl.DataFrame()
    chosen = publish_by_origin(pl.concat(frames), group)
    if group.name in {*PAIRS, *PAIRS.values()}:
        latest = latest_values(prepared)
        chosen = add_up_windows(chosen, group, latest, members, reference_year, upper)
    chosen = chosen.with_columns(as_published("published", group))
    return bound_by_origin(chosen, group)


def _is_own_record(panel: Panel) -> bool:
    """Whether a panel has so many areas of a type that they make a record."""
    areas = panel.keys.group_by("area_type").agg(pl.col("area_code").n_unique().alias("areas"))
    return any(count >= TESTED_AREAS and kind != "country" for kind, count in areas.iter_rows())


def publish_by_origin(cv_windows: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Adds `chosen` and `published`, for each origin by the windows that had come true by then."""
    parts = []
    judged = cv_windows.select(*JUDGED, *group.models)  # to go through again and again
    for (origin,), current in sorted(cv_windows.partition_by("origin", as_dict=True).items()):
        verdicts = judge_models(_come_true(judged, int(origin)), group, intervals=False)
        choices = choose_models(verdicts, group, "") if verdicts else pl.DataFrame(schema=CHOICES)
        parts.append(add_published(current, choices, group))
    return pl.concat(parts)


def bound_by_origin(cv_windows: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """Adds the bounds that each origin's record of published errors would have given."""
    parts = []
    measured = cv_windows.select(*MEASURED)
    for (origin,), current in sorted(cv_windows.partition_by("origin", as_dict=True).items()):
        widths = interval_widths(_come_true(measured, int(origin)), group)
        parts.append(add_bounds(current, widths, "published", "horizon", group))
    return pl.concat(parts)


def _come_true(cv_windows: pl.DataFrame, origin: int) -> pl.DataFrame:
    return cv_windows.filter(pl.col("origin") + pl.col("horizon") <= origin)


def table_rows(
    cv_windows: pl.DataFrame, group: SeriesGroup, executor: Executor
) -> list[dict[str, object]]:
    """Rows of the table `backtest` for one group of series."""
    models_by_name = models(group.per_year, group.alphas)
    costs = {name: executor.milliseconds(models_by_name[name]) for name in group.models}
    rows = []
    for area_type, part, begin, end, phase in _cells(cv_windows, group):
        cell = cv_windows.filter(
            pl.col("area_type") == area_type,
            pl.col("part") == part,
            pl.col("horizon").is_between(begin, end),
            pl.lit(True) if phase == "all" else pl.col("phase") == phase,
        )
        if cell.is_empty():
            continue
        shared = share_errors(cell, (*group.models, "published"), group)
        yardstick = best_naive(cell, group, shared)
        for model in (*group.models, "published"):
            is_published = model == "published"
            measures = score(cell, model, yardstick, group, shared)
            if not measures:
                continue
            rows.append({
                **dict.fromkeys(BACKTEST.columns),
                "family": group.name, "area_type": area_type, "part": part,
                "horizon_from": begin, "horizon_to": end,
                "phase": phase, "model": STORED_AS if is_published else model,
                "yardstick": yardstick,
                **measures, **(coverage(cell) if is_published else {}),
                "ms_per_series": costs.get(model),
                "fallbacks_count": _fallbacks(cell, model, group),
            })  # fmt: skip
    return rows


def _fallbacks(cell: pl.DataFrame, model: str, group: SeriesGroup) -> int | None:
    """Windows in which a naive was published, or that the model has no forecast for."""
    if model == "published":
        return int(cell["chosen"].fill_null(group.champion).is_in(list(group.naives)).sum())
    return cell[model].null_count() if model not in group.slow else None


def _cells(
    cv_windows: pl.DataFrame, group: SeriesGroup
) -> Iterable[tuple[str, str, int, int, str]]:
    kinds = cv_windows.select("area_type", "part").unique().sort("area_type", "part")
    for area_type, part in kinds.iter_rows():
        for span in dict.fromkeys(((1, group.horizon), *group.horizon_groups)):
            for phase in PHASES:
                yield area_type, part, *span, phase


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
        method="Rolling origin; nothing published after an origin's release is used, but figures "
        "are as revised since",
        made_from=tuple(sorted(histories.stamps)),
    )
