"""What stands out in a council as bars, with the same in a table of words."""

from __future__ import annotations

import polars as pl
import streamlit as st

from indicators.places.profile import Profile
from indicators.places.standing_out import METHOD
from presentation import local_charts
from presentation.local_words import short_name, show_value
from views.parts import indicator_explained
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
        "table below has the same figures."
    )
    st.altair_chart(
        local_charts.standing_out(
            drawn.with_columns(label=pl.Series(labels, dtype=pl.String)), words
        ),
        width="stretch",
    )
    st.caption(
        "Each figure against the median of places like it. Blue: higher. Plum: lower. Grey: about "
        "the same, as far as the figures allow us to say. Higher is not always better."
    )
    indicator_explained.show_method(METHOD, "What stands out")


def _label(row: dict[str, object]) -> str:
    """Claimant Count: 4.5% against 3.9%."""
    figure = show_value(row["value"], row)  # type: ignore[arg-type]
    middle = show_value(row["neighbours_median"], row)  # type: ignore[arg-type]
    return f"{short_name(str(row['indicator_name']))}: {figure} against {middle}"
