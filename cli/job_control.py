"""Starts and stops jobs for the app: what a job will do, its worker process, and who may start one.

Light to import: the app loads it before its first page.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import Final

from catalog import jobs
from catalog.jobs import Job
from catalog.settings import PROJECT, Settings

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
# Longer than Python and the libraries take to load on a busy machine.
START_SECONDS: Final = 30.0


def may_fetch(settings: Settings, address: str, host: str) -> bool:
    """Whether this app may fetch: the setting, or else only where it serves its own machine.

    `address` is what the server listens on ("" where it was not said, as by `streamlit run`),
    `host` the name under which the visitor opened the page.
    """
    if settings.fetch_from_app:
        return settings.fetch_from_app == "on"
    name = host.rpartition(":")[0] if host.count(":") == 1 else host
    name = name.partition("]")[0].lstrip("[") if name.startswith("[") else name
    own = name.lower() in LOOPBACK
    return own and address in ("", *LOOPBACK) and not settings.allowed_hosts


def start(job: Job, settings: Settings) -> Job | None:
    """Starts the worker and returns the job that now runs: this one, or one that was before it.

    None where the worker ended at once; why is in the log beside the state.
    """
    current = jobs.read_job(settings)
    if current is not None and current.is_running:
        return current
    from cli.job_worker import order_of

    settings.data.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH", ""))))
    with (settings.data / jobs.LOG).open("w", encoding="utf-8") as log:
        worker = subprocess.Popen(  # noqa: S603 - our own module, with an order of our own
            [sys.executable, "-m", "cli.job_worker", order_of(job)],
            env={**os.environ, "PYTHONPATH": path, "WARDWISE_DATA": str(settings.data)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **_apart(),
        )
    # Takes notice of its end, so that no dead process stays in the system's list.
    threading.Thread(target=worker.wait, daemon=True).start()
    return _await_start(job, worker, settings)


def _apart() -> dict[str, bool | int]:
    """Options by which the worker outlives the server that started it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _await_start(job: Job, worker: subprocess.Popen[bytes], settings: Settings) -> Job | None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        current = jobs.read_job(settings)
        ended = worker.poll() is not None
        if current is not None and (current.id == job.id or current.is_running):
            return current
        if ended:
            return None
        time.sleep(0.1)
    return None
