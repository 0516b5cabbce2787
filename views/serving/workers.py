"""Long work in processes of their own, so that the server stays free to answer.

The work is a function of a module and what it is given: nothing of a page goes along.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Final, ParamSpec, TypeVar

import streamlit as st
from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import ShutdownExecutorError, TerminatedWorkerError

from presentation.numbers import digits
from views.serving import turns

P = ParamSpec("P")
R = TypeVar("R")
WORKERS: Final = max(1, min(4, (os.cpu_count() or 2) // 2))
IDLE_S: Final = 300  # after which a process that nobody needs ends
LOOKS_EVERY_S: Final = 0.25
SHOWS_AFTER_S: Final = 0.5
LOST: Final = (
    "We could not finish this, probably because the computer ran out of memory. Nothing already "
    "saved was lost. Reload the page, or pick fewer councils."
)


class LostWorkError(Exception):
    """The process that did the work is gone; the message says what to do."""


@st.cache_resource(show_spinner=False)
def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS, timeout=IDLE_S)


def start(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
    """Begins the work as soon as a process is free; a pool that broke is replaced."""
    try:
        future: Future[R] = _pool().submit(function, *args, **kwargs)
    except (ShutdownExecutorError, TerminatedWorkerError):
        _pool.clear()
        future = _pool().submit(function, *args, **kwargs)
    return future


def results(futures: Sequence[Future[R]], what: str, forget: Callable[[], None]) -> list[R]:
    """The results in order, with how far they are on the page while it waits.

    Raises what the work raised, and LostWorkError where its process is gone; `forget` is called
    first, so that whoever keeps the futures has them tried again.
    """
    began = time.monotonic()
    slot = st.empty()

    def show(_before: int = 0) -> None:
        done = len([future for future in futures if future.done()])
        seconds = time.monotonic() - began
        if seconds > SHOWS_AFTER_S:
            words = f"{what}: {done} of {len(futures)} done, {digits(seconds)} seconds"
            slot.progress(done / len(futures), words)

    waiting: set[Future[Any]] = {future for future in futures if not future.done()}
    if waiting:
        with turns.PAGES.stepping_out(show):
            while waiting:
                _, waiting = wait(waiting, LOOKS_EVERY_S, FIRST_COMPLETED)
                show()
    slot.empty()
    try:
        return [future.result() for future in futures]
    except TerminatedWorkerError as error:
        forget()
        raise LostWorkError(LOST) from error
    except Exception:
        forget()
        raise


def shut_down() -> None:
    """Ends the processes, and what they are doing; for the end of the server."""
    _pool().shutdown(wait=False, kill_workers=True)
