"""The only user of requests: proves replies, tries again, keeps each service's pace and limits.

A reply counts as received only when its reader has proved it whole: `accept` raises
IncompleteReply for a cut or wrong reply, and that is tried again like a 503, as is a reply that its
reader cannot read at all. What can't be had in the end is a FetchError that says which source,
which address, what came back and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import requests
from urllib3.exceptions import HTTPError

from catalog.project import agent
from catalog.settings import DEFAULT_URLS
from etl.clients import troubles
from etl.clients.connection import (
    GRACE_SECONDS,
    RedirectRefusedError,
    Watch,
    follow,
    new_session,
    within_time,
)
from etl.clients.kept import KeptReplies
from etl.clients.once import OnceReplies
from etl.clients.pacing import Clock, Pace
from etl.clients.services import is_on_this_machine, may_be_asked, service_of
from etl.clients.standing import LONGEST_WAIT_SECONDS, Standings
from etl.clients.troubles import Trouble

TIMEOUT_SECONDS: Final = (10.0, 120.0)
MOST_BYTES: Final = 400 * 2**20
CHUNK: Final = 16 * 1024
LONGEST_BACKOFF_SECONDS: Final = 30.0
# Parts a question's name from why its service is given up.
NOT_ASKED: Final = ": not requested: "


class FetchError(Exception):
    """A reply that could not be had; the message is for the person who ran the command."""


class ServiceClosedError(FetchError):
    """A question that was not put, since its service is given up for this run."""


class IncompleteReply(Exception):  # noqa: N818  it is a verdict on a reply, not yet an error
    """A reply that is not what was asked, or not all of it. `final`: asking again is useless."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


@dataclass(frozen=True)
class Reply:
    """A whole reply. `status` is 200 wherever it is given to a reader; `size` is that of a body
    which was let go."""

    body: bytes
    url: str
    status: int = 200
    size: int = 0


@dataclass(frozen=True)
class _Question:
    url: str
    params: dict[str, str] | None
    form: dict[str, str] | None
    headers: dict[str, str]


def _accept_any(reply: Reply) -> None:
    if not reply.body:
        raise IncompleteReply("an empty body")


