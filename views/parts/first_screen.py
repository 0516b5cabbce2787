"""The first screen of a page: its columns close together, and the map second on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Streamlit stacks columns on a phone in the order of the page: there the map comes first.
STYLE: Final = """<style>
.stMainBlockContainer {{padding-left: 2rem; padding-right: 2rem}}
.stMainBlockContainer > .stVerticalBlock {{gap: 0.5rem}}
.st-key-linked_facts p {{font-size: 0.9rem}}
.st-key-linked_facts a {{padding: 0 0.25rem; text-decoration: underline}}
.st-key-{key} h2 {{font-size: 1.15rem; padding: 0.2rem 0}}
.st-key-answers p {{font-size: 0.95rem; line-height: 1.4}}
.st-key-{key} .stColumn > .stVerticalBlock {{gap: 0.35rem}}
.st-key-{key} .stCaptionContainer p {{line-height: 1.35}}
.st-key-{key} .map-legend li {{margin: 0.1rem 0 !important; font-size: 0.9rem}}
@media (max-width: 640px) {{
  .stMainBlockContainer {{padding-left: 1rem; padding-right: 1rem}}
  .st-key-{key} > div > .stHorizontalBlock > .stColumn:last-child {{order: -1}}
}}
</style>"""


def columns(key: str, widths: Sequence[float]) -> list[DeltaGenerator]:
    """The columns of a first screen; the last has the map, and is first on a phone."""
    st.html(STYLE.format(key=key))
    with st.container(key=key):
        return st.columns(list(widths), gap="small")
