"""A question that a source puts to a service, as data: it can be listed before it is asked."""

from __future__ import annotations

from typing import Protocol

from catalog.settings import Settings
from etl.clients.http import Http
from etl.raw import Received


class Query(Protocol):
    """One question. `key` names the stored part, `areas` the councils it is for (() is all).

    One that takes several requests, such as a page and the file to which it links, says how many
    at most (`REQUESTS_COUNT`).
    """

    @property
    def key(self) -> str: ...

    @property
    def areas(self) -> tuple[str, ...]: ...

    def describe(self, settings: Settings) -> str:
        """The address that will be asked, for --dry-run and for the note beside the bytes."""
        ...

    def fetch(self, http: Http, settings: Settings) -> Received:
        """Asks, follows every page, proves the answer whole; raises FetchError."""
        ...


class SharedQuery:
    """One request that answers the questions of several councils.

    Each answer is kept under its own question, as if that had been put alone.
    """

    def describe(self, settings: Settings) -> str:
        """The address that will be asked."""
        raise NotImplementedError

    def count_requests(self, settings: Settings) -> int:
        """How many requests it takes: its pages, and what must be known before."""
        raise NotImplementedError

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        """The answers by the questions' keys; FetchError where the request came to nothing.

        A question that is not in it is still to be put alone.
        """
        raise NotImplementedError
