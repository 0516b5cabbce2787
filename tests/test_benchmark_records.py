"""What was measured once is kept as data, says how, and is printed by one command."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import polars as pl
import pytest

from catalog.settings import PROJECT

FOLDER = PROJECT / "benchmarks" / "records"
RECORDS = sorted(FOLDER.glob("*.csv"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_says_what_it_is_and_how_it_was_measured(path: Path) -> None:
    described = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    assert described["title"]
    assert described["how"]
    assert pl.read_csv(path, infer_schema_length=None).height


def test_the_log_prints_every_record_and_measures_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, "benchmarks/forecasts_accuracy.py", "--log"], cwd=PROJECT,
        capture_output=True, text=True, timeout=120, check=True, env={"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert RECORDS
    for path in RECORDS:
        title = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["title"]
        assert title in ran.stdout
    assert "half the growth of all sectors together" in ran.stdout, "what lost is in it"


def test_without_tables_or_log_it_says_what_to_name() -> None:
    ran = subprocess.run(
        [sys.executable, "benchmarks/forecasts_accuracy.py"], cwd=PROJECT, capture_output=True,
        text=True, timeout=120, check=False, env={"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert ran.returncode == 2
    assert "name a folder of built tables, or --log" in ran.stderr
