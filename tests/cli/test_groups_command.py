"""Groups of councils by name at a terminal: saved, used by every command, said where in part."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli.groups
import cli.indicators
import cli.reporting
import cli.status  # noqa: F401 - registers the commands
from catalog.settings import Settings
from cli.terminal import app
from etl.areas import AreaError
from indicators.places.naming import PlaceNameError
from indicators.places.saved_groups import GroupsError


@pytest.fixture
def run(
    prepared: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Commands on a copy of the prepared sample, whose folder they may write to."""
    shutil.copytree(prepared.data, tmp_path / "data", copy_function=_link)
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def test_a_list_is_saved_used_and_removed(run: Callable[..., Result]) -> None:
    saved = run("groups", "add", "Calder valley", "-c", "Calderdale", "-c", "Kirklees")
    assert "Saved the list Calder valley: Calderdale and Kirklees." in saved.stderr
    listed = json.loads(run("groups", "list", "--format", "json").stdout)
    assert [row["name"] for row in listed] == ["Calder valley"]
    shown = json.loads(run("show", "jobs", "--area", "CALDER VALLEY", "--format", "json").stdout)
    assert {row["area_name"] for row in shown} == {"Calderdale", "Kirklees"}
    assert "Removed the list Calder valley" in run("groups", "remove", "calder valley").stderr
    assert json.loads(run("groups", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("add", "West Yorkshire", "-c", "Leeds", "-c", "York"), GroupsError, "official area"),
        (("add", "Mine", "-c", "Leeds"), GroupsError, "two or more councils"),
        (("add", "Mine"), AreaError, "a list needs a place"),
        (("add",), PlaceNameError, "name the list"),
        (("change", "Mine"), PlaceNameError, "the actions are add, list, remove"),
        (("remove", "Mine"), GroupsError, "there is no saved list 'Mine'"),
    ],
)
def test_what_cannot_be_saved_is_said(
    run: Callable[..., Result], arguments: tuple[str, ...], error: type[Exception], words: str
) -> None:
    found = run("groups", *arguments)
    assert isinstance(found.exception, error)
    assert words in str(found.exception)


def test_every_name_that_stands_for_no_place_is_said_at_once(run: Callable[..., Result]) -> None:
    found = run("show", "jobs", "--area", "North East", "--area", "zzzz", "-c", "Nowhere")
    for words in ('"North East region"', "no place 'zzzz'", "no council 'Nowhere'"):
        assert words in str(found.exception)


def test_councils_of_a_group_without_data_are_named(run: Callable[..., Result]) -> None:
    found = run("show", "jobs", "--area", "West Yorkshire Combined Authority", "--format", "csv")
    assert "3 of 5 councils. No data for Leeds and Wakefield." in found.stderr
    nothing = run("show", "jobs", "--area", "Greater Manchester Combined Authority")
    assert isinstance(nothing.exception, AreaError)
    assert "no data for Bolton, Bury" in str(nothing.exception)


def test_a_scenario_of_a_group_in_part_is_of_those_with_data(run: Callable[..., Result]) -> None:
    found = run("scenario", "--area", "West Yorkshire", "--jobs", "F:500:2029", "--format", "json")
    assert found.exit_code == 0, found.exception
    assert "3 of 5 councils. No data for Leeds and Wakefield." in found.stderr


def test_a_report_by_name_says_its_part_in_the_names_of_its_files(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run(
        "report", "--area", "LSIP West Yorkshire", "--format", "csv", "--out", tmp_path / "r"
    )
    assert found.exit_code == 0, found.exception
    names = [path.name for path in (tmp_path / "r").iterdir()]
    assert all("west-yorkshire-3-of-5-councils" in name for name in names)
    assert "We have no data for Leeds and Wakefield" in found.stderr
