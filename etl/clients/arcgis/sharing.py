"""Questions for the features of many councils put as one request, kept council by council.

What is kept for a council is each of its features as received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import reference
from catalog.settings import Settings
from etl.clients.arcgis.client import LAYERS, Query, attributes_of
from etl.clients.arcgis.replies import blanks
from etl.clients.http import FetchError, Http
from etl.clients.json_parts import cut_objects
from etl.clients.query import SharedQuery
from etl.raw import Received

# 2026-11: pages hold 2,000 wards, whose boundaries to 20 m are some 16 MB at six decimals.
MOST_WARDS: Final = 1_900
MOST_CODES: Final = 200
MANY_WARDS: Final = 120
# 2026-11: 35,672 LSOAs in pages of 2,000, in lookups of 1,000; fewer where a layer has larger pages
# for who asks for them.
PAGES_OF: Final = {"lsoa_wards": 36, "lsoa_changes": 36, "lsoa_centroids": 18}


def group(queries: Sequence[Query], settings: Settings) -> list[list[Query]]:  # noqa: ARG001
    """The questions in their order, those together that one request can answer."""
    wards = dict(reference.read("small_areas_by_council").select("lad_code", "wards_areas").rows())
    groups: list[list[Query]] = []
    features = codes = 0
    for query in queries:
        more = sum(wards.get(area, MANY_WARDS) for area in query.areas)
        last = groups[-1][-1] if groups else None
        fits = (
            last is not None
            and bool(query.of_lads)
            and replace(query, key="", of_lads=(), areas=())
            == replace(last, key="", of_lads=(), areas=())
            and bool(last.of_lads)
            and features + more <= MOST_WARDS
            and codes + len(query.of_lads) <= MOST_CODES
        )
        if fits:
            groups[-1].append(query)
            features, codes = features + more, codes + len(query.of_lads)
        else:
            groups.append([query])
            features, codes = more, len(query.of_lads)
    return groups


def count_pages(query: Query) -> int:
    """How many replies a question alone takes: how many features there are, and they themselves."""
    return 1 + (1 if query.of_lads else PAGES_OF.get(query.layer, 1))


@dataclass(frozen=True)
class ArcgisShared(SharedQuery):
    """One request for the features of several councils (see `group`)."""

    queries: tuple[Query, ...]

    def describe(self, settings: Settings) -> str:
        return self._together().describe(settings)

    def count_requests(self, settings: Settings) -> int:  # noqa: ARG002
        return 2  # how many there are, and they themselves

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        together = self._together().fetch(http, settings, most_tries=2)
        field = f"LAD{together.detail['year']}CD"
        wanted = [
            name.format(yy=together.detail["year"]) for name in LAYERS[self.queries[0].layer].fields
        ]
        pages = [_Page(body) for body in together.pages]
        received = {}
        for query in self.queries:
            own = [page.of_councils(field, query.of_lads) for page in pages]
            kept = tuple(body for body in own if body)
            if not kept:
                continue  # asked alone, it says that there is no feature
            detail = together.detail | {"passed_over": blanks(kept, wanted)}
            received[query.key] = replace(
                together, pages=kept, detail={name: text for name, text in detail.items() if text}
            )
        return received

    def _together(self) -> Query:
        first, others = self.queries[0], len(self.queries) - 1
        codes = tuple(dict.fromkeys(code for query in self.queries for code in query.of_lads))
        return replace(first, key=f"{first.key} and {others} more", of_lads=codes, areas=())


class _Page:
    """A page whose features can be taken out of it as they were written."""

    def __init__(self, body: bytes) -> None:
        try:
            self.head, features = cut_objects(body, "features")
        except ValueError as error:
            raise FetchError(
                "Open Geography Portal: a page whose features we cannot tell apart"
            ) from error
        self.features = [(attributes_of(feature), text) for feature, text in features]

    def of_councils(self, field: str, codes: Sequence[str]) -> bytes:
        """The page with the features of these councils alone; no bytes where there is none."""
        own = [text for attributes, text in self.features if attributes.get(field) in codes]
        return f"{self.head}{','.join(own)}]}}".encode() if own else b""
