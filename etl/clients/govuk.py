"""Client of gov.uk statistics: the newest release of a series, and the zip of tables behind it.

Addresses of files change with every release, and the year is part of the release page's address. So
the newest is looked for on the page of the whole collection, then among the years, newest first.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

import polars as pl

from catalog.settings import Settings
from etl.clients.files.cells import strange_cells, unread_rows
from etl.clients.files.headings import read_years, year_of
from etl.clients.files.workbook import ROWS_ABOVE
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.links import Page, absolute, file_name, read_page
from etl.raw import RawPart, Received

YEARS: Final = 4
HEADER: Final = ("geography", "area_code", "area_name")
# 2026-11: the tables of small areas are 45 MB together.
MOST_UNPACKED: Final = 1024 * 2**20
# What Python's zip reader raises for damaged, encrypted and unknown zips.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError,
    OSError, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class ExpectedArchive:
    """A zip of CSV tables behind the newest release that has one; see
    etl.clients.ons.workbooks.Expected.

    `collection` is the path of the page that lists the releases, `release` that of a release page
    without the year at its end, `file` a pattern of the zip's name, and `members` the names of the
    tables in it. Not every member has to be there.
    """

    title: str
    collection: str
    release: str
    file: str
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"gov.uk {self.title}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        address, _, passed_over = self.find(http, settings)
        body = http.get(address, source=self.name).body
        try:
            faults, absent, unread = self.faults(body)
        except IncompleteReply as error:
            return [str(error)]
        lacking = (f"{file_name(address)} has no {name}" for name in absent)
        return [*passed_over, *faults, *unread, *lacking]

    def find(self, http: Http, settings: Settings) -> tuple[str, str, list[str]]:
        """The zip's address, the year of its release, and which pages there were without it.

        FetchError where no release has one.
        """
        base = settings.urls["govuk"]
        paths, tried = self._releases(http, base)
        for path in paths:
            url = f"{base}{path}"
            page, why = self._page(http, url)
            zips = [href for href in page.hrefs if re.search(self.file, file_name(href))]
            if zips:
                return absolute(zips[0], base, url), path[-4:], tried
            tried.append(f"{path[-4:]} {why or 'has no such file'}")
        raise FetchError(
            f"{self.name}: no release has a file like {self.file} ({'; '.join(tried)}); open "
            f"{base}{self.collection} to see where the tables are now"
        )

    def _releases(self, http: Http, base: str) -> tuple[list[str], list[str]]:
        """Paths of release pages, newest first: those of the collection, else this and past years.

        The second result says what was wrong with the collection's page.
        """
        page, why = self._page(http, f"{base}{self.collection}")
        listed = (re.search(rf"{self.release}(-[a-z-]+)?-20\d\d$", href) for href in page.hrefs)
        paths = {match[0] for match in listed if match}
        if paths:
            return sorted(paths, key=lambda path: path[-4:], reverse=True), []
        years = range(date.today().year, date.today().year - YEARS, -1)
        by_year = [f"{self.release}-{year}" for year in years]
        return by_year, [f"the collection's page {why or 'lists no release'}"]

    def _page(self, http: Http, url: str) -> tuple[Page, str]:
        """The page at an address; an empty one, and what the service said, where there is none."""
        try:
            return read_page(http.get_once(url, source=self.name, accept=_accept_page)), ""
        except FetchError as error:
            if isinstance(error.__cause__, IncompleteReply) and error.__cause__.final:
                return Page(), f"gave {str(error.__cause__).split(';')[0]}"
            raise

    def faults(self, body: bytes) -> tuple[list[str], list[str], list[str]]:
        """What differs, which tables are not there, and what of the others is not read.

        IncompleteReply where the zip is not whole.
        """
        with open_zip(body) as archive:
            present = {name: _path(archive, name) for name in self.members}
            absent = [name for name, path in present.items() if not path]
            if len(absent) == len(self.members):
                members = ", ".join(archive.namelist()[:12])
                return [f"none of its tables, but {members}"], absent, []
            faults, unread = [], []
            for name, path in present.items():
                try:
                    unread += _notes(_table(archive, path)) if path else []
                except IncompleteReply as error:
                    if not error.final:
                        raise
                    faults.append(f"{name} {error}")
        return faults, absent, unread


@dataclass(frozen=True)
class ArchiveQuery:
    """The zip of the newest release, kept as it came."""

    key: str
    expected: ExpectedArchive
    areas: tuple[str, ...] = ()
    REQUESTS_COUNT: ClassVar[int] = 2

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['govuk']}{self.expected.collection} (the newest release's zip)"

    def fetch(self, http: Http, settings: Settings) -> Received:
        address, year, passed_over = self.expected.find(http, settings)
        detail: dict[str, str] = {}

        def accept(reply: Reply) -> None:
            faults, absent, unread = self.expected.faults(reply.body)
            if faults:
                raise IncompleteReply("; ".join(faults), final=True)
            detail["not_held"] = ", ".join(absent)
            detail["passed_over"] = "; ".join([*passed_over, *unread])

        body = http.get(address, source=self.expected.name, accept=accept).body
        return Received(
            (body,),
            address,
            release=year,
            extension="zip",
            detail={name: text for name, text in detail.items() if text},
        )


def tables_of(part: RawPart, names: Iterable[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Those of the named tables that a stored zip has, as text columns, from the headings on."""
    with open_zip(part.pages()[0]) as archive:
        for name in names:
            path = _path(archive, name)
            if path:
                yield name, _table(archive, path)


