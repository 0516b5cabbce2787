"""What the terminal prints, and that no command ends in a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import fuzz_arguments
import shapely

import cli
from catalog import store
from catalog.faults import LOG
from catalog.project import version
from catalog.settings import Settings
from cli import entry, status
from cli.terminal import as_text, show_frame

MOST_ROWS = 5_000  # more of them as JSON take minutes, and say nothing else


@pytest.fixture
def sample(prepared: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Commands run on the prepared sample."""
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    return prepared


def wardwise(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *words],
        capture_output=True, check=False, env={**os.environ, **(env or {})}, timeout=120,
    )  # fmt: skip


def test_every_table_is_printed_in_every_format(
    sample: Settings, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name in store.names(sample.tables):
        frame = store.read(name, sample.tables)[0]
        for form, back in (
            ("csv", lambda raw: pl.read_csv(raw, infer_schema=False)),
            ("json", lambda raw: pl.DataFrame(json.loads(raw), infer_schema_length=None)),
            ("parquet", lambda raw: pl.read_parquet(io.BytesIO(raw))),
        ):
            if form == "json" and frame.height > MOST_ROWS:
                continue
            code, out, err = fuzz_arguments.run(["show", name, "--format", form])
            assert code == 0, (name, form, err)
            raw = out.encode() if form != "parquet" else None
            if raw is not None and frame.height:
                assert back(raw).height == frame.height, (name, form)


def test_a_shape_is_told_as_text_and_a_broken_one_is_blank() -> None:
    whole = shapely.to_wkb(shapely.Point(1, 2))
    frame = as_text(pl.DataFrame({"geometry_wkb": [whole, b"half", None], "a": [1, 2, 3]}))
    assert frame.columns == ["geometry_wkt", "a"]
    assert frame["geometry_wkt"].to_list() == ["POINT (1 2)", None, None]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_of_an_older_encoding_gets_plain_frames_and_scripts_get_utf8(
    prepared: Settings, encoding: str
) -> None:
    env = {"PYTHONIOENCODING": encoding, "WARDWISE_DATA": str(prepared.data)}
    told = wardwise("show", "councils", "-c", "Isle of Anglesey", env=env)
    assert told.returncode == 0, told.stderr
    assert b"+---" in told.stdout
    csv = wardwise("show", "lsoa_wards", "--format", "csv", env=env)
    kept = store.read("lsoa_wards", prepared.tables)[0]
    assert pl.read_csv(csv.stdout, schema=kept.schema).equals(kept)


def test_a_reader_that_goes_away_ends_the_command_quietly(prepared: Settings) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "show", "jobs", "--format", "csv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "WARDWISE_DATA": str(prepared.data)},
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.read(100)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) in (0, 1)


def test_a_fault_that_nobody_foresaw_is_one_sentence_with_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    monkeypatch.setattr(status, "open_settings", breaks)
    code, out, err = fuzz_arguments.run(["check"])
    assert (code, out) == (3, "")
    assert "(ZeroDivisionError: a slip of ours)" in err
    assert str(tmp_path / LOG) in err.replace("\n", "")
    assert "Traceback" in (tmp_path / LOG).read_text("utf-8")


def test_the_log_goes_elsewhere_where_the_settings_are_the_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WARDWISE_PAUSE_SECONDS", "nan")
    code, _, err = fuzz_arguments.run(["status"])
    assert code == 2
    assert "WARDWISE_PAUSE_SECONDS=nan: must be a number of seconds from 0 to 3,600" in err
    assert entry._log_folder().is_dir()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "\udcff"], "no table"),
        (["show", "../jobs"], "no table '../jobs' has been built; the built tables are"),
        (
            ["show", "jobs", "--format", "nonsense"],
            "no format 'nonsense'; the formats are table, csv",
        ),
        (["forecast", "--family", "nonsense"], "no family 'nonsense'. The families are: jobs_sec"),
        (["backtest", "--family", "nonsense"], "no family 'nonsense'. The families are: jobs_sec"),
        (["backtest", "--plot", "."], "--plot . is a folder"),
        (["scenario", "--jobs", "F:500:2029"], "a scenario needs a place"),
        (["fetch", "--dry-run"], "name at least one council"),
        (["explain", "nonsense"], "no indicator 'nonsense'"),
        (["nonsense"], "No such command"),
    ],
)
def test_an_argument_that_cannot_be_used_is_said_with_what_may_be(
    sample: Settings, words: list[str], told: str
) -> None:
    code, _, err = fuzz_arguments.run(words)
    assert code == 2
    assert told in " ".join(err.split())


def test_a_hundred_strange_commands_end_in_words() -> None:
    """Reports and briefings have tests of their own; benchmarks/fuzz_arguments.py tries more."""
    with fuzz_arguments.sandbox():
        wrong = list(fuzz_arguments.trials(100, 12, without=("report", "briefing")))
    assert not wrong


def test_the_fuzz_sees_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_words: list[str]) -> None:
        raise ValueError("as it would be without the guard")

    monkeypatch.setattr(cli, "main", breaks)
    code, _, err = fuzz_arguments.run(["status"])
    assert code == 99
    assert "Traceback: ValueError" in err


def test_a_title_that_a_spreadsheet_would_run_is_text_in_the_csv(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    show_frame(pl.DataFrame({"title": ["=1+1"], "awards_count": [-1]}), "csv")
    assert capfdbinary.readouterr().out == b"title,awards_count\n'=1+1,-1\n"


def test_the_version_is_that_of_the_code_that_runs() -> None:
    code, out, _ = fuzz_arguments.run(["--version"])
    assert code == 0
    assert out == f"wardwise {version()}\n"
