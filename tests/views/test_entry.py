"""app.py from its start: preparing, and what it says where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import pipeline
from catalog.settings import PROJECT, Settings
from views.parts.markdown import plain


def nothing_to_prepare(
    _settings: Settings, _tell: Callable[[float, str], None]
) -> list[pipeline.Outcome]:
    return []


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on an empty data folder, with nothing to prepare."""
    st.cache_resource.clear()
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    monkeypatch.setattr(pipeline, "prepare", nothing_to_prepare)
    return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30)


def test_nothing_built_is_a_notice(entry: AppTest) -> None:
    test = entry.run()
    assert not test.exception
    assert "wardwise fetch" in test.error[0].value


def test_a_setting_that_cannot_be_used_is_named(
    entry: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_WARD_YEAR", "2025")
    test = entry.run()
    assert not test.exception
    assert "WARDWISE_WARD_YEAR=2025" in test.error[0].value


def test_progress_is_shown_and_what_failed_is_said_at_each_visit(
    entry: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def prepare(settings: Settings, tell: Callable[[float, str], None]) -> list[pipeline.Outcome]:
        calls.append(settings.tables)
        tell(0.5, "ward_measures")
        return [pipeline.Outcome("ward_measures", "failed", 0.1, "ward_measures: no lookup")]

    monkeypatch.setattr(pipeline, "prepare", prepare)
    for _ in range(2):
        test = entry.run()
        assert plain("ward_measures: no lookup") in test.warning[0].value
    assert len(calls) == 1


def test_a_full_disk_is_a_notice_and_is_tried_again(
    entry: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: Settings, tell: Callable[[float, str], None]) -> list[pipeline.Outcome]:
        raise OSError(28, "No space left on device", "wards.parquet")

    monkeypatch.setattr(pipeline, "prepare", refuse)
    test = entry.run()
    assert not test.exception
    assert "wards.parquet (No space left on device)" in test.error[0].value
    monkeypatch.setattr(pipeline, "prepare", nothing_to_prepare)
    assert "No space left" not in entry.run().error[0].value
