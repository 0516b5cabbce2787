"""A damaged reference table is one sentence at the terminal, in a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from catalog.settings import PROJECT

ROOMS = ("catalog", "cli", "etl", "geo", "reference", "wards")


def test_a_table_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=shutil.ignore_patterns("sample"))
    for other in ("forecasts", "indicators", "presentation", "reports", "views"):
        (tmp_path / other).symlink_to(PROJECT / other)
    shutil.copy(PROJECT / "pipeline.py", tmp_path)
    (tmp_path / "reference" / "industries" / "sic2007_sections.csv").unlink()
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import sys; sys.path.insert(0, '.'); import cli; cli.main()"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "there is no reference table 'sic2007_sections'" in done.stderr
    assert "Traceback" not in done.stderr
