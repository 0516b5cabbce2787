"""Work on a dask cluster: the same figures as here, whatever becomes of a worker.

One cluster of two workers on 127.0.0.1 serves the whole file, since it takes seconds to start.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from polars.testing import assert_frame_equal
from test_run import TODAY, jobs, put, put_payrolls, suppress

from catalog import cluster_install, store
from catalog.cluster import Cluster, Round
from catalog.cluster_install import ClusterError, check_install, describe_install
from catalog.graph import MANIFEST
from catalog.settings import Settings
from catalog.workers import Workers, check_tables, stamp_tables
from forecasts.run import run
from indicators import run as indicators_run
from reports.batch import BatchArea, Order, write_one
from reports.choices import Choices
from wards import ward_jobs

distributed = pytest.importorskip("distributed", reason="needs wardwise[cluster]")


@pytest.fixture(scope="module")
def dask() -> Iterator[object]:
    with pytest.MonkeyPatch.context() as patch:
        # Tests of pages leave their script behind as the main module, which new processes would
        # run.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1",
            silence_logs=50,
        ) as cluster:  # fmt: skip
            yield cluster


@pytest.fixture
def cluster(dask: object) -> Cluster:
    return Cluster(dask.scheduler_address, connect=90.0)  # type: ignore[attr-defined]


def pids(dask: object) -> list[int]:
    return [worker.pid for worker in dask.workers.values()]  # type: ignore[attr-defined]


def test_results_are_those_of_this_process_and_each_comes_once(cluster: Cluster) -> None:
    calls = [(number, 2) for number in range(100)]
    there = list(Workers(cluster=cluster).run_calls(pow, calls))
    assert len(there) == 100
    assert sorted(there) == list(Workers().run_calls(pow, calls))


def test_a_run_on_a_cluster_writes_the_tables_that_a_run_here_writes(
    cluster: Cluster, tmp_path: Path
) -> None:
    for name, machines in (("here", None), ("there", cluster)):
        root = put_payrolls(put(suppress(jobs(), "E07000003", "F"), tmp_path / name))
        assert run(root, root, cluster=machines, today=TODAY).computed > 0
    for name in ("forecasts", "forecast_histories", "backtest"):
        # How long a model took is all that may differ.
        here, there = (store.read(name, tmp_path / root)[0].drop("ms_per_series", strict=False)
                       for root in ("here", "there"))  # fmt: skip
        assert_frame_equal(there, here, check_exact=True)


def test_wards_indicators_and_reports_are_those_of_one_machine(
    cluster: Cluster, prepared: Settings, tmp_path: Path
) -> None:
    """The sample's own tables are those of one machine; reports are compared byte by byte."""
    root = tmp_path / "tables"
    shutil.copytree(prepared.tables, root)
    workers = Workers(cluster=cluster)
    ward_jobs.build_jobs(root, lambda *_: None, workers)
    # Without its record of what was made, every table is made again.
    (root / MANIFEST).unlink()
    indicators_run.build(root, lambda *_: None, workers)
    for name in (*ward_jobs.WRITES, *indicators_run.WRITES):
        here, there = (store.path_of(name, each).read_bytes() for each in (prepared.tables, root))
        assert here == there, name
    order = Order(
        root, stamp_tables(store.names(root), root), "2026-11-26", "0.1.0", ("csv", "html"),
        Choices(), compared=True,
    )  # fmt: skip
    councils = store.read("wards", root)[0]["lad_code"].unique().sort().to_list()
    areas = [BatchArea("All", "", tuple(councils)), BatchArea("One", "", (councils[0],))]
    calls = [(order, area) for area in areas]
    there_too = dict(workers.run_calls(write_one, calls))
    assert there_too == dict(Workers().run_calls(write_one, calls))
    assert [len(there_too[number].contents) for number in (0, 1)] == [3, 3]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a system that stops processes")
