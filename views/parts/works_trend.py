"""Awards over time beside similar councils, and how connected businesses with awards are."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.innovation import council_trend
from presentation import innovation_charts, innovation_words
from presentation.innovation_words import number_of
from views.parts import chart_panel, controls, data, explain_popover
from views.parts.markdown import plain
from views.parts.tabs import pick_segment

SOURCES: Final = ("innovation_council_year", "innovation_council")
TITLES: Final = {
    "awards_per_1000_businesses": "Awards to businesses",
    "offered_gbp_per_business": "Money offered",
    "without_centres_gbp_per_business": "Money without centres' core grants",
}
AXES: Final = {
    "awards_per_1000_businesses": ("Awards a year per 1,000 businesses", ".1f"),
    "offered_gbp_per_business": ("£ offered a year per business here", ",.0f"),
    "without_centres_gbp_per_business": ("£ offered a year per business here", ",.0f"),
}
HOW: Final = (
    "Means of three calendar years, by the year in which projects start; only whole years. Awards "
    "to organisations at addresses in the council, over the businesses that the UK Business "
    "Counts have there in one year, so that a line moves with awards alone. Money is offered to "
    "organisations of every kind. Similar councils are ONS's statistical neighbours; the line is "
    "the middle one of those whose businesses we have counted, three at least. "
    f"{innovation_words.SINGLE} {innovation_words.OFFERED}"
)
COLUMNS: Final = (
    pl.col("label").alias("Line"),
    pl.col("period").alias("Three years"),
    pl.col("value").round(2).alias("Figure"),
    pl.col("councils_count").alias("Councils"),
)


def show(chosen: controls.Chosen) -> None:
    similar = _similar(chosen)
    councils = data.peek("innovation_council", (*chosen.councils, *similar))
    own = councils.filter(pl.col("lad_code").is_in(chosen.councils))
    rows = council_trend.compare_trend(
        data.peek("innovation_council_year", (*chosen.councils, *similar)),
        councils,
        chosen.councils,
        similar,
    )
    if own.is_empty():
        st.info(
            f"We have no awards by year for {plain(chosen.name)}: they come from Innovate UK's "
            "list, which we do not have yet."
        )
        return
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
        _trend(rows, chosen)
    with beside:
        _connected(own, chosen)


def _similar(chosen: controls.Chosen) -> list[str]:
    """Codes of councils like the one picked; none for several."""
    if len(chosen.councils) != 1:
        return []
    near = data.peek("similar_areas", chosen.councils)
    first = near.filter(pl.col("grouping") == pl.col("grouping").first())
    return list(dict.fromkeys(first.sort("similar_rank")["similar_code"]))


def _trend(rows: pl.DataFrame, chosen: controls.Chosen) -> None:
    measure = pick_segment("works_trend", "Over time", TITLES, is_titled=False)
    shown = rows.filter(measure=measure)
    newest = shown.filter(pl.col("last_year") == pl.col("last_year").max())
    own = newest.filter(series=council_trend.PLACE).rows(named=True)
    like = newest.filter(series=council_trend.SIMILAR).rows(named=True)
    rated = newest if measure == council_trend.MEASURES[0] else newest.clear()
    if shown.filter(series=council_trend.PLACE).is_empty():
        st.info(
            "We cannot draw a trend: it needs three whole years of awards and a count of "
            "businesses (`wardwise fetch --only business_enterprises`)."
        )
        return
    similar = f"Middle of {number_of(like[0]['councils_count'], 'similar council')}" if like else ""
    labelled = shown.with_columns(
        label=pl.when(pl.col("series") == council_trend.PLACE)
        .then("lad_name")
        .otherwise(pl.lit(similar))
    )
    title = (
        innovation_words.describe_trend(own[0], like[0] if like else None)
        if rated.height
        else f"{TITLES[measure]} by year, means of three years"
    )
    axis, number_format = AXES[measure]
    chart_panel.show_chart(
        innovation_charts.trend(labelled, axis, number_format, title),
        title=title,
        name=f"awards-{measure}-{chosen.file_part}",
        about="trend",
        figures=labelled,
        columns=COLUMNS,
        explain=lambda: explain_popover.show_explanation(
            SOURCES, HOW, label="How do we know? Trend"
        ),
    )


def _connected(own: pl.DataFrame, chosen: controls.Chosen) -> None:
    st.markdown("**How connected are businesses with awards?**")
    for row in own.iter_rows(named=True):
        for line in innovation_words.describe_connectedness(row):
            st.write(plain(line))
        if row["note"]:
            st.caption(plain(row["note"]))
    st.caption(plain(innovation_words.NOT_LISTED))
    chart_panel.offer_figures(
        name=f"connectedness-{chosen.file_part}",
        about="connectedness",
        figures=own,
        explain=lambda: explain_popover.show_explanation(
            ("innovation_council",), HOW, label="How do we know? Connectedness"
        ),
    )
