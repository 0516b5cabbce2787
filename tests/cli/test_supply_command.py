"""`wardwise supply`: many files in one go, told by their columns; the source may be named."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_training_files import AIMS, APPRENTICES, RETENTION, save
from typer.testing import CliRunner, Result

from cli import data as commands  # registers the command
from cli.terminal import app
from etl.clients.http import FetchError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "data"))
    return tmp_path


def run(*words: object) -> Result:
    assert commands.app is app
    return CliRunner().invoke(app, ["supply", *map(str, words)])


def kept(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.rglob("*.note.json")}


def test_files_are_told_by_their_columns_whatever_their_names(folder: Path) -> None:
    result = run(save(folder, "a.csv", AIMS), save(folder, "b.csv", RETENTION))
    assert result.exit_code == 0, result.output
    assert kept(folder) == {"fe_aims", "graduate_retention"}
    assert "Saved a.csv for fe_aims." in result.output
    assert "wardwise build" in result.output


def test_the_source_may_be_named_first(folder: Path) -> None:
    result = run("apprenticeships", save(folder, "a.csv", APPRENTICES))
    assert result.exit_code == 0, result.output
    assert kept(folder) == {"apprenticeships"}


def test_a_named_source_that_takes_no_file_or_is_none_is_said(folder: Path) -> None:
    path = save(folder, "a.csv", AIMS)
    for name in ("jobs", "nonsense"):
        result = run(name, path)
        assert isinstance(result.exception, FetchError)
        assert "the sources that do are" in str(result.exception)
    assert not kept(folder)


def test_every_fault_is_a_line_and_the_good_file_is_kept(folder: Path) -> None:
    good, other = save(folder, "good.csv", RETENTION), save(folder, "other.csv", "a,b\n1,2\n")
    result = run(other, good, folder / "nowhere.csv")
    assert isinstance(result.exception, FetchError)
    first, second = str(result.exception).split("\n")
    assert "other.csv" in first
    assert "nowhere.csv" in second
    assert kept(folder) == {"graduate_retention"}
