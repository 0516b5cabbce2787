"""A field for a postcode or its beginning, which takes the page to its ward and council."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from presentation.numbers import count
from views.parts import controls, postcodes
from views.parts.markdown import plain

POSTCODE = "postcode"


def show(room: DeltaGenerator | None = None) -> None:
    """The field; what came of it is said below. Without a list of postcodes, what to run."""
    if not postcodes.has_postcodes():
        st.caption(
            "You cannot search by postcode yet. Add the ONS Postcode Directory with `wardwise "
            "postcodes FILE`."
        )
        return
    (room or st.container()).text_input(
        "Find a ward by postcode",
        key=controls.PICKED + POSTCODE,
        on_change=_look_up,
        placeholder="HX1 1AB or HX1",
        max_chars=20,
        width=260,
    )
    if message := st.session_state.pop("postcode_message", ""):
        st.warning(plain(message).replace(r"\`", "`"))
    if choices := st.session_state.get("postcode_choices"):
        _choose_ward(*choices)


def _choose_ward(sentence: str, labels: dict[str, str]) -> None:
    """The wards that the beginning of a postcode touches, to pick one."""
    key = controls.PICKED + "postcode_ward"
    st.selectbox(
        sentence,
        list(labels),
        index=None,
        format_func=lambda code: labels[code],
        key=key,
        on_change=lambda: _go_to(st.session_state[key]),
        placeholder="Pick a ward",
    )


def _look_up() -> None:
    """Runs before the page does, so that the page is already that of the ward."""
    typed = st.session_state[controls.PICKED + POSTCODE]
    st.session_state["postcode_choices"] = None
    if not typed.strip():
        return
    match = postcodes.find_wards(typed)
    wards = match.wards.rows(named=True)
    if len(wards) == 1:
        _go_to(wards[0]["ward_code"])
    elif wards:
        st.session_state["postcode_choices"] = (
            match.sentence,
            {row["ward_code"]: _label(row) for row in wards},
        )
    else:
        st.session_state["postcode_message"] = match.sentence


def _label(row: dict[str, Any]) -> str:
    """City, Bradford (312 postcodes)."""
    number = row["postcodes_count"]
    postcodes_words = f"{count(number)} postcode{'' if number == 1 else 's'}"
    return f"{row['ward_name']}, {row['lad_name']} ({postcodes_words})"


def _go_to(ward: str | None) -> None:
    """Shows a ward, with its council where that is not on screen yet."""
    if not ward:
        return
    council = postcodes.name_wards().filter(ward_code=ward)["lad_code"][0]
    is_shown = council in controls.councils_shown()
    controls.update_address(ward=ward, **({} if is_shown else {controls.AREA: council}))