def test_what_a_worker_does_not_end_another_does(cluster: Cluster, dask: object) -> None:
    stopped = pids(dask)[0]
    os.kill(stopped, signal.SIGSTOP)
    try:
        began = time.monotonic()
        cautious = replace(cluster, late=1.0)
        came = dict(cautious.run_calls(time.sleep, [(0.05,)] * 8))
        assert len(came) == 8
        assert time.monotonic() - began < 120, "dask itself waits five minutes for a worker"
        # It was overtaken, so what comes after goes to others.
        assert next(iter(dask.workers.values())).worker_address in cautious.slow  # type: ignore[attr-defined]
    finally:
        os.kill(stopped, signal.SIGCONT)


def test_what_a_call_raises_comes_here(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(cluster.run_calls(os.remove, [(str(tmp_path / "nothing"),)]))


def test_a_call_that_ends_every_worker_is_said_in_words() -> None:
    class Ended:
        """A future as dask gives it when four workers died over a call."""

        def exception(self) -> Exception:
            return distributed.KilledWorker("a-call", None, 3)

    this_round = Round(None, Cluster("tcp://127.0.0.1:9"), time.sleep, {})
    with pytest.raises(ClusterError, match=r"ended 4 workers.*memory.*same command again"):
        raise this_round._explain(Ended())


def test_workers_with_other_code_are_refused(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tuple((name, "9.9" if name == "polars" else each) for name, each in describe_install())
    monkeypatch.setattr("catalog.cluster.describe_install", lambda: other)
    with pytest.raises(ClusterError, match=r"its polars is 2\.1.*, not 9\.9.*install the same"):
        list(cluster.run_calls(pow, [(1, 1)]))


def test_the_same_install_passes() -> None:
    check_install(describe_install())
    assert {"wardwise", "polars", cluster_install.CODE} <= dict(describe_install()).keys()


def test_a_worker_that_sees_other_tables_is_refused(tmp_path: Path) -> None:
    root = put(jobs(), tmp_path / "here")
    stamps = stamp_tables(["jobs", "councils"], root)
    check_tables(["jobs", "councils"], root, stamps)
    with pytest.raises(ClusterError, match=r"does not see the tables.*\(jobs\).*same path"):
        check_tables(["jobs"], tmp_path / "elsewhere", stamps[:1])


def test_a_connection_that_is_lost_is_made_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a switch restarts: it breaks in the middle, then the scheduler answers again."""
    opened = []
    original = Cluster._open

    def open_noted(self: Cluster, patience: float, *, lost: bool) -> object:
        opened.append(original(self, patience, lost=lost))
        return opened[-1]

    monkeypatch.setattr(Cluster, "_open", open_noted)
    came = []
    for number, _ in cluster.run_calls(time.sleep, [(0.02,)] * 30):
        if len(came) == 5:
            opened[0].loop.add_callback(opened[0].scheduler_comm.comm.abort)
        came.append(number)
    assert sorted(came) == list(range(30))
    assert len(opened) == 2


@pytest.mark.parametrize(
    "address", ["nonsense://x:1", "a b", "", "localhost:8786", "tcp://127.0.0.1", "tcp://:8786"]
)
def test_what_is_no_address_is_said_in_words(address: str) -> None:
    with pytest.raises(ClusterError, match=r"is no address of a dask .*tcp://10.*leave out"):
        Cluster(address, connect=0.5).check()


def test_a_cluster_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(ClusterError, match=r"no dask scheduler answers at tcp:.*leave out --clust"):
        Cluster("tcp://127.0.0.1:9", connect=0.5).check()


def test_what_listens_and_is_no_scheduler_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no dask scheduler answers"):
            Cluster(address, connect=0.5).check()


def test_a_scheduler_without_workers_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    with (
        distributed.LocalCluster(
            n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
        ) as empty,
        pytest.raises(ClusterError, match=r"has no worker; start them with `dask worker"),
    ):
        Cluster(empty.scheduler_address, connect=0.5).check()


def test_without_certificates_tls_is_said_in_words() -> None:
    with pytest.raises(ClusterError, match="asks for TLS and this machine has no certificates"):
        Cluster("tls://127.0.0.1:9", connect=0.5).check()


def test_a_worker_that_is_killed_loses_nothing(cluster: Cluster, dask: object) -> None:
    came = []
    for number, _ in cluster.run_calls(time.sleep, [(0.05,)] * 30):
        if not came:
            os.kill(pids(dask)[0], signal.SIGKILL)
        came.append(number)
    assert sorted(came) == list(range(30))
