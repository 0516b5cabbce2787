"""Runs calls on a dask cluster, and bears what clusters do: workers end, stop, or are slow.

dask does the work: it gives the calls of a worker that ended to others, and fast workers take more
than slow ones. What it leaves to its users is here: few calls are sent ahead, so that a scheduler
bears any number of them; a connection that was lost is made again and what had not come back is
sent again; a call that its worker does not end is given to a second one.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import re
import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from catalog import cluster_messages as messages
from catalog.cluster_install import ADVICE, ClusterError, describe_install
from wardwise.remote import pack, run_packed

if TYPE_CHECKING:
    from distributed import Client, Future

# Calls that wait at the scheduler for each thread of a worker, so that none is idle.
CALLS_A_THREAD: Final = 4
CHECK_SECONDS: Final = 1.0
LOGGERS: Final = ("distributed", "distributed.client", "tornado")
LATE_TIMES: Final = 5
# What dask raises when a connection is gone; what a call raises comes another way.
LOST: Final = (CancelledError, TimeoutError, OSError)
ADDRESS: Final = re.compile(r"[a-z]+://(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):\d{1,5}/?")
Arguments = tuple[object, ...]


class ConnectionLostError(ClusterError):
    """The scheduler does not answer any more; what came back until then counts."""


@dataclass(frozen=True)
class Cluster:
    """A scheduler by its address, and how patient we are with it, in seconds.

    `connect`: until it first answers and has a worker. `come_back`: until it does again, once lost.
    `late`: after which a call is given to a second worker, if most calls take a fifth of it or
    less. `slow`: workers that a second one overtook; they get no more while there are others.
    """

    address: str
    connect: float = 20.0
    come_back: float = 60.0
    late: float = 120.0
    slow: set[str] = field(default_factory=set, compare=False)

    def run_calls(
        self, function: Callable[..., Any], calls: Sequence[Arguments]
    ) -> Iterator[tuple[int, Any]]:
        """The number of each call with its result, as they come.

        Raises ClusterError where the cluster cannot be used, and what the function raises.
        """
        unfinished = dict(enumerate(calls))
        patience = self.connect
        while unfinished:
            try:
                with self._open(patience, lost=patience != self.connect) as client:
                    for number, result in Round(client, self, function, unfinished).results():
                        del unfinished[number]
                        yield number, result
            except ConnectionLostError:
                patience = self.come_back

    def check(self) -> int:
        """How many workers there are. Raises ClusterError where none can be used."""
        with self._open(self.connect, lost=False) as client:
            return len(client.nthreads())

    def _open(self, patience: float, *, lost: bool) -> Client:
        """A connection, once the scheduler answers and has a worker."""
        if not ADDRESS.fullmatch(self.address):
            raise ClusterError(messages.no_address(self.address))
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "--cluster needs the optional extra: install wardwise[cluster]"
            ) from error
        for name in LOGGERS:  # what they tell in tracebacks, we tell in a sentence
            logging.getLogger(name).setLevel(logging.CRITICAL)
        until = time.monotonic() + patience
        while True:
            try:
                asyncio.run(_knock(self.address, max(until - time.monotonic(), 1.0)))
                with warnings.catch_warnings():  # of versions, which we compare ourselves
                    warnings.simplefilter("ignore")
                    client = Client(self.address, set_as_default=False)
                break
            except (OSError, ValueError, TypeError) as error:
                if not isinstance(error, OSError) or time.monotonic() > until - 1:
                    raise ClusterError(self._explain_silence(error, lost)) from error
                time.sleep(1.0)
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            client.close()
            raise ClusterError(messages.without_workers(self.address)) from error
        return client

    def _explain_silence(self, error: Exception, lost: bool) -> str:
        if isinstance(error, TypeError):
            return messages.without_certificates(self.address)
        if isinstance(error, ValueError):
            return messages.no_address(self.address)
        if lost:
            return messages.lost_connection(self.address, self.come_back)
        return messages.no_answer(self.address, self.connect)


@dataclass
class Running:
    """A call that was sent: its futures (the second where the first is late), and since when;
    of a late one, the worker that has it."""

    futures: list[Future]
    since: float = field(default_factory=time.monotonic)
    late_at: str | None = None


class Round:
    """The calls of one connection, until all have come back or it is lost."""

    def __init__(
        self,
        client: Client,
        cluster: Cluster,
        function: Callable[..., Any],
        calls: Mapping[int, Arguments],
    ) -> None:
        self.client, self.cluster, self.function = client, cluster, function
        self.calls = dict(calls)
        self.waiting = iter(list(self.calls))
        self.running: dict[int, Running] = {}
        self.numbers: dict[str, int] = {}
        self.arrived: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.took: list[float] = []
        self.idle_since: float | None = None
        self.comm: object = None
        self.workers: dict[str, int] = {}

    def results(self) -> Iterator[tuple[int, Any]]:
        """Number and result of each call, as they come."""
        self.comm = self.client.scheduler_comm
        self.workers = self.client.nthreads()
        most = CALLS_A_THREAD * max(1, sum(self.workers.values()))
        while True:
            while len(self.running) < most and (number := next(self.waiting, None)) is not None:
                self.running[number] = Running([self._send(number)])
            if not self.running:
                return
            futures = self._next_arrived()
            if futures:
                yield from self._take(futures)
            else:
                self._check_workers()
                self._send_late_again()

    def _send(self, number: int, avoid: str | None = None) -> Future:
        from distributed.client import ClosedClientError

        packed = pack(self.function, *self.calls[number])
        try:
            future = self.client.submit(
                run_packed, packed, describe_install(), pure=False, **self._choose_workers(avoid)
            )
        except ClosedClientError as error:
            raise ConnectionLostError from error
        self.numbers[future.key] = number
        future.add_done_callback(self.arrived.put)
        return future

    def _choose_workers(self, avoid: str | None) -> dict[str, Any]:
        """Where a call should run: nothing, unless a worker proved slow and there are others."""
        slow = self.cluster.slow | ({avoid} if avoid else set())
        if not slow:
            return {}
        others = [worker for worker in self.workers if worker not in slow]
        return {"workers": others, "allow_other_workers": True} if others else {}

    def _next_arrived(self) -> list[Future]:
        """Every future that is done by now; none where none was within CHECK_SECONDS."""
        try:
            futures = [self.arrived.get(timeout=CHECK_SECONDS)]
        except queue.Empty:
            return []
        while not self.arrived.empty():
            futures.append(self.arrived.get())
        return futures

    def _take(self, futures: Sequence[Future]) -> list[tuple[int, Any]]:
        """Results of futures that are done; of two futures of a call, of the first."""
        first = {self.numbers[future.key]: future for future in reversed(futures)}
        first = {number: future for number, future in first.items() if number in self.running}
        for future in first.values():
            if future.status == "error":
                raise self._explain(future)
        try:
            gathered = self.client.gather(list(first.values()))
        except LOST as error:
            raise ConnectionLostError from error
        now = time.monotonic()
        for number, future in first.items():
            running = self.running.pop(number)
            self.took.append(now - running.since)
            if running.late_at and future.key != running.futures[0].key:
                self.cluster.slow.add(running.late_at)
        return list(zip(first, gathered, strict=True))

    def _explain(self, future: Future) -> BaseException:
        """What a call raised: in our words, where it ended its workers or could not be read."""
        from distributed import KilledWorker

        error: BaseException = future.exception()
        if isinstance(error, KilledWorker):
            ended = error.allowed_failures + 1
            return ClusterError(messages.ended_workers(self.cluster.address, ended))
        if isinstance(error, ModuleNotFoundError | RuntimeError) and "wardwise" in str(error):
            return ClusterError(f"a machine of the cluster lacks Wardwise ({error}); {ADVICE}")
        return error

    def _check_workers(self) -> None:
        """Raises ClusterError where there has been no worker for a while, and where dask has made
        the connection again: the scheduler has then forgotten what was sent."""
        if self.client.scheduler_comm is not self.comm:
            raise ConnectionLostError
        try:
            workers = self.client.nthreads()
        except LOST as error:
            raise ConnectionLostError from error
        if workers:
            self.workers = workers
            self.idle_since = None
            return
        self.idle_since = self.idle_since or time.monotonic()
        if time.monotonic() - self.idle_since > self.cluster.come_back:
            raise ClusterError(messages.lost_workers(self.cluster.address, self.cluster.come_back))

    def _send_late_again(self) -> None:
        """Gives calls that take far longer than the others to a second worker: the same figures
        come from either."""
        usual = statistics.median(self.took) if self.took else 0.0
        late = max(self.cluster.late, LATE_TIMES * usual)
        now = time.monotonic()
        overdue = {
            number: running for number, running in self.running.items()
            if len(running.futures) == 1 and now - running.since > late
        }  # fmt: skip
        if not overdue:
            return
        try:
            at = {key: worker for worker, keys in self.client.processing().items() for key in keys}
        except LOST as error:
            raise ConnectionLostError from error
        for number, running in overdue.items():
            running.late_at = at.get(running.futures[0].key)
            running.futures.append(self._send(number, running.late_at))


async def _knock(address: str, seconds: float) -> None:
    """Sees whether a scheduler answers. A client that could not connect would end in a traceback.

    OSError where none answers, ValueError for what is no address.
    """
    from distributed.comm import connect
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    # What listens there may be no scheduler, and never answer.
    knocking = connect(address, timeout=seconds, **arguments)
    comm = await asyncio.wait_for(knocking, seconds)
    await comm.close()
