"""What is run by hand still starts: every benchmark finds what it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from catalog.settings import PROJECT

BENCHMARKS = sorted((PROJECT / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_finds_what_it_imports(path: Path) -> None:
    folder = str(path.parent)  # where Python looks when the file itself is run
    command = (
        f"import runpy, sys; sys.path.insert(0, {folder!r}); "
        f"runpy.run_path({str(path)!r}, run_name='not main')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", command], cwd=PROJECT, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
