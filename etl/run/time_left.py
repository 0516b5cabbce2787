"""How long a fetch still takes, from how long its questions took so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Final

LEAST_ANSWERED: Final = 3
LEAST_SHARE: Final = 10  # one question in so many has been answered


def estimate_seconds_left(
    seconds_taken: Mapping[str, Sequence[float]],
    services: Sequence[str],
    done: int,
    weights: Sequence[float] = (),
) -> float | None:
    """Seconds for the questions that are left, each as long as its service took on average.

    `services` names the service of every question in order, of which `done` have been answered;
    `seconds_taken` has the times by service. `weights` is how much of a request each question
    takes (one, where it is left out), and the times are then those of whole requests. None until a
    tenth of the questions, and three, have been answered by asking, and where none is left.
    """
    ahead: Counter[str] = Counter()
    for service, weight in zip(services[done:], weights[done:] or repeat(1.0), strict=False):
        ahead[service] += weight  # type: ignore[assignment]
    known = [seconds for taken in seconds_taken.values() for seconds in taken]
    if not ahead or len(known) < max(LEAST_ANSWERED, len(services) // LEAST_SHARE):
        return None
    mean = sum(known) / len(known)
    left = 0.0
    for service, count in ahead.items():
        taken = seconds_taken.get(service)
        left += count * (sum(taken) / len(taken) if taken else mean)
    return left


def seconds_of_request(seconds: float, together: int, weight: float) -> float:
    """How long a whole request took, of which one of `together` questions is `weight`.

    A question that turned out to be put alone took a whole one.
    """
    return seconds / together / weight if together > 1 else seconds
