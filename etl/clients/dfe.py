"""Client of Explore Education Statistics of the Department for Education: a data set as CSV.

A data set is looked for by the title of its publication and its own title in the service's API,
and then, where its number is known, in the data catalogue. The API's address and the shape of its
replies are as the Department documents them; neither has been asked live (2026-11). What comes is
proved by the reader that takes a supplied file: a data set whose columns differ is not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from catalog.settings import Settings
from etl.clients.files.archives import ArchiveError, gunzipped
from etl.clients.http import MOST_BYTES, FetchError, Http, IncompleteReply, Reply
from etl.raw import RawError, Received

NOT_LIVE: Final = "not verified live: this address had not been asked when Wardwise was written"
PAGE: Final = 20
MOST_PAGES: Final = 25  # of a list: the service has some hundred publications
GZIP: Final = b"\x1f\x8b"
Entry = dict[str, Any]


@dataclass(frozen=True)
class DataSet:
    """A data set: its publication's title, a pattern of its own title, and in `file_id` its number
    in the data catalogue ("" where we do not know one)."""

    publication: str
    title: str
    file_id: str = ""


@dataclass(frozen=True)
class Candidate:
    """A data set that was found: its title, the address of its CSV, and its newest period."""

    title: str
    url: str
    until: str


@dataclass(frozen=True)
class DataSetQuery:
    """The whole CSV of a data set. `prove` raises RawError where it is not the source's table."""

    key: str
    data_set: DataSet
    prove: Callable[[Received], None]
    supplied_as: str
    areas: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"Explore Education Statistics, {self.data_set.publication}"

    def describe(self, settings: Settings) -> str:
        return (
            f"{settings.urls['dfe']}/v1/publications (the data set of {self.data_set.publication!r}"
            f" with a title like {self.data_set.title!r}, as CSV)"
        )

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The first data set found that makes the table; FetchError names all that did not."""
        faults: list[str] = []
        for candidate in self._find(http, settings, faults):
            try:
                return self._download(http, candidate)
            except FetchError as error:
                faults.append(str(error))
        raise FetchError(
            f"{self.name}: {'; '.join(faults)} ({NOT_LIVE}). Download the table by hand from the "
            f"Department's site and give it to `wardwise supply {self.supplied_as}`"
        )

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """What `wardwise probe` says: why no data set was found, or nothing."""
        faults: list[str] = []
        found = next(self._find(http, settings, faults), None)
        return faults if found is None else []

    def _find(self, http: Http, settings: Settings, faults: list[str]) -> Iterator[Candidate]:
        """Data sets by title in the API, the newest first, and then that of the catalogue."""
        try:
            yield from self._find_in_api(http, settings, faults)
        except FetchError as error:
            faults.append(str(error))
        if self.data_set.file_id:
            base = settings.urls["dfe_catalogue"]
            url = f"{base}/data-catalogue/data-set/{self.data_set.file_id}/csv"
            yield Candidate(self.data_set.publication, url, "")

    def _find_in_api(
        self, http: Http, settings: Settings, faults: list[str]
    ) -> Iterator[Candidate]:
        base = f"{settings.urls['dfe']}/v1"
        wanted = self.data_set.publication.casefold()
        search = {"search": self.data_set.publication}
        publications = _read_list(http, f"{base}/publications", search, self.name)
        ids = [one["id"] for one in publications if _text(one, "title").casefold() == wanted]
        if not ids:
            faults.append(f"the API has no publication called {self.data_set.publication!r}")
            return
        address = f"{base}/publications/{quote(str(ids[0]), safe='')}/data-sets"
        entries = _read_list(http, address, {}, self.name)
        found = [
            Candidate(
                _text(entry, "title"),
                f"{base}/data-sets/{quote(str(entry['id']), safe='')}/csv",
                _read_end(entry),
            )
            for entry in entries
            if re.search(self.data_set.title, _text(entry, "title"))
        ]
        if not found:
            titles = "; ".join(sorted(_text(entry, "title") for entry in entries)[:5]) or "none"
            faults.append(f"no data set of the API has a title that fits (there are: {titles})")
        yield from sorted(found, key=lambda one: (one.until, one.title), reverse=True)

    def _download(self, http: Http, candidate: Candidate) -> Received:
        kept: list[Received] = []

        def accept(reply: Reply) -> None:
            kept[:] = [self._read(reply, candidate)]

        http.get(candidate.url, source=f"{self.name}, {candidate.title}", accept=accept)
        return kept[0]

    def _read(self, reply: Reply, candidate: Candidate) -> Received:
        body = reply.body
        try:
            if body[:2] == GZIP:
                body = gunzipped(body, candidate.title, MOST_BYTES)
        except ArchiveError as error:
            raise IncompleteReply(str(error)) from error
        release = " ".join(filter(None, [candidate.title, candidate.until]))
        received = Received((body,), candidate.url, release)
        try:
            self.prove(received)
        except RawError as error:
            raise IncompleteReply(f"not the table that we read: {error}", final=True) from error
        return received


def _read_list(http: Http, url: str, params: dict[str, str], source: str) -> list[Entry]:
    """Every entry of a list, page after page; FetchError where it is no such list."""
    entries: list[Entry] = []
    for number in range(1, MOST_PAGES + 1):
        page: dict[str, Any] = {}

        def accept(reply: Reply, page: dict[str, Any] = page) -> None:
            page.clear()
            page.update(_read_page(reply.body))

        numbered = {**params, "page": str(number), "pageSize": str(PAGE)}
        http.get(url, numbered, source=source, accept=accept)
        entries += page["results"]
        if number >= page["pages"] or not page["results"]:
            break
    return entries


def _read_page(body: bytes) -> dict[str, Any]:
    """`results` (each with an id) and `pages`, how many there are; IncompleteReply otherwise."""
    try:
        page = json.loads(body)
    except ValueError as error:
        raise IncompleteReply("no JSON that can be read") from error
    results = page.get("results") if isinstance(page, dict) else None
    paging = page.get("paging") if isinstance(page, dict) else None
    if not isinstance(results, list) or not isinstance(paging, dict):
        raise IncompleteReply("JSON without results and paging", final=True)
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in results):
        raise IncompleteReply("JSON with results that have no id", final=True)
    pages = paging.get("totalPages")
    return {"results": results, "pages": pages if isinstance(pages, int) else 1}


def _text(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return value.strip() if isinstance(value, str) else ""


def _read_end(entry: Entry) -> str:
    """The last period of a data set's newest version, such as 2024/25; "" if it says none."""
    version = entry.get("latestVersion")
    periods = version.get("timePeriods") if isinstance(version, dict) else None
    return _text(periods, "end") if isinstance(periods, dict) else ""