@dataclass
class Http:
    """One polite client for all services.

    `pause_seconds` is the least time between two requests to one service (some have a longer one of
    their own, see pacing); `attempts` how often a request is tried. `urls` are the services'
    base addresses: with `only_services` nothing else is asked. `on_bytes` is told the size of every
    piece as it arrives, `on_reply` every reply with its status, `on_wait` which service is waited
    for and for how long. `lists` and `pages` are where replies are kept for other runs (see kept).
    """

    pause_seconds: float = 0.3
    attempts: int = 5
    backoff_seconds: float = 1.0
    urls: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_URLS))
    only_services: bool = False
    standings: Standings = field(default_factory=Standings)
    on_bytes: Callable[[int], None] = lambda _size: None
    on_reply: Callable[[Reply], None] = lambda _reply: None
    on_wait: Callable[[str, float], None] = lambda _service, _seconds: None
    session: requests.Session = field(default_factory=new_session)
    clock: Clock = field(default_factory=Clock)
    grace_seconds: float = GRACE_SECONDS
    longest_address: int | None = None
    lists: KeptReplies | None = None
    pages: KeptReplies | None = None

    def __post_init__(self) -> None:
        self.once = OnceReplies(self.lists)
        # A pause of nothing is for a bench on this machine; a live service keeps its own rule.
        unhurried = (n for n, url in self.urls.items() if is_on_this_machine(url))
        self.pace = Pace(
            self.pause_seconds,
            self.clock,
            frozenset(() if self.pause_seconds else unhurried),
            on_wait=lambda service, seconds: self.on_wait(service, seconds),
        )

    def get_once(
        self,
        url: str,
        *,
        source: str,
        accept: Callable[[Reply], None] = _accept_any,
        hours: float = 0.0,
    ) -> bytes:
        """The body at an address that many questions need: had, or given up, once a client.

        One that came in an earlier run is as good for so many `hours`.
        """

        def prove(body: bytes) -> None:
            self._prove(Reply(body, url), accept)

        def ask() -> bytes:
            return self.get(url, source=source, accept=accept).body

        return self.once.get(url, ask, prove, (FetchError, IncompleteReply), hours)

    def get(
        self,
        url: str,
        params: dict[str, str] | None = None,
        *,
        source: str,
        accept: Callable[[Reply], None] = _accept_any,
        form: dict[str, str] | None = None,
        most_tries: int | None = None,
        media: str = "",
    ) -> Reply:
        """The reply to a GET (a POST where `form` is given) that `accept` has proved.

        `most_tries` is for a question that can be put otherwise; `media` is the type that is asked
        for, where a service has several. Raises FetchError.
        """
        service = service_of(url, self.urls)
        self._refuse(source, service, url, params)
        attempts = min(self.attempts, most_tries or self.attempts)
        question = _Question(url, params, form, {"Accept": media} if media else {})
        tries = self.standings.tries(service, url, attempts)
        tried = 0
        while True:
            tried += 1
            try:
                reply = self._prove(self._once(service, question), accept)
            except IncompleteReply as error:
                if error.final:
                    self.standings.note_good(service, url)
                    words = troubles.failure_words(source, url, params or form, error)
                    raise FetchError(words) from error
                if tried >= tries:
                    self.standings.note_doubt(service, url)
                    raise FetchError(
                        troubles.failure_words(source, url, params or form, error, tried)
                    ) from error
                self.pace.hold(service, self._backoff(tried))
            except Trouble as trouble:
                tries = self.standings.limit(service, trouble.kind, tries)
                self._heed(source, service, trouble)
                if tried >= tries:
                    self.standings.note_lost(service, url, trouble.kind, str(trouble))
                    words = troubles.failure_words(source, url, params or form, trouble, tried)
                    raise FetchError(words) from trouble
                if trouble.wait_seconds is None:
                    self.pace.hold(service, self._backoff(tried))
            else:
                self.standings.note_good(service, url)
                return reply

    def _refuse(self, source: str, service: str, url: str, params: dict[str, str] | None) -> None:
        """Raises FetchError for what must not be asked."""
        why = self.standings.why_closed(service)
        if why:
            raise ServiceClosedError(
                f"{source}{NOT_ASKED}{why}. Everything already fetched is saved"
            )
        if self.only_services and not may_be_asked(url, self.urls):
            raise FetchError(
                f"{source}: {url[:200]} is not an address of a service Wardwise uses, so we did "
                "not request it; run `wardwise probe` to see what the service's page links to now"
            )
        if self.longest_address is not None and params:
            length = len(requests.Request("GET", url, params=params).prepare().url or "")
            if length > self.longest_address:
                raise FetchError(
                    f"{source}: an address of {length:,} characters, more than the "
                    f"{self.longest_address:,} that servers accept; split the request"
                )

    def _once(self, service: str, question: _Question) -> Reply:
        self.pace.wait(service)
        try:
            return within_time(
                lambda watch: self._ask(watch, service, question), self.clock, self.grace_seconds
            )
        finally:
            self.pace.note_request(service)

    def _ask(self, watch: Watch, service: str, question: _Question) -> Reply:
        """One request and its redirects; raises Trouble or IncompleteReply."""
        url = question.url

        def send(address: str) -> requests.Response:
            first = address == url
            return self.session.request(
                "POST" if question.form and first else "GET",
                address,
                params=question.params if first else None,
                data=question.form if first else None,
                headers={"User-Agent": agent(), **question.headers},
                timeout=TIMEOUT_SECONDS,
                stream=True,
                allow_redirects=False,
            )

        try:
            with follow(send, url, self.urls) as answer:
                return self._read(watch, service, answer)
        except requests.RequestException as error:
            raise troubles.trouble_of_error(error, url) from error
        except RedirectRefusedError as error:
            raise IncompleteReply(str(error), final=True) from error
        except (ValueError, HTTPError) as error:
            words = f"an address we cannot request ({troubles.unforeseen_words(error)})"
            raise IncompleteReply(words, final=True) from error

    def _read(self, watch: Watch, service: str, answer: requests.Response) -> Reply:
        if watch.abandoned.is_set():
            raise Trouble("silent", "no answer in time")
        trouble = troubles.trouble_of_status(answer, service)
        if trouble is None or trouble.kind == "busy":
            self.standings.note_answer(service)
        if answer.status_code != 200:
            self.on_reply(Reply(b"", answer.url, answer.status_code))
            words = f"HTTP {answer.status_code}; run `wardwise probe` to see whether it has moved"
            raise trouble or IncompleteReply(words, final=True)
        body = bytearray()
        for piece in answer.iter_content(CHUNK):
            if watch.abandoned.is_set():
                break
            body += piece
            watch.received += len(piece)
            self.on_bytes(len(piece))
            if len(body) > MOST_BYTES:
                raise IncompleteReply(f"more than {MOST_BYTES:,} bytes", final=True)
        reply = Reply(bytes(body), answer.url)
        self.on_reply(reply)
        return reply

    @staticmethod
    def _prove(reply: Reply, accept: Callable[[Reply], None]) -> Reply:
        """The reply, once its reader has taken it. Whatever a reader raises is a verdict on it."""
        try:
            accept(reply)
        except (IncompleteReply, FetchError):
            raise
        except troubles.UNFORESEEN as error:
            words = f"a reply we could not read ({troubles.unforeseen_words(error)})"
            raise IncompleteReply(words) from error
        return reply

    def _heed(self, source: str, service: str, trouble: Trouble) -> None:
        """Holds back as long as the service says; FetchError where that is too long to wait."""
        wait_seconds = trouble.wait_seconds
        if wait_seconds is None:
            return
        if wait_seconds > LONGEST_WAIT_SECONDS:
            self.standings.send_away(service, wait_seconds)
            why = self.standings.why_closed(service)
            raise ServiceClosedError(
                f"{source}{NOT_ASKED}{why}. Everything already fetched is saved"
            ) from trouble
        self.pace.hold(service, wait_seconds)

    def _backoff(self, tried: int) -> float:
        return float(min(self.backoff_seconds * 2 ** (tried - 1), LONGEST_BACKOFF_SECONDS))
