"""Refuses forecasts of years already past that contradict what the nation is known to have done."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from forecasts.series.prepare import PreparedSeries

# Points of growth a year by which all councils together may differ from the nation.
MOST_OFF_PCT: Final = 1.0
# With fewer councils their own mix of sectors may differ as much.
ENOUGH_AREAS: Final = 100


def refuse_contradictions(
    points: pl.DataFrame, prepared: PreparedSeries, today: date
) -> pl.DataFrame:
    """The points, without a value from the first year on in which all councils together contradict
    published growth of the nation by more than a point.

    Only for families carried by output, whole years that are over, and data of enough councils.
    """
    if prepared.group.carrier != "output" or points.is_empty():
        return points
    carrier = next((panel.carrier for panel in prepared.panels if panel.carrier), None)
    totals = points.filter(
        pl.col("series_code") == "total", pl.col("area_type") == "lad", pl.col("mean").is_not_null()
    )
    if carrier is None or totals["area_code"].n_unique() < ENOUGH_AREAS:
        return points
    last = int(totals["last"].max())  # type: ignore[arg-type]
    current = totals.filter(pl.col("last") == last)
    before = float(current.filter(steps=1)["level"].sum())
    for step in range(1, today.year - last):
        growth, known = carrier.sections.year_growth(["total"], last + step)
        if known < 12:
            return points
        whole = float(current.filter(steps=step)["mean"].sum())
        own, published = 100 * np.log(whole / before), 100 * float(growth[0])
        if contradicts(own, published):
            return _refuse(points, last + step, own, published)
        before = whole
    return points


def contradicts(own_pct: float, published_pct: float) -> bool:
    """Whether growth is more than a point from what was published.

    Growth of more than half a point each in opposite directions always is.
    """
    return abs(own_pct - published_pct) > MOST_OFF_PCT


def _refuse(points: pl.DataFrame, year: int, own: float, published: float) -> pl.DataFrame:
    refused = pl.col("last") + pl.col("steps") >= year
    reason = (
        f"refused: councils together would have grown by {own:.1f}% in {year}, but published "
        f"output of the nation by {published:.1f}%"
    )
    return points.with_columns(
        pl.when(refused).then(None).otherwise("mean").alias("mean"),
        pl.when(refused).then(pl.lit(reason)).otherwise("reason").alias("reason"),
        pl.when(refused).then(pl.lit("none")).otherwise("model").alias("model"),
        pl.when(refused).then(pl.lit("")).otherwise("known_to").alias("known_to"),
        pl.when(refused).then(None).otherwise("error_vs_naive").alias("error_vs_naive"),
    )
