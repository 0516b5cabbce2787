"""A table as HTML: read row by row by a screen reader, printed whole, scrolled by keyboard.

Streamlit's own tables cannot be reached by keyboard where they are wider than the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def plain_table(titles: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> None:
    """Shows the cells as they are; the first of a row is its heading, `label` names the table."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="plain-table" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
