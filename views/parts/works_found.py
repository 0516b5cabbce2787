"""The first answers on who works on what: organisations in order, beside the map of wards."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import innovation_words
from presentation.numbers import digits
from presentation.organisation_list import organisations_html
from views.parts import (
    chart_panel,
    controls,
    data,
    explain_popover,
    first_screen,
    map_panel,
    works_data,
)
from views.parts.markdown import plain
from views.parts.works_question import Question

WIDTHS: Final = (58, 42)
FIRST: Final = 5  # organisations on the screen; the window has all
HOW: Final = (
    "We take the words of a question and of each project's title and theme, cut to their stems; a "
    "word counts more the rarer it is (TF-IDF). An organisation's place in the list is by the "
    "words that its best project shares, then by distance from the middle of the council (or of "
    "the ward picked). Live: not ended when the list was last read. Recent: started in the last "
    "ten years. Straight-line distance between postcodes; where only the council is known, we say "
    "that the distance is not known."
)
COLUMNS: Final = (
    innovation_words.organisation_name().alias("Organisation"),
    innovation_words.organisation_kind().alias("Kind"),
    pl.col("distance_km").round(1).alias("Distance (km)"),
    pl.col("matched_count").alias("Projects"),
    pl.col("live_count").alias("Live"),
    pl.col("last_year").alias("Newest starts"),
    pl.col("shared_words").alias("Shared words"),
    pl.col("newest_title").alias("Newest title"),
    pl.col("partners").alias("Already works with"),
    pl.col("record_url").alias("Record"),
)


def show(found: pl.DataFrame, question: Question, chosen: controls.Chosen, where: str) -> None:
    """`found` in its order; `where` says near what, as a sentence has it."""
    within = f"within {digits(question.km)} km of {where}"
    first = found.head(FIRST).rows(named=True)
    lead = innovation_words.describe_found(first, question.topic, within, found.height)
    st.header(plain(lead), anchor=False)
    if part := works_data.describe_part():
        st.caption(f"**{plain(part)}**")
    answers, picture = first_screen.columns("works_screen", WIDTHS)
    with answers:
        _list(found, first, question, chosen)
    with picture:
        _map(chosen)


def _list(
    found: pl.DataFrame, first: list[dict[str, object]], question: Question, chosen: controls.Chosen
) -> None:
    if not first:
        st.info("Try other words, a sector, or a greater distance.")
        return
    st.html(organisations_html(first, "Organisations found"))
    if found.height > FIRST:
        st.caption(f"The first {FIRST}. “{chart_panel.LABEL}” has all.")
    chart_panel.offer_figures(
        name=f"who-works-on-{question.topic or 'anything'}-{chosen.file_part}",
        about="organisations",
        figures=found,
        columns=COLUMNS,
        column_config={"Record": st.column_config.LinkColumn(display_text="Open")},
        explain=lambda: explain_popover.show_explanation(
            works_data.PUBLISHED, HOW, label="How do we know? Organisations"
        ),
    )


def _map(chosen: controls.Chosen) -> None:
    values = works_data.read_ward_values(chosen)
    if values["value"].is_null().all():
        st.info("We have no map: organisations by ward need Innovate UK's list and postcodes.")
        return
    map_panel.show_ward_map(
        values, works_data.MEASURE, chosen, about="map",
        explain=lambda: explain_popover.show_explanation(
            ("innovation_ward",), works_data.MEASURE.formula, label="How do we know? Map"
        ),
    )  # fmt: skip


def read_organisations() -> pl.DataFrame:
    """All organisations, near or not."""
    return data.peek("innovation_organisations")
