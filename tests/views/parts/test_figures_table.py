"""Headings say what their columns mean: on Streamlit's tables and on plain ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from catalog.columns import COLUMNS
from catalog.settings import Settings
from presentation.cells import Field
from views.parts.figures_table import source_columns, with_meanings
from views.parts.plain_table import meaning

KIRKLEES = "E08000034"
PAGES = {
    "sectors": "", "forecast_record": "lambda: None", "skills": "", "map": "", "premises": "",
}  # fmt: skip
# Worked out by a page or made of several columns; their headings stand without help.
# These say it themselves, or the sentence above their table does.
WITHOUT_HELP = frozenset({
    "Sector", "Times average", "Empty (%)", "What it is", "When", "What", "Record", "Best naive",
    "Years", "Councils", "Errors in common (%)", "Groups tested",
    "Growth beyond the nation's, or that of all jobs here",
})  # fmt: skip
PLAIN = """
from presentation.cells import Field
from views.parts.plain_table import plain_table
plain_table((Field("ward_name", "Ward <b>"), Field("made_up", "Other")), [("A", "1")], "Wards")
"""


@pytest.fixture(scope="module", autouse=True)
def sample(prepared: Settings) -> Iterator[None]:
    """Pages show the prepared sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(prepared.data))
        st.cache_resource.clear()
        yield
    st.cache_resource.clear()


def configs(test: AppTest) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Headings of each table of a page, with what Streamlit is told of them."""
    for table in test.dataframe:
        yield list(table.value.columns), json.loads(table.proto.columns)


@pytest.mark.parametrize("page", PAGES)
def test_headings_on_pages_say_what_their_columns_mean(page: str) -> None:
    script = f"from views import {page}\n{page}.page({PAGES[page]})\n"
    test = AppTest.from_string(script, default_timeout=60)
    test.query_params["area"] = [KIRKLEES]
    test.run()
    assert not test.exception
    tables = list(configs(test))
    assert tables
    silent = {
        heading
        for headings, config in tables
        for heading in headings
        if not (config.get(heading) or {}).get("help")
    }
    assert silent <= WITHOUT_HELP


def test_the_column_behind_a_heading_is_found() -> None:
    columns = [
        pl.col("jobs").round(0).alias("Jobs"),
        (pl.col("jobs") / pl.col("residents_persons")).alias("Both"),
        pl.lit("x").alias("Neither"),
    ]
    assert source_columns(columns) == {"Jobs": "jobs"}


def test_a_help_of_its_own_stands_and_a_format_is_kept() -> None:
    given = {
        "Jobs": st.column_config.NumberColumn(format="localized"),
        "Status": st.column_config.TextColumn(help="Mine"),
    }
    names = {"Jobs": "jobs", "Status": "status", "Other": "made_up"}
    config = with_meanings(names, given)
    assert config["Jobs"]["help"] == "Jobs at workplaces in the area. Column jobs."
    assert config["Jobs"]["type_config"]["format"] == "localized"
    assert config["Status"]["help"] == "Mine"
    assert set(config) == {"Jobs", "Status"}


def test_a_plain_table_lists_the_meanings_below_it_for_those_without_a_mouse() -> None:
    body = AppTest.from_string(PLAIN).run().get("html")[0].proto.body
    words = f"{COLUMNS['ward_name'].meaning}. Column ward_name."
    assert f'<th scope="col" title="{words}">Ward &lt;b&gt;</th>' in body
    assert '<th scope="col">Other</th>' in body
    assert f"<dt>Ward &lt;b&gt;</dt><dd>{words}</dd></dl></details>" in body
    assert "<dt>Other</dt>" not in body


def test_a_field_that_only_a_table_has_means_nothing_more() -> None:
    assert meaning(Field("made_up", "Other")) == ""
