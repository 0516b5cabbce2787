"""Efficiency on a cluster: 1, 2 and 4 workers of one thread each, and what it says of larger work.

    uv run python benchmarks/cluster.py [--series 20480] [--keep]

Workers are processes of this machine on 127.0.0.1. Printed: seconds of the clock and of processor,
and what a task costs beyond its own work. Where there are more workers than cores, or others use
the machine, the clock says little: CPU seconds of all processes against those of the same work in
one process are the figure to read. `--keep` adds rows to `benchmarks/results/cluster.csv`.

At the end the estimate for 10,000 small areas by 700 classes of industry, monthly, with its
arithmetic.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import time
from dataclasses import dataclass

import numpy as np
import polars as pl
import results_log
from distributed import LocalCluster

from catalog.cluster import Cluster
from forecasts.models.share import ShareUnderParent
from forecasts.models.theta import Theta
from forecasts.parallel import CHUNK, Executor
from forecasts.series.panel import Matrix, Panel

MONTHS, HORIZON = 120, 24
WORKERS = (1, 2, 4)
EMPTY_TASKS = 500
AREAS, CLASSES = 10_000, 700


@dataclass(frozen=True)
class Measured:
    """A run: seconds of the clock and of processor, in the workers and in this process."""

    workers: int
    clock_s: float
    worker_cpu_s: float
    own_cpu_s: float
    tasks: int


def panel(series: int) -> Panel:
    """Monthly series with seasons, as many as asked."""
    rng = np.random.default_rng(20)
    months = np.arange(MONTHS)
    level = np.exp(6 + 0.02 * rng.standard_normal((series, MONTHS)).cumsum(axis=1))
    season = 1 + 0.1 * np.sin(2 * np.pi * (months + rng.integers(0, 12, (series, 1))) / 12)
    return Panel(pl.DataFrame(), level * season, 12 * 2015, 1, 5.0)


def process_cpu_s() -> float:
    return time.process_time()


def workers_cpu_s(cluster: Cluster) -> float:
    """CPU seconds of all workers so far, each asked once."""
    with cluster._open(60.0, lost=False) as client:
        return sum(client.run(process_cpu_s).values())


def on_workers(count: int, work: Panel, here: Matrix) -> tuple[Measured, float]:
    """A run on so many workers, and the CPU seconds that a task without work costs."""
    with LocalCluster(
        n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1",
        silence_logs=50,
    ) as local:  # fmt: skip
        cluster = Cluster(local.scheduler_address, connect=120.0)
        # Imports are no part of it: each worker does them once for its life.
        Executor(cluster=cluster).forecast(Theta(), panel(4 * CHUNK * count), HORIZON)
        before, own, began = workers_cpu_s(cluster), process_cpu_s(), time.perf_counter()
        executor = Executor(cluster=cluster)
        there = executor.forecast(Theta(), work, HORIZON)
        clock, own = time.perf_counter() - began, process_cpu_s() - own
        spent = workers_cpu_s(cluster) - before
        np.testing.assert_array_equal(there, here)  # to the last bit
        before, own_before = workers_cpu_s(cluster), process_cpu_s()
        assert len(list(cluster.run_calls(abs, [(1,)] * EMPTY_TASKS))) == EMPTY_TASKS
        empty = workers_cpu_s(cluster) - before + process_cpu_s() - own_before
    return Measured(count, clock, spent, own, executor.computed), empty / EMPTY_TASKS


def estimate(theta_s: float, share_s: float, task_s: float) -> list[str]:
    """The nation's small areas by fine class: the arithmetic, line by line."""
    series = AREAS * CLASSES
    each = CHUNK * theta_s
    tasks = series / CHUNK
    every = tasks * (each + task_s) / 3600
    batched = CHUNK * 20
    return [
        f"{AREAS:,} small areas x {CLASSES} classes = {series:,} series of {MONTHS} months",
        f"one by one (Theta, {1000 * theta_s:.1f} ms a series): {tasks:,.0f} tasks of {CHUNK} x "
        f"({each:.3f} s + {1000 * task_s:.1f} ms for the task) = {every:,.1f} core hours, "
        f"{100 * each / (each + task_s):.0f} % of them work; {60 * every / 64:,.0f} minutes on 64 "
        f"busy cores would be {tasks / (every * 3600 / 64):,.0f} tasks a second",
        f"one core spends {1000 * task_s:.1f} ms on a task without work (scheduler, worker and "
        f"client), so a scheduler bears hardly more than {1 / task_s:,.0f} a second: tasks of "
        f"{batched} series instead are {series / batched:,.0f}, "
        f"{series / batched / (series * theta_s / 64):,.0f} a second on 64 cores, and cost "
        f"{series / batched * task_s / 3600:.2f} core hours",
        f"as Wardwise does it, shares under {CLASSES} parents ({1e6 * share_s:.1f} microseconds a "
        f"series): {series * share_s:,.0f} s on one core, and {CLASSES} parents x "
        f"{1000 * theta_s:.1f} ms = {CLASSES * theta_s:.0f} s: no cluster is needed",
        f"values in memory: {series:,} x {MONTHS} x 8 bytes = {series * MONTHS * 8 / 1e9:.1f} GB, "
        f"of which a task carries {CHUNK * MONTHS * 8 / 1000:.0f} kB; in batches of 500 areas "
        f"{500 * CLASSES * MONTHS * 8 / 1e9:.2f} GB at a time",
    ]


