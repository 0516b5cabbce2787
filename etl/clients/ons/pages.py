"""Where a file of the ONS website is today: pages as JSON first, as a person sees them second.

The address of a file holds its edition and changes with every release. A landing page as JSON names
its editions (`datasets[].uri`), an edition its files (`downloads[].file`). ONS is moving its pages,
so either way may be gone one day.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.links import absolute, file_name, read_page
from etl.clients.replies import read_json

MONTHS: Final = [name.lower() for name in calendar.month_name]
# Months by their whole or short names: 'july2025', 'dec2022'.
EDITION: Final = re.compile(
    rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS[1:])})?(20\d\d)"
)
# An edition of more than so many years ago is looked for no further.
MOST_EDITIONS: Final = 3


@dataclass(frozen=True)
class Place:
    """A file's address, and the days (ISO) of its release and of the next, "" where not said."""

    address: str
    released: str = ""
    next_release: str = ""


@dataclass(frozen=True)
class FilePattern:
    """A landing page's path, a pattern of the file's address, and one of its edition's address."""

    name: str
    page: str
    file: str
    edition: str = ""


def find(http: Http, base: str, wanted: FilePattern, *, again: bool = False) -> Place:
    """The newest file that is wanted: pages are read once a run, or `again`. Raises FetchError."""
    get = _reader(http, wanted.name, again=again)
    try:
        return _by_json(get, base, wanted)
    except FetchError as error:
        as_json = error
    try:
        return _by_links(get, base, wanted)
    except FetchError as error:
        raise FetchError(f"{error} (and as JSON: {as_json})") from error


Get = Callable[[str, Callable[[Reply], None]], bytes]


def _reader(http: Http, name: str, *, again: bool) -> Get:
    def get(url: str, accept: Callable[[Reply], None]) -> bytes:
        if again:
            return http.get(url, source=name, accept=accept).body
        return http.get_once(url, source=name, accept=accept)

    return get


def _by_json(get: Get, base: str, wanted: FilePattern) -> Place:
    body = get(f"{base}{wanted.page}/data", _accept_landing)
    editions = [uri for uri in _texts(body, "datasets", "uri") if re.search(wanted.edition, uri)]
    seen: list[str] = []
    for uri in sorted(editions, key=edition_of, reverse=True)[:MOST_EDITIONS]:
        path = uri if uri.startswith("/") else f"{wanted.page}/{uri}"
        page = get(f"{base}{path}/data", _accept_edition)
        files = [name if name.startswith("/") else f"{path}/{name}"
                 for name in _texts(page, "downloads", "file")]  # fmt: skip
        fitting = [address for address in files if re.search(wanted.file, address)]
        if fitting:
            about = json.loads(page)["description"]
            address = f"{base}/file?uri={max(fitting, key=edition_of)}"
            return Place(
                address, _day(about.get("releaseDate")), read_day(about.get("nextRelease"))
            )
        seen += map(file_name, files)
    raise FetchError(
        f"{wanted.name}: {base}{wanted.page}/data leads to no file like {wanted.file}, only to "
        f"{', '.join(seen[:12]) or 'none'}"
    )


def _by_links(get: Get, base: str, wanted: FilePattern) -> Place:
    url = f"{base}{wanted.page}"
    page = read_page(get(url, _accept_page))
    fitting = [href for href in page.hrefs if re.search(wanted.file, href)]
    if not fitting:
        files = ", ".join(file_name(href) for href in page.hrefs if ".xlsx" in href)
        raise FetchError(
            f"{wanted.name}: {url} links to no file like {wanted.file}, only to {files}; "
            "look there which of them it is now"
        )
    return Place(
        absolute(max(fitting, key=edition_of), base, url),
        page.day_after("Release date"),
        page.day_after("Next release"),
    )


def _texts(body: bytes, entries: str, field: str) -> list[str]:
    """That field of each of the entries which has it as text."""
    content = json.loads(body).get(entries)
    records: Sequence[Any] = content if isinstance(content, list) else []
    return [
        one[field].strip()
        for one in records
        if isinstance(one, dict) and isinstance(one.get(field), str) and one[field].strip()
    ]


def _accept_landing(reply: Reply) -> None:
    _about(reply)
    if not _texts(reply.body, "datasets", "uri"):
        raise IncompleteReply("a page that names no edition", final=True)


def _accept_edition(reply: Reply) -> None:
    _about(reply)
    if not _texts(reply.body, "downloads", "file"):
        raise IncompleteReply("an edition that names no file", final=True)


def _about(reply: Reply) -> None:
    # A page of the website itself: there is no JSON of it.
    is_page = b"<html" in reply.body[:300].lower() and b"</html>" in reply.body[-100:].lower()
    content = read_json(reply.body, final=is_page)
    if not isinstance(content, dict) or not isinstance(content.get("description"), dict):
        raise IncompleteReply("JSON that describes no page")


def _accept_page(reply: Reply) -> None:
    if not any(".xlsx" in href for href in read_page(reply.body).hrefs):
        raise IncompleteReply("a page without links to workbooks")


def _day(stamp: object) -> str:
    """The day in Britain of a time such as 2026-09-20T23:00:00.000Z, the midnight before the 21st.

    Releases are stamped with midnight, in summer an hour before that of the stamp.
    """
    try:
        moment = datetime.fromisoformat(str(stamp).replace("Z", "+00:00"))
    except ValueError:
        return ""
    return (moment + timedelta(hours=1)).date().isoformat()


def read_day(text: object) -> str:
    """The day (ISO) of a release, written as a stamp or in words such as 16 July 2026, else ""."""
    try:
        return datetime.strptime(str(text), "%d %B %Y").date().isoformat()
    except ValueError:
        return _day(text)


def edition_of(address: str) -> tuple[int, int]:
    """Year and month that the address names last, (0, 0) where it names none."""
    editions = EDITION.findall(address)
    if not editions:
        return 0, 0
    month, year = editions[-1]
    return int(year), next((at for at, name in enumerate(MONTHS) if name[:3] == month[:3]), 0)


def edition_words(address: str) -> str:
    """The part of the address that names the edition: 'january2017tojuly2025'."""
    parts = unquote(address).removesuffix(".xlsx").split("/")[-2:]
    return next((part for part in parts if EDITION.search(part)), "")
