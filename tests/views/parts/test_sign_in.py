"""Sign-in: nothing is shown before it where it is set up, and nothing is asked where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import pipeline
from catalog.settings import PROJECT
from views.parts import sign_in

AUTH = {"redirect_uri": "http://127.0.0.1/oauth2callback", "client_id": "x"}


@pytest.fixture
def entry(tables: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    st.cache_resource.clear()
    monkeypatch.setattr(pipeline, "prepare", lambda _settings, _tell: [])
    return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30)


def test_without_a_provider_the_pages_are_open(entry: AppTest) -> None:
    test = entry.run()
    assert test.title[0].value != "Wardwise"
    assert "Sign out" not in [button.label for button in test.button]


@pytest.mark.parametrize("library", [None, object()])
def test_with_one_nothing_is_shown_before_sign_in(
    entry: AppTest, monkeypatch: pytest.MonkeyPatch, library: object
) -> None:
    monkeypatch.setattr(sign_in, "find_spec", lambda _name: library)
    entry.secrets["auth"] = AUTH
    test = entry.run()
    assert not test.exception
    assert [title.value for title in test.title] == ["Wardwise"]
    assert not test.selectbox
    assert not test.dataframe
    if library is None:
        assert "pip install Authlib httpx" in test.error[0].value
    else:
        assert [button.label for button in test.button] == ["Sign in"]
