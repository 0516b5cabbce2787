"""A fetch and build that the app started: its state, stored in the data folder.

The worker process writes the state; every session of every server on this data folder reads it. So
it survives a reload, a closed browser and a restarted server. A lock of the operating system says
whether the worker still runs: it ends with the process, however that ends.
"""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import IO, Any, Final, Literal

from catalog.json_files import read_json, write_json
from catalog.settings import Settings

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

STATE: Final = "job.json"
LOCK: Final = "job.lock"
STOP: Final = "job.stop"
LOG: Final = "job.log"
CHANGES: Final = "changes.json"

# councils: everything about some councils. releases: what has a newer release, for all councils.
Kind = Literal["councils", "releases"]
Phase = Literal["starting", "fetching", "building", "done", "stopped", "failed", "died"]
RUNNING: Final = ("starting", "fetching", "building")
# How long a worker waits for the lock: longer than someone who only looks whether it is taken.
PATIENCE_SECONDS: Final = 2.0


class BusyError(Exception):
    """The data folder is in use by another fetch or build; the message says what to do."""


@dataclass(frozen=True)
class Job:
    """What the worker does and how far it is. Times are ISO 8601 in UTC.

    `councils` are GSS codes, `names` their names, `sources` the only sources to fetch (() is all).
    `stage` of `stages_count`; in it, `done_count` of `total_count` requests or steps, and `task` in
    words. `requests_count`, `failed_count` and `received_bytes` are of the whole job.
    `published_count` counts the times that tables were put in use. `notes` say what is missing.
    """

    kind: Kind
    councils: tuple[str, ...]
    names: tuple[str, ...]
    sources: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    phase: Phase = "starting"
    began: str = ""
    ended: str = ""
    stage: int = 0
    stages_count: int = 0
    task: str = ""
    done_count: int = 0
    total_count: int = 0
    requests_count: int = 0
    answered_count: int = 0
    failed_count: int = 0
    received_bytes: int = 0
    seconds_left: float | None = None
    published_count: int = 0
    message: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.phase in RUNNING

    @property
    def share(self) -> float:
        """How much of the present stage is done, from 0 to 1."""
        return min(self.done_count / self.total_count, 1.0) if self.total_count else 0.0


@dataclass(frozen=True)
class Estimate:
    """What a fetch and build will do: requests, seconds in all and to the first pages, size."""

    requests_count: int
    seconds: float
    seconds_to_first_pages: float
    megabytes: float


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def read_job(settings: Settings) -> Job | None:
    """The last job of this data folder; None if there was none, or its record cannot be read.

    A job whose process ended without saying so has `died`.
    """
    job = _read_state(settings)
    if job is None or not job.is_running or is_locked(settings):
        return job
    # It may have ended between the two looks.
    job = _read_state(settings)
    if job is None or not job.is_running:
        return job
    return replace(job, phase="died", ended=_last_written(settings))


def _read_state(settings: Settings) -> Job | None:
    record = read_json(settings.data / STATE, "the state of the last job is unknown")
    return parse_job(record) if isinstance(record, dict) else None


def parse_job(record: Mapping[str, Any]) -> Job | None:
    """The job of a record; None where it is not one, such as a record of another version."""
    known = {entry.name: record[entry.name] for entry in fields(Job) if entry.name in record}
    for name in ("councils", "names", "sources", "notes"):
        known[name] = tuple(map(str, known.get(name, ())))
    numbers = ("stage", "done_count", "total_count", "published_count", "failed_count")
    if known.get("kind") not in ("councils", "releases") or any(
        not isinstance(known.get(name, 0), int) for name in numbers
    ):
        return None
    return Job(**known)


def write_job(job: Job, settings: Settings) -> None:
    """Stores the state completely or not at all."""
    write_json(settings.data / STATE, asdict(job))


def _last_written(settings: Settings) -> str:
    try:
        moment = (settings.data / STATE).stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def ask_to_stop(settings: Settings, job_id: str) -> None:
    """Asks the worker of this job to end at the next safe place; what it fetched stays."""
    write_json(settings.data / STOP, job_id)


def is_asked_to_stop(settings: Settings, job_id: str) -> bool:
    """Whether someone asked this job, and not an earlier one, to stop."""
    path = settings.data / STOP
    return path.is_file() and read_json(path, "nobody is taken to ask for a stop") == job_id


def clear_stop(settings: Settings) -> None:
    (settings.data / STOP).unlink(missing_ok=True)


def is_locked(settings: Settings) -> bool:
    """Whether a process is fetching or building in this data folder."""
    if not (settings.data / LOCK).is_file():
        return False
    try:
        with hold_lock(settings, wait_seconds=0.0):
            return False
    except BusyError:
        return True


@contextmanager
def hold_lock(settings: Settings, wait_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Keeps every other fetch and build out of the data folder while the block runs.

    BusyError where another process has the lock for longer than `wait_seconds`. The lock is the
    operating system's own, so a process that was killed leaves none behind.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / LOCK).open("a+b") as handle:
        until = time.monotonic() + wait_seconds
        while not _try_lock(handle):
            if time.monotonic() >= until:
                raise BusyError(
                    f"Wardwise is already fetching or building in {settings.data}. Wait until that "
                    "has ended (the app shows how far it is), then try again"
                )
            time.sleep(0.1)
        try:
            yield
        finally:
            _unlock(handle)


def _try_lock(handle: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(handle: IO[bytes]) -> None:
    if sys.platform == "win32":
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle.fileno(), fcntl.LOCK_UN)
