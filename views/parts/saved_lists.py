"""Saving the councils picked as a list with a name, which everyone who uses this Wardwise sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from indicators.places import saved_groups
from views.parts import data
from views.parts.markdown import plain


def offer_saving(members: Sequence[str], show: Callable[[str], None]) -> None:
    """A small window in which the councils (GSS codes) get a name.

    `show` is called with the code of the saved list, before the page runs again.
    """
    with st.popover("Save this list as ...", help="Pick these councils by one name next time."):
        st.text_input(
            "Name of the list",
            key="list_name",
            max_chars=saved_groups.LONGEST_NAME,
            placeholder="Our travel area",
        )
        st.caption("Everyone who uses this copy of Wardwise can pick it.")
        st.button("Save the list", on_click=lambda: _save(members, show))
        if message := st.session_state.pop("list_message", ""):
            st.error(plain(message))


def show_fault() -> None:
    """What is wrong with the file of saved lists, if anything; the pages go on without them."""
    fault = data.saved_lists()[1]
    if fault:
        st.warning(f"We cannot show your saved lists. {plain(fault)}.")


def _save(members: Sequence[str], show: Callable[[str], None]) -> None:
    """Runs before the page does, so that the page is already that of the saved list."""
    councils, changes = data.peek("councils"), data.peek("lad_changes")
    name = st.session_state["list_name"]
    try:
        saved = saved_groups.add_group(data.settings(), name, members, councils, changes)
    except saved_groups.GroupsError as error:
        st.session_state["list_message"] = _sentence(str(error))
        return
    except OSError as error:
        st.session_state["list_message"] = f"Could not write the list ({error.strerror})."
        return
    st.session_state["list_name"] = ""
    show(saved.code)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
