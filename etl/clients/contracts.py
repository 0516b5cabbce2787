"""Client of Contracts Finder: public contracts awarded, month by month, page after page of JSON.

Each release names people to ask and gives suppliers' addresses. A reader takes neither: of who may
be a sole trader nothing is kept, of other suppliers the postcode, cut from the address. A year of
the nation is hundreds of pages, so that of each month a bounded number is asked in a run, and the
next run goes on where this one stopped.
"""

from __future__ import annotations

import calendar
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urljoin

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.counting import count_things
from etl import raw
from etl.clients.files.organisations import (
    clean_text,
    company_number,
    decode_entities,
    organisation_kind,
    postcode_in,
)
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.raw import RawPart, Received

SOURCE_ID: Final = "contracts_finder"
NAME: Final = "Contracts Finder"
PATH: Final = "/Published/Notices/OCDS/Search"
PAGE: Final = 100  # the most that the service gives at once
# Some 50,000 notices of awards a year are 500 pages, a second apart. Twelve months of three pages
# are 36 requests, or a minute, in a run; the next run goes on.
MOST_PAGES: Final = 3
VOID: Final = ("cancelled", "unsuccessful")
COLUMNS: Final = (
    "contract_code", "supplier_number", "suppliers_count", "release_date", "notice_id",
    "buyer_name", "name", "number", "scale", "postcode", "cpv", "title", "award_date", "amount",
    "currency",
)  # fmt: skip
KIND: Final = "kind"
SCHEMA: Final = dict.fromkeys((*COLUMNS, KIND), pl.String)


@dataclass(frozen=True)
class MonthQuery:
    """Notices of awards published in a month, the newest first; goes on where a run stopped."""

    key: str  # 2026-10
    areas: tuple[str, ...] = ()
    REQUESTS_COUNT: ClassVar[int] = MOST_PAGES

    @property
    def name(self) -> str:
        return f"{NAME} {self.key}"

    def describe(self, settings: Settings) -> str:
        asked = "&".join(f"{name}={value}" for name, value in self._params().items())
        address = f"{settings.urls['contracts']}{PATH}?{asked}"
        held = self._held(settings)
        if held and held.note.detail.get("onward"):
            return f"{address} after the first {held.note.detail['notices']} notices"
        return held.note.request if held else address

    def fetch(self, http: Http, settings: Settings) -> Received:
        """What is held of the month and what follows it, up to MOST_PAGES; FetchError."""
        held = self._held(settings)
        pages = tuple(held.pages()) if held else ()
        detail = dict(held.note.detail) if held else {}
        notices = int(detail.get("notices", "0"))
        onward = detail.get("onward", "")
        if not onward:  # anew, since the user wants it again
            pages, notices = (), 0
        frame, asked, further = self._ask(http, settings, onward)
        notices += asked
        detail = {"notices": str(notices), "onward": further}
        if further:
            detail["not_held"] = (
                f"{NAME} {self.key}: only the newest {notices:,} notices are held; the next fetch "
                "goes on"
            )
        if not notices:
            detail["not_held"] = f"{NAME} {self.key}: no notice of an award"
        page = frame.write_csv().encode()
        return Received((*pages, page), f"{settings.urls['contracts']}{PATH}", detail=detail)

    def is_settled(self, settings: Settings) -> bool:
        """Whether the month had ended when it was asked for, and is held whole."""
        held = self._held(settings)
        return held is not None and not held.note.detail.get("onward")

    def _params(self) -> dict[str, str]:
        year, month = map(int, self.key.split("-"))
        last = calendar.monthrange(year, month)[1]
        return {
            "publishedFrom": f"{self.key}-01T00:00:00Z",
            "publishedTo": f"{self.key}-{last}T23:59:59Z",
            "stages": "award",
            "limit": str(PAGE),
        }

    def _held(self, settings: Settings) -> RawPart | None:
        """The month as it is held, where it was asked for once it had ended; else it starts anew,
        since newer notices stand before those that are held.
        """
        part = raw.load(SOURCE_ID, self.key, settings.raw)
        has_ended = part is not None and part.note.retrieved[:7] > self.key
        return part if has_ended else None

    def _ask(self, http: Http, settings: Settings, onward: str) -> tuple[pl.DataFrame, int, str]:
        """Suppliers, how many notices they are of, and where the pages go on ('' for nowhere)."""
        url = onward or f"{settings.urls['contracts']}{PATH}"
        params = None if onward else self._params()
        rows: list[dict[str, str]] = []
        seen, notices = {url} if onward else set(), 0
        for _ in range(MOST_PAGES):
            page = _PageReader(seen)
            http.get(url, params, source=self.name, accept=page)
            rows += page.rows
            notices += page.notices
            url, params = page.onward, None
            if not url:
                break
            seen.add(url)
        return clean_suppliers(rows), notices, url


