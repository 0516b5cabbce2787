"""The weights of priorities: ours, or those of the link, as `weights=30:25:0:20:25`."""

from __future__ import annotations

from typing import Final

import streamlit as st

from catalog.tables.priorities import COMPONENTS
from indicators.skills.ranking import DEFAULT_WEIGHTS
from views.parts import controls

WEIGHTS: Final = "weights"
MOST: Final = 100
TITLES: Final = {
    "openings": "Openings a year", "pressure": "Adverts per jobseeker", "pay": "Pay",
    "difference": "Difference from places like it",
    "industrial strategy": "Industrial Strategy (IS-8)",
}  # fmt: skip
OURS: Final = tuple(round(MOST * DEFAULT_WEIGHTS[name]) for name in COMPONENTS)


Given = tuple[int, ...]


def read_weights() -> Given:
    """The weights of the link, in the order of COMPONENTS; ours, with a warning, where it has none
    that we can read."""
    values = st.query_params.get_all(WEIGHTS)
    if not values:
        return OURS
    parts = values[-1].split(":")
    numbers = tuple(
        int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4
    )
    if len(parts) == len(numbers) == len(COMPONENTS) and 0 < max(numbers) <= MOST:
        return numbers
    st.warning(
        "We cannot read the weights in this link, so we use ours. They are five numbers from 0 to "
        "100, such as weights=25:25:15:20:15, and at least one is above 0."
    )
    return OURS


def by_component(given: Given) -> dict[str, float] | None:
    """The weights by component; None for ours, by which priorities are stored."""
    return None if given == OURS else dict(zip(COMPONENTS, map(float, given), strict=True))


def show(shown: Given) -> None:
    """Five sliders, kept in the link; all at 0 would rank nothing, so that is not written."""
    controls.note_shown(WEIGHTS, "" if shown == OURS else ":".join(map(str, shown)))
    state = st.session_state
    keys = {name: f"{controls.PICKED}weight_{name}" for name in COMPONENTS}
    for name, weight in zip(COMPONENTS, shown, strict=True):
        state[keys[name]] = weight

    def changed() -> None:
        new = tuple(int(state[keys[name]]) for name in COMPONENTS)
        text = "" if new == OURS or not any(new) else ":".join(map(str, new))
        controls.update_address(weights=text)

    with st.expander("Change what counts and how much"):
        st.write(
            "The weights are ours, and you can change them: the order follows at once and is kept "
            "in the link. A figure that is missing gives its weight to the others."
        )
        for room, name in zip(st.columns(len(COMPONENTS)), COMPONENTS, strict=True):
            room.slider(TITLES[name], 0, MOST, step=5, key=keys[name], on_change=changed)
        if shown != OURS:
            st.button("Use our weights again", on_click=lambda: controls.update_address(weights=""))
