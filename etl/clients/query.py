"""A question that a source puts to a service, as data: it can be listed before it is asked."""

from __future__ import annotations

from typing import Protocol

from catalog.settings import Settings
from etl.clients.http import Http
from etl.raw import Received


class Query(Protocol):
    """One question. `key` names the stored part, `areas` the councils it is for (() is all)."""

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
