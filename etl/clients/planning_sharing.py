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
# So many pages at most, since a stop loses those of the box that was under way.
MOST_PAGES: Final = 6
# Fewer councils are asked for one by one: they need not lie near each other.
LEAST_SHARED: Final = 12
# Councils are taken in strips of so many degrees from south to north, and in each from the west.
STRIP_DEGREES: Final = 0.5
POINT: Final = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.I)


def group(queries: Sequence[SitesQuery], settings: Settings) -> list[list[SitesQuery]]:  # noqa: ARG001
    """The questions by where their boxes lie, those together whose box has few pages."""
    if len(queries) < LEAST_SHARED:
        return [[query] for query in queries]
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
    return math.ceil(km2 * SITES_A_KM2 / PAGE)


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
            (self._point(together, entity), text)
            for page in reply.pages
            for entity, text in cut_objects(page, "entities")[1]
        ]
        received = {}
        for query in self.queries:
            own = [text for point, text in placed if _is_in(point, query.box)]
            body = f'{{"entities": [{",".join(own)}], "links": {{}}, "count": {len(own)}}}'.encode()
            remark = {} if own else {"remark": f"{query.name}: no site in the council's box"}
            received[query.key] = Received((body,), reply.url, extension="json", detail=remark)
        return received

    def _together(self) -> SitesQuery:
        first, others = self.queries[0], len(self.queries) - 1
        return SitesQuery(f"{first.key} and {others} more", first.dataset, _around(self.queries))

    @staticmethod
    def _point(together: SitesQuery, entity: dict[str, Any]) -> tuple[float, float]:
        """Where a site is; FetchError where only the service could say in whose box it lies."""
        point = POINT.search(str(entity.get("point") or ""))
        if point is None or str(entity.get("geometry") or "").strip():
            raise FetchError(f"{together.name}: a site that is no point")
        return float(point[1]), float(point[2])


def _is_in(point: tuple[float, float], box: Box) -> bool:
    """Whether a point lies in a box as it is put to the service, to four decimals."""
    west, south, east, north = (round(degrees, 4) for degrees in box)
    return west <= point[0] <= east and south <= point[1] <= north
