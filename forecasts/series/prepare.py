"""Prepares a group of series: cleaned, in panels with parents, simple series kept separate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from catalog.vocabulary.release_calendar import months_until_release
from forecasts.series.carriers import Carrier
from forecasts.series.clean import Cleaned, clean, explain_simple
from forecasts.series.panel import Panel, build_panels
from forecasts.series.parents import under_area, under_nation
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup


@dataclass(frozen=True)
class PreparedSeries:
    """`panels` are for models; `simple` are panels of series that are too simple for a model, each
    with the reasons for its rows, in order."""

    group: SeriesGroup
    cleaned: Cleaned
    panels: list[Panel]
    simple: list[tuple[Panel, list[str]]]


def prepare_series(
    frames: dict[str, pl.DataFrame],
    name: str,
    today: date,
    carriers: Mapping[str, Carrier] | None = None,
) -> PreparedSeries:
    """The group `name`; `frames` has its history and those of its parents' groups."""
    group = SERIES_GROUPS[name]
    cleaned = clean(frames[name], group, today)
    model_panels, simple = [], []
    lag = months_until_release(group.source)
    carrier = (carriers or {}).get(group.carrier)
    for bare in build_panels(cleaned.history, group.step_months, group.rounding_step):
        panel = replace(bare, carrier=carrier, release_lag=lag, family=name)
        reasons = np.array([explain_simple(row, group.shortest) for row in panel.values])
        simple_rows = np.flatnonzero(reasons != "")
        if simple_rows.size:
            simple.append((panel.select_rows(simple_rows), reasons[simple_rows].tolist()))
        rows = np.flatnonzero(reasons == "")
        if rows.size:
            model_panels.append(
                _with_parents(panel.select_rows(rows), cleaned, frames, group, today)
            )
    return PreparedSeries(group, cleaned, model_panels, simple)


def _with_parents(
    panel: Panel, cleaned: Cleaned, frames: dict[str, pl.DataFrame], group: SeriesGroup, today: date
) -> Panel:
    if group.parent == "nation":
        return under_nation(panel, cleaned.history)
    if group.above not in frames:
        return panel
    totals = clean(frames[group.above], SERIES_GROUPS[group.above], today).history
    within = dict(frames[group.name].select("area_code", "within").unique().iter_rows())
    return under_area(panel, totals, within if group.parent == "council" else {}, group.above)


def latest_values(prepared: PreparedSeries) -> pl.DataFrame:
    """The last published value of each series: area_code, series_code, latest."""
    return (
        prepared.cleaned.history.sort("period_end")
        .group_by("area_code", "series_code", maintain_order=True)
        .agg(pl.col("value").last().alias("latest"))
    )
