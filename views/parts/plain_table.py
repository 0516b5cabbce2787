"""A table as HTML: read row by row by a screen reader, printed whole, scrolled by keyboard.

Streamlit's own tables cannot be reached by keyboard where they are wider than the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from catalog.columns import COLUMNS
from catalog.dictionary import meaning_with_unit
from presentation.cells import Field


def plain_table(fields: Sequence[Field], rows: Sequence[Sequence[str]], label: str) -> None:
    """Shows the cells as they are; the first of a row is its heading, `label` names the table.

    What the columns mean is on their headings for a mouse, and below the table for everyone.
    """
    meanings = {field.title: meaning(field) for field in fields}
    head = "".join(
        f'<th scope="col"{_title(meanings[f.title])}>{escape(f.title)}</th>' for f in fields
    )
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="plain-table" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + _meanings_list({title: words for title, words in meanings.items() if words})
    )


def meaning(field: Field) -> str:
    """What a field's column means; "" for one that only this table has."""
    return meaning_with_unit(field.name) if field.name in COLUMNS else ""


def _title(words: str) -> str:
    return f' title="{escape(words)}"' if words else ""


def _meanings_list(meanings: dict[str, str]) -> str:
    """A list that opens by mouse, finger or keyboard: a title reaches only those with a mouse."""
    if not meanings:
        return ""
    terms = "".join(
        f"<dt>{escape(title)}</dt><dd>{escape(words)}</dd>" for title, words in meanings.items()
    )
    return (
        '<details class="column-meanings"><summary>What the columns mean</summary>'
        f"<dl>{terms}</dl></details>"
    )