def _accept_page(reply: Reply) -> None:
    # An error page that is taken for a release without tables would bring those of an older one.
    if not read_page(reply.body).hrefs:
        raise IncompleteReply("a page without any link")


def open_zip(body: bytes) -> zipfile.ZipFile:
    """The zip in these bytes, every member's checksum compared; else IncompleteReply."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
        size = sum(member.file_size for member in archive.infolist())
        if size > MOST_UNPACKED:
            raise IncompleteReply(f"a zip that unpacks to {size / 2**20:,.0f} MB", final=True)
        broken = archive.testzip()
    except BROKEN as error:
        opening = body[:40].decode("utf-8", "replace").strip()
        raise IncompleteReply(f"not a complete zip ({error}); it begins {opening!r}") from error
    if broken is not None:
        raise IncompleteReply(f"a zip with {broken} damaged")
    return archive


def _path(archive: zipfile.ZipFile, name: str) -> str:
    """Where in the zip a table is, in whatever folder; "" where it is not."""
    paths = (path for path in archive.namelist() if file_name(path).lower() == name.lower())
    return next(paths, "")


def _table(archive: zipfile.ZipFile, path: str) -> pl.DataFrame:
    """A table of areas by year, as text columns from its headings on; else IncompleteReply."""
    lines = _text(archive.read(path)).splitlines(keepends=True)
    for number, line in enumerate(lines[:ROWS_ABOVE]):
        headings = {cell.strip(' "\r\n') for cell in line.split(",")}
        if headings >= set(HEADER) and any(map(year_of, headings)):
            try:
                table = pl.read_csv(io.StringIO("".join(lines[number:])), infer_schema=False)
            except pl.exceptions.PolarsError as error:
                words = str(error).split("\n")[0]
                raise IncompleteReply(f"cannot be read ({words})", final=True) from error
            return table.rename(str.strip)
    raise IncompleteReply(f"without headings {', '.join(HEADER)} and years", final=True)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _notes(frame: pl.DataFrame) -> list[str]:
    """What of a table is not read, in words. IncompleteReply where headings or rows differ."""
    years = list(read_years([name for name in frame.columns if name not in HEADER], "a table"))
    coded = frame.with_columns(pl.col("area_code").str.strip_chars())
    others = [name for name in frame.columns if name not in (*HEADER, *years)]
    beside = [f"columns that are not read: {others[:5]}"] if others else []
    return [*beside, *unread_rows(coded, years), *strange_cells(coded, years)]
