"""A rehearsal: what works, what is old, what fails and why, and a zip that gives nothing away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.datasets.labour import bres, vacancies
from etl.datasets.places import councils
from etl.run import probe, rehearse

LEEDS = Areas(("E08000035",))
KEY = "0xsecretkeyofauser"


def rehearsed(server: Any, *only: str) -> dict[str, rehearse.RehearsalResult]:
    settings = Settings(urls=dict(server.urls))
    http = Http(pause_seconds=0.0, backoff_seconds=0.0, urls=server.urls)
    return {one.source: one for one in rehearse.rehearse(settings, http, LEEDS, only)}


def test_the_smallest_question_is_of_the_council_and_of_the_newest_date() -> None:
    (jobs,) = rehearse.smallest(bres.requests(LEEDS, Settings()))
    assert (jobs.areas, jobs.date) == (("E08000035",), "latest")  # type: ignore[attr-defined]
    assert len(rehearse.smallest(vacancies.requests(LEEDS, Settings()))) == 1
    every = councils.requests(LEEDS, Settings())
    assert rehearse.smallest(every) == list(every)


def test_what_works_and_what_fails_is_told_table_by_table(upstream: Callable[..., Any]) -> None:
    server = upstream(faults="nomis/*NM_57_1.data.csv*=html; ons/*timeseries*=down")
    came = rehearsed(server, "bres", "wards", "jobs_density", "vacancies")
    assert {name: one.verdict for name, one in came.items()} == {
        "wards": "works", "bres": "works", "jobs_density": "fails", "vacancies": "fails",
    }  # fmt: skip
    assert "latest figures for 20" in came["bres"].words
    assert "not a Nomis table" in came["jobs_density"].words
    assert "HTTP 503" in came["vacancies"].words
    assert rehearse.summary(list(came.values())) == "Of 4 tables, 2 work, 2 fail."


def test_a_table_that_cannot_be_made_of_a_good_reply_is_found(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What asking alone does not show: the reply is whole, and the code cannot read it."""

    def stumble(_parts: Any) -> None:
        raise KeyError("an unheard-of category")

    monkeypatch.setattr(bres, "tidy", stumble)
    came = rehearsed(bench, "bres", "claimants")
    assert came["bres"].verdict == "fails"
    assert "KeyError: 'an unheard-of category', at test_rehearse.py:" in came["bres"].words
    assert came["claimants"].verdict == "works"


def test_an_old_layer_is_told_beside_the_year_of_the_wards(bench: Any) -> None:
    """The newest list of improvement plan areas on the bench is of 2023."""
    came = rehearsed(bench, "councils", "lads")
    assert came["councils"].verdict == "works with an old vintage"
    assert "LAD23_LSIP23_EN_LU is of 2023, the wards of 2025" in came["councils"].words
    assert came["lads"].verdict == "works"
    found = probe.run(Settings(urls=dict(bench.urls)), Http(pause_seconds=0.0), ["councils"])
    old = {one.what for one in found if one.severity == "old vintage"}
    assert "lad_lsips" in old
    assert "lad_regions" not in old


def test_an_unknown_source_is_told(bench: Any) -> None:
    with pytest.raises(FetchError, match="no source nothing"):
        rehearsed(bench, "nothing")


@pytest.mark.parametrize(("faults", "status"), [("", 0), ("nomis/*NM_57_1.data.csv*=html", 1)])
def test_the_command_leaves_a_status_and_a_zip_without_keys(
    upstream: Callable[..., Any], tmp_path: Path, faults: str, status: int
) -> None:
    server = upstream(faults=faults)
    urls = {f"WARDWISE_{name.upper()}_URL": url for name, url in server.urls.items()}
    told = subprocess.run(
        [
            sys.executable, "-m", "cli", "probe", "--rehearse", "-c", "Leeds",
            "--only", "jobs_density", "--only", "bres", "--zip", "kept.zip",
        ],
        env={
            **os.environ, **urls, "WARDWISE_DATA": str(tmp_path / "data"),
            "WARDWISE_PAUSE_SECONDS": "0", "WARDWISE_NOMIS_UID": KEY,
        },
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == status, told.stderr
    assert f"Of 2 tables, {2 - status} work, {status} fail." in told.stdout
    assert any(entry["params"].get("uid") == KEY for entry in server.requests)
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        bodies = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, body in bodies.items() if KEY.encode() in body]
    listed = json.loads(bodies["replies.json"])
    assert {entry["file"] for entry in listed} == set(bodies) - {"replies.json", "summary.txt"}
    assert any("uid=[removed]" in entry["url"] for entry in listed)
    assert "jobs_density" in bodies["summary.txt"].decode()
    assert not (tmp_path / "data" / "tables").exists()


def test_passwords_in_addresses_stay_out_of_the_zip(tmp_path: Path) -> None:
    secret = "quillfeather"  # noqa: S105
    urls = {"nomis": f"https://zebedee:{secret}@mirror.example"}
    recorder = rehearse.recorder_for(Settings(urls=urls))
    recorder(rehearse.Reply(f"you are {secret}".encode(), f"{urls['nomis']}/a?uid=1&b=2"))
    line = rehearse.RehearsalResult("bres", "jobs", "fails", f"{urls['nomis']}/a gave nothing")
    recorder.write(tmp_path / "kept.zip", [line])
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
        assert secret not in " ".join(archive.namelist())
    assert secret.encode() not in text
    assert b"https://mirror.example/a?uid=[removed]&b=2" in text
