"""Lists of sectors at a terminal: added, shown, removed, and the template that starts one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli.groups
import cli.sectors  # noqa: F401 - registers the command
from cli.terminal import app
from etl.sector_lists.reading import SectorListError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(app, ["sectors", *(str(one) for one in arguments)])


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_the_template_is_a_list_that_can_be_added(
    run: Callable[..., Result], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"ours.{form}"
    file.write_text(run("template", "--format", form).stdout, "utf-8")
    added = run("add", file, "--name", "Our priorities")
    assert "Saved the list Our priorities: 2 sectors, 6 SIC codes." in added.stderr
    lists = json.loads(run("list", "--format", "json").stdout)
    assert [(one["sector_list"], one["sectors_count"]) for one in lists] == [
        ("is8", 9), ("is8_frontier", 42), ("dcms", 6), ("Our priorities", 2),
    ]  # fmt: skip
    shown = json.loads(run("list", "our priorities", "--format", "json").stdout)
    assert shown[1] == {"sector_name": "Our health-tech", "sic_codes": "266 325 7211"}
    assert "Removed the list our priorities" in run("remove", "our priorities").stderr
    assert len(json.loads(run("--format", "json").stdout)) == 3


def test_an_overlap_is_said_and_kept(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text("sector,sic_code\nOur IT,62\nOur games,62.01/1")
    added = run("add", tmp_path / "ours.csv")
    assert "Our IT and Our games overlap in 62011." in added.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add",), "name the file: wardwise sectors add FILE"),
        (("add", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("remove",), "name the list"),
        (("remove", "Mine"), "there is no saved list 'Mine'"),
        (("remove", "is8"), "comes with Wardwise"),
        (("change",), "the actions are add, list, remove, template"),
        (("list", "Mine"), "there is no list 'Mine'; the lists are dcms, is8, is8_frontier"),
        (("template", "--format", "xlsx"), "there is no template as 'xlsx'"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Callable[..., Result], arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, SectorListError)
    assert words in str(result.exception)
