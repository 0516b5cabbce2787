"""Invented tables for the pages, and a page run without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import factory_tables
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from catalog.settings import Settings
from views.parts import chart_panel


@pytest.fixture(autouse=True)
def checked_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts that tests draw are checked against their schema; pages take no time for that."""
    monkeypatch.setattr(chart_panel, "CHECKS_CHARTS", True)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of invented tables that the pages read."""
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    st.cache_resource.clear()
    return factory_tables.write(tmp_path / "tables")


@pytest.fixture
def map_page(tables: Path) -> Callable[..., AppTest]:
    """Runs the map page at an address: map_page(area=["E06999901"], ward="E05901000")."""

    def run(**address: str | list[str]) -> AppTest:
        def script() -> None:
            from views import map as page_of_map

            page_of_map.page()

        test = AppTest.from_function(script, default_timeout=30)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return run


@pytest.fixture
def on_sample(prepared: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs a page on the embedded sample at an address: on_sample("export", area="E08000033")."""
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    st.cache_resource.clear()

    def run(page: str, **address: str | list[str]) -> AppTest:
        source = f"from views import {page}\n{page}.page()\n"
        test = AppTest.from_string(source, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return run
