"""The app on invented tables, served once for these tests, and browser windows to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import browsing
import factory_tables
import pytest
from browsing import Windows
from playwright.sync_api import BrowserContext, Page

import pipeline
from catalog import graph, store
from catalog.settings import Settings
from catalog.tables import TABLES
from etl.run import registry


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented tables, with a manifest that says that what is derived from them is up to date."""
    root = factory_tables.write(tmp_path_factory.mktemp("invented") / "tables")
    factory_tables.forecasts(root)
    factory_tables.postcodes(root)
    for step in pipeline.steps():
        for name in step.writes:
            if not store.has(name, root):
                origin = factory_tables.origin(name, name)
                store.write(TABLES[name].empty(), TABLES[name], origin, root)
        graph.record_result(root, step.name, step.stamp(root), step.writes)
    failure = registry.Failure("bres", "sections", (), "bres: Nomis sent zero bytes")
    registry.keep_failures([], [failure], Settings(data=root.parent))
    return root


@pytest.fixture(scope="module")
def app(chromium: str, tables: Path) -> Iterator[str]:
    """Address of the app on the invented tables."""
    with browsing.serving(tables.parent) as address:
        yield address


@pytest.fixture(scope="module")
def windows(chromium: str) -> Iterator[Windows]:
    with browsing.windows(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def window(windows: Windows) -> BrowserContext:
    """One desktop window for these tests, since each start of a browser takes seconds."""
    return windows()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A new tab of the window."""
    opened = window.new_page()
    yield opened
    opened.close()
