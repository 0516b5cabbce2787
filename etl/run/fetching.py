"""Asks the questions of a run and keeps the answers.

No question stops the others, whatever it comes to: its failure is kept beside what came, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from catalog.settings import Settings
from catalog.unanswered import Failure
from etl import raw
from etl.clients.http import FetchError, Http
from etl.clients.query import Query
from etl.clients.troubles import UNFORESEEN, unforeseen_words
from etl.run import absences
from etl.run.failures import keep_failures

EventKind = Literal["asking", "kept", "fetched", "failed"]
FRESH_FOR: Final = timedelta(hours=24)
# How often a question is put again that could not make sense of a reply.
ODD_REPLIES: Final = 2


@dataclass(frozen=True)
class Event:
    """What happened to one question; `kept` is a reply that was fresh enough not to ask again."""

    what: EventKind
    source: str
    key: str
    done: int
    total: int
    message: str = ""


def fetch(
    planned: Sequence[tuple[str, Query]],
    http: Http,
    settings: Settings,
    on_event: Callable[[Event], None],
    *,
    refresh: bool = False,
) -> list[Failure]:
    """Asks what is not held fresh and keeps each answer as it comes, so a stop loses nothing.

    What could not be had is kept too, however the run ends.
    """
    failures: list[Failure] = []
    done = 0
    try:
        for source_id, query in planned:

            def tell(
                what: EventKind, message: str = "", at: int = done, key: str = query.key
            ) -> None:
                on_event(Event(what, source_id, key, at, len(planned), message))  # noqa: B023

            failure = _answer(source_id, query, http, settings, tell, refresh=refresh)
            if failure:
                failures.append(failure)
                tell("failed", failure.message)
            done += 1
    finally:
        keep_failures(planned[:done], failures, settings)
        absences.keep_absences(http.standings.closed_until, settings)
    return failures


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
        if not refresh and _fresh(source_id, query.key, request, settings.raw):
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
    raw.save(
        received,
        source=source_id,
        key=query.key,
        areas=query.areas,
        request=request,
        root=settings.raw,
    )
    tell("fetched", received.detail.get("remark", ""))
    return None


def _received(query: Query, http: Http, settings: Settings) -> raw.Received:
    """The answer. A question that stumbles over a reply is put again, all its replies new: an odd
    reply may be an accident, as a cut one is.
    """
    http.begin_query()
    for _ in range(ODD_REPLIES):
        try:
            return query.fetch(http, settings)
        except FetchError:
            raise
        except UNFORESEEN:
            http.forget_replies()
    return query.fetch(http, settings)


def _fresh(source_id: str, key: str, request: str, root: Path) -> bool:
    part = raw.load(source_id, key, root)
    if part is None or part.note.request != request:
        return False
    if not all((part.folder / name).is_file() for name in part.note.files):
        return False
    return datetime.now(UTC) - datetime.fromisoformat(part.note.retrieved) < FRESH_FOR
