"""The statements that come with Wardwise, word for word, each part to be opened."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from catalog.settings import PROJECT

DOCUMENTS: Final = {"accessibility.md": "Accessibility", "atrs.md": "Transparency record"}


def show(name: str) -> None:
    """A document of `docs`: what stands before its first part, then the parts."""
    st.header(DOCUMENTS[name], anchor=False)
    path = PROJECT / "docs" / name
    if not path.is_file():
        st.info(f"This statement is in the source code (docs/{name}), which is not installed here.")
        return
    before, parts = split_parts(path.read_text("utf-8"))
    st.markdown(before)
    for title, text in parts:
        with st.expander(title):
            st.markdown(text)


def split_parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A document without its title: the text before its second-level headings, and their parts.

    >>> split_parts("# Title\\n\\nFirst.\\n\\n## One\\n\\nMore.")
    ('First.', [('One', 'More.')])
    """
    before, *rest = re.split(r"^## ", text.partition("\n")[2], flags=re.MULTILINE)
    parts = [part.partition("\n") for part in rest]
    return before.strip(), [(title.strip(), body.strip()) for title, _, body in parts]
