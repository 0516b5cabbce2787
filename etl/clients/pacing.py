"""When a service may be asked next: its own least distance, and the waits it has told us."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

# 2026-11: ONS publishes 120 requests in 10 seconds, 200 in a minute and 15 files in 10 seconds, and
# shuts out for an hour, then a day, who does not keep to it. One a second stays below them all.
# Contracts Finder publishes no number and answers 403 to who asks too often.
LEAST_APART: Final[Mapping[str, float]] = {"ons": 1.0, "contracts": 1.0}
# Waits that are worth a word to the person who looks at the bar.
WORTH_A_WORD: Final = 3.0


class Clock:
    """The time, and waiting; tests have one of their own that waits for nothing."""

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class Pace:
    """Keeps requests to one service apart. `apart_seconds` is the least for any service,
    `least_apart` that of a service by its id; `unhurried` services have no rule of their own (a
    bench on this machine that is asked without any pause).
    """

    apart_seconds: float
    clock: Clock
    unhurried: frozenset[str] = frozenset()
    least_apart: Mapping[str, float] = field(default_factory=lambda: dict(LEAST_APART))
    on_wait: Callable[[str, float], None] = lambda _service, _seconds: None
    _not_before: dict[str, float] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, service: str) -> None:
        """Returns when the service may be asked."""
        now = self.clock.monotonic()
        least = 0.0 if service in self.unhurried else self.least_apart.get(service, 0.0)
        after = self._last.get(service, float("-inf")) + max(self.apart_seconds, least)
        seconds = max(after, self._not_before.get(service, float("-inf"))) - now
        if seconds > 0:
            if seconds >= WORTH_A_WORD:
                self.on_wait(service, seconds)
            self.clock.sleep(seconds)

    def note_request(self, service: str) -> None:
        """A request has just ended."""
        self._last[service] = self.clock.monotonic()

    def hold(self, service: str, seconds: float) -> None:
        """Nothing is asked of the service for so long."""
        until = self.clock.monotonic() + seconds
        self._not_before[service] = max(until, self._not_before.get(service, until))
