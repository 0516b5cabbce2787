"""The connection itself: whom it trusts, which redirects it follows, how long a reply may take."""

from __future__ import annotations

import queue
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

import requests
import truststore
from requests.adapters import HTTPAdapter

from etl.clients.pacing import Clock
from etl.clients.services import may_be_asked
from etl.clients.troubles import Trouble

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS: Final = 5
# Nomis may think for two minutes over a large question. A reply that has begun must then bring at
# least so many bytes a second: a server that drips a byte a minute is not waited for.
GRACE_SECONDS: Final = 150.0
LEAST_BYTES_A_SECOND: Final = 1_000
# How often a stop is looked for while a reply is awaited: Windows does not break off a wait.
LOOK_SECONDS: Final = 0.5

Answered = TypeVar("Answered")


class _TrustAdapter(HTTPAdapter):
    """Trusts what the operating system trusts, so that an organisation's own authority counts,
    beside the authorities that come with requests or with REQUESTS_CA_BUNDLE.
    """

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, ssl_context=_context())

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, ssl_context=_context())


def _context() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def new_session() -> requests.Session:
    """A session that heeds the system's authorities and the proxies of the environment."""
    session = requests.Session()
    session.mount("https://", _TrustAdapter())
    return session


class RedirectRefusedError(Exception):
    """A redirect to an address that we do not follow; the message says where it leads."""


def follow(
    send: Callable[[str], requests.Response], url: str, urls: Mapping[str, str]
) -> requests.Response:
    """The answer behind redirects, each of which must lead to a service we know.

    Raises RedirectRefusedError. The answers on the way are closed.
    """
    for _ in range(MOST_REDIRECTS + 1):
        answer = send(url)
        target = answer.headers.get("Location", "")
        if answer.status_code not in REDIRECTS or not target:
            return answer
        answer.close()
        onward = urljoin(url, target)
        if not may_be_asked(onward, urls):
            raise RedirectRefusedError(
                f"a redirect to {onward[:200]}, which is not an address of a service Wardwise "
                "uses, so we did not follow it. If the service has moved for good, set its address "
                "in the settings (such as WARDWISE_ONS_URL)"
            )
        url = onward
    raise RedirectRefusedError(f"more than {MOST_REDIRECTS} redirects in a row")


@dataclass
class Watch:
    """Bytes received so far, and whether anyone still waits for the rest."""

    received: int = 0
    abandoned: threading.Event = field(default_factory=threading.Event)


def within_time(
    ask: Callable[[Watch], Answered], clock: Clock, grace_seconds: float = GRACE_SECONDS
) -> Answered:
    """What `ask` gives, as long as it is not too slow on the whole; else Trouble('silent').

    `ask` runs in a thread of its own, since a time-out of a socket counts from the last byte: a
    server that sends one now and then would be waited for without end. `ask` counts what it
    receives in the watch and stops where it is abandoned.
    """
    watch = Watch()
    done: queue.SimpleQueue[tuple[Answered | None, BaseException | None]] = queue.SimpleQueue()

    def work() -> None:
        try:
            done.put((ask(watch), None))
        except BaseException as error:  # handed over to the one who waits, and raised there
            done.put((None, error))

    began = clock.monotonic()
    threading.Thread(target=work, daemon=True, name="wardwise request").start()
    try:
        while True:
            try:
                answered, error = done.get(timeout=min(LOOK_SECONDS, grace_seconds))
                break
            except queue.Empty:
                allowed = grace_seconds + watch.received / LEAST_BYTES_A_SECOND
                if clock.monotonic() - began > allowed:
                    raise Trouble(
                        "silent",
                        f"an incomplete reply after {allowed:,.0f} seconds "
                        f"({watch.received:,} bytes received)",
                    ) from None
    finally:
        watch.abandoned.set()
    if error is not None:
        raise error
    return answered  # type: ignore[return-value]
