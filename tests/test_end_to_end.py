"""`wardwise fetch` and `build` as a person runs them, over real sockets against the bench."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import store

FAULTS = "; ".join(
    [
        "nomis/*NM_189_1.data.csv*=429:0#1",
        "nomis/*NM_2084_1.data.csv*=500#1",
        "nomis/*NM_2080_1.data.csv*=reset#1",
        "nomis/*NM_141_1.data.csv*=truncate#1",
        "nomis/*NM_130_1.data.csv*=short#1",
        "nomis/*NM_162_1.data.csv*=empty#1",
        "nomis/*NM_57_1.data.csv*=slow:1#1",
        "nomis/*NM_17_5*=down",
        "arcgis/*LSOA21_WD*query*=arcgis503#2",
        "arcgis/*WD_MAY*query*=html#1",
        "ons/*businessdemography*=503#1",
    ]
)


class Wardwise:
    """The command line with its own data folder and a bench behind it."""

    def __init__(self, server: Any, folder: Path) -> None:
        self.data = folder / "data"
        bases = {f"WARDWISE_{name.upper()}_URL": url for name, url in server.urls.items()}
        self.environment = {
            **os.environ,
            **bases,
            "WARDWISE_DATA": str(self.data),
            "WARDWISE_PAUSE_SECONDS": "0",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.data.parent,
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words)
        out, err = process.communicate(timeout=400)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def table(self, name: str) -> pl.DataFrame:
        return store.read(name, self.data / "tables")[0]


@pytest.fixture(scope="module")
def york(
    upstream: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Wardwise, Any, list[subprocess.CompletedProcess[str]]]:
    """York, a council outside the sample, fetched through every kind of fault and then built."""
    server = upstream(faults=FAULTS)
    command = Wardwise(server, tmp_path_factory.mktemp("york"))
    return command, server, [command.run("fetch", "-c", "York"), command.run("build")]


def test_a_dataset_down_for_good_is_named_and_the_rest_goes_on(york: Any) -> None:
    _, _, (fetched, built) = york
    assert fetched.returncode == 2
    assert "NM_17_5" in fetched.stderr
    assert "run the same command again" in fetched.stderr
    assert "jobs" in built.stderr


def test_what_failed_for_a_while_is_whole_in_the_end(york: Any) -> None:
    command, server, _ = york
    struck = {entry["fault"] for entry in server.requests if entry["fault"]}
    assert len(struck) >= 9, struck
    jobs = command.table("jobs").filter(pl.col("area_code") == "E06000014")
    assert jobs.filter(pl.col("jobs").is_not_null()).height > 0
    assert command.table("wards").filter(pl.col("lad_code") == "E06000014").height == 21


def test_the_map_has_figures_for_the_new_council(york: Any) -> None:
    command, _, _ = york
    shown = command.table("ward_measures").filter(pl.col("lad_code") == "E06000014")
    assert shown["ward_code"].n_unique() == 21
    assert {"jobs_total", "residents_qualification_4_pct"} <= set(shown["measure"])


def test_a_second_build_makes_nothing_again(york: Any) -> None:
    command, _, _ = york
    again = command.run("build")
    assert "made:" not in again.stderr, again.stderr


def test_status_says_what_is_missing(york: Any) -> None:
    command, _, _ = york
    told = command.run("status", "--json")
    assert told.returncode == 0
    assert "aps" in told.stdout


def test_show_prints_a_table_for_scripts(york: Any) -> None:
    command, _, _ = york
    told = command.run("show", "jobs", "--council", "York", "--format", "csv")
    frame = pl.read_csv(told.stdout.encode(), infer_schema=False)
    assert set(frame["area_code"]) == {"E06000014"}


def test_an_interrupted_fetch_goes_on_where_it_stopped(
    upstream: Callable[..., Any], tmp_path: Path
) -> None:
    server = upstream(faults="nomis/*NM_2084_1*=slow:30")
    command = Wardwise(server, tmp_path)
    sources = ("--only", "bres", "--only", "census_qualifications")
    process = command.start("fetch", "-c", "E06000014", *sources)
    deadline = time.monotonic() + 60
    while not any("NM_2084_1" in entry["path"] for entry in server.requests):
        assert time.monotonic() < deadline, "the slow dataset was never asked"
        time.sleep(0.1)
        if any((command.data / "raw" / "bres").glob("*.note.json")):
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command to continue" in err

    kept = sorted((command.data / "raw" / "bres").glob("*.note.json"))
    times = [path.stat().st_mtime_ns for path in kept]
    assert kept, "nothing had been kept when it was interrupted"
    assert command.run("fetch", "-c", "E06000014", "--only", "bres").returncode == 0
    assert [path.stat().st_mtime_ns for path in kept] == times, "what was kept was asked for again"
    every = {path.name for path in (command.data / "raw" / "bres").glob("*.note.json")}
    assert {"E06000014.note.json", "comparators.note.json"} <= every


def test_no_network_is_one_clear_message(tmp_path: Path, upstream: Callable[..., Any]) -> None:
    command = Wardwise(upstream(), tmp_path)
    for name in ("NOMIS", "ARCGIS", "ONS", "GOVUK"):
        command.environment[f"WARDWISE_{name}_URL"] = "http://127.0.0.1:9"
    told = command.run("fetch", "-c", "York", "--only", "jobs_density")
    assert told.returncode == 2
    assert "no connection" in told.stderr


def test_a_wrong_council_gets_suggestions_and_exit_code_2(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "cli", "fetch", "-c", "Caldedale"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "WARDWISE_DATA": str(tmp_path)},
    )
    assert told.returncode == 2
    assert "did you mean Calderdale" in told.stderr
