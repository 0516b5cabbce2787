"""Client of the ONS website: workbooks, found through their landing pages.

A workbook's address holds its edition and changes with every release, so it is read from the
landing page each time, and the bytes are proved to be the workbook by its sheets and headings.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import unquote

from catalog.settings import Settings
from etl.http import FetchError, Http, Reply, Unproved
from etl.links import Page, absolute, file_name, read_page
from etl.raw import RawPart, Received
from etl.workbook import Sheet, Workbook, WorkbookError

MONTHS: Final = [name.lower() for name in calendar.month_name]
EDITION: Final = re.compile(rf"({'|'.join(MONTHS[1:])})?(20\d\d)")


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
    newest edition counts, `sheets` are the tables that are read.
    """

    page: str
    file: str
    sheets: tuple[Sheet, ...]

    @property
    def name(self) -> str:
        return f"ONS {self.page.rsplit('/', 1)[-1]} ({self.file})"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        address, _ = self.find(http, settings)
        body = http.get(address, source=self.name).body
        try:
            return Workbook(body, file_name(address)).faults(self.sheets)[0]
        except WorkbookError as error:
            return [str(error)]

    def find(self, http: Http, settings: Settings, *, again: bool = False) -> tuple[str, Page]:
        """The newest file's address, and its landing page: read once a run, or `again`."""
        url = f"{settings.urls['ons']}{self.page}"
        if again:
            body = http.get(url, source=self.name, accept=_accept_page).body
        else:
            body = http.once(url, source=self.name, accept=_accept_page)
        page = read_page(body)
        fitting = [href for href in page.hrefs if re.search(self.file, href)]
        if not fitting:
            held = ", ".join(file_name(href) for href in page.hrefs if ".xlsx" in href)
            raise FetchError(
                f"{self.name}: {url} links to no file like {self.file}, only to {held}; "
                "look there which of them it is now"
            )
        return absolute(max(fitting, key=_edition), settings.urls["ons"], url), page


@dataclass(frozen=True)
class WorkbookAsk:
    """The newest edition of a workbook, kept as it came."""

    key: str
    expected: ExpectedWorkbook
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['ons']}{self.expected.page} (the newest {self.expected.file})"

    def fetch(self, http: Http, settings: Settings) -> Received:
        address, page = self.expected.find(http, settings)
        try:
            return self._file(http, address, page)
        except FetchError:
            # A new edition between page and file: the old address is gone, the page has the new.
            newer, page = self.expected.find(http, settings, again=True)
            if newer == address:
                raise
            return self._file(http, newer, page)

    def _file(self, http: Http, address: str, page: Page) -> Received:
        empty: list[str] = []

        def accept(reply: Reply) -> None:
            workbook = Workbook(reply.body, file_name(address))
            faults, without_rows = workbook.faults(self.expected.sheets)
            if faults:
                raise Unproved("; ".join(faults), final=True)
            empty[:] = without_rows

        body = http.get(address, source=self.expected.name, accept=accept).body
        detail = {
            "file": file_name(address),
            "released": page.day_after("Release date"),
            "next_release": page.day_after("Next release"),
            "not_held": "; ".join(empty),
        }
        return Received(
            (body,),
            address,
            release=detail["released"] or _edition_words(address),
            extension="xlsx",
            detail={name: text for name, text in detail.items() if text},
        )


def workbook_of(part: RawPart) -> Workbook:
    """The stored workbook of a part."""
    return Workbook(part.pages()[0], part.note.detail.get("file", part.note.key))


def _accept_page(reply: Reply) -> None:
    if not any(".xlsx" in href for href in read_page(reply.body).hrefs):
        raise Unproved("a page without links to workbooks")


def _edition(address: str) -> tuple[int, int]:
    """Year and month that the address names last, (0, 0) where it names none."""
    found = EDITION.findall(address)
    return (int(found[-1][1]), MONTHS.index(found[-1][0])) if found else (0, 0)


def _edition_words(address: str) -> str:
    """The part of the address that names the edition: 'january2017tojuly2025'."""
    parts = unquote(address).removesuffix(".xlsx").split("/")[-2:]
    return next((part for part in parts if EDITION.search(part)), "")
