"""A ranked table of which one row is always picked, and the first screen in which it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from views.parts import controls
from views.parts.figures_table import source_columns, with_first_pinned, with_meanings

# Streamlit stacks columns on a phone in the order of the page: there the map comes first.
STYLE: Final = (
    "<style>@media (max-width: 640px) "
    "{{.st-key-{key} .stHorizontalBlock > .stColumn:last-child {{order: -1}}}}</style>"
)


def style_first_screen(key: str) -> None:
    """The last of the columns of the container `key` is first on a phone."""
    st.html(STYLE.format(key=key))


def picking_table(
    rows: pl.DataFrame,
    columns: Sequence[pl.Expr],
    column_config: Mapping[str, ColumnConfig],
    *,
    name: tuple[str, ...],
    picks: tuple[str, str, str],
    **looks: Any,
) -> None:
    """The rows as a table; a click puts the code of a row into the address.

    `picks`: the column of the codes, the parameter of the address, and the code that is picked.
    `name` tells the table from others of other places, `looks` are Streamlit's own.
    """
    column, parameter, code = picks
    codes = rows[column].to_list()

    def picked(state: Any) -> str:
        numbers = state["selection"]["rows"]
        return codes[numbers[0]] if numbers else ""

    def go() -> None:
        if found := picked(st.session_state[key]):
            controls.update_address(**{parameter: found})

    key = controls.widget_key(name[0], name[1:], code, picked, follows=True)
    shown = rows.select(columns)
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        on_select=go,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [codes.index(code)] if code in codes else []}},
        column_config=with_first_pinned(
            shown.columns, with_meanings(source_columns(columns), column_config)
        ),
        **looks,
    )
