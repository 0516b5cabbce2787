"""Client of the ONS website: workbooks, found through their landing pages.

A workbook's address holds its edition and changes with every release, so it is looked for each
time, and the bytes are proved to be the workbook by its sheets and headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

import polars as pl

from catalog.settings import Settings
from etl.clients.files.sheet_links import read_sheet_links
from etl.clients.files.workbook import Sheet, Workbook
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.links import file_name
from etl.clients.ons import pages
from etl.clients.ons.pages import FilePattern, Place, edition_words
from etl.raw import RawPart, Received

# The address of a file begins so, and its path follows.
FILE: Final = "/file?uri="
# Tables that are made once a quarter are at most two editions back.
MOST_LINKS: Final = 4


def _nothing_more(_workbook: Workbook) -> list[str]:
    return []


class Expected(Protocol):
    """What a source takes for granted about a page and what it leads to.

    A source module has them all in its EXPECTED; `wardwise probe` asks each for its differences.
    """

    @property
    def name(self) -> str:
        """What it is, for a person."""
        ...

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, where it is not as expected; none where all is well.

        Raises FetchError where it could not be had.
        """
        ...


@dataclass(frozen=True)
class ExpectedWorkbook:
    """A workbook of the ONS website.

    `page` is the path of its landing page, `file` a pattern of its address there, of which the
    newest edition counts, `edition` one of the edition's address where a page has several side by
    side; `sheets` are the tables that are read. `proof` looks further: it raises a final
    IncompleteReply, or says what of it is not read.
    """

    page: str
    file: str
    sheets: tuple[Sheet, ...]
    edition: str = ""
    proof: Callable[[Workbook], list[str]] = _nothing_more

    @property
    def name(self) -> str:
        return f"ONS {self.page.rsplit('/', 1)[-1]} ({self.file})"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        address = self.find(http, settings).address
        body = http.get(address, source=self.name).body
        try:
            faults, _, unread = self.compare(Workbook(body, file_name(address)))
        except IncompleteReply as error:
            return [str(error)]
        return faults or unread

    def find(self, http: Http, settings: Settings, *, again: bool = False) -> Place:
        """The newest file: its pages are read once a run, or `again`."""
        wanted = FilePattern(self.name, self.page, self.file, self.edition)
        return pages.find(http, settings.urls["ons"], wanted, again=again)

    def compare(self, workbook: Workbook) -> tuple[list[str], list[str], list[str]]:
        """What differs, which tables are rightly not there, and what of it is not read."""
        faults, absent = workbook.faults(self.sheets)
        if faults:
            return faults, absent, []
        try:
            return [], absent, [*workbook.notes(self.sheets), *self.proof(workbook)]
        except IncompleteReply as error:
            if not error.final:
                raise
            return [str(error)], absent, []
        except pl.exceptions.PolarsError as error:
            why = str(error).split("\n")[0][:200]
            return [f"{workbook.name}: tables that do not read as expected ({why})"], absent, []


@dataclass(frozen=True)
class WorkbookQuery:
    """The newest edition of a workbook, kept as it came."""

    key: str
    expected: ExpectedWorkbook
    areas: tuple[str, ...] = ()
    REQUESTS_COUNT: ClassVar[int] = 2

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['ons']}{self.expected.page} (the newest {self.expected.file})"

    def fetch(self, http: Http, settings: Settings) -> Received:
        place = self.expected.find(http, settings)
        try:
            return self._file(http, place)
        except FetchError as error:
            if _is_whole_but_another(error):
                raise
            # A new edition between page and file: the old address is gone, the page has the new.
            newer = self.expected.find(http, settings, again=True)
            if newer.address == place.address:
                raise
            return self._file(http, newer)

    def _file(self, http: Http, place: Place) -> Received:
        detail: dict[str, str] = {}

        def accept(reply: Reply) -> None:
            detail.update(self._prove(reply.body, place))

        body = http.get(place.address, source=self.expected.name, accept=accept).body
        return _received(body, place, detail)

    def _prove(self, body: bytes, place: Place) -> dict[str, str]:
        """What is known of a workbook by its cells; _AnotherLayout where it is not as expected."""
        workbook = Workbook(body, file_name(place.address))
        faults, absent, unread = self.expected.compare(workbook)
        if faults:
            raise _AnotherLayout("; ".join(faults))
        return {
            "not_held": "; ".join(absent),
            "passed_over": "; ".join(unread),
            "provisional": ", ".join(workbook.provisional(self.expected.sheets)),
        }


def _received(body: bytes, place: Place, detail: dict[str, str]) -> Received:
    detail = detail | {
        "file": file_name(place.address),
        "edition": edition_words(place.address),
        "released": place.released,
        "next_release": place.next_release,
    }
    return Received(
        (body,),
        place.address,
        release=place.released or ("" if detail.get("older") else edition_words(place.address)),
        extension="xlsx",
        detail={name: text for name, text in detail.items() if text},
    )


@dataclass(frozen=True)
class LinkedWorkbookQuery(WorkbookQuery):
    """The newest edition of a workbook that has a table which not every edition has.

    `sheet` is a pattern of the name of the table's sheet. An edition without the table has a link
    there to the edition that has it.
    """

    sheet: str = ""

    def _file(self, http: Http, place: Place) -> Received:
        newest, base = place.address, place.address.partition(FILE)[0]
        for _ in range(MOST_LINKS):
            body = http.get(place.address, source=self.expected.name, accept=_accept_workbook).body
            linked = self._linked(body, file_name(place.address))
            if not linked:
                return _received(body, place, self._detail(body, place, newest))
            # Only the path is the workbook's to say: the service is asked where it always is.
            place = Place(f"{base}{FILE}{linked}")
        raise FetchError(
            f"{self.expected.name}: {newest} leads through {MOST_LINKS} editions to none that has "
            "the table; look at its page and tell us what it links to now"
        )

    def _linked(self, body: bytes, name: str) -> str:
        """The path of the edition that the sheet links to; "" where it links to none."""
        sheets = [one for one in Workbook(body, name).sheets if re.search(self.sheet, one)]
        links = [link for sheet in sheets[:1] for link in read_sheet_links(body, sheet, name)]
        paths = [link.partition(FILE)[2] for link in links]
        return next((path for path in paths if re.search(self.expected.file, path)), "")

    def _detail(self, body: bytes, place: Place, newest: str) -> dict[str, str]:
        try:
            detail = self._prove(body, place)
        except _AnotherLayout as error:
            raise FetchError(f"{self.expected.name}: {place.address}: {error}") from error
        # An edition found by its link has no day of release, so that the newest one's stands.
        older = "" if place.address == newest else file_name(place.address)
        return detail | {"older": older}


def _accept_workbook(reply: Reply) -> None:
    Workbook(reply.body, file_name(reply.url))


class _AnotherLayout(IncompleteReply):
    """A whole workbook of another layout: it would come again, and looking for it again as well."""

    def __init__(self, words: str) -> None:
        super().__init__(words, final=True)


def _is_whole_but_another(error: FetchError) -> bool:
    return isinstance(error.__cause__, _AnotherLayout)


def workbook_of(part: RawPart) -> Workbook:
    """The stored workbook of a part."""
    return Workbook(part.pages()[0], part.note.detail.get("file", part.note.key))
