"""Who may start a job from the app, what a job is said to do, and in what order it fetches."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from catalog import jobs, store
from catalog.pages_need import FORECASTS, PAGES_OF
from catalog.settings import PROJECT, SAMPLE, Settings
from catalog.tables import TABLES
from cli import job_control
from etl.areas import Areas
from etl.run import registry, sampling, stages

LEEDS = "E08000035"


@pytest.mark.parametrize(
    ("setting", "address", "host", "allowed", "may"),
    [
        ("", "127.0.0.1", "127.0.0.1:8501", (), True),
        ("", "localhost", "localhost:8501", (), True),
        ("", "::1", "[::1]:8501", (), True),
        ("", "", "localhost:8501", (), True),  # streamlit run app.py
        ("", "", "192.0.2.7:8501", (), False),
        ("", "0.0.0.0", "localhost:8501", (), False),
        ("", "192.0.2.7", "192.0.2.7:8501", (), False),
        ("", "127.0.0.1", "wardwise.example.org", (), False),  # through a web server
        ("", "127.0.0.1", "127.0.0.1:8501", ("wardwise.example.org",), False),
        ("", "127.0.0.1", "", (), False),
        ("on", "0.0.0.0", "wardwise.example.org", ("wardwise.example.org",), True),
        ("off", "127.0.0.1", "127.0.0.1:8501", (), False),
    ],
)
def test_only_the_own_machine_may_fetch_unless_a_setting_says_so(
    setting: str, address: str, host: str, allowed: tuple[str, ...], may: bool
) -> None:
    settings = Settings(fetch_from_app=setting, allowed_hosts=allowed)
    assert job_control.may_fetch(settings, address, host) is may


def test_what_pages_show_is_fetched_before_what_only_forecasts_need() -> None:
    planned = registry.plan(Areas((LEEDS,)), Settings())
    first, rest = stages.split_stages(planned)
    assert sorted(map(str, (*first, *rest))) == sorted(map(str, planned))
    tables = {name: module.TABLE.name for name, module in registry.modules().items()}
    assert {"wards", "jobs", "census_qualifications"} <= {tables[name] for name, _ in first}
    assert all(set(PAGES_OF[tables[name]]) - {FORECASTS} for name, _ in first)
    assert {"vacancies", "workforce_jobs_uk"} <= {tables[name] for name, _ in rest}


def test_a_table_that_the_sample_has_for_all_councils_need_not_come_first() -> None:
    planned = registry.plan(Areas((LEEDS,)), Settings())
    first, rest = stages.split_stages(planned, in_use=("aps",))
    assert "aps" not in {name for name, _ in first}
    assert "aps" in {name for name, _ in rest}


def test_a_table_of_all_councils_is_the_samples_until_it_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path)
    monkeypatch.setattr(sampling, "WHOLE", ("councils", "lad_changes", "national_rates"))
    assert job_control.tables_for_all(settings) == ["national_rates"]
    frame, origin = store.read("national_rates", SAMPLE)
    settings.built.mkdir()
    source = store.path_of("national_rates", SAMPLE)
    store.path_of("national_rates", settings.built).write_bytes(source.read_bytes())
    assert job_control.tables_for_all(settings) == ["national_rates"]
    store.write(frame.head(3), TABLES["national_rates"], origin, settings.built)
    assert job_control.tables_for_all(settings) == []


def test_the_estimate_grows_with_the_questions_and_with_the_pause(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    one = job_control.estimate(settings, [LEEDS])
    two = job_control.estimate(settings, [LEEDS, "E06000014"])
    slow = job_control.estimate(replace(settings, pause_seconds=5.0), [LEEDS])
    assert one.requests_count == len(registry.plan(Areas((LEEDS,)), settings))
    assert two.requests_count > one.requests_count
    assert two.megabytes > one.megabytes
    assert slow.seconds > 2 * one.seconds
    assert one.seconds_to_first_pages < one.seconds


@pytest.mark.parametrize("words", [("build",), ("fetch", "--council", "Leeds")])
def test_the_terminal_keeps_out_while_a_job_runs(tmp_path: Path, words: tuple[str, ...]) -> None:
    with jobs.hold_lock(Settings(data=tmp_path)):
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words], cwd=PROJECT, capture_output=True, text=True,
            env={"WARDWISE_DATA": str(tmp_path), "WARDWISE_NOMIS_URL": "http://127.0.0.1:9",
                 "PATH": "/usr/bin:/bin"}, timeout=100,
        )  # fmt: skip
    assert done.returncode == 2
    assert "already fetching or building" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "raw").exists()
