"""Pages take turns: a few are worked out at once, the others wait in order and say so.

2026-11: Python runs one thread at a time. Ten pages at once handed the interpreter round so often
that a report of two seconds took forty, and fifty took some past two minutes; in turn, each takes
its own time.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

AT_ONCE: Final = max(2, min(4, os.cpu_count() or 2))
LOOKS_EVERY_S: Final = 0.5
WaitingLine = Callable[[int], None]


class Turns:
    """Lets `at_once` threads in at a time, in the order in which they came."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._queue: deque[object] = deque()
        self._changed = threading.Condition()
        self._mine = threading.local()

    @contextmanager
    def turn(self, on_wait: WaitingLine) -> Iterator[None]:
        """A turn for what stands under it; `on_wait` gets how many are before it, while it
        waits. What `on_wait` raises gives up the wait."""
        self._enter(on_wait)
        try:
            yield
        finally:
            if self._mine.turn:  # not where it stepped out and gave up the wait to come back
                self._leave()

    @contextmanager
    def stepping_out(self, on_wait: WaitingLine) -> Iterator[None]:
        """Lets another in while this thread waits for something; without a turn, nothing."""
        if not getattr(self._mine, "turn", False):
            yield
            return
        self._leave()
        try:
            yield
        finally:
            self._enter(on_wait, first=True)  # it has waited in line once

    def _enter(self, on_wait: WaitingLine, *, first: bool = False) -> None:
        ticket = object()
        with self._changed:
            (self._queue.appendleft if first else self._queue.append)(ticket)
        try:
            while (before := self._before(ticket)) is not None:
                on_wait(before)
        except BaseException:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()
            raise
        self._mine.turn = True

    def _before(self, ticket: object) -> int | None:
        """How many are before this one after a short wait; None when it has been let in."""
        with self._changed:
            if self._is_next(ticket) or (
                self._changed.wait_for(lambda: self._is_next(ticket), LOOKS_EVERY_S)
            ):
                self._queue.popleft()
                self._free -= 1
                self._changed.notify_all()
                return None
            return self._queue.index(ticket)

    def _is_next(self, ticket: object) -> bool:
        return self._free > 0 and self._queue[0] is ticket

    def _leave(self) -> None:
        self._mine.turn = False
        with self._changed:
            self._free += 1
            self._changed.notify_all()


PAGES: Final = Turns()
