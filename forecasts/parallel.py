"""Spreads the work of slow models over processes, and keeps what is done for a run that goes on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from catalog.store import replacing
from forecasts.models.share import parent_model
from forecasts.protocol import Forecaster
from forecasts.series.panel import Matrix, Panel, chunks

MODELS: Final = Path(__file__).parent / "models"
LIBRARIES: Final = ("numpy", "prophet", "scipy", "statsmodels")
CHUNK: Final = 16
# 2026-11: two new processes take four seconds to import statsmodels and Prophet, in which one
# does this many tasks.
FEW: Final = 150
CONNECT_SECONDS: Final = 20
Progress = Callable[[int, int, str], None]


class ClusterError(Exception):
    """A cluster that cannot be used; the message says what to do."""


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Task:
    """Some series for one model."""

    model: Forecaster
    panel: Panel
    horizon: int

    def key(self) -> str:
        """Stands for values, dates, model and its code: the same key, the same result."""
        running = hashlib.sha256(_code().encode())
        panel = self.panel
        told = (self.model.name, self.horizon, panel.first, panel.step_months, panel.grain)
        running.update(repr((told, panel.values.shape)).encode())
        running.update(np.ascontiguousarray(panel.values).tobytes())
        return running.hexdigest()[:32]


@cache
def _code() -> str:
    """Source text of every model, as they share code, and versions of the libraries that fit."""
    source = [path.read_text(encoding="utf-8") for path in sorted(MODELS.glob("*.py"))]
    return "".join([*source, *(f"{name} {version(name)}" for name in LIBRARIES)])


def run_task(task: Task) -> tuple[Matrix, float]:
    """One task, and the seconds it took."""
    began = time.perf_counter()
    made = task.model.forecast(task.panel, task.horizon)
    return made, time.perf_counter() - began


def run_alone(task: Task) -> tuple[Matrix, float]:
    """One task in a worker, on one thread.

    2026-11: numerical libraries that take every core for tiny matrices made these models ten times
    slower, and the last digit of a sum hangs on the number of threads.
    """
    with threadpool_limits(1):
        return run_task(task)


@dataclass
class Spread:
    """Where and how tasks run: in `jobs` processes here, or on a cluster, remembered in `folder`.

    No more than `few` tasks at once are done in this process, as others take time to start. `made`
    counts tasks done, `reused` those that were found in the folder.
    """

    jobs: int = 1
    cluster: str | None = None
    folder: Path | None = None
    few: int = FEW
    made: int = 0
    reused: int = 0
    memory: dict[str, Matrix] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def forecast(self, model: Forecaster, panel: Panel, horizon: int) -> Matrix:
        """The model's forecast of the panel, slow models in chunks over the workers."""
        if model.parts:
            return model.combine(panel, [self.forecast(m, panel, horizon) for m in model.parts])
        if not model.per_series:
            made, seconds = run_task(Task(model, panel, horizon))
            self._timed(model.name, seconds, len(panel.values))
            return made
        return np.vstack([*self.results(tasks_of(model, panel, horizon)), np.empty((0, horizon))])

    def ahead(self, work: Iterable[tuple[Forecaster, Panel, int]]) -> None:
        """Does the slow tasks of many forecasts at once, so that no worker waits for the last of
        each; asked for later, they are there."""
        self.results([task for model, panel, horizon in work
                      for task in tasks_of(model, panel, horizon)])  # fmt: skip

    def with_outlook(self, panel: Panel, horizon: int) -> Panel:
        """The panel with its parents' forecasts made."""
        if panel.parents is None:
            return panel
        outlook = self.forecast(parent_model(panel.per_year), panel.parents, horizon)
        return replace(panel, outlook=outlook)

    def results(self, tasks: Sequence[Task]) -> list[Matrix]:
        """Results in the order of the tasks; those that are held are not made again."""
        keys = [task.key() for task in tasks]
        wanted = {key: task for key, task in zip(keys, tasks, strict=True) if not self._held(key)}
        ran = self._run(list(wanted.values()))
        for (key, task), (result, seconds) in zip(wanted.items(), ran, strict=True):
            self._keep(key, result)
            self._timed(task.model.name, seconds, len(result))
            self.made += 1
        return [self.memory[key] for key in keys]

    def milliseconds(self, model: Forecaster) -> float | None:
        """Per series, of one core, as measured in this run; of the parts where it has parts."""
        if model.parts:
            parts = [self.milliseconds(part) for part in model.parts]
            return sum(p for p in parts if p is not None) if any(parts) else None
        spent, series = self.seconds.get(model.name, (0.0, 0.0))
        return 1_000.0 * spent / series if series else None

    def _timed(self, name: str, seconds: float, series: int) -> None:
        spent = self.seconds.setdefault(name, [0.0, 0.0])
        spent[0] += seconds
        spent[1] += series

    def forget_others(self) -> None:
        """Deletes kept results that this run did not use, so that the folder does not grow."""
        if self.folder is not None and self.folder.is_dir():
            for path in self.folder.glob("*.npy"):
                if path.stem not in self.memory:
                    path.unlink()

    def _run(self, tasks: list[Task]) -> Any:
        if self.cluster:
            return _on_cluster(tasks, self.cluster)
        if self.jobs > 1 and len(tasks) > self.few:
            from joblib import Parallel, delayed

            spread = Parallel(self.jobs, backend="loky", return_as="generator")
            return spread(delayed(run_alone)(task) for task in tasks)
        return _here(tasks)

    def _held(self, key: str) -> bool:
        if key in self.memory:
            return True
        path = self._path(key)
        if path is None or not path.is_file():
            return False
        try:
            self.memory[key] = np.load(path)
        except (OSError, ValueError):
            return False  # a damaged file is made again
        self.reused += 1
        return True

    def _keep(self, key: str, result: Matrix) -> None:
        self.memory[key] = result
        path = self._path(key)
        if path is not None:
            with replacing(path) as temporary, temporary.open("wb") as handle:
                np.save(handle, result)

    def _path(self, key: str) -> Path | None:
        return self.folder / f"{key}.npy" if self.folder else None


def tasks_of(model: Forecaster, panel: Panel, horizon: int) -> list[Task]:
    """The tasks of a model that works by the series, or of its parts; none where it is quick."""
    if model.parts:
        return [task for part in model.parts for task in tasks_of(part, panel, horizon)]
    if not model.per_series:
        return []
    bare = panel.bare()
    return [Task(model, bare.take(rows), horizon) for rows in chunks(len(panel.values), CHUNK)]


def _here(tasks: list[Task]) -> Iterator[tuple[Matrix, float]]:
    """The tasks one by one in this process, on one thread as in a worker."""
    with threadpool_limits(1):
        yield from map(run_task, tasks)


def _on_cluster(tasks: list[Task], address: str) -> list[tuple[Matrix, float]]:
    """The tasks on dask's workers, which need Wardwise installed as this machine has it."""
    from wardwise.remote import pack, run_packed

    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "--cluster needs the optional extra: install wardwise[cluster]"
        ) from error
    try:
        client = Client(address, set_as_default=False, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"the cluster at {address!r} cannot be reached ({type(error).__name__}); give the "
            "address of a dask scheduler, such as tcp://10.0.0.5:8786, or leave out --cluster"
        ) from error
    with client:
        packed = [pack(run_alone, task) for task in tasks]
        return list(client.gather(client.map(run_packed, packed, pure=False)))  # type: ignore[no-untyped-call]
