"""Which Nomis questions are put together as one request, and how many replies that takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from catalog.settings import Settings
from etl.clients.nomis.cells import MOST_CELLS, cells_at_once, count_cells
from etl.clients.nomis.client import Query
from etl.clients.nomis.owners import is_told_by_name
from etl.clients.query import Query as AnyQuery

# Areas in one request, which is put as a form where an address would be too long.
MOST_CODES: Final = 500


class Wrapped(AnyQuery, Protocol):
    """A question that is put as a Nomis question, such as one for a dataset that may be absent."""

    @property
    def question(self) -> Query: ...


def bare(query: Query | Wrapped) -> Query:
    """The Nomis question itself."""
    return query if isinstance(query, Query) else query.question


def group(queries: Sequence[Query | Wrapped], settings: Settings) -> list[list[Query | Wrapped]]:
    """The questions, those together that one request can answer.

    They differ in their areas alone, and together have cells for a few full replies. A question
    joins the first request that has room for it.
    """
    requests: list[_Room] = []
    for query in queries:
        asked = bare(query)
        kind = replace(asked, key="", geography=(), areas=(), every_area=False)
        cells = count_cells(asked) if _can_share(asked) else None
        one = next((room for room in requests if room.takes(kind, cells)), None)
        if one is None:
            one = _Room(kind, max(MOST_CELLS, cells_at_once(settings)) if cells else 0, MOST_CODES)
            requests.append(one)
        one.queries.append(query)
        one.cells_left -= cells or 0
        one.codes_left -= len(asked.geography)
    return [one.queries for one in requests]


@dataclass
class _Room:
    """A request that is being put together: what it is about, and what it still has room for."""

    kind: Query
    cells_left: int
    codes_left: int
    queries: list[Query | Wrapped] = field(default_factory=list)

    def takes(self, kind: Query, cells: int | None) -> bool:
        return (
            cells is not None
            and cells <= self.cells_left
            and self.codes_left > 0
            and kind == self.kind
        )


def count_pages(queries: Sequence[Query], settings: Settings) -> int:
    """How many replies the questions fill together."""
    cells = sum(count_cells(query) or 0 for query in queries)
    return max(1, math.ceil(cells / cells_at_once(settings)))


def lists_of(queries: Sequence[Query | Wrapped]) -> list[str]:
    """The lists of a dataset that these questions need: its members, its types, former councils."""
    first = bare(queries[0])
    members = [name for name, numbers in first.members if (name, numbers) != ("measures", (20100,))]
    looked_into = looks_for_former_codes(queries)
    types = ["geography/TYPE"] if first.area_type is not None or looked_into else []
    return ["", *members, *types]


def looks_for_former_codes(queries: Sequence[Query | Wrapped]) -> bool:
    """Whether lists of councils are looked into, which are the same in every dataset."""
    several = any(len(bare(q).geography) > 1 and not bare(q).every_area for q in queries)
    return several and (len(queries) > 1 or bare(queries[0]).area_type is not None)


def _can_share(query: Query) -> bool:
    """Whether rows of the question's councils (or regions) can be told from those of others."""
    if count_cells(query) is None:
        return False
    if not query.areas:  # nations and regions, which all must come back
        return query.every_area and is_told_by_name(query.area_type, query.geography)
    one = query.area_type is None or len(query.areas) == 1
    return one and is_told_by_name(query.area_type, query.areas)
