"""The export page, on the embedded sample: preview, making, and an archive that opens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from factory_degraded import labelled
from streamlit.testing.v1 import AppTest

from catalog.settings import Settings
from catalog.unanswered import FAILURES
from views.export import zip_files


@pytest.fixture
def shown(on_sample: Callable[..., AppTest]) -> Callable[..., AppTest]:
    return partial(on_sample, "export")


def test_the_preview_shows_the_headlines_and_every_section(shown: Callable[..., AppTest]) -> None:
    app = shown(area="E08000032")
    assert not app.exception
    assert [box.label for box in app.expander][:3] == ["Headlines", "The area", "Priorities"]
    text = " ".join(element.proto.body for element in app.get("html"))
    assert "80% interval" in text
    assert "no data for Bradford" in text


def test_what_the_services_did_not_answer_is_in_the_report(prepared: Settings) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(prepared.data))
        failures = prepared.raw / FAILURES
        asked_in_vain = {"source": "bres", "key": "1", "areas": [], "message": "bres: HTTP 503"}
        failures.parent.mkdir(parents=True, exist_ok=True)
        failures.write_text(json.dumps([asked_in_vain]), "utf-8")
        try:
            source = "from views import export\nexport.page()\n"
            app = AppTest.from_string(source, default_timeout=60).run()
        finally:
            failures.unlink()
    assert not app.exception
    assert "bres: HTTP 503" in " ".join(element.proto.body for element in app.get("html"))


def test_a_group_can_be_named(shown: Callable[..., AppTest]) -> None:
    app = shown(area=["E08000032", "E08000033"])
    labelled(app.text_input, "Name of the group").set_value("The two").run()
    assert any("The two" in element.value for element in app.caption)


def test_making_the_report_offers_it(shown: Callable[..., AppTest]) -> None:
    app = shown(area="E08000033")
    labelled(app.button, "Make the report").click().run()
    assert not app.exception
    assert "The report is ready" in app.success[0].value
    _, archive = app.session_state["report_archive"]
    with zipfile.ZipFile(io.BytesIO(archive)) as room:
        assert {Path(one).suffix for one in room.namelist()} == {
            ".docx", ".xlsx", ".pdf", ".html", ".csv", ".json",
        }  # fmt: skip
        assert room.testzip() is None


def test_the_same_files_give_the_same_archive() -> None:
    rendered = {"b.txt": b"2", "a.txt": b"1"}
    assert zip_files(rendered) == zip_files(dict(reversed(rendered.items())))
