"""Where independent calls run: in this process, in several, or on a cluster."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from threadpoolctl import threadpool_limits

from catalog.cluster import Arguments, Cluster
from catalog.cluster_install import ClusterError
from catalog.graph import contents


class WorkerEndedError(Exception):
    """A process of this machine was ended while it worked; the message says what to do."""


@dataclass(frozen=True)
class Workers:
    """`jobs` processes of this machine, or a cluster by its address.

    Fewer than `few` calls run in this process, since others take time to start.
    """

    jobs: int = 1
    cluster: Cluster | None = None
    few: int = 1

    def run_calls(
        self, function: Callable[..., Any], calls: Sequence[Arguments]
    ) -> Iterator[tuple[int, Any]]:
        """The number of each call with its result, as they come, wherever they ran.

        Raises what the function raises, ClusterError, and WorkerEndedError.

        >>> sorted(Workers().run_calls(pow, [(2, 3), (3, 2)]))
        [(0, 8), (1, 9)]
        """
        if self.cluster is not None:
            yield from self.cluster.run_calls(run_on_one_thread, [(function, c) for c in calls])
        elif self.jobs > 1 and len(calls) > self.few:
            yield from _run_in_processes(function, calls, self.jobs)
        else:
            with threadpool_limits(1):
                for number, arguments in enumerate(calls):
                    yield number, function(*arguments)


HERE: Final = Workers()


def run_on_one_thread(function: Callable[..., Any], arguments: Arguments) -> Any:
    """The result of a call, on one thread.

    2026-11: numerical libraries that use every core for tiny matrices made models ten times slower,
    and the last digit of a sum depends on the number of threads.
    """
    with threadpool_limits(1):
        return function(*arguments)


def _run_numbered(number: int, function: Callable[..., Any], arguments: Arguments) -> Any:
    return number, run_on_one_thread(function, arguments)


def _run_in_processes(
    function: Callable[..., Any], calls: Sequence[Arguments], jobs: int
) -> Iterator[tuple[int, Any]]:
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    # joblib ends a process whose memory has grown, and starts another: nothing a person must know.
    warnings.filterwarnings("ignore", "A worker stopped while some jobs", UserWarning)
    run_parallel = Parallel(jobs, backend="loky", return_as="generator_unordered")
    try:
        yield from run_parallel(
            delayed(_run_numbered)(number, function, arguments)
            for number, arguments in enumerate(calls)
        )
    except TerminatedWorkerError as error:
        raise WorkerEndedError(
            "a process of this run was ended, most often for lack of memory; what is finished is "
            "kept: close other programs or use fewer processes, then run the same command again"
        ) from error


Stamps = tuple[tuple[str, str], ...]


def stamp_tables(names: Sequence[str], root: Path) -> Stamps:
    """What the tables under a folder hold, for `check_tables` on another machine."""
    return tuple(contents(names, root))


def check_tables(names: Sequence[str], root: Path, stamps: Stamps) -> None:
    """Raises ClusterError where this worker does not see the same tables under the folder."""
    seen = dict(contents(names, root))
    expected = dict(stamps)
    differing = sorted(name for name in {*seen, *expected} if seen.get(name) != expected.get(name))
    if differing:
        raise ClusterError(
            f"a worker of the cluster does not see the tables under {root} as this machine does "
            f"({', '.join(differing[:3])}{' ...' if len(differing) > 3 else ''}); put the data "
            "folder on a drive that every machine has under the same path, or leave out --cluster"
        )
