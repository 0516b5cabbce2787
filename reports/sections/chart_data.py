"""The figures of a report's charts, for formats whose readers can change a chart."""

from __future__ import annotations

from typing import Final

import polars as pl

from presentation import charts
from reports.content import Chart, Series

# Lines over time in the colours of the drawn chart.
PUBLISHED: Final = ("Published", charts.BLUE)
ESTIMATED: Final = ("Our estimate up to now", charts.TEAL)
FORECAST: Final = ("Forecast", charts.ORANGE)


def list_intervals(rows: pl.DataFrame, marks: charts.Marks, axis: str) -> Chart:
    """Points with bounds: rows of label, point, lower80, upper80 and kind, a series a kind."""
    series = []
    for kind, (colour, _) in marks.items():
        own = rows.with_columns(
            pl.when(pl.col("kind") == kind).then(pl.col("point", "lower80", "upper80")).name.keep()
        )
        if own["point"].count():
            figures = (tuple(own[name]) for name in ("point", "lower80", "upper80"))
            point, lower, upper = figures
            series.append(Series(kind, point, colour, lower, upper))
    return Chart("intervals", tuple(rows["label"]), tuple(series), axis)


def stack_openings(rows: pl.DataFrame, axis: str) -> Chart:
    """Openings in their two parts: rows of label, replacement and growth."""
    parts = ((charts.REPLACEMENT, "replacement"), (charts.GROWTH, "growth"))
    series = [Series(name, tuple(rows[column]), charts.OPENINGS[name][0]) for name, column in parts]
    return Chart("stacked", tuple(rows["label"]), tuple(series), axis)


def list_lines(past: pl.DataFrame, ahead: pl.DataFrame, axis: str) -> Chart:
    """A figure over time, from rows of period, horizon and jobs: published, estimated, forecast."""
    periods = (*past["period"], *ahead["period"])
    parts = {
        PUBLISHED: past,
        ESTIMATED: ahead.filter(pl.col("horizon") <= 0),
        FORECAST: ahead.filter(pl.col("horizon") > 0),
    }
    series = []
    for (name, colour), part in parts.items():
        figures = dict(part.select("period", "jobs").iter_rows())
        series.append(Series(name, tuple(figures.get(period) for period in periods), colour))
    return Chart("lines", periods, tuple(series), axis)