class _PageReader:
    """Takes a page: suppliers, how many notices they are of, and the address of the next page."""

    def __init__(self, seen: set[str]) -> None:
        self.seen = seen
        self.rows: list[dict[str, str]] = []
        self.notices = 0
        self.onward = ""

    def __call__(self, reply: Reply) -> None:
        try:
            page = json.loads(reply.body)
            releases = list(page["releases"])
            further = str((page.get("links") or {}).get("next") or "")
            self.rows = [row for release in releases for row in read_release(release)]
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            # Without the exception's words: they can quote the reply, which names people.
            raise IncompleteReply("no page of releases with the fields that we read") from None
        self.notices = len(releases)
        self.onward = urljoin(reply.url, further) if further and releases else ""
        if self.onward in self.seen:
            raise IncompleteReply("pages that lead round in a circle", final=True)


def read_release(release: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A row of text for each supplier of each award of a release, with the address for a postcode.

    Contact points are not even looked at.
    """
    parties = {party.get("id"): party for party in release.get("parties") or []}
    tender = release.get("tender") or {}
    classification = tender.get("classification") or {}
    for award in release.get("awards") or []:
        if award.get("status") in VOID:
            continue
        suppliers = award.get("suppliers") or []
        value = award.get("value") or {}
        for number, supplier in enumerate(suppliers, 1):
            party = parties.get(supplier.get("id")) or {}
            identifier, address = party.get("identifier") or {}, party.get("address") or {}
            is_company = identifier.get("scheme") == "GB-COH"
            cells = {
                "contract_code": _code(str(release["ocid"]), str(award["id"])),
                "supplier_number": number,
                "suppliers_count": len(suppliers),
                "release_date": release.get("date"),
                "notice_id": release.get("id"),
                "buyer_name": (release.get("buyer") or {}).get("name"),
                "name": supplier.get("name"),
                "number": identifier.get("id") if is_company else "",
                "scale": (party.get("details") or {}).get("scale"),
                "postcode": address.get("postalCode") or address.get("streetAddress"),
                "cpv": classification.get("id") if classification.get("scheme") == "CPV" else "",
                "title": tender.get("title"),
                "award_date": award.get("date"),
                "amount": value.get("amount"),
                "currency": value.get("currency"),
            }
            yield {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def _code(ocid: str, award: str) -> str:
    return award if award.startswith(ocid) else f"{ocid}-{award}"


def clean_suppliers(rows: list[dict[str, str]]) -> pl.DataFrame:
    """The suppliers that are organisations, with their kind: those with a postcode, and those of
    councils' own contracts. The rest, of which some are persons, is let go.
    """
    texts = ("buyer_name", "name", "title")
    frame = decode_entities(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)), texts)
    plain = frame.with_columns(
        *(clean_text(column).alias(column) for column in texts),
        company_number(pl.col("number")).alias("number"),
        postcode_in(pl.col("postcode")).alias("postcode"),
    ).with_columns(organisation_kind("name", "number", "scale").alias(KIND))
    is_ours = (pl.col("postcode") != "") | pl.col("buyer_name").str.contains(r"(?i)\bcouncil\b")
    return plain.filter((pl.col(KIND) != "unincorporated") & is_ours)


def suppliers_of(part: RawPart) -> pl.DataFrame:
    """The suppliers of a stored month, as text."""
    pages = [pl.read_csv(io.BytesIO(page), schema_overrides=SCHEMA) for page in part.pages()]
    return pl.concat(pages).with_columns(pl.all().fill_null(""))


@dataclass(frozen=True)
class ExpectedNotices:
    """What `wardwise probe` compares: a page of the month before this one, and its fields."""

    name: str = f"{NAME} awards"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, why a page cannot be had or read; nothing where all is well."""
        page = _PageReader(set())
        params = MonthQuery(months_before(date.today(), 2)[1])._params() | {"limit": "10"}
        try:
            http.get(f"{settings.urls['contracts']}{PATH}", params, source=NAME, accept=page)
        except FetchError as error:
            return [str(error)]
        if page.notices and not page.rows:
            return [f"{count_things(page.notices, 'notice')} of awards without any supplier"]
        return []


def months_before(today: date, count: int) -> list[str]:
    """This month and those before it, so many in all, the newest first: 2026-11, 2026-10."""
    newest = today.year * 12 + today.month - 1
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(newest, newest - count, -1)]
