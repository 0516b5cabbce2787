"""How we know a local indicator: what ONS says of it, from its own description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from indicators.places.limits import METHOD_NEIGHBOURS, METHOD_PAIR
from presentation.local_words import short_name
from presentation.wording import period_in_words
from views.parts import data
from views.parts.explain_popover import list_sources
from views.parts.local_data import SOURCES

LABEL: Final = "How do we know?"


def show_indicator(row: Mapping[str, Any], period: str, *, about: str = "") -> None:
    """A window behind a button: what is measured, how it is compared, caveats, source, licence."""
    name = about or short_name(row["indicator_name"])
    with st.popover(f"{LABEL} {name}", type="tertiary"):
        st.markdown("**What it is**")
        st.text(row["indicator_about"] or row["indicator_measures"])
        if row["in_development"]:
            st.text("Official statistics in development.")
        if period:
            st.text(f"Period: {period_in_words(period)}.")
        st.markdown("**How we compare**")
        st.text(f"{METHOD_PAIR}\n{METHOD_NEIGHBOURS}")
        if row["caveats"]:
            st.markdown("**What to keep in mind**")
            st.text(row["caveats"])
        st.markdown("**Where it comes from**")
        for line in describe_source(row):
            st.text(line)


def describe_source(row: Mapping[str, Any]) -> list[str]:
    """Who publishes the figures and where, then the tables that we read them from."""
    published = [row["source_name"], row["source_url"]]
    dates = [
        f"published {period_in_words(row['source_date'])}" if row["source_date"] else "",
        f"updated by ONS {period_in_words(row['updated'])}" if row["updated"] else "",
    ]
    return ["; ".join(filter(None, [*published, *dates])) + ".", *list_sources(SOURCES[1:])]


def show_method(how: str, label: str) -> None:
    """How something that rests on many indicators is worked out."""
    with st.popover(f"{LABEL} {label}", type="tertiary"):
        st.text(how)
        st.markdown("**Where it comes from**")
        for line in list_sources([name for name in SOURCES if name in data.table_names()]):
            st.text(line)
