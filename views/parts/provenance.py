"""Where the figures of a page come from: the answer to "why this number?"."""

from __future__ import annotations

import polars as pl
import streamlit as st

from catalog.measures import Measure
from catalog.sources import OGL_URL, OS_ATTRIBUTION
from presentation import map_summary
from views.parts import data, measure_sources
from views.parts.markdown import plain


def where_from(values: pl.DataFrame, measure: Measure, about: str = "") -> None:
    """`about` says which figures, where a page has figures of several measures."""
    st.header(f"Where these figures come from{plain(about) if about else ''}", anchor=False)
    vintage = map_summary.joined(sorted(values["ward_vintage"].unique().to_list()))
    st.markdown(
        f"**{map_summary.KINDS[measure.kind]}.** Period: {plain(map_summary.periods(values))}. "
        f"Ward boundaries: {plain(vintage)}."
    )
    behind = measure_sources.tables_behind(values["lad_code"].unique(), measure.id)
    for origin in data.origins([*behind, *({"wards"} - set(behind))]):
        st.text(origin.sentence())
    with st.expander("How we calculate this measure, and what statisticians call it"):
        st.text(f"{measure.term}. {measure.formula}.")


def licence() -> None:
    """The attribution that the licence of the boundaries and the figures requires."""
    st.markdown(f"{OS_ATTRIBUTION} [Open Government Licence v3.0]({OGL_URL})")
