"""Client of the ONS website: workbooks found through their landing pages, and time series.

A workbook's address holds its edition and changes with every release, so it is read from the
landing page each time, and the bytes are proved to be the workbook by its sheets and headings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, Final, Protocol
from urllib.parse import unquote, urljoin

from catalog.settings import Settings
from etl.http import FetchError, Http, Reply, Unproved
from etl.raw import Received
from etl.workbook import Sheet, Workbook, WorkbookError

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


class Expected(Protocol):
    """What a source takes for granted about something on a website; its module's EXPECTED has all.

    `wardwise probe` asks each of them for its differences.
    """

    @property
    def name(self) -> str:
        """What it is, in words for a person."""
        ...

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """Where the live page and file are not as expected, in words; FetchError where unreachable."""
        ...


@dataclass(frozen=True)
class ExpectedFile:
    """A workbook of the ONS website.

    `page` is the path of its landing page, `file` a pattern of the file's address there, of which
    the newest edition counts, `sheets` are the tables that are read.
    """

    page: str
    file: str
    sheets: tuple[Sheet, ...]

    @property
    def name(self) -> str:
        return f"ONS workbook {self.file} of {self.page.rsplit('/', 1)[-1]}"

    def find(self, http: Http, settings: Settings, *, again: bool = False) -> tuple[str, Page]:
        """The file's address and its landing page, which is read once a run unless `again`."""
        url = f"{settings.urls['ons']}{self.page}"

        def has_the_link(reply: Reply) -> None:
            page = Page.read(reply.body)
            if self._newest(page) is None:
                xlsx = [href for href in page.hrefs if href.endswith(".xlsx")]
                raise Unproved(f"a page with no link like {self.file!r} (workbooks there: {xlsx})")

        if again:
            body = http.get(url, source=self.name, accept=has_the_link).body
        else:
            body = http.once(url, source=self.name, accept=_accept_page)
        page = Page.read(body)
        href = self._newest(page)
        if href is None:
            return self.find(http, settings, again=True)
        return absolute(href, settings.urls["ons"], url), page

    def proof(self, body: bytes, address: str) -> tuple[list[str], list[str]]:
        """Faults of the workbook, and the titles of tables that have headings and no rows."""
        return Workbook(body, file_name(address)).faults(self.sheets)

    def differences(self, http: Http, settings: Settings) -> list[str]:
        address, _ = self.find(http, settings)
        body = http.get(address, source=self.name).body
        try:
            return self.proof(body, address)[0]
        except WorkbookError as error:
            return [str(error)]

    def _newest(self, page: Page) -> str | None:
        fitting = [href for href in page.hrefs if re.search(self.file, href)]
        return max(fitting, key=_edition_month, default=None)
