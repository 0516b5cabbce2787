"""Web pages: their links in order, and the dates they state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urljoin

from selectolax.lexbor import LexborHTMLParser

DAY: Final = r"(\d{1,2} [A-Z][a-z]+ 20\d\d)"


@dataclass(frozen=True)
class Page:
    """The links of a web page, in order, and its text in one line."""

    hrefs: tuple[str, ...] = ()
    text: str = ""

    def day_after(self, label: str) -> str:
        """The date that follows a label such as 'Release date', as 2026-08-21; "" without one."""
        match = re.search(rf"{label}:?\s*{DAY}", self.text)
        try:
            return datetime.strptime(match[1], "%d %B %Y").date().isoformat() if match else ""
        except ValueError:
            return ""


def read_page(body: bytes) -> Page:
    """The page as a browser reads it; see docs/decisions/011-libraries-tried.md."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    links = (node.attributes.get("href") for node in tree.css("a[href]"))
    hrefs = tuple(href for href in links if href)
    return Page(hrefs, " ".join(tree.text(separator=" ").split()))


def absolute(href: str, base: str, page: str) -> str:
    """The address of a link. One from the site's root starts at `base`, which may have a path."""
    return f"{base}{href}" if href.startswith("/") else urljoin(page, href)


def file_name(address: str) -> str:
    return unquote(address).rsplit("/", 1)[-1]
