"""Temporary files of killed runs go, those of living ones stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.leftovers import remove_leftovers


@pytest.fixture(scope="module")
def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(folder: Path, pid: int, name: str = "jobs.parquet", age_seconds: float = 0) -> Path:
    path = folder / "tables" / f".{name}.{pid}-0123abcd.tmp"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    written = path.stat().st_mtime - age_seconds
    os.utime(path, (written, written))
    return path


def test_what_a_killed_run_left_is_removed(tmp_path: Path, dead: int) -> None:
    gone = left(tmp_path, dead)
    assert remove_leftovers(tmp_path) == [gone]
    assert not gone.exists()


def test_what_is_being_written_stays_for_an_hour(tmp_path: Path) -> None:
    mine = left(tmp_path, os.getpid())
    assert remove_leftovers(tmp_path) == []
    old = left(tmp_path, os.getpid(), "aps.parquet", age_seconds=4000)
    assert remove_leftovers(tmp_path) == [old]
    assert mine.exists()


def test_other_files_and_absent_folders_are_no_matter(tmp_path: Path, dead: int) -> None:
    for name in (".hidden.tmp", "jobs.parquet", f"jobs.{dead}-0123abcd.tmp", ".x.99-short.tmp"):
        (tmp_path / name).write_bytes(b"mine")
    assert remove_leftovers(tmp_path, tmp_path / "absent") == []
    assert len(list(tmp_path.iterdir())) == 4
