"""The worker process of a job that the app started: fetches, builds and reports how far it is.

Run as `python -m cli.job_worker ORDER`, with the job to do as JSON. It uses the same functions as
`wardwise fetch` and `wardwise build`, so a terminal can go on where it stopped.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict, replace
from typing import Any, Final

from catalog import faults, jobs
from catalog import settings as settings_room
from catalog.jobs import BusyError, Job
from catalog.settings import Settings

BUSY: Final = 3
LOOK_SECONDS: Final = 0.3
# A worker that has not come to a safe place by then ends at once; tables are written in one step.
STOPS_WITHIN_SECONDS: Final = 15.0
WRITE_SECONDS: Final = 0.3


class Reporter:
    """Keeps the state of the job on disk: at once where it matters, else a few times a second."""

    def __init__(self, job: Job, settings: Settings) -> None:
        self.job = job
        self.settings = settings
        self._written_at = 0.0
        self._lock = threading.Lock()

    def update(self, *, at_once: bool = False, **changes: Any) -> None:
        with self._lock:
            if not self.job.is_running:
                return  # it ended: nothing that comes late may say otherwise
            self.job = replace(self.job, **changes)
            if at_once or time.monotonic() - self._written_at >= WRITE_SECONDS:
                jobs.write_job(self.job, self.settings)
                self._written_at = time.monotonic()

    def end(self, phase: jobs.Phase, message: str, notes: tuple[str, ...] = ()) -> None:
        self.update(at_once=True, phase=phase, ended=jobs.now(), message=message, notes=notes)


class Stopper(threading.Thread):
    """Looks whether someone asks for a stop, and interrupts the work as Ctrl-C would."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(daemon=True)
        self._reporter = reporter
        self._ended = threading.Event()

    def run(self) -> None:
        reporter = self._reporter
        while not jobs.is_asked_to_stop(reporter.settings, reporter.job.id):
            if self._ended.wait(LOOK_SECONDS):
                return
        reporter.update(at_once=True, task="stopping")
        _interrupt_main()
        if not self._ended.wait(STOPS_WITHIN_SECONDS):
            reporter.end("stopped", STOPPED)
            os._exit(0)

    def end(self) -> None:
        self._ended.set()


STOPPED: Final = "Stopped. Everything fetched so far is saved."


def _interrupt_main() -> None:
    if sys.platform == "win32":
        import _thread

        _thread.interrupt_main()
    else:  # wakes a thread that waits for the network, too
        ident = threading.main_thread().ident
        if ident is not None:
            signal.pthread_kill(ident, signal.SIGINT)


def main(order: str) -> int:
    """Does the job; returns BUSY where another fetch or build has the data folder, or had it since
    this job was ordered (its `began`)."""
    job = jobs.parse_job(json.loads(order))
    if job is None:
        raise ValueError(f"not a job: {order[:200]}")
    settings = settings_room.load()
    signal.signal(signal.SIGTERM, _stop_at_signal)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    try:
        with jobs.hold_lock(settings):
            # Of two clicks at once one starts: the other must not run when the first has ended.
            last = jobs.read_job(settings)
            if last is not None and last.id != job.id and last.began >= job.began:
                return BUSY
            return _run(replace(job, began=jobs.now()), settings)
    except BusyError:
        return BUSY


def _stop_at_signal(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _run(job: Job, settings: Settings) -> int:
    jobs.clear_stop(settings)
    reporter = Reporter(job, settings)
    reporter.update(at_once=True)
    stopper = Stopper(reporter)
    stopper.start()
    try:
        # Imported here: the state is on disk before the libraries are loaded.
        from cli import job_steps

        job_steps.do(reporter)
    except KeyboardInterrupt:
        reporter.end("stopped", STOPPED)
    except BaseException as error:
        if not faults.is_fault(error):
            raise
        reporter.end("failed", _describe(error, settings))
        return 1
    finally:
        stopper.end()
        jobs.clear_stop(settings)
    return 0


def _describe(error: BaseException, settings: Settings) -> str:
    if faults.is_foreseen(error) or isinstance(error, OSError):
        return faults.describe_error(error)
    return faults.describe_unforeseen_error(error, faults.log_fault(error, settings.data))


def order_of(job: Job) -> str:
    """The job as the argument of the command line."""
    return json.dumps(asdict(job))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
