"""The first answers on who works on what: organisations in order, beside the map of wards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from innovation.projects import RECENT_YEARS
from presentation import innovation_words
from presentation.numbers import count, digits
from presentation.organisation_list import organisations_html
from views.parts import (
    chart_panel,
    controls,
    explain_popover,
    first_screen,
    map_panel,
    works_data,
)
from views.parts.markdown import plain
from views.parts.works_question import Question
from views.parts.works_search import Found

WIDTHS: Final = (58, 42)
FIRST: Final = 5  # organisations on the screen; the window has all
HOW: Final = (
    "We take the words of the question and of each project's title and theme, cut to their stems; "
    "a word counts more the rarer it is (TF-IDF). An organisation's place in the list is by the "
    "words that its projects share with the question, and by distance. Without a question those "
    "with the most live projects come first. Projects were live when listed, or began in the "
    f"{count(RECENT_YEARS)} years before the newest of their list. Distances are straight lines "
    "between postcodes; where we know the council alone, the middle of the council stands for it. "
    "A sector is searched by words that we chose for it, an occupation by the words of its name."
)
SOURCES: Final = ("innovation_organisations", "innovation_projects")
COLUMNS: Final = (
    pl.col("rank").alias("Place"),
    innovation_words.organisation_name().alias("Organisation"),
    innovation_words.organisation_kind().alias("Kind"),
    pl.col("lad_name").alias("Council"),
    pl.col("distance_km").round(1).alias("Distance (km)"),
    pl.col("shared_words").alias("Shared words"),
    pl.col("matching_projects_count").alias("Projects"),
    pl.col("matching_live_count").alias("Live when listed"),
    pl.col("project_title").alias("Project that fits best"),
    pl.col("project_year").alias("Starts"),
    pl.col("funder_name").alias("Funder"),
    pl.col("partner_names").alias("Already works with"),
    pl.col("record_url").alias("Record"),
)


def show(found: Found, question: Question, chosen: controls.Chosen) -> None:
    """The answer in a sentence, the first organisations, and the map."""
    rows, near = found.rows, found.near
    first = rows.head(FIRST).rows(named=True)
    if found.fault:
        st.warning(f"We cannot answer this: {plain(found.fault)}.")
    else:
        within = f"within {digits(question.km)} km of {near}"
        lead = innovation_words.describe_found(first, question.topic, within, rows.height)
        st.header(plain(lead), anchor=False)
    if part := works_data.describe_part():
        st.caption(f"**{plain(part)}**")
    answers, picture = first_screen.columns("works_screen", WIDTHS)
    with answers:
        if first:
            _list(found, first, question, chosen)
        elif not found.fault:
            st.info("Try other words, a sector, or a greater distance.")
    with picture:
        _map(chosen)


def _list(
    found: Found, first: Sequence[dict[str, Any]], question: Question, chosen: controls.Chosen
) -> None:
    st.html(organisations_html(first, "Organisations found", found.near))
    if found.rows.height > FIRST:
        st.caption(f"The first {FIRST} of {count(found.rows.height)}; the window has all.")
    topic = question.topic.strip("“”") or "anything"
    chart_panel.offer_figures(
        name=f"who-works-on-{topic}-{chosen.file_part}",
        about="organisations",
        figures=found.rows,
        columns=COLUMNS,
        column_config={"Record": st.column_config.LinkColumn(display_text="Open")},
        explain=lambda: explain_popover.show_explanation(
            SOURCES, "\n".join((HOW, *found.notes)), label="How do we know? Organisations"
        ),
    )


def _map(chosen: controls.Chosen) -> None:
    values = works_data.read_ward_values(chosen)
    if values["value"].is_null().all():
        st.info(works_data.describe_no_map())
        return
    map_panel.show_ward_map(
        values, works_data.MEASURE, chosen, about="map",
        explain=lambda: explain_popover.show_explanation(
            ("innovation_ward",), works_data.MEASURE.formula, label="How do we know? Map"
        ),
    )  # fmt: skip
