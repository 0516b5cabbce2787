"""How we know a local indicator: what ONS says of it, from its own description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from indicators.places.limits import METHOD_NEIGHBOURS, METHOD_PAIR
from presentation.local_words import short_name
from presentation.wording import period_in_words
from views.parts import data
from views.parts.explain_popover import list_sources
from views.parts.local_data import SOURCES
from views.parts.markdown import plain

LABEL: Final = "How do we know?"


def show_indicator(row: Mapping[str, Any], period: str, *, about: str = "") -> None:
    """A window behind a button: what is measured, how it is compared, caveats, source, licence."""
    name = about or short_name(row["indicator_name"])
    with st.popover(f"{LABEL} {name}", type="tertiary"):
        _describe(row, period)
        _describe_method()


def show_indicators(rows: Sequence[Mapping[str, Any]], about: str) -> None:
    """The same of several indicators in one window, each with its own period."""
    with st.popover(f"{LABEL} {about}", type="tertiary"):
        for row in rows:
            _describe(row, row["period"])
        _describe_method()


def _describe(row: Mapping[str, Any], period: str) -> None:
    st.markdown(f"**{plain(row['indicator_name'])}**")
    lines = [
        row["indicator_about"] or row["indicator_measures"],
        "Official statistics in development." if row["in_development"] else "",
        f"Period: {period_in_words(period)}." if period else "",
        row["caveats"],
        describe_source(row),
    ]
    st.text("\n".join(filter(None, lines)))


def _describe_method() -> None:
    st.markdown("**How we compare**")
    st.text(f"{METHOD_PAIR}\n{METHOD_NEIGHBOURS}")
    st.markdown("**Where the figures come from**")
    for line in list_sources(SOURCES[1:]):
        st.text(line)


def describe_source(row: Mapping[str, Any]) -> str:
    """Who publishes the figures, where and when."""
    published = [row["source_name"], row["source_url"]]
    dates = [
        f"published {period_in_words(row['source_date'])}" if row["source_date"] else "",
        f"updated by ONS {period_in_words(row['updated'])}" if row["updated"] else "",
    ]
    return "Source: " + "; ".join(filter(None, [*published, *dates])) + "."


def show_method(how: str, label: str) -> None:
    """How something that rests on many indicators is worked out."""
    with st.popover(f"{LABEL} {label}", type="tertiary"):
        st.text(how)
        st.markdown("**Where it comes from**")
        for line in list_sources([name for name in SOURCES if name in data.table_names()]):
            st.text(line)
