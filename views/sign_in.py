"""Optional sign-in through an organisation's accounts; docs/serving.md says how to set it up."""

from __future__ import annotations

from importlib.util import find_spec

import streamlit as st


def asked_for() -> bool:
    """Whether secrets.toml has a section [auth]; without one everybody who can connect may look."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def allowed() -> bool:
    """Whether the visitor may see the pages; asks for sign-in, and shows nothing else, if not."""
    if not asked_for() or st.user.get("is_logged_in", False):
        return True
    st.title("Wardwise", anchor=False)
    if find_spec("authlib") is None:
        st.error(
            "Sign-in is set up, but the library that it needs is not installed. Run "
            "`pip install Authlib`, then start Wardwise again."
        )
    else:
        st.write("Sign in with your organisation's account to see this.")
        st.button("Sign in", type="primary", on_click=st.login)
    return False


def way_out() -> None:
    """A button at the foot of a page, for those who signed in."""
    if asked_for():
        st.button("Sign out", on_click=st.logout)
