"""The first visit: a place, and three doors to the page of those who work on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from views.parts import area_bar, first_visit, messages, provenance

TITLE: Final = "What do you work on?"


def page(open_page: Callable[[str], None]) -> None:
    """`open_page` shows another page, with the place picked here."""
    messages.explain_faults(lambda: _page(open_page))()


def _page(open_page: Callable[[str], None]) -> None:
    bar = area_bar.open_page(TITLE)
    if not area_bar.pick_areas(bar):
        return
    st.write(
        "Wardwise has figures on jobs, sectors, skills and wards for every council in England and "
        "Wales, each with its source, its age and how sure we are."
    )
    for room, (name, door) in zip(st.columns(3), first_visit.DOORS.items(), strict=True):
        with room.container(border=True, height="stretch", key=f"door_{name}"):
            st.header(door.title, anchor=False)
            st.write(door.words)
            if st.button(door.button, type="primary", width="stretch", key=f"open_{name}"):
                first_visit.choose(name)
                open_page(door.page)
    st.caption(
        "Next time Wardwise opens there: we keep your choice in a cookie in this browser for a "
        "year, and nothing else. You can change it under More, Change start page."
    )
    provenance.licence()
