"""Boxes of many councils of England put to Planning Data as one box around them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.json_parts import cut_objects
from etl.clients.planning import PAGE, Box, SitesQuery
from etl.clients.query import SharedQuery
from etl.raw import Received

# 2026-11: England has about 37,500 sites on its 130,000 km2.
SITES_A_KM2: Final = 0.29
KM_A_DEGREE: Final = 111.2
SITES_COUNT: Final = 37_500
# So many pages at most, since a fault costs those of the box that was under way.
MOST_PAGES: Final = 6
# So many councils are most of England: one box around all has the fewest pages.
MOST_OF_ENGLAND: Final = 150
# Fewer councils are asked for one by one: they need not lie near each other.
LEAST_SHARED: Final = 12
# Councils are taken in strips of so many degrees from south to north, and in each from the west.
STRIP_DEGREES: Final = 0.5
# More is a service that has given something else.
MOST_SITES: Final = 100_000
PAIR: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
POINT: Final = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.I)


def group(queries: Sequence[SitesQuery], settings: Settings) -> list[list[SitesQuery]]:  # noqa: ARG001
    """The questions by where their boxes lie, those together whose box has few pages."""
    if len(queries) < LEAST_SHARED:
        return [[query] for query in queries]
    if len(queries) >= MOST_OF_ENGLAND and len({query.dataset for query in queries}) == 1:
        return [list(queries)]
    groups: list[list[SitesQuery]] = []
    for query in sorted(queries, key=lambda one: (one.box[1] // STRIP_DEGREES, one.box[0])):
        near = [*groups[-1], query] if groups else []
        pages = _pages_of(_around(near)) if near else 0
        same = bool(near) and near[0].dataset == query.dataset
        if same and pages <= min(MOST_PAGES, max(1, len(near) - 1)):
            groups[-1].append(query)
        else:
            groups.append([query])
    return groups


def _around(queries: Sequence[SitesQuery]) -> Box:
    west, south, east, north = zip(*(query.box for query in queries), strict=True)
    return min(west), min(south), max(east), max(north)


def _pages_of(box: Box) -> int:
    """About how many pages the sites in a box fill."""
    west, south, east, north = box
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    km2 = wide * (north - south) * KM_A_DEGREE**2
    return math.ceil(min(km2 * SITES_A_KM2, SITES_COUNT) / PAGE)


@dataclass(frozen=True)
class PlanningShared(SharedQuery):
    """One box for several councils (see `group`); each keeps the sites in its own box."""

    queries: tuple[SitesQuery, ...]

    def describe(self, settings: Settings) -> str:
        return self._together().describe(settings)

    def count_requests(self, settings: Settings) -> int:  # noqa: ARG002
        return _pages_of(_around(self.queries))

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        together = self._together()
        reply = together.fetch(http, settings)
        placed = [
            (_around_site(together, entity), text)
            for page in reply.pages
            for entity, text in cut_objects(page, "entities")[1]
        ]
        received = {}
        for query in self.queries:
            if any(_may_be_in(around, query.box) for around, _ in placed):
                continue  # only the service can say
            own = [text for around, text in placed if _is_in(around[:2], query.box)]
            body = f'{{"entities": [{",".join(own)}], "links": {{}}, "count": {len(own)}}}'.encode()
            remark = {} if own else {"remark": f"{query.name}: no site in the council's box"}
            received[query.key] = Received((body,), reply.url, extension="json", detail=remark)
        return received

    def _together(self) -> SitesQuery:
        first, others = self.queries[0], len(self.queries) - 1
        return SitesQuery(
            f"{first.key} and {others} more", first.dataset, _around(self.queries),
            most_sites=MOST_SITES, keeps_pages=True,
        )  # fmt: skip


def _around_site(together: SitesQuery, entity: dict[str, Any]) -> Box:
    """The box around a site, of a point from itself to itself; FetchError where it has no place."""
    point = POINT.search(str(entity.get("point") or ""))
    shape = [(float(x), float(y)) for x, y in PAIR.findall(str(entity.get("geometry") or ""))]
    corners = [*shape, *([(float(point[1]), float(point[2]))] if point else [])]
    if not corners:
        raise FetchError(f"{together.name}: a site without a place")
    longs, lats = zip(*corners, strict=True)
    return min(longs), min(lats), max(longs), max(lats)


def _as_put(box: Box) -> Box:
    """A box as it is put to the service, to four decimals."""
    west, south, east, north = (round(degrees, 4) for degrees in box)
    return west, south, east, north


def _may_be_in(around: Box, box: Box) -> bool:
    """Whether a site that is no point may reach into a box."""
    west, south, east, north = _as_put(box)
    reaches = around[0] <= east and around[2] >= west and around[1] <= north and around[3] >= south
    return around[:2] != around[2:] and reaches


def _is_in(point: tuple[float, float], box: Box) -> bool:
    """Whether a point lies in a box."""
    west, south, east, north = _as_put(box)
    return west <= point[0] <= east and south <= point[1] <= north
