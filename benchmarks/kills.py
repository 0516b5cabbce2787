"""kill -9 at random moments of fetch, build and report: is anything half-written, or different?

    uv run python benchmarks/kills.py [--kills 50] [--council Leeds] [--only report]

Needs the upstream bench. Each command is started again and again on one folder and killed at a
random moment of its usual length. After every kill all that is there must be whole: each part's
bytes as its note says, each table readable, each report's file complete. When it is then left to
end, its result must be that of a run that nobody killed, and no temporary file may be left. Leaves
with 1 where anything is not so. Shares nothing with the data in use.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from upstream_bench import BENCH, Bench, command

from catalog import store
from etl import raw

PHASES = ("fetch", "build", "report")
LONGEST_SECONDS = 1200


@dataclass
class Workshop:
    """A folder in which the three commands work, against one bench."""

    folder: Path
    bench: Bench
    council: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def words(self, phase: str) -> list[str]:
        return {
            "fetch": command("fetch", "-c", self.council),
            "build": command("build", "--no-forecasts"),
            "report": command("report", "-c", self.council, "--out", str(self.out)),
        }[phase]

    def start(self, phase: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.words(phase), env=self.bench.environment(self.data), cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def finish(self, phase: str) -> float:
        """Lets the command end; the seconds it took."""
        began = time.perf_counter()
        self.start(phase).wait(timeout=LONGEST_SECONDS)
        return time.perf_counter() - began

    def empty(self, phase: str) -> None:
        """Takes away what the command makes, so that it has its whole work before it."""
        made = {"fetch": "data/raw", "build": "data/tables", "report": "out"}[phase]
        shutil.rmtree(self.folder / made, ignore_errors=True)

    def faults(self) -> list[str]:
        """What is there and not whole."""
        found = []
        for folder in (self.data / "raw").glob("*/"):
            try:
                for part in raw.parts(folder.name, self.data / "raw"):
                    part.pages()
            except raw.RawError as error:
                found.append(str(error))
        for name in store.names(self.data / "tables"):
            try:
                store.read(name, self.data / "tables")
            except store.StoreError as error:
                found.append(str(error))
        found += [f"{path.name} is cut" for path in self.out.glob("*.*") if not _is_whole(path)]
        return found

    def result(self, phase: str) -> object:
        """What the command made, for a comparison: nothing of when it was made."""
        if phase == "fetch":
            notes = (
                part.note
                for folder in sorted((self.data / "raw").glob("*/"))
                for part in raw.parts(folder.name, self.data / "raw")
            )
            return sorted((note.source, note.key, note.sha256) for note in notes)
        if phase == "build":
            root = self.data / "tables"
            return {name: pl.read_parquet(store.path_of(name, root)).hash_rows().to_list()
                    for name in store.names(root)}  # fmt: skip
        return sorted(path.name for path in self.out.glob("*"))

    def leftovers(self) -> list[str]:
        return [str(path.name) for path in self.folder.rglob(".*.tmp")]


def _is_whole(path: Path) -> bool:
    if path.name.startswith("."):
        return True
    body = path.read_bytes()
    if path.suffix in (".docx", ".xlsx", ".zip"):
        return zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
    if path.suffix == ".pdf":
        return body.rstrip().endswith(b"%%EOF")
    if path.suffix == ".html":
        return body.rstrip().endswith(b"</html>")
    return bool(body)


def kill_often(work: Workshop, phase: str, kills: int, dice: random.Random) -> int:
    """Kills a command so often, then lets it end; the number of faults found."""
    usual = work.finish(phase)
    wanted = work.result(phase)
    work.empty(phase)
    bad = early = 0
    for _ in range(kills):
        process = work.start(phase)
        try:
            process.wait(timeout=dice.uniform(0.3, usual))
            early += 1
            work.empty(phase)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=30)
        for fault in work.faults():
            bad += 1
            print(f"{phase}: {fault}", flush=True)
    left_before = len(work.leftovers())
    work.finish(phase)
    same = work.result(phase) == wanted
    left = work.leftovers()
    print(
        f"{phase:<7} {kills} starts, {kills - early} killed within {usual:.0f} s, {bad} faults, "
        f"{left_before} temporary files of killed runs, {len(left)} after the next; "
        f"{'same result' if same else 'ANOTHER RESULT'}",
        flush=True,
    )
    return bad + (not same) + len(left)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--council", default="Leeds")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=PHASES, help="may be repeated")
    given = parser.parse_args()
    dice = random.Random(given.seed)  # noqa: S311
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, Bench(given.bench) as bench:
        work = Workshop(Path(folder), bench, given.council)
        for phase in PHASES:
            if given.only and phase not in given.only:
                work.finish(phase)  # the next one stands on it
                continue
            wrong += kill_often(work, phase, given.kills, dice)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
