"""Asks the questions of a run and keeps the answers.

No question stops the others, whatever it comes to: its failure is kept beside what came, in words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, TypeVar

from catalog.settings import Settings
from catalog.unanswered import Failure
from etl import raw
from etl.clients.http import FetchError, Http, IncompleteReply, ServiceClosedError
from etl.clients.query import Query, SharedQuery
from etl.clients.troubles import UNFORESEEN, Trouble, unforeseen_words
from etl.run import absences
from etl.run.failures import keep_failures
from etl.run.together import Ask, Planned, put_together

Answer = TypeVar("Answer")
EventKind = Literal["asking", "kept", "fetched", "failed"]
FRESH_FOR: Final = timedelta(hours=24)
# How often a question is put again that could not make sense of a reply.
ODD_REPLIES: Final = 2
# After so many requests in a row without the service's answer one for many councils is no longer
# put in halves. A single council that fails every time is found in fewer.
MOST_TROUBLES: Final = 10


@dataclass(frozen=True)
class Event:
    """What happened to one question; `kept` is a reply that was fresh enough not to ask again.

    `together` is how many questions the same request answered.
    """

    what: EventKind
    source: str
    key: str
    done: int
    total: int
    message: str = ""
    together: int = 1


def fetch(
    planned: Planned,
    http: Http,
    settings: Settings,
    on_event: Callable[[Event], None],
    *,
    refresh: bool = False,
) -> list[Failure]:
    """Asks what is not held fresh and keeps each answer as it comes, so a stop loses nothing but
    the request that was under way.

    Questions on several councils are put as one request where that can be. What could not be had
    is kept too, however the run ends.
    """
    run = _Run(http, settings, on_event, len(planned), refresh)
    try:
        for source_id, entries in groupby(planned, key=lambda entry: entry[0]):
            run.ask_all(source_id, [query for _, query in entries])
    finally:
        keep_failures(run.ended, run.failures, settings)
        absences.keep_absences(http.standings.closed_until, settings)
    return run.failures


@dataclass
class _Run:
    """A run of questions: those that have come to an end, and the failures among them."""

    http: Http
    settings: Settings
    on_event: Callable[[Event], None]
    total: int
    refresh: bool
    ended: list[tuple[str, Query]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    # Requests in a row that came to nothing because of the service, not of what was asked.
    troubles: int = 0

    def ask_all(self, source_id: str, queries: Sequence[Query]) -> None:
        """The questions of one source; a request that fails is put again in halves."""
        wanted = []
        for query in queries:
            if not self.refresh and _is_fresh(source_id, query, self.settings):
                self.tell("kept", source_id, query)
                self.ended.append((source_id, query))
            else:
                wanted.append((source_id, query))
        waiting = deque(put_together(wanted, self.settings))
        while waiting:
            ask = waiting.popleft()
            shared = ask.shared()
            still = self.ask_together(ask, shared) if shared else self.ask_alone(ask)
            waiting.extendleft(reversed(still))

    def ask_alone(self, ask: Ask) -> list[Ask]:
        (query,) = ask.queries

        def tell(what: EventKind, message: str = "") -> None:
            self.tell(what, ask.source, query, message)

        failure = _answer(ask.source, query, self.http, self.settings, tell, refresh=self.refresh)
        if failure:
            self.fail(failure, ask.source, query)
        else:
            self.ended.append((ask.source, query))
            self.troubles = 0
        return []

    def ask_together(self, ask: Ask, shared: SharedQuery) -> list[Ask]:
        """Puts a request for several questions; returns what is still to be asked, and how."""
        self.http.once.begin_query()
        try:
            self.tell("asking", ask.source, ask.queries[0], shared.describe(self.settings))
            received = _put(lambda: shared.fetch(self.http, self.settings), self.http)
        except ServiceClosedError:
            return ask.apart()
        except FetchError as error:
            self.clear_pages()
            self.troubles += isinstance(error.__cause__, Trouble)
            if self.troubles < MOST_TROUBLES:
                return ask.halves()
            for query in ask.queries:
                words = f"{ask.source} {query.key}: not requested alone, as others failed: {error}"
                self.fail(Failure(ask.source, query.key, query.areas, words), ask.source, query)
            return []
        except UNFORESEEN:
            self.http.once.forget()
            return ask.halves()
        self.troubles = 0
        answered = [query for query in ask.queries if query.key in received]
        for query in answered:
            self.save(ask.source, query, received[query.key], len(answered))
        self.clear_pages()
        return [one for one in ask.apart() if one.queries[0].key not in received]

    def clear_pages(self) -> None:
        """Removes the pages of a question that has come to its end."""
        if self.http.pages:
            self.http.pages.clear()

    def save(self, source_id: str, query: Query, received: raw.Received, together: int) -> None:
        _keep(source_id, query, received, self.settings)
        remark = received.detail.get("remark", "")
        self.tell("fetched", source_id, query, remark, together)
        self.ended.append((source_id, query))

    def fail(self, failure: Failure, source_id: str, query: Query) -> None:
        self.failures.append(failure)
        self.tell("failed", source_id, query, failure.message)
        self.ended.append((source_id, query))

    def tell(
        self, what: EventKind, source_id: str, query: Query, message: str = "", together: int = 1
    ) -> None:
        done = len(self.ended)
        self.on_event(Event(what, source_id, query.key, done, self.total, message, together))


def _answer(
    source_id: str,
    query: Query,
    http: Http,
    settings: Settings,
    tell: Callable[..., None],
    *,
    refresh: bool,
) -> Failure | None:
    """Puts one question, unless its answer is held fresh, and keeps what came."""
    try:
        request = query.describe(settings)
        if not refresh and (
            _fresh(source_id, query.key, request, settings.raw) or _is_settled(query, settings)
        ):
            tell("kept")
            return None
        tell("asking", request)
        received = _received(query, http, settings)
    except FetchError as error:
        return Failure(source_id, query.key, query.areas, str(error))
    except UNFORESEEN as error:
        words = (
            f"{source_id} {query.key}: we could not read the reply ({unforeseen_words(error)}); if "
            f"this happens again, run `wardwise probe --rehearse --only {source_id}` and send us "
            "the file it makes"
        )
        return Failure(source_id, query.key, query.areas, words)
    _keep(source_id, query, received, settings)
    tell("fetched", received.detail.get("remark", ""))
    return None


def _keep(source_id: str, query: Query, received: raw.Received, settings: Settings) -> None:
    """Stores an answer under its question as that is put alone, whoever it was asked with."""
    raw.save(
        received,
        source=source_id,
        key=query.key,
        areas=query.areas,
        request=query.describe(settings),
        root=settings.raw,
    )


def _received(query: Query, http: Http, settings: Settings) -> raw.Received:
    """The answer. A question that stumbles over a reply is put again, all its replies new: an odd
    reply may be an accident, as a cut one is.
    """
    http.once.begin_query()
    for _ in range(ODD_REPLIES):
        try:
            return _put(lambda: query.fetch(http, settings), http)
        except FetchError:
            raise
        except UNFORESEEN:
            http.once.forget()
    return query.fetch(http, settings)


def _put(ask: Callable[[], Answer], http: Http) -> Answer:
    """What a question brings. Where the service answers with something else, lists that are
    older than a day may be out of date: then it is put again with new ones.
    """
    try:
        return ask()
    except ServiceClosedError:
        raise
    except FetchError as error:
        cause = error.__cause__
        is_answer = cause is None or (isinstance(cause, IncompleteReply) and cause.final)
        if not is_answer or not http.once.forget_aged():
            raise
    return ask()


def _is_fresh(source_id: str, query: Query, settings: Settings) -> bool:
    try:
        return _fresh(source_id, query.key, query.describe(settings), settings.raw)
    except (FetchError, *UNFORESEEN):
        return False  # then it is asked, and what is wrong with it is said


def _is_settled(query: Query, settings: Settings) -> bool:
    """Whether a question says itself that what is held need not be asked for again: a list of the
    whole nation that came this week, a month that has ended."""
    settled: Callable[[Settings], bool] | None = getattr(query, "is_settled", None)
    return settled is not None and settled(settings)


def _fresh(source_id: str, key: str, request: str, root: Path) -> bool:
    part = raw.load(source_id, key, root)
    if part is None or part.note.request != request:
        return False
    if not all((part.folder / name).is_file() for name in part.note.files):
        return False
    return datetime.now(UTC) - datetime.fromisoformat(part.note.retrieved) < FRESH_FOR
