"""Data and methods: every source with its caveats, how measures are made, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from catalog import status
from catalog.measures import MEASURES
from views import data, notices, provenance, summary

TITLE: Final = "Data and methods"


def page(missing: Sequence[str] = ()) -> None:
    """`missing` says what the last fetch could not get, one sentence for each."""
    st.title(TITLE, anchor=False)
    _missing(missing)
    _tables()
    _measures()
    _kinds()
    _access()


def _missing(missing: Sequence[str]) -> None:
    st.header("What is missing", anchor=False)
    if not missing:
        st.write("Nothing that was asked for in the last fetch is missing.")
        return
    st.warning(
        "Some questions to the data services were not answered, and what they would have brought "
        "is not shown anywhere here. Run `wardwise fetch` again, then `wardwise build`."
    )
    for sentence in missing:
        st.text(sentence)


@notices.in_words
def _tables() -> None:
    st.header("Sources", anchor=False)
    names = data.table_names()
    if not names:
        st.error(
            "No tables have been built. Run `wardwise fetch --council NAME`, then `wardwise build`."
        )
        return
    origins = dict(zip(names, data.origins(names), strict=True))
    st.dataframe(
        pl.DataFrame(
            {
                "Source": [origin.title for origin in origins.values()],
                "Publisher": [origin.publisher for origin in origins.values()],
                "Release": [origin.release for origin in origins.values()],
                "Retrieved": [origin.retrieved[:10] for origin in origins.values()],
                "Rows": [data.rows(name) for name in names],
                "Licence": [origin.licence for origin in origins.values()],
                "Table": names,
            }
        ),
        hide_index=True,
    )
    for name, origin in origins.items():
        with st.expander(f"{origin.title}: details and caveats"):
            st.text(origin.sentence())
            if origin.made_from:
                st.text(f"Made by Wardwise from: {', '.join(origin.made_from)}.")
            for note in origin.notes:
                st.text(note)
            st.text(f"Table {name}, {origin.dataset_id}\n{origin.url}")


def _measures() -> None:
    st.header("How each measure is made", anchor=False)
    for group in dict.fromkeys(measure.group for measure in MEASURES.values()):
        with st.expander(group):
            for measure in MEASURES.values():
                if measure.group == group:
                    st.markdown(f"**{measure.label}**")
                    kind = summary.KINDS[measure.kind]
                    st.text(f"{measure.term}. {kind}. {measure.formula}.")


def _kinds() -> None:
    st.header("Kinds of figure", anchor=False)
    for name, words in status.WORDS.items():
        st.markdown(f"**{name.capitalize()}**: {words}.")


def _access() -> None:
    st.header("Using this without a mouse or without sight", anchor=False)
    st.write(
        "Every map has a sentence that says what it shows and a table with the same figures. A "
        "ward can be looked up by name, or picked in the table with the keyboard; it is then "
        "ringed on the map. What is missing, withheld or unsure is hatched, not coloured alone."
    )
    provenance.licence()
