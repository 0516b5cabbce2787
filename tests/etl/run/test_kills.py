"""kill -9 in the middle of a fetch: what is there is whole, and the next run goes on from it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl import raw

SOURCES = ("bres", "claimants", "lads", "population", "vacancies")
# Killed once so many requests have been asked, of some fifty that a whole run takes.
MOMENTS = (1, 4, 9, 20)


def start(server: Any, folder: Path) -> subprocess.Popen[bytes]:
    urls = {f"WARDWISE_{name.upper()}_URL": url for name, url in server.urls.items()}
    words = [word for name in SOURCES for word in ("--only", name)]
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "fetch", "-c", "Leeds", *words],
        env={**os.environ, **urls, "WARDWISE_DATA": str(folder), "WARDWISE_PAUSE_SECONDS": "0"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder.parent,
    )  # fmt: skip


def kept(folder: Path) -> dict[tuple[str, str], list[bytes]]:
    """Bytes of every part, which its note vouches for; RawError where one is not whole."""
    return {
        (part.note.source, part.note.key): part.pages()
        for name in SOURCES
        for part in raw.parts(name, folder / "raw")
    }


def test_a_fetch_killed_at_any_moment_leaves_whole_parts_and_goes_on(
    upstream: Callable[..., Any], tmp_path: Path
) -> None:
    # Replies that come in pieces, so that a kill meets a reply half received.
    server = upstream(faults="nomis/*data.csv*=slow:0.4@0.5")
    whole, often = tmp_path / "whole", tmp_path / "often"
    assert start(server, whole).wait(timeout=200) == 0
    before: dict[tuple[str, str], list[bytes]] = {}
    killed = 0
    for moment in MOMENTS:
        asked = len(server.requests)
        process = start(server, often)
        deadline = time.monotonic() + 60
        while len(server.requests) - asked < moment and process.poll() is None:
            assert time.monotonic() < deadline, "nothing was asked"
            time.sleep(0.01)
        killed += process.poll() is None
        process.kill()
        process.wait(timeout=30)
        there = kept(often)
        assert there.items() >= before.items(), "a stop lost what had been kept"
        before = there
    assert killed >= 3, "hardly a run was killed"
    assert start(server, often).wait(timeout=200) == 0
    assert kept(often) == kept(whole)
    assert list(often.rglob("*.tmp")) == []
