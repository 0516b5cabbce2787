"""Hosted and own CI run what the README promises."""

from __future__ import annotations

import tomllib
from typing import Any

import yaml

from catalog.settings import PROJECT

TEST_COMMAND = "pip install uv && uv run pytest"


def workflow() -> dict[str, Any]:
    text = (PROJECT / ".github" / "workflows" / "tests.yml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def commands(job: str) -> list[str]:
    return [step["run"] for step in workflow()["jobs"][job]["steps"] if "run" in step]


def test_hosted_tests_run_on_three_systems_and_every_python_that_is_promised() -> None:
    matrix = workflow()["jobs"]["tests"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={matrix['python'][0]}"
    assert matrix["python"] == ["3.11", "3.12", "3.13"]


def test_hosted_tests_lint_check_types_and_test() -> None:
    run = commands("tests")
    for words in ("ruff check", "ruff format --check", "mypy", 'pytest -m "not browser"'):
        assert any(words in command for command in run), words
    assert any("pytest -m browser" in command for command in commands("browser"))


def test_own_ci_runs_the_command_of_the_readme_and_prints_coverage_if_asked() -> None:
    script = (PROJECT / ".ci" / "run").read_text("utf-8")
    assert f"    {TEST_COMMAND}\n" in (PROJECT / "README.md").read_text("utf-8")
    assert f"test_command='{TEST_COMMAND}'" in script
    assert 'bash -c "$test_command"' in script
    assert "coverage report" in script


def test_the_command_of_the_readme_needs_no_number_of_cores() -> None:
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    assert "-n" not in options["ini_options"]["addopts"].split()
