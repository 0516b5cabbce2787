"""Scores for `challengers.py`: macro error as the product measures it, beside ours on the same
windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from forecasts.backtest.accuracy import area_errors, best_naive, macro_error, macro_interval
from forecasts.series.series_groups import SeriesGroup

# Horizons scored, and the kinds of area that have enough areas to be scored.
SPANS: Final = {12: ((1, 1), (2, 2), (3, 3)), 1: ((1, 1), (1, 6), (7, 12), (1, 12), (13, 24))}
FEWEST: Final = {"lad": 10, "region": 8}
# The growth of these years is of the pandemic: what wins only there is not to be trusted.
PANDEMIC: Final = (2019, 2020)
ALL, WITHOUT = "all", "without 2019 and 2020"


def score_models(
    windows: pl.DataFrame, group: SeriesGroup, models: Sequence[str], ours: str, question: str,
    *, sampled: Sequence[str] = (),
) -> list[dict[str, object]]:  # fmt: skip
    """A row for each model in each cell: part, span of horizons, all origins or without 2019-20.

    `skill_pct`: how much less the model's macro error is than that of the best naive of the cell.
    `ours_skill_pct`: the same of `ours`, on the windows that the model has. `over_ours`: the
    model's error over ours, with its 95% interval (areas and origins drawn): above 1 it is worse.
    `no_forecast_pct`: windows that the model was tried on and has no forecast for; models that are
    `sampled` were tried where the column `tried` says so.
    """
    rows = []
    for name, cell in _cells(windows, group):
        yardstick = best_naive(cell, group)
        for model in models:
            tried = cell.filter("tried") if model in sampled else cell
            both = tried.filter(pl.col(model).is_not_null(), pl.col(ours).is_not_null())
            if both["area_code"].n_unique() < FEWEST[str(name["area_type"])]:
                continue
            errors = area_errors(both, tuple(dict.fromkeys((model, ours, yardstick))), group)
            low, high = macro_interval(errors, model, yardstick)
            over_low, over_high = macro_interval(errors, model, ours)
            rows.append({
                "question": question, "family": group.name, **name, "model": model,
                "yardstick": yardstick, "areas_count": errors["area_code"].n_unique(),
                "origins_count": errors["origin"].n_unique(), "windows_count": both.height,
                "no_forecast_pct": 100 * (1 - both.height / tried.height),
                "skill_pct": 100 * (1 - macro_error(errors, model, yardstick)),
                "skill_lower95_pct": 100 * (1 - high), "skill_upper95_pct": 100 * (1 - low),
                "ours_skill_pct": 100 * (1 - macro_error(errors, ours, yardstick)),
                "over_ours": macro_error(errors, model, ours),
                "over_ours_lower95": over_low, "over_ours_upper95": over_high,
            })  # fmt: skip
    return rows


def _cells(
    windows: pl.DataFrame, group: SeriesGroup
) -> list[tuple[dict[str, object], pl.DataFrame]]:
    cells = []
    kinds = windows.select("area_type", "part").unique().sort("area_type", "part")
    for area_type, part in kinds.iter_rows():
        if area_type not in FEWEST:
            continue
        for begin, end in SPANS[group.step_months]:
            cell = windows.filter(
                pl.col("area_type") == area_type, pl.col("part") == part,
                pl.col("horizon").is_between(begin, end),
            )  # fmt: skip
            name = {"area_type": area_type, "part": part, "horizon_from": begin, "horizon_to": end}
            cells.append((name | {"origins_kept": ALL}, cell))
            if group.step_months == 12:
                kept = cell.filter(~pl.col("origin").is_in(PANDEMIC))
                cells.append((name | {"origins_kept": WITHOUT}, kept))
    return [(name, cell) for name, cell in cells if cell.height]