def share_seconds(series: int = 30_000) -> float:
    """Seconds a series of the share under a parent already forecast, for all series at once."""
    rng = np.random.default_rng(1)
    parents = np.exp(10 + 0.03 * rng.standard_normal((20, MONTHS)).cumsum(axis=1))
    above = Panel(pl.DataFrame(), parents, 12 * 2015, 1, 5.0)
    of = rng.integers(0, 20, series)
    noise = np.exp(0.05 * rng.standard_normal((series, MONTHS)))
    below = Panel(
        pl.DataFrame(), parents[of] * 0.01 * noise, 12 * 2015, 1, 5.0, parents=above, parent_row=of
    )
    began = process_cpu_s()
    ShareUnderParent().forecast(below, HORIZON)
    return (process_cpu_s() - began) / series


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    # 2026-11: 20,480 series are 30 s or more of processor, of which connecting is a small part.
    parser.add_argument("--series", type=int, default=20480)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    work = panel(given.series)
    Executor().forecast(Theta(), panel(CHUNK), HORIZON)
    began = process_cpu_s()
    here = Executor().forecast(Theta(), work, HORIZON)
    alone = process_cpu_s() - began
    shared = {
        "recorded_at": results_log.now(),
        "machine": results_log.describe_machine(),
        "load": round(os.getloadavg()[0], 1),
        "versions": results_log.describe_versions(["distributed", "numpy", "statsmodels"]),
    }
    print(f"{shared['machine']}, load {shared['load']}; {shared['versions']}")
    print(f"{given.series} series of {MONTHS} months, Theta, in one process: {alone:.2f} s of CPU")
    rows, costs = [], []
    for count in WORKERS:
        run, empty = on_workers(count, work, here)
        costs.append(empty)
        every = run.worker_cpu_s + run.own_cpu_s
        over_ms = 1000 * (every - alone) / run.tasks
        print(f"{count} workers: {run.clock_s:.2f} s of the clock, {run.worker_cpu_s:.2f} s of CPU "
              f"in workers and {run.own_cpu_s:.2f} here for {run.tasks} tasks: efficiency "
              f"{100 * alone / every:.0f} % in CPU, {over_ms:.1f} ms a task beyond its work; a "
              f"task without work {1000 * empty:.1f} ms", flush=True)  # fmt: skip
        rows.append({
            **shared, "workers": count, "series": given.series, "tasks": run.tasks,
            "clock_s": round(run.clock_s, 2), "worker_cpu_s": round(run.worker_cpu_s, 2),
            "own_cpu_s": round(run.own_cpu_s, 2), "one_process_cpu_s": round(alone, 2),
            "efficiency_cpu": round(alone / every, 3), "overhead_task_ms": round(over_ms, 2),
            "empty_task_ms": round(1000 * empty, 2),
        })  # fmt: skip
    print("\n".join(estimate(alone / given.series, share_seconds(), min(costs))))
    if given.keep:
        print(f"kept in {results_log.add_rows('cluster', rows)}")


if __name__ == "__main__":
    main()
