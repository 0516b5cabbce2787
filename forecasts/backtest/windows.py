"""Back-test windows: what each model would have forecast at each origin, and the actual value.

A window is a series, an origin and a horizon. Nothing after the origin is used: panels end there,
parents and comparators too, and size bands use the level at the origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

import reference
from forecasts.models.share import ShareUnderParent, parent_model
from forecasts.parallel import Executor
from forecasts.protocol import Forecaster
from forecasts.series.panel import Matrix, Panel, Rows, month_of
from forecasts.series.series_groups import SeriesGroup

_SHOCK = reference.read("covid_periods").row(by_predicate=pl.col("period_name") == "shock")
COVID_BEGAN: Final[date] = _SHOCK[1]
COVID_ENDED: Final[date] = _SHOCK[2]
SEED: Final = 20261123
SHARE: Final = ShareUnderParent.name


def list_origins(panel: Panel, group: SeriesGroup, most: int) -> list[int]:
    """Ordinals of at most `most` origins, evenly spaced, including the newest."""
    begin = panel.first + group.shortest - 1
    return space_evenly(range(begin, panel.last), most)


def space_evenly(ordinals: Sequence[int], most: int) -> list[int]:
    """At most `most` of the ordinals, evenly spaced, including the last."""
    if not ordinals:
        return []
    count = min(most, len(ordinals))
    chosen = np.unique(np.linspace(0, len(ordinals) - 1, count).round().astype(int))
    return [int(ordinals[at]) for at in chosen]


def covid_phase(origin: int, target: int, step_months: int) -> str:
    """before, covid or after: covid if the growth from origin to target includes the shock."""
    begin, end = month_of(origin, step_months), month_of(target, step_months)
    if end < COVID_BEGAN:
        return "before"
    return "covid" if begin <= COVID_ENDED else "after"


def make_cv_windows(
    panel: Panel,
    group: SeriesGroup,
    models: dict[str, Forecaster],
    executor: Executor,
    *,
    most_origins: int,
    most_slow: int = 0,
    most_slow_origins: int = 0,
    with_challengers: bool = True,
) -> pl.DataFrame:
    """One row for each window; a column of forecasts for each model, null if it made none.

    `part` is "total" or "sector"; figures are not yet rounded as the source rounds. Slow models are
    tested on `most_slow` series, drawn with a fixed seed, and `most_slow_origins`; without
    challengers only the champion and the naives are.
    """
    panel = _below_nations(panel)
    left_out = () if with_challengers else set(group.models) - {*group.naives, group.champion}
    if SHARE in left_out:
        panel = replace(panel, parents=None, parent_row=None)  # nothing else needs their forecasts
    shuffled = np.random.default_rng(SEED).permutation(panel.values.shape[0])
    slow_rows = np.sort(shuffled[:most_slow])
    cuts = _cut_panels(panel, group, most_origins)
    slow_at = space_evenly([origin for origin, *_ in cuts], most_slow_origins)
    rows_of = {
        origin: {
            name: np.empty(0, dtype=np.int64)
            if name in left_out
            else _measured_rows(
                name, group, long_enough, slow_rows if origin in slow_at else slow_rows[:0]
            )
            for name in group.models
        }
        for origin, long_enough, *_ in cuts
    }
    executor.run_ahead(_list_slow_work(cuts, models, rows_of))
    frames = []
    for origin, long_enough, cut, horizon in cuts:
        cut = executor.with_outlook(cut, horizon)
        forecasts = {
            name: _forecast_rows(cut, models[name], horizon, rows, executor)
            for name, rows in rows_of[origin].items()
        }
        frames.append(_frame(panel, group, long_enough, origin, horizon, forecasts))
    return pl.concat(frames) if frames else pl.DataFrame()


def _cut_panels(panel: Panel, group: SeriesGroup, most: int) -> list[tuple[int, Rows, Panel, int]]:
    """For each origin: the rows that are long enough, the panel of them up to the origin, and how
    many later periods have values."""
    cuts = []
    for origin in list_origins(panel, group, most):
        cut = panel.until(origin)
        long_enough = np.flatnonzero(
            (cut.counts() >= group.shortest) & np.isfinite(cut.values[:, -1])
        )
        if long_enough.size:
            horizon = min(group.horizon, panel.last - origin)
            cuts.append((origin, long_enough, cut.select_rows(long_enough), horizon))
    return cuts


def _measured_rows(name: str, group: SeriesGroup, long_enough: Rows, slow_rows: Rows) -> Rows:
    """The rows of a cut panel that a model is tested on."""
    return (
        np.flatnonzero(np.isin(long_enough, slow_rows))
        if name in group.slow
        else np.arange(len(long_enough))
    )


def _list_slow_work(
    cuts: list[tuple[int, Rows, Panel, int]], models: dict[str, Forecaster],
    rows_of: dict[int, dict[str, Rows]],
) -> Iterator[tuple[Forecaster, Panel, int]]:  # fmt: skip
    """The slow tasks: forecasts of parents, and models that fit each series."""
    for origin, _, cut, horizon in cuts:
        if cut.parents is not None:
            yield parent_model(cut.parents), cut.parents, horizon
        for name, rows in rows_of[origin].items():
            yield models[name], cut.select_rows(rows), horizon


def part_of(series_code: pl.Expr, group: SeriesGroup) -> pl.Expr:
    """total for the total of an area, or the one series that it has; sector for a part of it."""
    # Of every row, as a literal alone would be one row where there are many (2026-11).
    is_total = series_code.is_not_null() if group.series[0] == "measure" else series_code == "total"
    return pl.when(is_total).then(pl.lit("total")).otherwise(pl.lit("sector"))


def _below_nations(panel: Panel) -> Panel:
    """The panel without nations, if it has other areas: a nation's errors would dominate."""
    rows = np.flatnonzero(panel.keys["area_type"].to_numpy() != "country")
    return panel.select_rows(rows) if rows.size else panel


