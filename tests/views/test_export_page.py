"""The export page, on the embedded sample: preview, making, and an archive that opens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from factory_degraded import labelled
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from catalog.settings import Settings
from catalog.unanswered import FAILURES
from cli import reporting  # noqa: F401 - its commands register themselves
from cli.terminal import app as terminal
from reports.choices import Choices, write_choices
from views.export import MADE, zip_files
from views.parts.report_form import KEPT


@pytest.fixture
def shown(on_sample: Callable[..., AppTest]) -> Callable[..., AppTest]:
    return partial(on_sample, "export")


def test_the_preview_shows_the_headlines_and_every_section(shown: Callable[..., AppTest]) -> None:
    app = shown(area="E08000032")
    assert not app.exception
    labels = [box.label for box in app.expander]
    first = labels.index("Bradford on one page")
    assert labels[first : first + 3] == ["Bradford on one page", "Priorities", "Sectors"]
    text = " ".join(element.proto.body for element in app.get("html"))
    assert "80% interval" in text
    assert "We have no data on" in text or "no data for Bradford" in text


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


def test_making_the_report_offers_each_file_and_all_in_one(
    shown: Callable[..., AppTest],
) -> None:
    app = shown(area="E08000033", edition="brief")
    labelled(app.button, "Make the report").click().run()
    assert not app.exception
    assert "The report is ready" in app.success[0].value
    _, made = app.session_state[MADE]
    assert {Path(one).suffix for one in made} == {
        ".docx", ".xlsx", ".pdf", ".html", ".csv", ".json",
    }  # fmt: skip
    labels = {button.proto.label for button in app.get("download_button")}
    assert {"Word", "PDF", "Excel", "CSV", "CSV metadata", "Web page", "All files (ZIP)"} <= labels
    with zipfile.ZipFile(io.BytesIO(zip_files(made))) as room:
        assert room.testzip() is None
    # Something else is chosen, so what was made is no longer on offer, and the page says so.
    labelled(app.text_input, "Title").set_value("Skills in Calderdale").run()
    assert any("Make it again" in caption.value for caption in app.caption)
    assert any("Skills in Calderdale: Calderdale" in caption.value for caption in app.caption)
    assert "Word" not in {button.proto.label for button in app.get("download_button")}


def test_the_app_and_the_terminal_give_the_same_bytes(
    shown: Callable[..., AppTest], prepared: Settings, tmp_path: Path
) -> None:
    app = shown(area="E08000033", edition="brief", without=["wards", "annex"])
    labelled(app.text_input, "Title").set_value("Skills").run()
    labelled(app.text_area, "Text").set_value("Ours.\n\nMore.").run()
    labelled(app.button, "Make the report").click().run()
    _, made = app.session_state[MADE]
    saved = tmp_path / "choices.toml"
    saved.write_text(write_choices(app.session_state[KEPT]), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(prepared.data))
        outcome = CliRunner().invoke(
            terminal, ["report", "-c", "Calderdale", "--out", str(tmp_path), "--choices",
                       str(saved), "--date", datetime.now(UTC).date().isoformat()],
        )  # fmt: skip
    assert outcome.exit_code == 0, outcome.output
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path != saved}
    assert written == made


def test_choices_that_cannot_be_are_said_and_nothing_is_made(
    shown: Callable[..., AppTest],
) -> None:
    app = shown(area="E08000033", edition="huge")
    assert any("a length that we do not have" in warning.value for warning in app.warning)
    app.session_state[KEPT] = Choices(logo=b"no picture")
    app.run()
    assert any("not a PNG or JPEG" in warning.value for warning in app.warning)
    assert not [button for button in app.button if button.label == "Make the report"]


def test_the_same_files_give_the_same_archive() -> None:
    rendered = {"b.txt": b"2", "a.txt": b"1"}
    assert zip_files(rendered) == zip_files(dict(reversed(rendered.items())))
