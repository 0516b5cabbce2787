"""The bar under a page's title: which place the page is about, the same on every page.

It holds, in this order: the council or area, those together with it, what it is compared with, the
ward or postcode looked up, then what only that page asks, and at its end small buttons. On a wide
screen it stays in sight while the page scrolls (page_style.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from views.parts import controls, data, get_council, messages, saved_lists
from views.parts.chosen import Chosen
from views.parts.controls import AREA, PICKED
from views.parts.data import Place
from views.parts.markdown import plain

KEY: Final = "area_bar"


@dataclass(frozen=True)
class Bar:
    """Rooms of the bar: `room` takes controls in the order in which they are made."""

    room: DeltaGenerator
    end: DeltaGenerator


def open_page(title: str) -> Bar:
    """The page's title, its bar, and under both room for a notice on what is missing."""
    st.title(title, anchor=False)
    with st.container(key=KEY, horizontal=True, vertical_alignment="bottom"):
        room = st.container(horizontal=True, vertical_alignment="bottom")
        end = st.container(
            horizontal=True, vertical_alignment="bottom", width="content", key="area_bar_end"
        )
    messages.make_room()
    return Bar(room, end)


def pick_place(bar: Bar) -> Chosen | None:
    """The council or group picked, on every page the same and kept in the address.

    None where nothing was built, or nothing for this place; the page then says how to get it and
    can stop.
    """
    picked = pick_areas(bar)
    if not picked:
        return None
    get_council.offer(picked, bar.end)
    with_figures = tuple(place for place in picked if place.councils)
    if not with_figures:
        return None
    chosen = Chosen(with_figures)
    if chosen.coverage:
        st.caption(f"**{plain(chosen.name)}: {plain(chosen.coverage)}**")
    if len(chosen.places) > 1:
        with bar.end:
            saved_lists.offer_saving(
                chosen.members, lambda code: controls.update_address(area=[code], ward="")
            )
    saved_lists.show_fault()
    return chosen


def pick_areas(bar: Bar) -> list[Place]:
    """The places picked: one, and any others beside it. The first place is shown at the start.

    None, after a notice, where no place can be picked.
    """
    places, room = data.places(), bar.room
    if not places:
        st.error(
            "There are no councils here yet. Run `wardwise fetch --council NAME`, then "
            "`wardwise build`."
        )
        return []
    chosen = controls.read_address(AREA, places, "an area") or [next(iter(places))]
    st.session_state[PICKED + "area"] = chosen[0]
    st.session_state[PICKED + "others"] = chosen[1:]

    def changed() -> None:
        picked = st.session_state[PICKED + "area"]
        others = [code for code in st.session_state[PICKED + "others"] if code != picked]
        controls.update_address(area=[picked, *others], ward="")

    def label(code: str) -> str:
        return places[code].label

    room.selectbox(
        "Council or area", list(places), format_func=label, key=PICKED + "area", on_change=changed
    )
    room.multiselect(
        "Together with (optional)",
        [code for code in places if code != chosen[0]],
        format_func=label,
        key=PICKED + "others",
        on_change=changed,
        placeholder="Add other councils",
    )
    controls.note_shown(AREA, chosen)
    return [places[code] for code in chosen]