def _forecast_rows(
    panel: Panel, model: Forecaster, horizon: int, rows: Rows, executor: Executor
) -> Matrix:
    """The model's forecast of some rows, NaN for the others."""
    if len(rows) == len(panel.values):
        return executor.forecast(model, panel, horizon)
    forecasts = np.full((panel.values.shape[0], horizon), np.nan)
    if rows.size:
        forecasts[rows] = executor.forecast(model, panel.select_rows(rows), horizon)
    return forecasts


def _frame(
    panel: Panel,
    group: SeriesGroup,
    long_enough: Rows,
    origin: int,
    horizon: int,
    forecasts: dict[str, Matrix],
) -> pl.DataFrame:
    at = origin - panel.first
    past = panel.values[long_enough, : at + 1]
    actual = panel.values[long_enough, at + 1 : at + 1 + horizon]
    level = past[:, -1]
    lag = 1 if group.seasonally_adjusted else group.per_year
    with np.errstate(all="ignore"):
        steps = np.abs(past[:, lag:] - past[:, :-lag])
        scale = np.nanmean(steps, axis=1) if steps.shape[1] else np.full(len(long_enough), np.nan)
        square = np.sqrt(np.nanmean(steps**2, axis=1)) if steps.shape[1] else scale
    # For a series that hardly moved, any error would look huge.
    floor = np.maximum(group.rounding_step, 0.01 * level)
    count = len(long_enough) * horizon
    frame = pl.DataFrame(
        {
            "row": np.repeat(long_enough, horizon),
            **{
                name: np.repeat(panel.keys[name].to_numpy()[long_enough], horizon)
                for name in ("area_code", "area_type", "series_code")
            },
            "origin": np.full(count, origin),
            "horizon": np.tile(np.arange(1, horizon + 1), len(long_enough)),
            "band": np.repeat(np.searchsorted(group.bands, level, side="right"), horizon),
            "level": np.repeat(level, horizon),
            "scale": np.repeat(np.fmax(scale, floor), horizon),
            "scale_square": np.repeat(np.fmax(square, floor), horizon),
            "actual": actual.ravel(),
            **{name: forecast.ravel() for name, forecast in forecasts.items()},
        }
    )
    phases = [covid_phase(origin, origin + h, group.step_months) for h in range(1, horizon + 1)]
    return (
        frame.with_columns(
            pl.Series("phase", phases * len(long_enough)),
            part=part_of(pl.col("series_code"), group),
        )
        .filter(pl.col("actual").is_finite())
        .with_columns(pl.col(list(forecasts)).fill_nan(None))
    )
