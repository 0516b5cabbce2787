"""Starts and stops jobs for the app: what a job will do, its worker process, and who may start one.

Light to import: the app loads it before its first page.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from catalog import jobs, store
from catalog.jobs import Estimate, Job
from catalog.settings import PROJECT, SAMPLE, Settings

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
# Longer than Python and the libraries take to load on a busy machine.
START_SECONDS: Final = 30.0
# By this, and by a session of its own elsewhere, the worker outlives the server.
NEW_GROUP: Final[int] = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # of Windows alone


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


def estimate(settings: Settings, councils: Sequence[str], sources: Sequence[str] = ()) -> Estimate:
    """What a job on these councils will do; `sources` () is all of them."""
    import pipeline
    from etl import areas
    from etl.run import registry, stages

    chosen = areas.choose(*pipeline.load_places(settings), councils=councils)
    planned = registry.plan(chosen, settings, sources)
    return stages.estimate(planned, settings, tables_for_all(settings))


def tables_for_all(settings: Settings) -> list[str]:
    """Tables of the embedded sample that are whole for every council and were not fetched here.

    They stay in use, with their own date, until the user's own fetch brings newer ones.
    """
    import pipeline
    from etl.run import sampling

    return [
        name
        for name in sampling.WHOLE
        if name not in (*pipeline.PLACES, "lad_changes")
        if store.has(name, SAMPLE) and _is_from_sample(name, settings)
    ]


def _is_from_sample(name: str, settings: Settings) -> bool:
    """Whether the table in use is the sample's, or there is none yet."""
    if not store.has(name, settings.built):
        return True
    try:
        of_sample = store.read_fingerprint(name, SAMPLE)
        return store.read_fingerprint(name, settings.built) == of_sample
    except store.StoreError:
        return False


def councils_built(settings: Settings) -> dict[str, str]:
    """Councils whose wards are in the tables that the user fetched: code and name."""
    from etl.run import freshness

    if not store.has("councils", settings.built):
        return {}
    names = dict(store.read("councils", settings.built)[0].select("lad_code", "lad_name").rows())
    return {code: names.get(code, code) for code in freshness.councils_of(settings.built)}


def due_sources(settings: Settings) -> dict[str, str]:
    """Sources that probably have a newer release, or that did not answer: id and title."""
    from catalog.unanswered import failures_of
    from etl.run import freshness, registry

    coverage = freshness.status(settings, list(councils_built(settings)))
    due = set(coverage.filter(stale=True)["source"]) | {f.source for f in failures_of(settings)}
    return {
        name: module.SOURCE.title
        for name, module in registry.modules().items()
        if name in due and module.SOURCE.service != "file"
    }


def start(job: Job, settings: Settings) -> Job | None:
    """Starts the worker and returns the job that now runs: this one, or one that was before it.

    None where the worker ended at once; why is in the log beside the state.
    """
    current = jobs.read_job(settings)
    if current is not None and current.is_running:
        return current
    from cli.job_worker import order_of

    job = replace(job, began=jobs.now())
    settings.data.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH", ""))))
    with (settings.data / jobs.LOG).open("w", encoding="utf-8") as log:
        worker = subprocess.Popen(  # noqa: S603 - our own module, with an order of our own
            [sys.executable, "-m", "cli.job_worker", order_of(job)],
            env={**os.environ, "PYTHONPATH": path, "WARDWISE_DATA": str(settings.data)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=sys.platform != "win32",
            creationflags=NEW_GROUP,
        )
    # Takes notice of its end, so that no dead process stays in the system's list.
    threading.Thread(target=worker.wait, daemon=True).start()
    return _await_start(job, worker, settings)


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
