"""A table of figures whose headings say what each column means, from its one definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from catalog.columns import COLUMNS
from catalog.dictionary import meaning_with_unit

MOST_UNPINNED: Final = 6  # columns that a desk shows without moving the table

ColumnConfigs = Mapping[str, ColumnConfig]


def figures_table(
    frame: pl.DataFrame,
    columns: Iterable[pl.Expr],
    column_config: ColumnConfigs | None = None,
    **options: Any,
) -> None:
    """Shows the columns of a frame under the headings that they are given as aliases.

    A heading explains itself where its column is made of one defined column; `column_config` has
    more on some headings, such as the format of numbers or a help of their own, which stands.
    """
    expressions = list(columns)
    shown = frame.select(expressions)
    meanings = with_meanings(source_columns(expressions), column_config)
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        column_config=with_first_pinned(shown.columns, meanings),
        **options,
    )


def with_first_pinned(headings: Sequence[str], column_config: ColumnConfigs) -> ColumnConfigs:
    """The configuration in which the first column stays in sight when a table is moved sideways.

    Streamlit draws such a column in grey, so one that fits the screen stays as it is.

    >>> with_first_pinned(["Ward", "Jobs"], {"Jobs": {"width": 90}})
    {'Jobs': {'width': 90}}
    """
    if len(headings) <= MOST_UNPINNED:
        return column_config
    first = headings[0]
    pinned = cast(ColumnConfig, {**column_config.get(first, {}), "pinned": True})
    return {**column_config, first: pinned}


def source_columns(columns: Iterable[pl.Expr]) -> dict[str, str]:
    """Headings with the one column behind each; those made of several columns are left out.

    >>> source_columns([pl.col("jobs").round(0).alias("Jobs"), (pl.col("a") / pl.col("b"))])
    {'Jobs': 'jobs'}
    """
    roots = {column.meta.output_name(): set(column.meta.root_names()) for column in columns}
    return {heading: names.pop() for heading, names in roots.items() if len(names) == 1}


def with_meanings(
    names: Mapping[str, str], column_config: ColumnConfigs | None = None
) -> dict[str, ColumnConfig]:
    """Streamlit's configuration of each heading; `names` has the column behind each.

    Columns without a definition, such as those that a page works out, get no help.
    """
    configs = dict(column_config or {})
    for heading, name in names.items():
        if name in COLUMNS:
            meaning = st.column_config.Column(help=meaning_with_unit(name))
            given = {key: value for key, value in configs.get(heading, {}).items() if value}
            configs[heading] = cast(ColumnConfig, {**meaning, **given})
    return configs
