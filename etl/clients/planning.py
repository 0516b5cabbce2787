"""Client of Planning Data: the sites of a dataset in a box, page after page of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.kept import RELEASE_HOURS, address_with
from etl.raw import RawPart, Received

PATH: Final = "/entity.json"
# The most that the service gives at once.
PAGE: Final = 500
# 2026-11: England has about 37,500 brownfield sites, Leeds 347. A box with more than this is a
# service that has not heeded the box.
MOST_IN_A_BOX: Final = 6_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class SitesQuery:
    """The entities of a dataset in a box of degrees (west, south, east, north).

    With `keeps_pages` those that came are kept until the whole is stored.
    """

    key: str
    dataset: str
    box: Box
    areas: tuple[str, ...] = ()
    most_sites: int = MOST_IN_A_BOX
    keeps_pages: bool = False

    @property
    def name(self) -> str:
        return f"Planning Data {self.dataset} {self.key}"

    def describe(self, settings: Settings) -> str:
        box = ",".join(f"{degrees:.3f}" for degrees in self.box)
        return f"{settings.urls['planning']}{PATH}?dataset={self.dataset} in the box {box}"

    def fetch(self, http: Http, settings: Settings) -> Received:
        """Every page, by the address that each names for the next; FetchError."""
        url = f"{settings.urls['planning']}{PATH}"
        params: dict[str, str] | None = self._params()
        bodies: list[bytes] = []
        rows, total = 0, None
        while url:
            proof = _Proof(rows, total, self.most_sites)
            reply = self._page(http, url, params, proof)
            bodies.append(reply.body)
            rows, total = rows + proof.count, proof.total
            url, params = urljoin(reply.url, proof.onward) if proof.onward else "", None
        remark = {} if rows else {"remark": f"{self.name}: no site in the council's box"}
        return Received(tuple(bodies), self.describe(settings), extension="json", detail=remark)

    def _page(self, http: Http, url: str, params: dict[str, str] | None, proof: _Proof) -> Reply:
        address = address_with(url, params or {})
        kept = http.pages if self.keeps_pages else None
        body = kept.find(address, RELEASE_HOURS) if kept else None
        if body is not None:
            try:
                proof(Reply(body, url))
            except IncompleteReply:
                pass  # it is asked for as if it had not been kept
            else:
                return Reply(body, url)
        reply = http.get(url, params, source=self.name, accept=proof)
        if kept:
            kept.keep(address, reply.body)
        return reply

    def _params(self) -> dict[str, str]:
        west, south, east, north = (f"{degrees:.4f}" for degrees in self.box)
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(f"{long} {lat}" for long, lat in corners)
        return {
            "dataset": self.dataset,
            "geometry": f"POLYGON (({ring}))",
            "geometry_relation": "intersects",
            "limit": str(PAGE),
            "offset": "0",
        }


class _Proof:
    """Takes a page that goes on from `rows` of `total`; then `count`, `total` and `onward`."""

    def __init__(self, rows: int, total: int | None, most: int) -> None:
        self.most = most
        self.rows = rows
        self.total = total
        self.count = 0
        self.onward = ""

    def __call__(self, reply: Reply) -> None:
        page = read_entities(reply.body)
        self.count, total = len(page["entities"]), page["count"]
        if self.total not in (None, total):
            raise IncompleteReply(f"{total:,} sites, and {self.total:,} on the page before")
        if total > self.most:
            raise IncompleteReply(
                f"{total:,} sites, more than lie in a council's box: it has not heeded the box, "
                "and we do not download the whole country",
                final=True,
            )
        self.total, self.onward = total, str(page["links"].get("next") or "")
        reached = self.rows + self.count
        if (self.onward and not self.count) or (reached >= total) == bool(self.onward):
            raise IncompleteReply(f"{reached:,} of {total:,} sites and then no way on, or too far")


@dataclass(frozen=True)
class ExpectedSites:
    """What `wardwise probe` compares: a small box answers, with the fields that we read."""

    dataset: str
    box: Box
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"Planning Data {self.dataset}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, why the box cannot be had, or which fields its sites lack."""
        try:
            received = SitesQuery("probe", self.dataset, self.box).fetch(http, settings)
        except FetchError as error:
            return [str(error)]
        first = read_entities(received.pages[0])["entities"][:1]
        if not first:
            return [f"no {self.dataset} in the box {self.box}"]
        return [f"sites have no {field}" for field in self.fields if field not in first[0]]


def read_entities(body: bytes) -> dict[str, Any]:
    """A page: `entities` (a list of dicts), `links` and `count`; IncompleteReply otherwise."""
    try:
        page = json.loads(body)
    except ValueError as error:
        raise IncompleteReply("no JSON that can be read") from error
    entities = page.get("entities") if isinstance(page, dict) else None
    if not isinstance(entities, list) or not all(isinstance(one, dict) for one in entities):
        raise IncompleteReply("JSON without a list of entities", final=True)
    links, count = page.get("links"), page.get("count")
    if not isinstance(links, dict) or not isinstance(count, int):
        raise IncompleteReply("entities without links and a count of them all", final=True)
    return {"entities": entities, "links": links, "count": count}


def entities_of(parts: Sequence[RawPart]) -> Iterator[dict[str, Any]]:
    """Every entity of the stored pages, in order."""
    for part in parts:
        for page in part.pages():
            yield from read_entities(page)["entities"]
