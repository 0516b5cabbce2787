"""How each service has answered in this run: how often to try it, and when to leave it alone.

A service is given up as a whole, not address by address: where its first questions came to nothing
it is asked once more, and then the rest of its questions fail at once. Where it tells us to come
back later it is left alone until then, in this run and in the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from etl.clients.services import dataset_of, name_of
from etl.clients.troubles import Kind, come_back_words

# A wait that the service tells and that is longer than this ends the service for the run.
LONGEST_WAIT_SECONDS: Final = 120.0
# ONS' longest block is a day; a longer word, perhaps a mistake, shall not shut us out for good.
LONGEST_ABSENCE_SECONDS: Final = 86_400.0
# So many datasets in a row without any answer, or so many in a row that are busy or refuse us, and
# the service is asked once more, and then no longer.
MOST_LOST: Final = 2
# After so many questions given up on one dataset, each further one on it is asked only once.
PATIENCE: Final = 2
# Tries of a service that has not answered yet, by what goes wrong; a reset connection is worth all.
FIRST_TRIES: Final[Mapping[Kind, int]] = {
    "unreachable": 3, "silent": 2, "refused": 3, "barred": 1,
}  # fmt: skip
WITHOUT_ANSWER: Final = ("unreachable", "broken", "silent")
WHAT_TO_DO: Final[Mapping[Kind, str]] = {
    "unreachable": "check the network, and the proxy of your organisation (HTTPS_PROXY); "
    "`wardwise probe` shows when it answers",
    "broken": "check the network; `wardwise probe` shows when it answers again",
    "silent": "the network or the service is too slow; try again later",
    "busy": "it is down or overloaded; try again later",
}


@dataclass
class Standing:
    """One service in this run. `lost` holds the datasets without an answer since the last answer;
    since the last good reply `down` those that were busy or refused us, `doubted` those not proved.
    `closed` says why nothing more is asked, "" while it is.
    """

    answered: bool = False
    lost: set[str] = field(default_factory=set)
    down: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    closed: str = ""


class Standings:
    """All services of a run. `closed_until` is what services told us in runs before this one."""

    def __init__(self, closed_until: Mapping[str, datetime] | None = None) -> None:
        self._of: dict[str, Standing] = {}
        self._given_up: Counter[str] = Counter()
        self.closed_until: dict[str, datetime] = {}
        for service, until in (closed_until or {}).items():
            left = (until - datetime.now(UTC)).total_seconds()
            if left > 0:
                self.send_away(service, left)

    def of_service(self, service: str) -> Standing:
        return self._of.setdefault(service, Standing())

    def why_closed(self, service: str) -> str:
        """Why nothing more is asked of the service, "" where it may be asked."""
        return self.of_service(service).closed

    def tries(self, service: str, url: str, attempts: int) -> int:
        """How often a question at this address may be tried."""
        state, dataset = self.of_service(service), dataset_of(url)
        nobody_answers = not state.answered and self._is_network_down()
        first_was_lost = state.lost and not state.answered
        if nobody_answers or first_was_lost or len(state.lost) >= MOST_LOST:
            return 1
        if len(state.down - {dataset}) >= MOST_LOST:
            return min(2, attempts)
        if self._given_up[dataset] >= PATIENCE or len(state.doubted - {dataset}) > MOST_LOST:
            return 1
        return attempts

    def limit(self, service: str, kind: Kind, tries: int) -> int:
        """The tries that are left in all once a try has come to nothing in this way."""
        if kind == "barred":
            return 1
        if kind == "silent" or not self.of_service(service).answered:
            return min(tries, FIRST_TRIES.get(kind, tries))
        return tries

    def note_answer(self, service: str) -> None:
        """A status came back, whatever it was: there is a way to the service."""
        state = self.of_service(service)
        state.answered = True
        state.lost.clear()

    def note_good(self, service: str, url: str) -> None:
        """A whole reply, or a word on one address such as 404: the service itself is well."""
        state = self.of_service(service)
        self.note_answer(service)
        state.down.clear()
        state.doubted.clear()
        self._given_up.pop(dataset_of(url), None)

    def note_doubt(self, service: str, url: str) -> None:
        """A question given up because its replies could not be proved."""
        self._given_up[dataset_of(url)] += 1
        self.of_service(service).doubted.add(dataset_of(url))

    def note_lost(self, service: str, url: str, kind: Kind, words: str) -> None:
        """A question given up for what has to do with the service, not with the question."""
        state, dataset = self.of_service(service), dataset_of(url)
        self._given_up[dataset] += 1
        given_up = f"we stopped asking {name_of(service)} in this run: {words}"
        advice = f"; {WHAT_TO_DO[kind]}" if kind in WHAT_TO_DO else ""
        if kind == "barred":
            state.closed = given_up
        elif kind in WITHOUT_ANSWER:
            state.lost.add(dataset)
            if len(state.lost) > MOST_LOST or (not state.answered and self._is_network_down()):
                state.closed = given_up + advice
        else:
            state.down.add(dataset)
            if len(state.down) > MOST_LOST:
                state.closed = given_up + advice

    def send_away(self, service: str, seconds: float) -> None:
        """The service told us to come back in so many seconds: nothing more until then."""
        wait = min(seconds, LONGEST_ABSENCE_SECONDS)
        self.closed_until[service] = datetime.now(UTC) + timedelta(seconds=wait)
        words = f"{name_of(service)} asks us to come back {come_back_words(seconds)}"
        self.of_service(service).closed = words

    def _is_network_down(self) -> bool:
        """Whether a service was given up and none has ever answered."""
        states = self._of.values()
        return any(one.closed for one in states) and not any(one.answered for one in states)
