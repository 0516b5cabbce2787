"""Results of benchmarks are data: by machine and date, and no speed falls by a third unseen.

Rule: of each case in `benchmarks/results/speed.csv` the newest ratio (the CPU seconds of what
people use over ours, measured in one run) is at least two thirds of the ratio recorded before it.
What is stored is compared; nothing is measured here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from catalog.settings import PROJECT

FOLDER = PROJECT / "benchmarks" / "results"
sys.path.append(str(PROJECT / "benchmarks"))
import results_log  # noqa: E402 - a benchmark imports what lies beside it

SPEED = FOLDER / "speed.csv"


@pytest.mark.parametrize("name", ["speed", "cluster"])
def test_a_result_says_when_where_and_with_what(name: str) -> None:
    record = pl.read_csv(FOLDER / f"{name}.csv", infer_schema_length=None)
    assert record.height
    for column in ("recorded_at", "machine", "versions"):
        assert (record[column].str.len_chars() > 5).all(), column
    assert record["recorded_at"].str.to_datetime(time_zone="UTC", strict=True).null_count() == 0


def test_no_speed_has_fallen_by_a_third() -> None:
    assert results_log.find_falls(pl.read_csv(SPEED, infer_schema_length=None)) == []


def test_every_speed_was_of_the_same_answer() -> None:
    record = pl.read_csv(SPEED, infer_schema_length=None)
    assert (record["same_answer"].str.len_chars() > 5).all()
    assert {"tidy and join", "Prophet", "exponential smoothing", "points in wards"} <= set(
        record["case"]
    )


@pytest.mark.parametrize(
    ("ratios", "falls"),
    [((3.0,), 0), ((3.0, 2.1), 0), ((3.0, 1.9), 1), ((9.0, 3.0, 2.5), 0), ((1.0, 3.0, 1.5), 1)],
)
def test_a_fall_is_against_the_record_before(ratios: tuple[float, ...], falls: int) -> None:
    record = pl.DataFrame(
        {"case": "join", "recorded_at": [f"2026-11-{10 + n}" for n in range(len(ratios))],
         "ratio": list(ratios)}
    )  # fmt: skip
    assert len(results_log.find_falls(record)) == falls


def test_rows_are_added_to_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_log, "FOLDER", tmp_path / "results")
    results_log.add_rows("x", [{"case": "a", "ratio": 2.0}])
    path = results_log.add_rows("x", [{"case": "a", "ratio": 3.0, "load": 1.0}])
    assert pl.read_csv(path)["ratio"].to_list() == [2.0, 3.0]
