"""Web pages: their links in order, and the dates they state."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote, urljoin

DAY: Final = r"(\d{1,2} [A-Z][a-z]+ 20\d\d)"


class Page(HTMLParser):
    """The links of a web page, in order, and its text in one line."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href:
            self.hrefs.append(href)

    def handle_data(self, data: str) -> None:
        self._words += data.split()

    def day_after(self, label: str) -> str:
        """The date that follows a label such as 'Release date', as 2026-08-21; "" without one."""
        match = re.search(rf"{label}:?\s*{DAY}", " ".join(self._words))
        try:
            return datetime.strptime(match[1], "%d %B %Y").date().isoformat() if match else ""
        except ValueError:
            return ""


def read_page(body: bytes) -> Page:
    page = Page()
    page.feed(body.decode("utf-8", "replace"))
    page.close()
    return page


def absolute(href: str, base: str, page: str) -> str:
    """The address of a link. One from the site's root starts at `base`, which may have a path."""
    return f"{base}{href}" if href.startswith("/") else urljoin(page, href)


def file_name(address: str) -> str:
    return unquote(address).rsplit("/", 1)[-1]
