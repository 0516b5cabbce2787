"""How measures and indicators are made, and the small figures that come with Wardwise."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

import streamlit as st

import reference
from catalog.measures import MEASURES
from catalog.vocabulary import status
from indicators.explain import EXPLAINED
from presentation import map_summary
from views.parts import controls, missing_tables

INDICATOR: Final = "method"


def show() -> None:
    """The whole tab; each list opens at a click."""
    _measures()
    _indicators()
    _reference_tables()
    _kinds()


def _measures() -> None:
    st.header("How each measure is made", anchor=False)
    for group in dict.fromkeys(measure.group for measure in MEASURES.values()):
        with st.expander(group):
            st.html(
                _terms(
                    (
                        entry.label,
                        f"{entry.term}. {map_summary.KINDS[entry.kind]}. {entry.formula}.",
                    )
                    for entry in MEASURES.values()
                    if entry.group == group
                )
            )


def _indicators() -> None:
    st.header("How each indicator is made", anchor=False)
    code = controls.pick_one(
        INDICATOR, "Method of", list(EXPLAINED), lambda code: EXPLAINED[code].title,
        st.container(),
    )  # fmt: skip
    explained = EXPLAINED[code]
    small = ("Figures that come with Wardwise", explained.reference_sentences())
    lists = (("Assumptions", explained.assumptions), ("Limits", explained.limits), small)
    parts = [
        explained.question,
        f"{explained.formula}.",
        f"Uses: {', '.join(map(missing_tables.title, explained.reads))}.",
    ]
    parts += [f"{title}:\n" + "\n".join(f"• {line}" for line in lines)
              for title, lines in lists if lines]  # fmt: skip
    st.text("\n\n".join(parts))


def _reference_tables() -> None:
    """The small tables that come with Wardwise: published elsewhere, or ours and why."""
    st.header("Figures that come with Wardwise", anchor=False)
    for kind, words in reference.KINDS.items():
        with st.expander(words):
            entries = (entry for entry in reference.list_tables() if entry.kind == kind)
            st.text("\n\n".join(entry.sentence() for entry in entries))


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of terms, each with its meaning."""
    lines = (f"<dt><b>{escape(term)}</b></dt><dd>{escape(meaning)}</dd>" for term, meaning in pairs)
    return f"<dl>{''.join(lines)}</dl>"


def _kinds() -> None:
    st.header("Kinds of figure", anchor=False)
    st.html(_terms((name.capitalize(), f"{words}.") for name, words in status.WORDS.items()))
