"""Runs slow models in several processes, and stores results so that a stopped run can continue."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from catalog.cluster import Cluster
from catalog.store import replacing
from catalog.workers import Workers
from forecasts.models.share import parent_model
from forecasts.protocol import Forecaster
from forecasts.series.panel import Matrix, Panel, chunks

MODELS: Final = Path(__file__).parent / "models"
LIBRARIES: Final = ("numpy", "prophet", "scipy", "statsmodels")
CHUNK: Final = 16
# 2026-11: two new processes take four seconds to import statsmodels and Prophet; in that time one
# process does this many tasks.
TASKS_WORTH_STARTING: Final = 150
Progress = Callable[[int, int, str], None]


def ignore_progress(done: int, total: int, what: str) -> None:
    """Does nothing: for runs without a progress display."""


@dataclass(frozen=True)
class Task:
    """Some series for one model to forecast."""

    model: Forecaster
    panel: Panel
    horizon: int

    def key(self) -> str:
        """Identifies values, dates, model and code: the same key means the same result."""
        running = hashlib.sha256(_code().encode())
        panel = self.panel
        settings = (
            self.model.name,
            self.horizon,
            panel.first,
            panel.step_months,
            panel.rounding_step,
        )
        running.update(repr((settings, panel.values.shape)).encode())
        running.update(np.ascontiguousarray(panel.values).tobytes())
        return running.hexdigest()[:32]


@cache
def _code() -> str:
    """Source of every model, since they share code, and versions of the fitting libraries."""
    source = [path.read_text(encoding="utf-8") for path in sorted(MODELS.glob("*.py"))]
    return "".join([*source, *(f"{name} {version(name)}" for name in LIBRARIES)])


def run_task(task: Task) -> tuple[Matrix, float]:
    """One task, and the seconds it took."""
    began = time.perf_counter()
    forecasts = task.model.forecast(task.panel, task.horizon)
    return forecasts, time.perf_counter() - began


@dataclass
class Executor:
    """Runs tasks in `jobs` processes here, or on a cluster, and stores results in `folder`.

    Up to `few` tasks of the usual cost run in this process, since others take time to start.
    Results of tasks that cost less are not stored: they are made as soon as read. `computed` counts
    tasks that ran, `reused` those read from the folder.
    """

    jobs: int = 1
    cluster: Cluster | None = None
    folder: Path | None = None
    few: int = TASKS_WORTH_STARTING
    computed: int = 0
    reused: int = 0
    memory: dict[str, Matrix] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def forecast(self, model: Forecaster, panel: Panel, horizon: int) -> Matrix:
        """The model's forecast of the panel; slow models run in chunks on the workers."""
        if model.parts:
            return model.combine(panel, [self.forecast(m, panel, horizon) for m in model.parts])
        if not model.per_series:
            computed, seconds = run_task(Task(model, panel, horizon))
            self._timed(model.name, seconds, len(panel.values))
            return computed
        return np.vstack([*self.results(list_tasks(model, panel, horizon)), np.empty((0, horizon))])

    def run_ahead(self, work: Iterable[tuple[Forecaster, Panel, int]]) -> None:
        """Runs the slow tasks of many forecasts at once, so that no worker is idle. Later calls
        find their results."""
        self.results([task for model, panel, horizon in work
                      for task in list_tasks(model, panel, horizon)])  # fmt: skip

    def with_outlook(self, panel: Panel, horizon: int) -> Panel:
        """The panel with forecasts of its parents."""
        if panel.parents is None:
            return panel
        outlook = self.forecast(parent_model(panel.parents), panel.parents, horizon)
        return replace(panel, outlook=outlook)

    def results(self, tasks: Sequence[Task]) -> list[Matrix]:
        """Results in the order of the tasks; stored results are not computed again."""
        keys = [task.key() for task in tasks]
        missing = {key: task for key, task in zip(keys, tasks, strict=True) if not self._load(key)}
        left, tasks_left = list(missing), list(missing.values())
        for number, (result, seconds) in self._run(tasks_left):
            self._store(left[number], result, tasks_left[number].model.cost)
            self._timed(tasks_left[number].model.name, seconds, len(result))
            self.computed += 1
        return [self.memory[key] for key in keys]

    def milliseconds(self, model: Forecaster) -> float | None:
        """Time per series on one core in this run; for a combined model, the sum of its parts."""
        if model.parts:
            parts = [self.milliseconds(part) for part in model.parts]
            return sum(p for p in parts if p is not None) if any(parts) else None
        spent, series = self.seconds.get(model.name, (0.0, 0.0))
        return 1_000.0 * spent / series if series else None

    def _timed(self, name: str, seconds: float, series: int) -> None:
        spent = self.seconds.setdefault(name, [0.0, 0.0])
        spent[0] += seconds
        spent[1] += series

    def delete_unused(self) -> None:
        """Deletes stored results that this run did not use, so that the folder does not grow."""
        if self.folder is not None and self.folder.is_dir():
            for path in self.folder.glob("*.npy"):
                if path.stem not in self.memory:
                    path.unlink()

    def _run(self, tasks: list[Task]) -> Iterator[tuple[int, tuple[Matrix, float]]]:
        is_little = sum(task.model.cost for task in tasks) <= self.few
        workers = Workers(1 if is_little else self.jobs, self.cluster)
        return workers.run_calls(run_task, [(task,) for task in tasks])

    def _load(self, key: str) -> bool:
        if key in self.memory:
            return True
        path = self._path(key)
        if path is None or not path.is_file():
            return False
        try:
            self.memory[key] = np.load(path)
        except (OSError, ValueError, EOFError):
            return False  # a damaged file is computed again
        self.reused += 1
        return True

    def _store(self, key: str, result: Matrix, cost: float) -> None:
        self.memory[key] = result
        path = self._path(key)
        if path is not None and cost >= 1.0:
            with replacing(path) as temporary, temporary.open("wb") as handle:
                np.save(handle, result)

    def _path(self, key: str) -> Path | None:
        return self.folder / f"{key}.npy" if self.folder else None


def list_tasks(model: Forecaster, panel: Panel, horizon: int) -> list[Task]:
    """The tasks of a model that fits each series, or of its parts; none for fast models."""
    if model.parts:
        return [task for part in model.parts for task in list_tasks(part, panel, horizon)]
    if not model.per_series:
        return []
    bare = panel.values_only()
    return [
        Task(model, bare.select_rows(rows), horizon) for rows in chunks(len(panel.values), CHUNK)
    ]
