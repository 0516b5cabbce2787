"""How a build of the invented nation grows: CPU-seconds and memory at several scales, kept as data.

    uv run python benchmarks/national_build.py FOLDER_A FOLDER_B ... [--no-forecasts] [--month]

The folders are made by national.py; a folder's build is as cold as the folder is. `--month` adds a
month of claimants to each and builds again: what a month costs. Each build runs in a process of its
own; memory is that of all its processes together, sampled. Results go to
benchmarks/results/national_build.json, with machine, day and load, since a shared machine's clock
says little: compare CPU-seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import polars as pl
from national import add_month

RESULTS: Final = Path(__file__).parent / "results" / "national_build.json"
EVERY_SECONDS: Final = 0.5
ONE_BUILD: Final = """
import json, sys
from pathlib import Path
import pipeline
from catalog.settings import Settings
outcomes = pipeline.build(Settings(data=Path(sys.argv[1])), lambda *_: None,
                          forecast=sys.argv[2] == "1")
Path(sys.argv[3]).write_text(json.dumps([[o.name, o.kind, o.seconds, o.message] for o in outcomes]))
"""


def count_places(tables: Path) -> dict[str, int]:
    """How large the nation is: rows of the lists of places, and of all tables before the build."""
    lsoas = pl.scan_parquet(tables / "lsoa_wards.parquet")
    counts = lsoas.select(
        councils=pl.col("lad_code").n_unique(), wards=pl.col("ward_code").n_unique(), lsoas=pl.len()
    ).collect()
    return {name: int(counts[name][0]) for name in counts.columns}


def measure(data: Path, forecasts: bool) -> dict[str, Any]:
    """One build of a data folder: seconds of clock and CPU, memory in MB, and its steps."""
    began, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "outcomes.json"
        with subprocess.Popen(
            [sys.executable, "-c", ONE_BUILD, str(data), "1" if forecasts else "0", str(out)],
            start_new_session=True, cwd=Path(__file__).parents[1],
        ) as process:  # fmt: skip
            peak = _Peak(process.pid)
            peak.start()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            peak.stopped.set()
        if process.returncode:
            raise SystemExit(f"the build of {data} ended with {process.returncode}")
        outcomes = json.loads(out.read_text())
    failed = {name: message for name, kind, _, message in outcomes if kind == "failed"}
    steps = {name: round(seconds, 1) for name, kind, seconds, _ in outcomes if kind == "built"}
    return {
        "clock_seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(max(peak.megabytes, used.ru_maxrss / 1024)),
        "load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1),
        "forecasts": forecasts, "steps_clock_seconds": steps, "failed": failed,
    }  # fmt: skip


class _Peak(threading.Thread):
    """The most memory that all processes of a session had at once, in `megabytes`."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.megabytes, self.stopped = session, 0.0, threading.Event()

    def run(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE") / 2**20
        while not self.stopped.wait(EVERY_SECONDS):
            pages = sum(map(self._pages, Path("/proc").glob("[0-9]*")))
            self.megabytes = max(self.megabytes, pages * page)

    def _pages(self, process: Path) -> int:
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0  # it has ended
        return int(fields[21]) if int(fields[3]) == self.session else 0


def _machine() -> dict[str, Any]:
    return {
        "day": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(),
        "machine": platform.machine(), "python": platform.python_version(),
        "polars": version("polars"),
    }  # fmt: skip


def keep(entry: dict[str, Any]) -> None:
    """Adds an entry to the results, in place of an older one of the same size and kind."""
    old = json.loads(RESULTS.read_text()) if RESULTS.is_file() else []
    same = ("councils", "build", "forecasts")
    kept = [one for one in old if [one[key] for key in same] != [entry[key] for key in same]]
    kept = sorted([*kept, entry], key=lambda one: [str(one["build"]), one["councils"]])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def show(entry: dict[str, Any]) -> None:
    each = entry["cpu_seconds"] / entry["councils"]
    print(
        f"{entry['build']}: {entry['councils']} councils, {entry['wards']:,} wards, "
        f"{entry['lsoas']:,} LSOAs: {entry['cpu_seconds']:,.0f} CPU-seconds ({each:.2f} a council),"
        f" {entry['peak_mb']:,} MB, clock {entry['clock_seconds']:,.0f} s at load "
        f"{entry['load_before']} to {entry['load_after']}",
        flush=True,
    )
    for name, message in entry["failed"].items():
        print(f"  failed: {name}: {message}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--no-forecasts", action="store_true")
    parser.add_argument("--month", action="store_true", help="add a month of claimants, then build")
    given = parser.parse_args()
    for folder in given.folders:
        if given.month:
            add_month(folder / "tables")
        entry = {
            **_machine(), **count_places(folder / "tables"),
            "build": "a month of claimants" if given.month else "whole",
            **measure(folder.resolve(), not given.no_forecasts),
        }  # fmt: skip
        show(entry)
        keep(entry)


if __name__ == "__main__":
    main()
