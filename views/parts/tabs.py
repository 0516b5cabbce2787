"""Tabs of which only the open one is made, and which is open is kept in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from views.parts import controls


def pick_tab(name: str, titles: Mapping[str, str], start: str = "") -> tuple[str, DeltaGenerator]:
    """The open tab's code and its room; `titles` has the title of each code.

    Without one in the address it is `start`, or else the first.
    """
    requested = controls.read_address(name, titles, "a tab")
    start = start or next(iter(titles))
    chosen = (requested or [start])[0]
    key = controls.PICKED + name
    codes = {title: code for code, title in titles.items()}
    st.session_state[key] = titles[chosen]

    def changed() -> None:
        controls.update_address(**{name: codes[st.session_state[key]]})

    rooms = st.tabs(list(titles.values()), key=key, on_change=changed)
    controls.note_shown(name, "" if chosen == start else chosen)
    return chosen, rooms[list(titles).index(chosen)]
