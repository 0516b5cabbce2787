"""`wardwise report` and `wardwise briefing`, as a person at a terminal runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from catalog import store
from catalog.settings import Settings
from cli import EXPECTED_FAULTS
from commands.reporting import ReportingError
from commands.terminal import app
from reports.files import FormatError
from reports.ward_facts import UnknownWardError

BAILDON = "E05001341"


@pytest.fixture
def data(prepared: Settings) -> Path:
    return prepared.data


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(data))
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def test_a_report_of_a_group_in_the_formats_asked(
    run: Callable[..., Result], tmp_path: Path, data: Path
) -> None:
    found = run(
        "report", "-c", "Bradford", "-c", "Calderdale", "--name", "The two", "--format",
        "csv,html", "--out", tmp_path, "--date", "2026-11-23",
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name.partition(".")[2] for name in names] == ["csv", "csv-metadata.json", "html"]
    (stem,) = {name.partition(".")[0] for name in names}
    assert re.fullmatch(
        "skills-gaps-and-emerging-sectors-the-two-[0-9a-f]{8}-2026-11-23", stem
    )  # fmt: skip
    figures = pl.read_csv(tmp_path / f"{stem}.csv", infer_schema_length=None)
    gaps = figures.filter(table="gaps", measure="gap_persons")
    assert gaps["gss_code"].unique().to_list() == ["group"]
    assert gaps.height == 26


def test_a_format_that_there_is_not_is_refused_before_anything_is_made(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("report", "-c", "Bradford", "--format", "odt", "--out", tmp_path)
    assert isinstance(found.exception, FormatError)
    assert not list(tmp_path.iterdir())


def test_a_briefing_of_a_ward_and_of_all_wards(run: Callable[..., Result], tmp_path: Path) -> None:
    one = run("briefing", "--ward", BAILDON, "--out", tmp_path, "--date", "2026-11-23")
    assert one.exit_code == 0, one.output
    stem = "ward-briefing-baildon-bradford-e05001341-2026-11-23"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{stem}.html", f"{stem}.pdf"]
    every = run("briefing", "--all-wards", "-c", "Calderdale", "--format", "html", "--out",
                tmp_path / "all")  # fmt: skip
    assert every.exit_code == 0, every.output
    assert len(list((tmp_path / "all").iterdir())) == 17


def test_a_ward_that_is_not_held_is_one_sentence(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    found = run("briefing", "--ward", "E05999999", "--out", tmp_path)
    assert isinstance(found.exception, UnknownWardError)
    assert isinstance(found.exception, EXPECTED_FAULTS), "main() prints it and ends with 2"
    assert isinstance(run("briefing", "--out", tmp_path).exception, ReportingError)


def test_on_a_fresh_machine_the_sample_is_prepared_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path / "fresh"))
    found = CliRunner().invoke(app, ["briefing", "--ward", BAILDON, "--format", "html", "--out",
                                     str(tmp_path)])  # fmt: skip
    assert found.exit_code == 0, found.output
    assert store.has("ward_measures", Settings(data=tmp_path / "fresh").tables)
