"""Which questions of a run are put together as one request, and how many requests a run takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from catalog.settings import Settings
from etl.clients import naptan_sharing, planning_sharing
from etl.clients.arcgis import client as arcgis
from etl.clients.arcgis import sharing as arcgis_sharing
from etl.clients.kept import CODES_HOURS, lists_in
from etl.clients.naptan import StopsQuery
from etl.clients.nomis import client as nomis
from etl.clients.nomis import grouping
from etl.clients.nomis import sharing as nomis_sharing
from etl.clients.nomis.cells import GUEST_CELLS, count_cells
from etl.clients.nomis.codelists import list_url
from etl.clients.ons import local_sharing
from etl.clients.ons.local_statistics import IndicatorQuery
from etl.clients.planning import SitesQuery
from etl.clients.query import Query, SharedQuery

Planned = Sequence[tuple[str, Query]]
# 2026-11: Nomis lists councils by year; those of five years hold every former code.
LISTS_OF_COUNCILS: Final = 6
# By the kind of question: what groups them, and what puts a group as one request.
KINDS: Final[tuple[tuple[Callable[[Any], bool], Callable[..., Any], Callable[..., Any]], ...]] = (
    (
        lambda query: isinstance(getattr(query, "question", query), nomis.Query),
        grouping.group,
        nomis_sharing.NomisShared,
    ),
    (
        lambda query: isinstance(query, arcgis.Query),
        arcgis_sharing.group,
        arcgis_sharing.ArcgisShared,
    ),
    (
        lambda query: isinstance(query, SitesQuery),
        planning_sharing.group,
        planning_sharing.PlanningShared,
    ),
    (
        lambda query: isinstance(query, StopsQuery),
        naptan_sharing.group,
        naptan_sharing.NaptanShared,
    ),
    (
        lambda query: isinstance(query, IndicatorQuery),
        local_sharing.group,
        local_sharing.IndicatorsShared,
    ),
)


@dataclass(frozen=True)
class Ask:
    """Questions of one source that are put at once; most often it is one."""

    source: str
    queries: tuple[Query, ...]

    def shared(self) -> SharedQuery | None:
        """The request for all of them, None where it is one question."""
        if len(self.queries) < 2:
            return None
        make = next(make for is_kind, _, make in KINDS if is_kind(self.queries[0]))
        shared: SharedQuery = make(self.queries)
        return shared

    def describe(self, settings: Settings) -> str:
        shared = self.shared()
        return shared.describe(settings) if shared else self.queries[0].describe(settings)

    def halves(self) -> list[Ask]:
        middle = len(self.queries) // 2
        parts = self.queries[:middle], self.queries[middle:]
        return [Ask(self.source, part) for part in parts if part]

    def apart(self) -> list[Ask]:
        return [Ask(self.source, (query,)) for query in self.queries]


def put_together(planned: Planned, settings: Settings) -> list[Ask]:
    """The questions of a run as they are put: of a source those together that one request answers.

    Their order is kept, but for questions to Planning Data, which are put by where councils lie.
    """
    asks: list[Ask] = []
    for source, entries in groupby(planned, key=lambda entry: entry[0]):
        queries = [query for _, query in entries]
        for kind, entries_of_kind in groupby(queries, key=_kind_of):
            of_kind = list(entries_of_kind)
            group = KINDS[kind][1] if kind is not None else None
            groups = group(of_kind, settings) if group else [[one] for one in of_kind]
            asks += [Ask(source, tuple(some)) for some in groups]
    return asks


def _kind_of(query: Query) -> int | None:
    kinds = [number for number, (is_kind, _, _) in enumerate(KINDS) if is_kind(query)]
    return kinds[0] if kinds else None


def weigh_questions(planned: Planned, settings: Settings) -> list[float]:
    """How much of a request each question takes, in the order of the plan."""
    weights = {
        (ask.source, query.key): count_requests(ask, settings) / len(ask.queries)
        for ask in put_together(planned, settings)
        for query in ask.queries
    }
    return [weights[source, query.key] for source, query in planned]


def count_requests(ask: Ask, settings: Settings) -> int:
    """How many replies an ask takes, lists that many of them need aside."""
    shared = ask.shared()
    if shared:
        return shared.count_requests(settings)
    query: Any = ask.queries[0]
    query = getattr(query, "question", query)
    if isinstance(query, nomis.Query):
        return grouping.count_pages([query], settings)
    if isinstance(query, arcgis.Query):
        return arcgis_sharing.count_pages(query)
    return int(getattr(query, "REQUESTS_COUNT", 1))


def service_asked(ask: Ask, service: str) -> str:
    """The service of an ask: Nomis for some questions of a source of another (`service`)."""
    return "nomis" if _kind_of(ask.queries[0]) == 0 else service


def share_of_full_reply(ask: Ask, settings: Settings) -> float:
    """How many of the largest replies that Nomis sends to guests an ask fills; 0 for others.

    A whole table, zipped, is taken to be as large as one: nobody has written down its size.
    """
    if _kind_of(ask.queries[0]) != 0:
        return 0.0
    shared = ask.shared()
    if isinstance(shared, nomis_sharing.NomisShared) and shared.comes_in_bulk(settings):
        return 1.0
    asked = [grouping.bare(query) for query in ask.queries]  # type: ignore[arg-type]
    return sum(count_cells(query) or 0 for query in asked) / GUEST_CELLS


def count_lists(asks: Sequence[Ask], settings: Settings) -> Counter[str]:
    """By service, how many lists are asked for beside: members and areas of each dataset, layers.

    Those that are held from an earlier run are not.
    """
    lists: set[str] = set()
    looks_back = False
    for ask in asks:
        if _kind_of(ask.queries[0]) != 0:
            continue
        query = grouping.bare(ask.queries[0])  # type: ignore[arg-type]
        dataset = query.expected.dataset
        looks_back |= grouping.looks_for_former_codes(ask.queries)  # type: ignore[arg-type]
        names = grouping.lists_of(ask.queries)  # type: ignore[arg-type]
        lists |= {list_url(settings, dataset, name) for name in names}
    held = lists_in(settings.data)
    lacking = sum(held.find(url, CODES_HOURS) is None for url in lists)
    of_councils = LISTS_OF_COUNCILS if looks_back and lacking else 0
    layers = {q.layer for ask in asks for q in ask.queries if isinstance(q, arcgis.Query)}
    return Counter({"nomis": lacking + of_councils, "arcgis": len(layers) + bool(layers)})
