"""How long a fetch still takes, from how long its questions took so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

LEAST_ANSWERED: Final = 3
LEAST_SHARE: Final = 10  # one question in so many has been answered


def estimate_seconds_left(
    seconds_taken: Mapping[str, Sequence[float]], services: Sequence[str], done: int
) -> float | None:
    """Seconds for the questions that are left, each as long as its service took on average.

    `services` names the service of every question in order, of which `done` have been answered;
    `seconds_taken` has the times by service. None until a tenth of the questions, and three, have
    been answered by asking, and where none is left.
    """
    ahead = Counter(services[done:])
    known = [seconds for taken in seconds_taken.values() for seconds in taken]
    if not ahead or len(known) < max(LEAST_ANSWERED, len(services) // LEAST_SHARE):
        return None
    mean = sum(known) / len(known)
    left = 0.0
    for service, count in ahead.items():
        taken = seconds_taken.get(service)
        left += count * (sum(taken) / len(taken) if taken else mean)
    return left
