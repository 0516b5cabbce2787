"""`wardwise build` of the sample's councils from raw, cold: wall time and peak memory.

Run by hand on a data folder into which the three councils were fetched:

    uv run python benchmarks/build.py --data FOLDER [--forecasts]

The folder's raw replies are read, nothing is asked of a service; tables are built into a temporary
folder, so the run is cold each time. Peak memory is that of the process and, with forecasts, of the
largest worker.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ONE_RUN = """
import json, sys, time
import pipeline
from catalog.settings import Settings
from pathlib import Path
began = time.perf_counter()
settings = Settings(data=Path(sys.argv[1]))
outcomes = pipeline.build(settings, lambda *_: None, forecast=sys.argv[2] == "1")
print(json.dumps([time.perf_counter() - began, [[o.name, o.kind, o.seconds] for o in outcomes]]))
"""


def one(data: Path, forecasts: bool) -> tuple[float, list[list[object]], float]:
    """Seconds, outcomes and peak MB of one cold build in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("raw", "rates"):
            if (data / name).is_dir():
                (Path(folder) / name).symlink_to(data / name)
        done = subprocess.run(
            [sys.executable, "-c", ONE_RUN, folder, "1" if forecasts else "0"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    seconds, outcomes = json.loads(done.stdout.splitlines()[-1])
    return seconds, outcomes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--forecasts", action="store_true")
    given = parser.parse_args()
    runs = [one(given.data.resolve(), given.forecasts) for _ in range(given.runs)]
    slowest = sorted(runs[-1][1], key=lambda entry: float(str(entry[2])), reverse=True)[:5]
    print(f"cold builds: {given.runs}, {'with' if given.forecasts else 'without'} forecasts")
    print(f"wall seconds: {', '.join(f'{seconds:.1f}' for seconds, _, _ in runs)}")
    print(f"median {statistics.median(seconds for seconds, _, _ in runs):.1f} s")
    print(f"peak memory of the largest process {runs[-1][2]:.0f} MB")
    for name, what, seconds in slowest:
        print(f"  {name}: {what} in {float(str(seconds)):.2f} s")


if __name__ == "__main__":
    main()
