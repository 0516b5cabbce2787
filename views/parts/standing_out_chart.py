"""What stands out in a council as bars, with the same in a table of words."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from indicators.places.profile import Profile
from indicators.places.standing_out import METHOD
from presentation import local_charts
from presentation.local_words import short_name, show_value
from views.parts import chart_panel, indicator_explained
from views.parts.markdown import plain


def show(found: Profile) -> None:
    rows = found.standing_out
    if rows.is_empty():
        st.write(
            f"Too few of the councils most like {plain(found.area.name)} have figures to say what "
            "stands out."
        )
        return
    labels = [_label(row) for row in rows.rows(named=True)]
    drawn = rows.select(value="distance_spreads", difference="neighbours_difference")
    words = (
        f"Bars of the figures in which {found.area.name} is furthest from places like it; the "
        "window below has the same figures."
    )
    chart_panel.show_chart(
        local_charts.standing_out(
            drawn.with_columns(label=pl.Series(labels, dtype=pl.String)), words
        ),
        title="", caption="Beside the median of places like it. Blue: higher. Plum: lower. Grey: "
        "about the same. Higher is not always better.",
        name=f"standing-out-{found.area.code}", about="what stands out",
        figures=rows.select(*COLUMNS), columns=SHOWN,
        explain=lambda: indicator_explained.show_method(METHOD, "What stands out"),
    )  # fmt: skip


def _label(row: dict[str, Any]) -> str:
    """Claimant Count: 4.5% against 3.9%."""
    figure = show_value(row["value"], row)
    middle = show_value(row["neighbours_median"], row)
    return f"{short_name(str(row['indicator_name']))}: {figure} against {middle}"


SHOWN = (
    pl.col("indicator_name").alias("Figure"),
    pl.col("unit").alias("Unit"),
    pl.col("period").alias("Period"),
    pl.col("value").alias("Here"),
    pl.col("neighbours_median").alias("Places like it"),
    pl.col("neighbours_difference").alias("Difference"),
    pl.col("distance_spreads").round(1).alias("In spreads"),
)
COLUMNS = (
    "indicator_code", "indicator_name", "unit", "period", "value", "lower_limit95",
    "upper_limit95", "status", "neighbours_count", "neighbours_median",
    "neighbours_lower_quarter", "neighbours_upper_quarter", "neighbours_difference",
    "distance_spreads", "stands_out", "source_name", "source_url",
)  # fmt: skip
