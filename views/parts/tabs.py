"""Tabs of which only the open one is made, and switches; what is open is kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def pick_segment(
    name: str,
    title: str,
    options: Mapping[str, str],
    room: DeltaGenerator | None = None,
    *,
    is_titled: bool = True,
    resets: Sequence[str] = (),
) -> str:
    """One of a few options that stand beside each other; the first without one in the address.

    A change `resets` other names of the address. Without `is_titled` the title is for screen
    readers alone.
    """
    requested = controls.read_address(name, options, f"a choice of “{title}”")
    start = next(iter(options))
    chosen = (requested or [start])[0]
    key = controls.PICKED + name
    st.session_state[key] = chosen

    def changed() -> None:
        # A second click takes the choice back, which leaves none: then the first is shown.
        picked = st.session_state[key] or ""
        controls.update_address(**dict.fromkeys(resets, ""), **{name: picked})

    (room or st.container()).segmented_control(
        title, list(options), format_func=options.__getitem__, key=key, on_change=changed,
        required=True, label_visibility="visible" if is_titled else "collapsed",
    )  # fmt: skip
    controls.note_shown(name, "" if chosen == start else chosen)
    return chosen
