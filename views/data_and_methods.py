"""Data and methods: how new the figures are, every source, how measures are made, statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import polars as pl
import streamlit as st

from catalog.unanswered import failures_of
from catalog.vocabulary.group_kinds import COUNCIL
from presentation.wording import period_in_words
from reports.inputs import WANTED
from views.parts import (
    ages,
    area_bar,
    controls,
    data,
    documents,
    freshness,
    messages,
    methods,
    missing_tables,
    provenance,
    releases,
    tabs,
)
from views.parts.figures_table import figures_table

TITLE: Final = "Data and methods"
TAB: Final = "data_tab"
NEW, SOURCES, METHODS, ACCESSIBILITY, RECORD = "new", "sources", "methods", "access", "record"
TABS: Final = {
    NEW: "How new the figures are",
    SOURCES: "Sources",
    METHODS: "How figures are made",
    ACCESSIBILITY: "Accessibility",
    RECORD: "Transparency record",
}
SOURCE: Final = "source"
TABLE_PX: Final = 420


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == NEW:
            _new(chosen)
        elif tab == SOURCES:
            _sources()
        elif tab == METHODS:
            methods.show()
        else:
            documents.show("accessibility.md" if tab == ACCESSIBILITY else "atrs.md")
    provenance.licence()


def _new(chosen: controls.Chosen | None) -> None:
    _missing([failure.message for failure in failures_of(data.settings())])
    if chosen is not None:
        freshness.show_periods(chosen)
    _ages()
    releases.show()
    if chosen is not None:
        freshness.show_changes(chosen)


def _missing(missing: Sequence[str]) -> None:
    st.header("What is missing", anchor=False)
    if not missing:
        st.write("Nothing requested in the last fetch is missing.")
        return
    st.warning(
        "Some data services did not answer at the last fetch, so no page shows the figures below. "
        "To ask the services again, run `wardwise fetch`, then `wardwise build`."
    )
    for sentence in missing:
        st.text(sentence)


def _sources() -> None:
    st.header("Sources", anchor=False)
    names = data.table_names()
    if not names:
        st.write("There are no tables here yet, so there are no sources to list.")
        return
    origins = data.origins_of(names)
    listed = pl.DataFrame(
        {
            "Source": [origin.title for origin in origins.values()],
            "Publisher": [origin.publisher for origin in origins.values()],
            "Retrieved": [period_in_words(origin.retrieved[:10]) for origin in origins.values()],
            "Rows": [data.rows(name) for name in origins],
            "Table": list(origins),
        }
    )
    figures_table(listed, [pl.col(name) for name in listed.columns], height=TABLE_PX)
    name = controls.pick_one(
        SOURCE, "Details and caveats of", list(origins), lambda name: origins[name].title,
        st.container(),
    )  # fmt: skip
    origin = origins[name]
    sources = ", ".join(map(missing_tables.title, origin.made_from))
    parts = [
        origin.sentence(),
        *([f"We made this table from: {sources}."] if sources else []),
        *origin.notes,
        f"Table {name}, {origin.dataset_id}\n{origin.url}",
    ]
    st.text("\n\n".join(parts))


Overtaken = tuple[str, str, str]


def _ages() -> None:
    """For each council with figures, the sources of which newer ones are published than we have."""
    councils = tuple(
        (place.code, place.name)
        for place in data.places().values()
        if place.kind == COUNCIL and place.councils
    )
    rows = _list_overtaken(councils, datetime.now(UTC).date(), data.stamp_tables(list(WANTED)))
    st.subheader("Figures that are not the newest", anchor=False)
    if not rows:
        st.write("For every council here we have the newest figures that these sources publish.")
        return
    frame = pl.DataFrame(rows, ["Council", "Source", "How old"], orient="row")
    figures_table(frame, [pl.col(name) for name in frame.columns])


@st.cache_resource(max_entries=4, show_spinner=False)
def _list_overtaken(
    councils: tuple[tuple[str, str], ...],
    day: date,  # noqa: ARG001
    stamps: data.TableStamps,  # noqa: ARG001
) -> list[Overtaken]:
    """Council, source and how old its figures are, as of one day."""
    names = dict(councils)
    return [
        (names[code], missing_tables.title(table), period_in_words(age.sentence()))
        for table in WANTED
        for code, age in ages.list_ages(table, list(names)).items()
        if age.behind
    ]
