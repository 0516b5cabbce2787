"""What a visitor said they work on, kept in this browser, so that the start leads straight there.

The cookie holds one of the words of DOORS and nothing else. Without cookies or scripts everything
works; the start then asks again.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final, NamedTuple

import streamlit as st

COOKIE: Final = "wardwise_start"
SECONDS: Final = 365 * 24 * 60 * 60


class Door(NamedTuple):
    """One of the three people: how they say it, what they find, and the page they come to."""

    title: str
    words: str
    button: str
    page: str


DOORS: Final = {
    "economy": Door(
        "I work on the economy",
        "Jobs, pay and businesses beside the nation and places like yours; from there, which "
        "sectors have grown and what may come.",
        "Open the profile",
        "profile",
    ),
    "skills": Door(
        "I work on skills",
        "Which occupations come first and why, openings beside supply, and the training that "
        "answers them.",
        "Open skills",
        "skills",
    ),
    "ward": Door(
        "I represent a ward",
        "Your ward on one page, found by postcode or name: who lives there, what work is there, "
        "how it compares.",
        "Open a ward",
        "ward",
    ),
}  # fmt: skip


def read_page() -> str:
    """The page of the door chosen, in this visit or an earlier one; "" where none was."""
    choice = st.session_state.get("door") or st.context.cookies.get(COOKIE, "")
    return DOORS[choice].page if choice in DOORS else ""


def choose(door: str) -> None:
    """Notes the door; the page that is shown next writes it to the browser."""
    st.session_state["door"] = st.session_state["door_to_write"] = door


def write_choice() -> None:
    """Writes a choice just made to the browser; nothing otherwise."""
    if door := st.session_state.pop("door_to_write", ""):
        st.html(f"<script>{cookie_script(door)}</script>", unsafe_allow_javascript=True)


def cookie_script(door: str) -> str:
    """The script that keeps a door. One text a door, so that a policy can allow these alone."""
    return f'document.cookie="{COOKIE}={door}; path=/; max-age={SECONDS}; SameSite=Lax"'


def script_hashes() -> tuple[str, ...]:
    """The scripts as a Content-Security-Policy names them."""
    digests = [hashlib.sha256(cookie_script(door).encode()).digest() for door in DOORS]
    return tuple(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)
