"""A training plan at a terminal, on the sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli.groups  # a second command: without one, its name is left out
import cli.plans
from catalog.settings import Settings
from cli.terminal import app
from indicators.plans.plan_text import PlanError

CARE = "further education:health and care:3:100:2027:4500"


@pytest.fixture
def run(prepared: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    monkeypatch.setattr(cli.plans, "prepare_settings", lambda: prepared)
    return lambda *arguments: CliRunner().invoke(
        app, ["plan", "-c", "Calderdale", *(str(one) for one in arguments)]
    )


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.exception
    loaded: list[dict[str, object]] = json.loads(result.stdout)
    return loaded


def test_a_plan_says_whom_it_reaches_and_is_saved_and_read_again(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    saved = tmp_path / "plan.json"
    typed = ("--course", CARE, "--priority", "61", "--at", "Town", "--format", "json")
    result = run(*typed, "--show", "wards", "--save", saved)
    wards = rows(result)
    assert len(wards) == 17
    assert wards[0]["reached_no_car_pct"] == 100
    assert "Of the plan's own need" in result.stderr
    assert "Illustration, not a forecast" in result.stderr
    kept = json.loads(saved.read_text("utf-8"))
    assert kept["at"] == "Town"
    assert any("live outside reach" in note for note in kept["notes"])
    again = run("--file", saved, "--show", "wards", "--format", "json")
    assert rows(again) == wards
    groups = rows(run("--file", saved, "--show", "groups", "--format", "json"))
    assert groups[0]["group_code"] == "residents"


def test_without_a_place_it_shows_openings_met(run: Callable[..., Result]) -> None:
    result = run("--course", CARE, "--priority", "61", "--format", "json")
    care = next(row for row in rows(result) if row["skill_code"] == "61")
    assert care["is_priority"]
    assert 0 < float(str(care["met_pct"])) < 100
    assert "within reach" not in result.stderr


def test_every_fault_is_said(run: Callable[..., Result], tmp_path: Path) -> None:
    faults = run("--show", "wards", "--priority", "61").exception
    assert isinstance(faults, PlanError)
    assert "a plan needs a course" in str(faults)
    assert "--at with a site" in str(faults)
    assert "no 'magic' to show" in str(run("--course", CARE, "--show", "magic").exception)
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe")
    both = run("--file", tmp_path / "plan.json", "--at", "Town").exception
    assert "leave the other options" in str(both)
    alone = run("--file", tmp_path / "plan.json").exception
    assert "is not a plan that Wardwise wrote" in str(alone)
    nowhere = run("--course", CARE, "--at", "Nowhere-on-Sea").exception
    assert "neither a ward of Calderdale nor a postcode" in str(nowhere)
