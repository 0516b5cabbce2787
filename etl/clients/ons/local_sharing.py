"""Figures of several local indicators put as one request, and each kept as if asked alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.json_parts import cut_objects
from etl.clients.ons.local_statistics import (
    NAME,
    IndicatorQuery,
    figures_url,
    list_indicators,
    receive_cubes,
)
from etl.clients.ons.local_statistics_cube import read_cube
from etl.clients.query import SharedQuery
from etl.clients.replies import read_json
from etl.raw import Received

# 2026-06: ONS answers for twenty at once, all periods and councils.
MOST_INDICATORS: Final = 16
MOST_TRIES: Final = 2


def group(queries: Sequence[IndicatorQuery], settings: Settings) -> list[list[IndicatorQuery]]:  # noqa: ARG001
    """The questions in their order, so many together."""
    starts = range(0, len(queries), MOST_INDICATORS)
    return [list(queries[at : at + MOST_INDICATORS]) for at in starts]


@dataclass(frozen=True)
class IndicatorsShared(SharedQuery):
    """One request for the figures of several indicators (see `group`)."""

    queries: tuple[IndicatorQuery, ...]

    def describe(self, settings: Settings) -> str:
        return figures_url(settings, [query.key for query in self.queries])

    def count_requests(self, settings: Settings) -> int:  # noqa: ARG002
        return 1

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        """By code what came of it; one that is not listed or not there is left out."""
        listed = {str(entry["slug"]) for entry in list_indicators(http, settings)}
        wanted = [query.key for query in self.queries if query.key in listed]
        if len(wanted) < 2:
            return {}
        source = f"{NAME} {wanted[0]} and {len(wanted) - 1} more"
        url = figures_url(settings, wanted)
        reply = http.get(url, source=source, accept=_accept, most_tries=MOST_TRIES)
        bodies = dict(_cubes_in(reply.body))
        if set(bodies) - set(wanted):
            raise FetchError(f"{source}: sent {', '.join(sorted(set(bodies) - set(wanted)))}")
        return {
            key: receive_cubes([bodies[key]], figures_url(settings, [key]))
            for key in wanted
            if key in bodies
        }


def _cubes_in(body: bytes) -> list[tuple[str, bytes]]:
    """The code and bytes of each indicator in a collection; IncompleteReply where it is none."""
    try:
        texts = [text.encode() for _, text in cut_objects(body, "item")[1]]
    except ValueError as error:
        raise IncompleteReply(f"no collection of figures ({error})") from error
    return [(read_cube(text).slug, text) for text in texts]


def _accept(reply: Reply) -> None:
    read_json(reply.body)  # refuses what was cut
    slugs = [slug for slug, _ in _cubes_in(reply.body)]
    if not slugs or len(set(slugs)) != len(slugs):
        raise IncompleteReply(f"a collection of {len(slugs)} indicators, not each of them once")
