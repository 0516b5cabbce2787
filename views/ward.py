"""A ward on one screen: found by postcode, name or a click; then what is behind it, in tabs."""

from __future__ import annotations

from typing import Final

import streamlit as st

from catalog.store import StoreError
from presentation import map_summary
from reports.briefing import ward_answer
from reports.briefing.ward_answer import WardAnswer
from reports.briefing.ward_facts import UnknownWardError
from views.parts import (
    area_bar,
    controls,
    data,
    messages,
    postcode_field,
    postcodes,
    provenance,
    ward_screen,
    ward_tabs,
)
from views.parts.markdown import plain

TITLE: Final = "A ward"


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    # A councillor knows the postcode first, then the name.
    if postcodes.has_postcodes():
        postcode_field.show(bar.room)
    wards = data.wards(chosen.councils)
    if wards.is_empty():
        st.info(f"We have no wards of {plain(chosen.name)}, so there is none to pick.")
        provenance.licence()
        return
    ward = controls.ward(map_summary.ward_names(wards), bar.room)
    if not ward:
        _invite(chosen)
        return
    try:
        answer = _answer(ward, data.stamp_tables())
    except (StoreError, UnknownWardError) as error:
        st.error(f"We could not read the figures of this ward: {plain(str(error))}.")
        ward_screen.show_council_map(chosen)
        return
    ward_screen.show_screen(answer, chosen)
    ward_tabs.show_tabs(answer)
    provenance.licence()


def _invite(chosen: controls.Chosen) -> None:
    """How to find a ward, and the map to find it on."""
    if postcodes.has_postcodes():
        st.info("Enter a postcode, pick a ward by name, or select it on the map.")
    else:
        st.info("Pick a ward by name, or select it on the map.")
        postcode_field.show()
    ward_screen.show_council_map(chosen)
    provenance.licence()


@st.cache_resource(max_entries=100, show_spinner="Reading the ward's figures")
def _answer(ward: str, stamps: data.TableStamps) -> WardAnswer:
    return ward_answer.read_answer(stamps.root, ward)
