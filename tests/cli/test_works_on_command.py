"""Who works on what at a terminal, on the sample's projects."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli.entry  # so that there are several commands, of which this is one
import cli.innovation
from catalog import store
from catalog.settings import SAMPLE, Settings
from cli.terminal import app
from etl.sector_lists import table as sector_lists
from innovation import steps
from innovation.search import SearchError


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    settings.built.mkdir(parents=True)
    for name in ("councils", "lad_changes", "wards", "lsoa_wards", "lsoa_centroids", "lsoa_need",
                 "council_boundaries", "postcode_wards", "gtr", "gtr_organisations",
                 "innovation_terms"):  # fmt: skip
        (settings.built / f"{name}.parquet").write_bytes(store.path_of(name, SAMPLE).read_bytes())
    sector_lists.step_of().run(settings.built, lambda *_: None)
    steps.build_awards(settings.built, lambda *_: None)
    return settings


@pytest.fixture
def run(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(built.data))
    monkeypatch.setattr(cli.innovation, "prepare_settings", lambda: built)
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def test_researchers_near_a_council_with_source_and_limits(run: Callable[..., Result]) -> None:
    result = run("works-on", "film", "and", "cinema", "-c", "Bradford", "--format", "json")
    assert result.exit_code == 0, result.exception
    rows = json.loads(result.stdout)
    assert rows[0]["organisation_name"] == "University of Leeds"
    assert rows[0]["shared_words"] == "film, cinema"
    assert rows[0]["source"].startswith("UK Research and Innovation, Gateway to Research")
    assert "part only" in result.stderr
    assert "We have no awards of Innovate UK" in result.stderr
    assert "1 organisation within 30 km of Bradford" in result.stderr


def test_csv_has_every_column_and_a_place_can_be_a_ward(run: Callable[..., Result]) -> None:
    result = run("works-on", "--sector", "Sport", "-c", "Bradford", "--near", "City",
                 "--every-year", "--within", "50", "--format", "csv")  # fmt: skip
    assert result.exit_code == 0, result.exception
    heading, *lines = result.stdout.splitlines()
    assert heading.startswith("rank,organisation_code,") and heading.endswith(",source")
    assert lines
    assert "within 50 km of City" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what it is about"),
        (("film", "--sector", "Sport"), "say what it is about"),
        (("--sector", "Alchemy"), "there is no sector 'Alchemy'"),
        (("--sector", "financ"), "is several sectors"),
        (("the", "of"), "no word to search for"),
        (("film", "--within", "-1"), "cannot be searched"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    run: Callable[..., Result], arguments: tuple[str, ...], words: str
) -> None:
    result = run("works-on", "-c", "Bradford", *arguments)
    assert isinstance(result.exception, SearchError)
    assert words in str(result.exception)


def test_without_records_it_says_what_to_run(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = Settings(data=tmp_path)
    empty.built.mkdir(parents=True)
    monkeypatch.setattr(cli.innovation, "prepare_settings", lambda: empty)
    result = run("works-on", "film")
    assert "wardwise fetch --only innovate_uk" in str(result.exception)
