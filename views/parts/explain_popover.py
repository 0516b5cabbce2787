"""Why a figure is what it is: how we calculate it, from which sources, when and how licensed.

A table made by Wardwise is listed with the published tables behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from catalog.sources import Origin
from presentation.wording import period_in_words
from views.parts import data, missing_tables

LABEL: Final = "Why this number?"


def show_explanation(
    tables: Sequence[str], how: str, *, label: str = LABEL, period: str = ""
) -> None:
    """A window behind a button, to be put under the figure that it is about.

    `tables` are those that the figure was read from, `how` says in words how it comes about, and
    `period` which period it is of; without it, each line has the periods of its table. Where a
    page has several, `label` should set them apart ("Why 1,240 jobs?"), since a screen reader
    lists buttons by their names.
    """
    with st.popover(label, type="tertiary"):
        st.markdown("**How we calculate it**")
        st.text(how)
        if period:
            st.text(f"Period: {period_in_words(period)}.")
        st.markdown("**Where it comes from**")
        for line in list_sources(tables, with_periods=not period):
            st.text(line)


def list_sources(tables: Sequence[str], *, with_periods: bool = True) -> list[str]:
    """A line on each table, then one on each table that those were made from."""
    origins_by_table = {origin.table: origin for origin in data.origins(dict.fromkeys(tables))}
    behind = dict.fromkeys(
        name for origin in origins_by_table.values() for name in origin.made_from
    )
    return [
        *(
            _line(origins_by_table[name], with_periods)
            if name in origins_by_table
            else _absent(name)
            for name in tables
        ),
        *(
            _line(origin, False)
            for origin in data.origins(behind)
            if origin.table not in origins_by_table
        ),
    ]


def _line(origin: Origin, with_periods: bool) -> str:
    """The facts on one table; its method is left to `how`, which describes that of the figure."""
    facts = [
        f"{origin.publisher}: {origin.title}",
        f"dataset {origin.dataset_id}" if origin.dataset_id != origin.table else "",
        f"release {origin.release}" if origin.release else "",
        f"periods {period_in_words(span)}"
        if with_periods and (span := data.span(origin.table))
        else "",
        f"retrieved {period_in_words(origin.retrieved[:10])}" if origin.retrieved else "",
        origin.licence,
    ]
    return "; ".join(filter(None, facts)) + "."


def _absent(name: str) -> str:
    return f"No data: {missing_tables.title(name)}."
