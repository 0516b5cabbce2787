"""Jobs within reach and sites at a terminal, on tables of two made-up councils."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli.access
from access.decay import ReachError
from access.siting_problem import SitingError
from catalog import store
from catalog.settings import SAMPLE, Settings
from cli.terminal import app

COUNCIL = "E08000033"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample's small areas with the tables of reach, built from them."""
    from access import steps

    settings = Settings(data=tmp_path_factory.mktemp("data"))
    settings.built.mkdir(parents=True)
    for name in ("councils", "lad_changes", "wards", "lsoa_wards", "lsoa_centroids", "lsoa_need",
                 "reach_jobs", "council_boundaries"):  # fmt: skip
        (settings.built / f"{name}.parquet").write_bytes(store.path_of(name, SAMPLE).read_bytes())
    steps.build_reach(settings.built, lambda *_: None)
    return settings


@pytest.fixture
def run(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(built.data))
    monkeypatch.setattr(cli.access, "prepare_settings", lambda: built)
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.exception
    loaded: list[dict[str, object]] = json.loads(result.stdout)
    return loaded


def test_reach_of_wards_is_shown_with_what_it_shows(run: Callable[..., Result]) -> None:
    result = run("access", "-c", COUNCIL, "--format", "json")
    wards = rows(result)
    assert {ward["lad_name"] for ward in wards} == {"Calderdale"}
    assert [ward["rank_in_council"] is None for ward in wards] == [
        ward["status"] == "partial" for ward in wards
    ]
    assert "not that one causes the other" in result.stderr
    assert "Nearer jobs count more" in result.stderr


def test_who_gains_if_jobs_come_and_two_places(run: Callable[..., Result]) -> None:
    one = run("access", "-c", COUNCIL, "--jobs", 500, "--at", "Park", "--format", "json")
    assert rows(one)[0]["ward_name"] == "Park"
    assert "500 jobs at Park would add most in Park" in one.stderr
    both = run("access", "-c", COUNCIL, "--jobs", 500, "--at", "Park", "--against", "Todmorden",
               "--format", "json")  # fmt: skip
    assert {row["group_code"] for row in rows(both)} == {"residents", "no_qualifications", "no_car"}
    assert "Park adds more than Todmorden" in both.stderr


def test_sites_and_the_curve_of_coverage(run: Callable[..., Result]) -> None:
    result = run("sites", "-c", COUNCIL, "--sites", 2, "--within", 3, "--format", "json")
    best = [row for row in rows(result) if row["choice"] == "best"]
    assert len(best) == 2
    assert all(row["is_proven"] for row in best)
    assert "Proven best of the places on offer for this straight-line model." in result.stderr
    curve = rows(run("sites", "-c", COUNCIL, "--curve", "--format", "json"))
    assert [row["sites_count"] for row in curve] == list(range(9))
    assert curve[2]["covered_people"] == best[0]["covered_people"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("access", "--setting", "boat"), "there is no setting 'boat'"),
        (("access", "--setting", "minutes"), "give us travel times"),
        (("access", "--jobs", "5"), "need both: --jobs 500 --at"),
        (("access", "--against", "Park"), "needs jobs and a first place"),
        (("access", "-c", COUNCIL, "--jobs", "5", "--at", "BD1 1HX"), "could not find BD1 1HX"),
        (("sites", "--for", "nobody"), "there is no group 'nobody'"),
        (("sites", "--within", "0"), "it must be above 0"),
        (("sites", "--keep", "pub"), "there are no sites of the kind pub"),
    ],
)
def test_what_cannot_be_answered_is_said(
    run: Callable[..., Result], arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, ReachError | SitingError)
    assert words in str(result.exception)


def test_without_the_tables_the_command_says_what_to_fetch(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare = Settings(data=tmp_path)
    monkeypatch.setattr(cli.access, "prepare_settings", lambda: bare)
    result = run("sites")
    assert isinstance(result.exception, ReachError)
    assert "wardwise fetch" in str(result.exception)
