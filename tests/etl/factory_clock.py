"""A clock that tests move by hand: waiting takes no time and is remembered."""

from __future__ import annotations

from etl.clients.pacing import Clock


class MadeClock(Clock):
    """`slept` holds every wait, `now` the seconds that have passed by waiting."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds
