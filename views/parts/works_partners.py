"""Who already works with whom: organisations of a place and their partners, drawn and listed."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.innovation import partner_network
from presentation import innovation_charts, innovation_words
from presentation.numbers import count
from views.parts import chart_panel, controls, data, explain_popover, works_data
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

SOURCES: Final = ("innovation_links", "innovation_organisations")
HOW: Final = (
    "Two organisations are partners where both are on a project of Innovate UK and neither "
    f"withdrew. {innovation_words.LEAD_ONLY} {innovation_words.ADDRESS}"
)
TABLE_PX: Final = 380
MOST_ROWS: Final = 10  # of a table that is shown whole
COLUMNS: Final = (
    innovation_words.organisation_name().alias("Organisation here"),
    innovation_words.organisation_name("partner_name").alias("Partner"),
    pl.col("projects_shared_count").alias("Shared"),
    pl.col("last_year").alias("Newest"),
    innovation_words.organisation_kind("partner_kind").alias("Kind of partner"),
    pl.when("partner_is_here").then(pl.lit("here")).otherwise(pl.lit("elsewhere")).alias("Where"),
)


def show(chosen: controls.Chosen) -> None:
    pairs = partner_network.list_pairs(
        data.peek("innovation_links"), data.peek("innovation_organisations"), chosen.councils
    )
    if pairs.is_empty():
        why = "" if works_data.has_awards() else (
            " Partners come from Innovate UK's list, which we do not have yet."
        )  # fmt: skip
        st.info(f"We know of no partners of organisations in {plain(chosen.name)}.{why}")
        return
    drawn = pairs.filter("is_drawn")
    title = f"{count(pairs.height)} pairs share a project with an organisation of {chosen.name}"
    picture, beside = st.columns([1, 1], gap="medium")
    with picture:
        chart_panel.show_chart(
            innovation_charts.partners(drawn, f"{title}. The table beside has every pair."),
            title=title,
            name=f"partners-{chosen.file_part}",
            about="partners",
            figures=pairs,
            caption="Left: organisations here with the most shared projects. Right: their "
            "partners; filled: here too. A thicker line is more projects.",
            explain=lambda: explain_popover.show_explanation(
                SOURCES, HOW, label="How do we know? Partners"
            ),
        )
    with beside:
        figures_table(pairs, COLUMNS, height="content" if pairs.height < MOST_ROWS else TABLE_PX)
