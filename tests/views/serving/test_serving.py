"""`wardwise serve` and `wardwise postcodes`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli.entry  # noqa: F401 - registers the commands
import pipeline
from catalog import store
from catalog.settings import PROJECT
from cli.terminal import app
from views.serving import gate, server


def test_the_settings_are_safe_and_the_address_is_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Path, Mapping[str, object], gate.Rules]] = []
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    monkeypatch.setattr(pipeline, "prepare", lambda _settings, _tell: [])
    monkeypatch.setattr(server, "run", lambda *given: served.append(given))
    assert CliRunner().invoke(app, ["serve", "--port", "8600"]).exit_code == 0
    ((script, options, rules),) = served
    assert script == PROJECT / "app.py"
    assert options["server.address"] == "127.0.0.1"
    assert options["server.port"] == 8600
    assert options["server.maxUploadSize"] == 50
    assert options["server.enableXsrfProtection"] is True
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["server.enableAgentApi"] is False
    assert rules.hosts == gate.LOOPBACK
    assert not rules.addresses
    assert not rules.metrics


def test_it_serves_and_no_variable_undoes_what_is_safe(tmp_path: Path) -> None:
    port = 8601 + os.getpid() % 300
    loose = {"STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false", "WARDWISE_DATA": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--port", str(port)],
        cwd=PROJECT, env=os.environ | loose,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        headers = _answer(f"http://127.0.0.1:{port}/_stcore/health", process)
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert "_streamlit_xsrf" in headers


def _answer(url: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310 - our own address
                return str(reply.headers)
        except OSError:
            assert process.poll() is None, "the server ended"
            time.sleep(0.5)
    raise AssertionError("the server did not answer")


def test_postcodes_are_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    file = tmp_path / "list.csv"
    file.write_text("postcode,lat,long\nhx11ab,53.7,-1.8\n", "utf-8")
    result = CliRunner().invoke(app, ["postcodes", str(file)])
    assert result.exit_code == 0, result.output
    postcodes, _ = store.read("postcodes", tmp_path / "tables")
    assert postcodes["postcode_key"].to_list() == ["HX1 1AB"]
