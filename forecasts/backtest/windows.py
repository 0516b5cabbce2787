"""Back-test windows: what each model would have said at each origin, beside what came.

A window is a series, an origin and a horizon. Nothing from after the origin is used: panels are cut
there, parents and comparators too, and size bands go by the level at the origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl

import reference
from forecasts.models.share import parent_model
from forecasts.parallel import Spread
from forecasts.protocol import Forecaster
from forecasts.series.families import Family
from forecasts.series.panel import Matrix, Panel, Rows, month_of

_SHOCK = reference.read("covid_periods").row(by_predicate=pl.col("period_name") == "shock")
COVID_BEGAN: Final[date] = _SHOCK[1]
COVID_ENDED: Final[date] = _SHOCK[2]
SEED: Final = 20261123


def origins(panel: Panel, family: Family, most: int) -> list[int]:
    """Ordinals of at most `most` origins, evenly spread, the newest always among them."""
    begin = panel.first + family.shortest - 1
    return evenly(range(begin, panel.last), most)


def evenly(ordinals: Sequence[int], most: int) -> list[int]:
    """At most so many of them, evenly spread, the last always among them."""
    if not ordinals:
        return []
    count = min(most, len(ordinals))
    chosen = np.unique(np.linspace(0, len(ordinals) - 1, count).round().astype(int))
    return [int(ordinals[at]) for at in chosen]


def phase_of(origin: int, target: int, step_months: int) -> str:
    """before, covid or after: covid where the growth from origin to target has the shock in it."""
    begin, end = month_of(origin, step_months), month_of(target, step_months)
    if end < COVID_BEGAN:
        return "before"
    return "covid" if begin <= COVID_ENDED else "after"


def windows(
    panel: Panel,
    family: Family,
    models: dict[str, Forecaster],
    spread: Spread,
    *,
    most_origins: int,
    most_slow: int,
    most_slow_origins: int,
) -> pl.DataFrame:
    """One row a window; a column of forecasts for each model, null where it made none.

    `most_slow` series, drawn with a fixed seed, and `most_slow_origins` are enough for the models
    named slow; where the champion itself is slow, the whole family is judged on those series.
    """
    panel = _below_nations(panel)
    drawn = np.random.default_rng(SEED).permutation(panel.values.shape[0])
    slow_rows = np.sort(drawn[:most_slow])
    if family.champion in family.slow:
        panel = panel.take(slow_rows)
        slow_rows = np.arange(len(slow_rows))
    cuts = _cuts(panel, family, most_origins)
    slow_at = evenly([origin for origin, *_ in cuts], most_slow_origins)
    rows_of = {
        origin: {
            name: _rows(name, family, able, slow_rows if origin in slow_at else slow_rows[:0])
            for name in family.models
        }
        for origin, able, *_ in cuts
    }
    spread.ahead(_slow_work(cuts, models, rows_of))
    frames = []
    for origin, able, cut, horizon in cuts:
        cut = spread.with_outlook(cut, horizon)
        made = {
            name: _some(cut, models[name], horizon, rows, spread)
            for name, rows in rows_of[origin].items()
        }
        frames.append(_frame(panel, family, able, origin, horizon, made))
    return pl.concat(frames) if frames else pl.DataFrame()


def _cuts(panel: Panel, family: Family, most: int) -> list[tuple[int, Rows, Panel, int]]:
    """Each origin, the rows that are long enough by then, the panel of them as it stood, and how
    far ahead there are values."""
    cuts = []
    for origin in origins(panel, family, most):
        cut = panel.until(origin)
        able = np.flatnonzero((cut.counts() >= family.shortest) & np.isfinite(cut.values[:, -1]))
        if able.size:
            horizon = min(family.horizon, panel.last - origin)
            cuts.append((origin, able, cut.take(able), horizon))
    return cuts


def _rows(name: str, family: Family, able: Rows, slow_rows: Rows) -> Rows:
    """Which rows of a cut a model is measured on."""
    return np.flatnonzero(np.isin(able, slow_rows)) if name in family.slow else np.arange(len(able))


def _slow_work(
    cuts: list[tuple[int, Rows, Panel, int]], models: dict[str, Forecaster],
    rows_of: dict[int, dict[str, Rows]],
) -> Iterator[tuple[Forecaster, Panel, int]]:  # fmt: skip
    """What takes time: the forecasts of parents, and the models that work by the series."""
    for origin, _, cut, horizon in cuts:
        if cut.parents is not None:
            yield parent_model(cut.per_year), cut.parents, horizon
        for name, rows in rows_of[origin].items():
            yield models[name], cut.take(rows), horizon


def _below_nations(panel: Panel) -> Panel:
    """The panel without nations where it has other areas: a nation's errors would drown them."""
    rows = np.flatnonzero(panel.keys["area_type"].to_numpy() != "country")
    return panel.take(rows) if rows.size else panel


def _some(panel: Panel, model: Forecaster, horizon: int, rows: Rows, spread: Spread) -> Matrix:
    """The model's forecast of some rows, NaN for the others."""
    if len(rows) == len(panel.values):
        return spread.forecast(model, panel, horizon)
    made = np.full((panel.values.shape[0], horizon), np.nan)
    if rows.size:
        made[rows] = spread.forecast(model, panel.take(rows), horizon)
    return made


def _frame(
    panel: Panel, family: Family, able: Rows, origin: int, horizon: int, made: dict[str, Matrix]
) -> pl.DataFrame:
    at = origin - panel.first
    past = panel.values[able, : at + 1]
    actual = panel.values[able, at + 1 : at + 1 + horizon]
    level = past[:, -1]
    lag = 1 if family.naive == "naive" else family.per_year
    with np.errstate(all="ignore"):
        steps = np.abs(past[:, lag:] - past[:, :-lag])
        scale = np.nanmean(steps, axis=1) if steps.shape[1] else np.full(len(able), np.nan)
        square = np.sqrt(np.nanmean(steps**2, axis=1)) if steps.shape[1] else scale
    # A series that hardly moved would make any error look endless.
    floor = np.maximum(family.grain, 0.01 * level)
    count = len(able) * horizon
    frame = pl.DataFrame(
        {
            "row": np.repeat(able, horizon),
            "series_code": np.repeat(panel.keys["series_code"].to_numpy()[able], horizon),
            "origin": np.full(count, origin),
            "horizon": np.tile(np.arange(1, horizon + 1), len(able)),
            "band": np.repeat(np.searchsorted(family.bands, level, side="right"), horizon),
            "level": np.repeat(level, horizon),
            "scale": np.repeat(np.fmax(scale, floor), horizon),
            "scale_square": np.repeat(np.fmax(square, floor), horizon),
            "actual": actual.ravel(),
            **{name: forecast.ravel() for name, forecast in made.items()},
        }
    )
    phases = [phase_of(origin, origin + h, family.step_months) for h in range(1, horizon + 1)]
    return (
        frame.with_columns(pl.Series("phase", phases * len(able)))
        .filter(pl.col("actual").is_finite())
        .with_columns(pl.col(list(made)).fill_nan(None))
    )
