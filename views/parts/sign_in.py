"""Optional sign-in through an organisation's accounts; docs/how-to/serving.md says how."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

import streamlit as st

LIBRARIES: Final = ("authlib", "httpx")  # the first uses the second to reach a provider


def is_configured() -> bool:
    """Whether secrets.toml has a section [auth]; without one everybody has access."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def is_allowed() -> bool:
    """Whether the visitor may see the pages; asks for sign-in, and shows nothing else, if not."""
    if not is_configured() or st.user.get("is_logged_in", False):
        return True
    st.title("Wardwise", anchor=False)
    absent = [library for library in LIBRARIES if find_spec(library) is None]
    if absent:
        st.error(
            f"Sign-in is set up, but the software it needs is not installed ({', '.join(absent)}). "
            "Run `pip install Authlib httpx`, then start Wardwise again."
        )
    else:
        st.write("Sign in with your organisation's account to continue.")
        st.button("Sign in", type="primary", on_click=st.login)
    return False


def show_sign_out() -> None:
    """A button at the foot of a page, for those who signed in."""
    if is_configured():
        st.button("Sign out", on_click=st.logout)
