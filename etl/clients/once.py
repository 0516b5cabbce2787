"""What many questions of a run need, such as lists of codes: asked once, and kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from etl.clients.kept import RELEASE_HOURS, KeptReplies


@dataclass
class OnceReplies:
    """Replies by address, each had or given up once a run. `kept` holds those of earlier runs."""

    kept: KeptReplies | None = None
    _bodies: dict[str, bytes | Exception] = field(default_factory=dict, repr=False)
    _used: set[str] = field(default_factory=set, repr=False)
    _aged: set[str] = field(default_factory=set, repr=False)
    _addresses: dict[str, str] = field(default_factory=dict, repr=False)

    def get(
        self,
        url: str,
        ask: Callable[[], bytes],
        prove: Callable[[bytes], None],
        refusals: tuple[type[Exception], ...],
        hours: float,
    ) -> bytes:
        """The body: of this run, else of an earlier one within so many hours, else asked for now.

        `prove` raises one of `refusals` for a body that is not whole, `ask` where none is to be
        had: that is kept for the run, and raised each time.
        """
        self._used.add(url)
        if url not in self._bodies and not self._take_earlier(url, prove, refusals, hours):
            self._ask(url, ask, refusals, keep=hours > 0)
        stored = self._bodies[url]
        if isinstance(stored, Exception):
            raise stored
        return stored

    def _take_earlier(
        self,
        url: str,
        prove: Callable[[bytes], None],
        refusals: tuple[type[Exception], ...],
        hours: float,
    ) -> bool:
        earlier = self.kept.find(url, hours) if self.kept and hours else None
        if earlier is None:
            return False
        try:
            prove(earlier)
        except refusals:
            return False
        self._bodies[url] = earlier
        if self.kept and self.kept.find(url, RELEASE_HOURS) is None:
            self._aged.add(url)
        return True

    def _ask(
        self,
        url: str,
        ask: Callable[[], bytes],
        refusals: tuple[type[Exception], ...],
        *,
        keep: bool,
    ) -> None:
        try:
            body = ask()
        except refusals as error:
            self._bodies[url] = error
            return
        self._bodies[url] = body
        if self.kept and keep:
            self.kept.keep(url, body)

    def first_address(self, name: str, url: str) -> str:
        """The address under which something was first asked for in this run, which is at several.

        Where the first gave nothing it is the one that is named now.
        """
        first = self._addresses.setdefault(name, url)
        return url if isinstance(self._bodies.get(first), Exception) else first

    def begin_query(self) -> None:
        """From here on the other functions are about the replies that a new question uses."""
        self._used.clear()

    def forget(self) -> None:
        """Asks anew for what this question used: it could not make sense of it."""
        for url in self._used:
            if isinstance(self._bodies.get(url), bytes):
                self._drop(url)

    def forget_aged(self) -> bool:
        """Asks anew for what this question used that is older than a day; whether there was any."""
        aged = self._used & self._aged
        for url in aged:
            self._drop(url)
        return bool(aged)

    def _drop(self, url: str) -> None:
        del self._bodies[url]
        self._aged.discard(url)
        if self.kept:
            self.kept.drop(url)
