"""The parent of each series: the series that it is a share of."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from catalog.vocabulary.areas import (
    ENGLAND,
    ENGLAND_AND_WALES,
    GREAT_BRITAIN,
    UNITED_KINGDOM,
    WALES,
)
from forecasts.series.panel import Panel, ordinal_of

# The widest area first: a nation's sectors are the easiest to forecast.
NATIONS: Final = (GREAT_BRITAIN, UNITED_KINGDOM, ENGLAND_AND_WALES, ENGLAND, WALES)
SERIES: Final = ("area_code", "series_code")


def under_nation(panel: Panel, history: pl.DataFrame) -> Panel:
    """Each series under the same series of the widest area that ends with the panel.

    Without a nation the parent is the sum of areas of the most common type that have the whole
    span: an area that starts later would look like growth.
    """
    timed = history.with_columns(ordinal_of(pl.col("period_end"), panel.step_months).alias("at"))
    current = timed.filter(pl.col("at").max().over(SERIES) == panel.last)
    areas = set(current["area_code"].unique())
    widest = next((code for code in NATIONS if code in areas), None)
    if widest is not None:
        rows = current.filter(pl.col("area_code") == widest)
    else:
        rows = _sum_of_commonest(current)
    keyed = rows.select(pl.col("series_code").alias("key"), "at", "value")
    return _attach(panel, keyed, panel.keys["series_code"].to_list())


def under_area(
    panel: Panel, totals: pl.DataFrame, area_of: dict[str, str], family: str = ""
) -> Panel:
    """Each series under the total of an area: a ward under its council (`area_of`), an
    occupation under its own area's total. `totals` is the history of those areas, of `family`."""
    at = ordinal_of(pl.col("period_end"), panel.step_months).alias("at")
    keyed = totals.select(pl.col("area_code").alias("key"), at, "value")
    matches = [area_of.get(code, code) for code in panel.keys["area_code"]]
    return _attach(panel, keyed, matches, family)


def _sum_of_commonest(current: pl.DataFrame) -> pl.DataFrame:
    kinds = current.group_by("area_type").agg(pl.col("area_code").n_unique().alias("areas"))
    commonest = kinds.sort("areas", "area_type", descending=True)["area_type"][:1]
    members = current.filter(pl.col("area_type").is_in(commonest.implode()))
    begin = pl.col("at").min()
    full_span = members.filter(begin.over(SERIES) == begin.over("series_code"))
    return full_span.group_by("series_code", "at").agg(pl.col("value").sum())


def _attach(panel: Panel, rows: pl.DataFrame, match: list[str], family: str = "") -> Panel:
    """The panel with `rows` (key, at, value) as parents, except those that end earlier."""
    rows = rows.filter(
        (pl.col("at").max().over("key") >= panel.last) & (pl.col("at") <= panel.last)
    )
    if rows.is_empty():
        return panel
    first = min(panel.first, int(rows["at"].min()))  # type: ignore[arg-type]
    place = {key: row for row, key in enumerate(sorted(rows["key"].unique()))}
    values = np.full((len(place), panel.last - first + 1), np.nan)
    values[[place[key] for key in rows["key"]], rows["at"].to_numpy() - first] = rows["value"]
    lead = np.full((panel.values.shape[0], panel.first - first), np.nan)
    return replace(
        panel,
        values=np.hstack([lead, panel.values]),
        first=first,
        parents=Panel(
            pl.DataFrame(), values, first, panel.step_months, panel.rounding_step, family=family
        ),
        parent_row=np.array([place.get(key, -1) for key in match], dtype=np.int64),
    )
