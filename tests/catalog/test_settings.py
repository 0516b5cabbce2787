"""Settings: the environment over the file over what the live services use."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import settings
from catalog.settings import SettingsError


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = tmp_path / "wardwise.toml"
    file.write_text('ons_url = "http://file/"\nnomis_url = "http://file"\nward_year = "24"\n')
    made = settings.load({"WARDWISE_SETTINGS": str(file), "WARDWISE_NOMIS_URL": "http://env"})
    assert made.urls["nomis"] == "http://env"
    assert made.urls["ons"] == "http://file"
    assert made.urls["govuk"] == settings.DEFAULT_URLS["govuk"]
    assert made.ward_year == "24"


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError, match=r"nomis_url=ftp.*pause_seconds=soon.*ward_year=2025"):
        settings.load(
            {
                "WARDWISE_NOMIS_URL": "ftp://x",
                "WARDWISE_PAUSE_SECONDS": "soon",
                "WARDWISE_WARD_YEAR": "2025",
            }
        )


def test_the_file_that_is_meant_is_the_one_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load({}) == settings.Settings()
    (tmp_path / "wardwise.toml").write_text("pause_seconds = 1.5\n")
    assert settings.load({}).pause_seconds == 1.5


@pytest.mark.parametrize(
    ("text", "words"), [("nomis = 1\n", "unknown settings"), ("= 3", "not valid TOML")]
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=rf"mine\.toml.*{words}"):
        settings.load({"WARDWISE_SETTINGS": str(file)})


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not there"):
        settings.load({"WARDWISE_SETTINGS": str(tmp_path / "none.toml")})


def test_the_sample_is_used_until_councils_have_been_built(tmp_path: Path) -> None:
    made = settings.load({"WARDWISE_DATA": str(tmp_path)})
    assert made.tables == tmp_path / "sample"
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "councils.parquet").write_bytes(b"")
    assert made.tables == tmp_path / "tables"
