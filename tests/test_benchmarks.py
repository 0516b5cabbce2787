"""What is run by hand still starts: every benchmark finds what it imports."""

from __future__ import annotations

import subprocess
import sys

from catalog.settings import PROJECT

FOLDER = PROJECT / "benchmarks"  # where Python looks when one of its files is run
# One process for all, since to load the libraries that they share takes most of the time.
LOADS_EACH = """
import runpy, sys, traceback
sys.path.insert(0, sys.argv[1])
failed = 0
for path in sys.argv[2:]:
    try:
        runpy.run_path(path, run_name="not main")
    except BaseException:
        failed += 1
        print(path, traceback.format_exc(), file=sys.stderr)
sys.exit(failed)
"""


def test_every_benchmark_finds_what_it_imports() -> None:
    paths = sorted(str(path) for path in FOLDER.glob("*.py"))
    assert len(paths) > 50
    ran = subprocess.run(
        [sys.executable, "-c", LOADS_EACH, str(FOLDER), *paths], cwd=PROJECT,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
