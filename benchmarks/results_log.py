"""What benchmarks measured, kept as CSV in `benchmarks/results`, a row a measure and run."""

from __future__ import annotations

import os
import platform
import resource
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import polars as pl

FOLDER: Final = Path(__file__).resolve().parent / "results"


def describe_machine() -> str:
    """Processor and cores that this process may use."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores"


def describe_versions(packages: Sequence[str]) -> str:
    """Python and packages with their versions; those that are not installed are left out."""
    words = [f"python {platform.python_version()}"]
    for name in packages:
        try:
            words.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return "; ".join(words)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def add_rows(name: str, rows: Sequence[dict[str, object]]) -> Path:
    """Adds rows to a record, which is made where there is none."""
    path = FOLDER / f"{name}.csv"
    frame = pl.DataFrame(rows, infer_schema_length=None)
    if path.is_file():
        frame = pl.concat([pl.read_csv(path, infer_schema_length=None), frame], how="diagonal")
    path.parent.mkdir(exist_ok=True)
    frame.write_csv(path)
    return path


def cpu_seconds() -> float:
    """Seconds of processor of this process and of those that it started and that ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def least_cpu(work: Sequence[Callable[[], Any]], runs: int) -> list[tuple[Any, float]]:
    """The result of each work and its least CPU seconds, in turn, so that all see the same load."""
    results: list[Any] = [None] * len(work)
    least = [float("inf")] * len(work)
    for _ in range(runs):
        for number, run in enumerate(work):
            began = cpu_seconds()
            results[number] = run()
            least[number] = min(least[number], cpu_seconds() - began)
    return list(zip(results, least, strict=True))


def find_falls(record: pl.DataFrame) -> list[str]:
    """Cases whose newest ratio is less than two thirds of the one before it, in words.

    The rule for `ratio` (their CPU seconds over ours): a fall by a third fails. Only what is stored
    is compared, so nothing is measured; machines may differ, which a ratio mostly bears.
    """
    falls = []
    for (case,), rows in record.group_by("case", maintain_order=True):
        ratios = rows.sort("recorded_at")["ratio"].to_list()
        if len(ratios) > 1 and ratios[-1] < 2 / 3 * ratios[-2]:
            falls.append(f"{case}: {ratios[-1]:g} times as fast, {ratios[-2]:g} before")
    return falls
