"""The only user of requests: time-outs, retries, Retry-After, conditional GET and size limits.

A reply counts as received only when its reader has proved it whole: `accept` raises Unproved for a
cut or wrong reply, and that is tried again like a 503. What can't be had in the end is a FetchError
that says which source, which address, what came back and what to do.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

AGENT: Final = "wardwise/0.1 (local economic statistics for councils)"
TIMEOUT_SECONDS: Final = (10.0, 120.0)
MOST_BYTES: Final = 400 * 2**20
RETRIED: Final = {408, 425, 429, 500, 502, 503, 504}
LONGEST_WAIT_SECONDS: Final = 90.0
CHUNK: Final = 64 * 1024
SECRET: Final = {"uid"}
# After so many questions given up at one address, each further one there is asked only once.
PATIENCE: Final = 2


class FetchError(Exception):
    """A reply that could not be had; the message is for the person who ran the command."""


class Unproved(Exception):  # noqa: N818  it is a verdict on a reply, not yet an error
    """A reply that is not what was asked, or not all of it. `final`: asking again is useless."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


class _Again(Exception):  # noqa: N818
    def __init__(self, words: str, wait_seconds: float | None = None) -> None:
        super().__init__(words)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Reply:
    """A whole reply. `unchanged` is a 304: the body is empty and the stored one stands."""

    body: bytes
    url: str
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    unchanged: bool = False


def _accept_any(reply: Reply) -> None:
    if not reply.body:
        raise Unproved("an empty body")


@dataclass
class Http:
    """One polite client for all services.

    `pause_seconds` is the least time between two requests; `attempts` how often a request is tried;
    `on_bytes` is told the size of every piece as it arrives.
    """

    pause_seconds: float = 0.3
    attempts: int = 5
    backoff_seconds: float = 1.0
    on_bytes: Callable[[int], None] = lambda _size: None
    session: requests.Session = field(default_factory=requests.Session)
    _last: float = field(default=0.0, repr=False)
    _held: dict[str, bytes | FetchError] = field(default_factory=dict, repr=False)
    _given_up: Counter[str] = field(default_factory=Counter, repr=False)

    def once(
        self, url: str, *, source: str, accept: Callable[[Reply], None] = _accept_any
    ) -> bytes:
        """The body at an address that many questions need: had, or given up, once a client."""
        if url not in self._held:
            try:
                self._held[url] = self.get(url, source=source, accept=accept).body
            except FetchError as error:
                self._held[url] = error
        held = self._held[url]
        if isinstance(held, FetchError):
            raise held
        return held

    def get(
        self,
        url: str,
        params: dict[str, str] | None = None,
        *,
        source: str,
        accept: Callable[[Reply], None] = _accept_any,
        form: dict[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
    ) -> Reply:
        """The reply to a GET (a POST where `form` is given) that `accept` has proved.

        Raises FetchError. With `etag` or `last_modified` the reply may be `unchanged`.
        """
        headers = {"User-Agent": AGENT}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified

        def once() -> Reply:
            reply = self._once(url, params, form, headers)
            if not reply.unchanged:
                accept(reply)
            return reply

        attempts = self.attempts if self._given_up[url] < PATIENCE else 1
        tries = Retrying(
            stop=stop_after_attempt(attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_Again) | retry_if_exception_type(Unproved),
            before_sleep=_stop_where_final,
            reraise=True,
        )
        try:
            reply = tries(once)
        except (_Again, Unproved) as error:
            final = getattr(error, "final", False)
            self._given_up[url] += not final
            raise FetchError(_words(source, url, params or form, error, attempts)) from error
        self._given_up.pop(url, None)
        return reply

    def _once(
        self,
        url: str,
        params: dict[str, str] | None,
        form: dict[str, str] | None,
        headers: dict[str, str],
    ) -> Reply:
        time.sleep(max(0.0, self._last + self.pause_seconds - time.monotonic()))
        try:
            with self.session.request(
                "POST" if form else "GET",
                url,
                params=params,
                data=form,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                stream=True,
            ) as answer:
                return self._read(answer)
        except requests.RequestException as error:
            raise _Again(_plain(error)) from error
        finally:
            self._last = time.monotonic()

    def _read(self, answer: requests.Response) -> Reply:
        if answer.status_code == 304:
            return self._reply(answer, b"", unchanged=True)
        if answer.status_code in RETRIED:
            raise _Again(f"HTTP {answer.status_code}", _retry_after(answer))
        if answer.status_code != 200:
            words = f"HTTP {answer.status_code}; run `wardwise probe` to see whether it has moved"
            raise Unproved(words, final=True)
        body = bytearray()
        for piece in answer.iter_content(CHUNK):
            body += piece
            self.on_bytes(len(piece))
            if len(body) > MOST_BYTES:
                raise Unproved(f"more than {MOST_BYTES:,} bytes", final=True)
        return self._reply(answer, bytes(body))

    @staticmethod
    def _reply(answer: requests.Response, body: bytes, *, unchanged: bool = False) -> Reply:
        headers = answer.headers
        return Reply(
            body,
            answer.url,
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            content_type=headers.get("Content-Type", ""),
            unchanged=unchanged,
        )

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        told = getattr(error, "wait_seconds", None)
        if told is not None:
            return float(min(told, LONGEST_WAIT_SECONDS))
        return float(min(self.backoff_seconds * 2 ** (state.attempt_number - 1), 30.0))


def _stop_where_final(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Unproved) and error.final:
        raise error


def _retry_after(answer: requests.Response) -> float | None:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.replace(".", "", 1).isdigit() else None


def _plain(error: requests.RequestException) -> str:
    if isinstance(error, requests.ConnectTimeout | requests.ReadTimeout):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError) and "NameResolution" in repr(error):
        return "no network (the address could not be looked up)"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "a reply cut short of its announced length"
    return f"no connection ({type(error).__name__})"


def _words(
    source: str, url: str, asked: dict[str, str] | None, error: Exception, attempts: int
) -> str:
    query = f" with {_short(asked)}" if asked else ""
    words = f"{source}: {url}{query} gave {error}"
    if getattr(error, "final", False):
        return words
    tries = "once more" if attempts == 1 else f"after {attempts} tries"
    return (
        f"{words} {tries}; check the network, then run the same command again: "
        "what was fetched is kept"
    )


def _short(asked: dict[str, str]) -> str:
    text = "&".join(f"{k}={v}" for k, v in asked.items() if k not in SECRET)
    return text if len(text) <= 300 else f"{text[:300]}…"
