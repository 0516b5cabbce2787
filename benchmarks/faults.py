"""Every kind of fault at 10 % of replies: are tables, and the order of their rows, the same?

    uv run python benchmarks/faults.py [--council Leeds] [--rate 0.1] [--kind 503 --kind reset]
        [--only bres --only wards]

Needs the upstream bench. For each kind it fetches a council into an empty folder while that share
of all replies is struck, builds, and compares every table with those of a run without faults. The
kinds `revise` and `roll` change what is published: tables that differ are named, not counted as
wrong. Leaves with 1 where a question was lost or another kind changed a table.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from upstream_bench import BENCH, Bench, command

# The argument keeps the bench's own waits short.
KINDS = {
    "429": "429:0", "429date": "429date:1", "500": "500", "503": "503", "504": "504",
    "down": "down", "blocked": "blocked", "proxy": "proxy", "reset": "reset",
    "truncate": "truncate", "short": "short", "slow": "slow:1", "empty": "empty", "html": "html",
    "wrongtype": "wrongtype", "arcgis503": "arcgis503", "revise": "revise", "roll": "roll",
}  # fmt: skip
CHANGES_FIGURES = ("revise", "roll")


@dataclass
class Run:
    """One fetch and build. `lost` counts questions that only the faults cost."""

    requests: int = 0
    struck: int = 0
    answered: int = 0
    seconds: float = 0.0
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


def one_run(bench_folder: Path, asked_for: list[str], *options: str) -> Run:
    """Fetches and builds in a folder of its own; ends where a command prints a traceback."""
    run = Run()
    with tempfile.TemporaryDirectory() as folder, Bench(bench_folder, *options) as bench:
        data = Path(folder) / "data"
        began = time.perf_counter()
        for words in (["fetch", *asked_for], ["build", "--no-forecasts"]):
            ran = subprocess.run(
                command(*words), env=bench.environment(data), capture_output=True, text=True,
                timeout=900, cwd=folder, check=False,
            )  # fmt: skip
            if "Traceback" in ran.stderr:
                sys.exit(f"{' '.join(words)} ended in a traceback:\n{ran.stderr}")
            found = re.search(r"([\d,]+) of [\d,]+ questions answered", ran.stderr)
            run.answered = int(found[1].replace(",", "")) if found else run.answered
        run.seconds = time.perf_counter() - began
        requested = bench.requests()
        run.requests = len(requested)
        run.struck = sum(bool(entry["fault"]) for entry in requested)
        for path in sorted((data / "tables").glob("*.parquet")):
            run.tables[path.stem] = pl.read_parquet(path)
    return run


def differences(clean: Run, faulty: Run) -> dict[str, str]:
    """Tables that are not the same, with the kind of difference."""
    found = dict.fromkeys(set(clean.tables) ^ set(faulty.tables), "in one run only")
    for name in set(clean.tables) & set(faulty.tables):
        one, other = clean.tables[name], faulty.tables[name]
        if one.equals(other):
            continue
        same = one.shape == other.shape and (
            one.hash_rows().sort().equals(other.hash_rows().sort())
        )
        found[name] = "order" if same else "figures"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--council", default="Leeds")
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kind", action="append", choices=KINDS, help="may be repeated")
    parser.add_argument("--only", action="append", default=[], help="a source; may be repeated")
    given = parser.parse_args()
    asked_for = ["-c", given.council, *(word for name in given.only for word in ("--only", name))]
    clean = one_run(given.bench, asked_for)
    print(f"without faults: {clean.requests} requests, {clean.answered} questions answered, "
          f"{len(clean.tables)} tables, {clean.seconds:.0f} s", flush=True)  # fmt: skip
    print(f"{'kind':<10} {'requests':>8} {'struck':>6} {'lost':>4} {'same':>5} {'s':>4}  differ")
    wrong = 0
    for kind in given.kind or KINDS:
        rule = f"*={KINDS[kind]}@{given.rate}"
        run = one_run(given.bench, asked_for, "--faults", rule, "--seed", given.seed)
        lost = clean.answered - run.answered
        off = differences(clean, run)
        wrong += lost > 0 or (bool(off) and kind not in CHANGES_FIGURES)
        words = ", ".join(f"{name} ({what})" for name, what in sorted(off.items()))
        same = len(clean.tables) - len(off)
        print(f"{kind:<10} {run.requests:>8} {run.struck:>6} {lost:>4} {same:>5} "
              f"{run.seconds:>4.0f}  {words}", flush=True)  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
