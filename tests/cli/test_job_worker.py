"""A job from the click to its end, in its real worker process, against the bench."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog import jobs, store
from catalog.jobs import Job
from catalog.settings import Settings
from cli import job_control, job_worker

pytestmark = pytest.mark.bench
YORK = "E06000014"
PLACES = ("councils", "wards", "lsoa_changes", "lsoa_wards", "census_qualifications")
FINISHES_WITHIN_SECONDS = 150.0


def york(*sources: str) -> Job:
    return Job("councils", (YORK,), ("York",), sources or PLACES)


@pytest.fixture
def started(
    upstream: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Settings]]:
    """started(faults=...) gives settings that ask a bench; a job left running is stopped."""
    opened: list[Settings] = []

    def start(**options: Any) -> Settings:
        server = upstream(**options)
        for name, url in server.urls.items():
            monkeypatch.setenv(f"WARDWISE_{name.upper()}_URL", url)
        monkeypatch.setenv("WARDWISE_PAUSE_SECONDS", "0")
        opened.append(Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0.0))
        return opened[-1]

    yield start
    for settings in opened:
        job = jobs.read_job(settings)
        if job is not None and job.is_running:
            jobs.ask_to_stop(settings, job.id)
            await_job(settings, lambda one: not one.is_running)


def await_job(settings: Settings, is_there: Callable[[Job], bool]) -> Job:
    until = time.monotonic() + FINISHES_WITHIN_SECONDS
    while time.monotonic() < until:
        job = jobs.read_job(settings)
        if job is not None and is_there(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job did not come so far: {job}")


def ended(job: Job) -> bool:
    return not job.is_running


def notes_of(settings: Settings) -> dict[str, int]:
    """Answers that were stored, each with the time at which it was written."""
    return {
        f"{path.parent.name}/{path.name}": path.stat().st_mtime_ns
        for path in settings.raw.glob("*/*.note.json")
    }


def test_a_job_fetches_builds_and_puts_the_council_in_use(
    started: Callable[..., Settings],
) -> None:
    settings = started()
    first = job_control.start(york(), settings)
    assert first is not None
    assert first.is_running
    seen = set()

    def note(job: Job) -> bool:
        seen.add((job.phase, job.stage))
        # The sample stays in use until there are wards of York to show.
        if settings.tables == settings.built:
            assert store.has("wards", settings.built)
        return ended(job)

    job = await_job(settings, note)
    assert job.phase == "done", job
    assert ("fetching", 1) in seen
    assert job.answered_count == job.requests_count > 5
    assert job.published_count == 2
    assert job.received_bytes > 100_000
    wards, _ = store.read("wards", settings.tables)
    assert set(wards["lad_code"]) == {YORK}
    assert store.read("ward_measures", settings.tables)[0].height > 0
    # What the sample has for all councils is still there.
    for name in job_control.tables_for_all(settings):
        assert store.has(name, settings.tables)
    assert not jobs.is_locked(settings)


def test_of_two_clicks_at_once_one_starts_and_both_see_it(
    started: Callable[..., Settings],
) -> None:
    settings = started(faults="arcgis/*=slow:3")
    with ThreadPoolExecutor(2) as sessions:
        both = list(sessions.map(lambda job: job_control.start(job, settings), [york(), york()]))
    assert None not in both
    running = await_job(settings, lambda job: job.phase == "fetching")
    third = job_control.start(york(), settings)
    assert third is not None
    assert third.id == running.id
    assert running.id in {job.id for job in both if job is not None}


def test_an_order_that_another_click_overtook_does_not_run_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    settings = Settings(data=tmp_path)
    late = replace(york(), began=jobs.now())
    stopped = replace(york(), began=jobs.now(), phase="stopped", ended=jobs.now())
    jobs.write_job(stopped, settings)
    assert job_worker.main(job_worker.order_of(late)) == job_worker.BUSY
    assert jobs.read_job(settings) == stopped


def test_a_stop_keeps_what_was_fetched_and_the_next_start_goes_on(
    started: Callable[..., Settings],
) -> None:
    settings = started(faults="nomis/*=slow:20#2+")
    job_control.start(york(), settings)
    job = await_job(settings, lambda job: job.answered_count >= 4)
    time.sleep(1)  # until it waits for the slow service
    jobs.ask_to_stop(settings, job.id)
    asked_at = time.monotonic()
    stopped = await_job(settings, ended)
    assert stopped.phase == "stopped"
    assert time.monotonic() - asked_at < 10
    kept = notes_of(settings)
    assert len(kept) >= 4
    assert settings.tables == settings.sample
    job_control.start(york("councils", "wards"), settings)
    assert await_job(settings, ended).phase == "done"
    after = notes_of(settings)
    assert {name: after[name] for name in kept} == kept, "what was stored was asked for again"


def test_a_killed_worker_has_died_and_can_be_started_again(
    started: Callable[..., Settings],
) -> None:
    settings = started(faults="nomis/*=slow:20#2+")
    job_control.start(york(), settings)
    await_job(settings, lambda job: job.answered_count >= 2)
    os.kill(worker_of(settings), signal.SIGKILL)
    died = await_job(settings, ended)
    assert died.phase == "died"
    again = job_control.start(replace(york("councils", "wards"), id="again"), settings)
    assert again is not None
    assert again.id == "again"
    assert await_job(settings, ended).phase == "done"


def worker_of(settings: Settings) -> int:
    """The process with the job's lock, from the system's list of this process's children."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    for child in {int(pid) for path in children for pid in path.read_text().split()}:
        words = Path(f"/proc/{child}/cmdline").read_bytes()
        folder = f"WARDWISE_DATA={settings.data}".encode()
        if b"cli.job_worker" in words and folder in Path(f"/proc/{child}/environ").read_bytes():
            return child
    pytest.skip("this system does not list processes in /proc")


def test_without_any_service_the_job_fails_in_a_sentence_and_the_sample_stays(
    started: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = started()
    for name in ("NOMIS", "ARCGIS", "ONS", "GOVUK"):
        monkeypatch.setenv(f"WARDWISE_{name}_URL", "http://127.0.0.1:9")
    job_control.start(york("wards", "councils"), settings)
    job = await_job(settings, ended)
    assert job.phase == "failed"
    assert "ward boundaries of York" in job.message
    assert settings.tables == settings.sample


def test_newer_releases_are_built_in_one_go_and_what_changed_is_noted(
    started: Callable[..., Settings],
) -> None:
    settings = started(as_of=("2025-06",))
    job_control.start(york("councils", "wards", "claimants"), settings)
    assert await_job(settings, ended).phase == "done"
    newest_before = newest_claimants(settings)
    started()
    job_control.start(replace(york("claimants"), kind="releases"), settings)
    job = await_job(settings, ended)
    assert job.phase == "done", job
    assert job.published_count == 1, "old and new figures were shown side by side"
    record = json.loads((settings.data / jobs.CHANGES).read_text())
    (change,) = record["tables"]
    assert change["table"] == "claimants"
    assert change["new_rows"] > 0
    assert newest_before == change["newest_before"] < change["newest_after"]
    assert newest_claimants(settings) == change["newest_after"]


def newest_claimants(settings: Settings) -> str:
    frame = store.read("claimants", settings.tables)[0]
    return str(frame.filter(pl.col("value").is_not_null())["period"].max())


def test_while_a_terminal_fetches_or_builds_no_job_starts(
    started: Callable[..., Settings],
) -> None:
    settings = started()
    with jobs.hold_lock(settings):
        assert job_control.start(york(), settings) is None
    assert jobs.read_job(settings) is None
