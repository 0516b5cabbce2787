"""The state of a job on disk, and the lock that says whether its worker still runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from catalog import jobs
from catalog.jobs import BusyError, Job
from catalog.settings import PROJECT, Settings

LEEDS = Job("councils", ("E08000035",), ("Leeds",), phase="fetching", began="2026-11-26T10:00:00")
HOLDER = """
import sys, time
from pathlib import Path
from catalog import jobs
from catalog.settings import Settings
with jobs.hold_lock(Settings(data=Path(sys.argv[1]))):
    print("locked", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def hold_elsewhere(settings: Settings) -> subprocess.Popen[str]:
    """Another process that has the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.data)],
        stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def test_what_is_written_is_read_again(settings: Settings) -> None:
    assert jobs.read_job(settings) is None
    done = replace(LEEDS, phase="done", notes=("Missing: Ward lacks claimants.",), seconds_left=1.5)
    jobs.write_job(done, settings)
    assert jobs.read_job(settings) == done


@pytest.mark.parametrize(
    "record",
    ["", "[]", "{}", '{"kind": "other"}', '{"kind": "councils", "stage": "one"}', "\x00"],
)
def test_a_record_that_is_none_is_no_job(settings: Settings, record: str) -> None:
    (settings.data / jobs.STATE).write_text(record)
    assert jobs.read_job(settings) is None


def test_a_record_with_more_in_it_is_still_read(settings: Settings) -> None:
    record = {"kind": "councils", "councils": ["E1"], "names": ["A"], "phase": "done", "new": 5}
    (settings.data / jobs.STATE).write_text(json.dumps(record))
    job = jobs.read_job(settings)
    assert job is not None
    assert job.councils == ("E1",)


def test_a_worker_that_was_killed_has_died_and_leaves_no_lock(settings: Settings) -> None:
    worker = hold_elsewhere(settings)
    jobs.write_job(LEEDS, settings)
    running = jobs.read_job(settings)
    assert running == LEEDS
    with pytest.raises(BusyError, match="already fetching or building"), jobs.hold_lock(
        settings, wait_seconds=0.2
    ):  # fmt: skip
        pytest.fail("two processes had the lock")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)
    died = jobs.read_job(settings)
    assert died is not None
    assert (died.phase, died.is_running) == ("died", False)
    assert died.ended
    with jobs.hold_lock(settings, wait_seconds=0.0):
        assert jobs.is_locked(settings)
    assert not jobs.is_locked(settings)


def test_looking_whether_it_is_locked_keeps_no_worker_out(settings: Settings) -> None:
    with jobs.hold_lock(settings):
        pass
    worker = hold_elsewhere(settings)
    try:
        assert jobs.is_locked(settings)
    finally:
        worker.kill()
        worker.wait(timeout=10)


def test_a_stop_is_for_the_job_it_names(settings: Settings) -> None:
    assert not jobs.is_asked_to_stop(settings, LEEDS.id)
    jobs.ask_to_stop(settings, "another")
    assert not jobs.is_asked_to_stop(settings, LEEDS.id)
    jobs.ask_to_stop(settings, LEEDS.id)
    assert jobs.is_asked_to_stop(settings, LEEDS.id)
    jobs.clear_stop(settings)
    assert not jobs.is_asked_to_stop(settings, LEEDS.id)


@pytest.mark.parametrize(
    ("done", "total", "share"), [(0, 0, 0.0), (1, 4, 0.25), (4, 4, 1.0), (5, 4, 1.0)]
)
def test_the_share_done_is_never_over_one(done: int, total: int, share: float) -> None:
    assert replace(LEEDS, done_count=done, total_count=total).share == share
