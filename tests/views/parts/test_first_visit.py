"""The doors of the first visit: what a browser is told to keep, and what is made of it."""

from __future__ import annotations

import base64
import hashlib

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from views.parts import first_visit
from views.serving import server


def test_the_policy_of_the_server_allows_the_script_of_every_door() -> None:
    policy = server.rules("127.0.0.1", ()).policy()
    for door in first_visit.DOORS:
        digest = hashlib.sha256(first_visit.cookie_script(door).encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy


@pytest.mark.parametrize(
    ("kept", "page"), [("skills", "skills"), ("economy", "profile"), ("", ""), ("<b>", "")]
)
def test_only_a_door_that_there_is_opens_a_page(
    monkeypatch: pytest.MonkeyPatch, kept: str, page: str
) -> None:
    monkeypatch.setattr(type(st.context), "cookies", {first_visit.COOKIE: kept})
    assert first_visit.read_page() == page


def test_a_choice_is_written_once() -> None:
    def script() -> None:
        from views.parts import first_visit

        first_visit.write_choice()

    test = AppTest.from_function(script)
    test.session_state["door_to_write"] = "ward"
    assert "wardwise_start=ward" in test.run().get("html")[0].proto.body
    assert not test.run().get("html")
