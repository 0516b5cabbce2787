"""A family made ready: cleaned, parted into panels with their parents, simple series set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from forecasts.series.clean import Cleaned, clean, kind_of
from forecasts.series.families import FAMILIES, Family
from forecasts.series.leading import leading_of
from forecasts.series.panel import Panel, panels
from forecasts.series.parents import under_area, under_nation


@dataclass(frozen=True)
class Ready:
    """`panels` are for models; `simple` are panels of series that no model can say more of, each
    with the reasons of its rows, in their order."""

    family: Family
    cleaned: Cleaned
    panels: list[Panel]
    simple: list[tuple[Panel, list[str]]]


def ready(frames: dict[str, pl.DataFrame], name: str, today: date) -> Ready:
    """The family `name`; `frames` holds it and the families that its parents come from."""
    family = FAMILIES[name]
    cleaned = clean(frames[name], family, today)
    able, simple = [], []
    for panel in panels(cleaned.history, family.step_months, family.grain):
        kinds = np.array([kind_of(row, family.shortest) for row in panel.values])
        rest = np.flatnonzero(kinds != "")
        if rest.size:
            simple.append((panel.take(rest), kinds[rest].tolist()))
        rows = np.flatnonzero(kinds == "")
        if rows.size:
            able.append(_with_parents(panel.take(rows), cleaned, frames, family, today))
    return Ready(family, cleaned, able, simple)


def _with_parents(
    panel: Panel, cleaned: Cleaned, frames: dict[str, pl.DataFrame], family: Family, today: date
) -> Panel:
    if family.leading in frames:
        panel = replace(panel, leading=leading_of(frames[family.leading]))
    if family.parent == "nation":
        return under_nation(panel, cleaned.history)
    if family.above not in frames:
        return panel
    totals = clean(frames[family.above], FAMILIES[family.above], today).history
    within = dict(frames[family.name].select("area_code", "within").unique().iter_rows())
    return under_area(panel, totals, within if family.parent == "council" else {})
