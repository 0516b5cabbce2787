"""Nomis questions of many councils put as one request, and each council's rows kept as its own.

What is kept for a council is what a question for it alone brings: the same lines, as received. So
it does not matter with whom a council was asked for. What cannot be told apart is not answered
here; it is for a question of its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.authorities import find_areas
from etl.clients.nomis.cells import cells_at_once, count_cells
from etl.clients.nomis.choice import Chooser, Question
from etl.clients.nomis.client import (
    LONGEST_ADDRESS,
    Query,
    address_length,
    address_of,
    data_url,
    released,
)
from etl.clients.nomis.codelists import NoDatasetError
from etl.clients.nomis.owners import NAMED_OTHERWISE, owners_by_name, owners_of_wards
from etl.clients.nomis.pages import renumbered
from etl.clients.query import Query as AnyQuery
from etl.clients.query import SharedQuery
from etl.raw import Received

Owners = Mapping[str, Sequence[str]]


class Wrapped(AnyQuery, Protocol):
    """A question that is put as a Nomis question, such as one for a dataset that may be absent."""

    @property
    def question(self) -> Query: ...


def bare(query: Query | Wrapped) -> Query:
    """The Nomis question itself."""
    return query if isinstance(query, Query) else query.question


def group(queries: Sequence[Query | Wrapped], settings: Settings) -> list[list[Query | Wrapped]]:
    """The questions, those together that one request can answer.

    They differ in their areas alone, and together have no more cells than Nomis sends at once and
    no longer address than servers take. A question joins the first request that has room for it.
    """
    requests: list[_Room] = []
    for query in queries:
        asked = bare(query)
        kind = replace(asked, key="", geography=(), areas=())
        cells = count_cells(asked) if _can_share(asked) else None
        size = len(urlencode({"": _codes(asked)})) + 2
        one = next((room for room in requests if room.takes(kind, cells, size)), None)
        if one is None:
            one = _Room(
                kind, cells_at_once(settings) if cells else 0, _room(asked, settings) + size
            )
            requests.append(one)
        one.queries.append(query)
        one.cells_left -= cells or 0
        one.letters_left -= size
    return [one.queries for one in requests]


@dataclass
class _Room:
    """A request that is being put together: what it is about, and what it still has room for."""

    kind: Query
    cells_left: int
    letters_left: int
    queries: list[Query | Wrapped] = field(default_factory=list)

    def takes(self, kind: Query, cells: int | None, size: int) -> bool:
        return (
            cells is not None
            and cells <= self.cells_left
            and size <= self.letters_left
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
    several = [bare(query) for query in queries if len(bare(query).geography) > 1]
    types = ["geography/TYPE"] if first.area_type is not None or several else []
    if len(queries) > 1:
        return ["", *members, *types, *([f"authorities {n}" for n in range(3)] if several else [])]
    alone = [code for query in several for code in query.geography]
    return ["", *members, *types, *(alone if first.area_type is not None else ())]


def _can_share(query: Query) -> bool:
    """Whether rows of the question's councils can be told from those of others."""
    apart = NAMED_OTHERWISE.get(query.area_type, frozenset()) if query.area_type else frozenset()
    of_small_areas = query.area_type is None or len(query.areas) == 1
    known_size = count_cells(query) is not None
    return bool(query.areas) and known_size and of_small_areas and not apart & set(query.areas)


def _room(query: Query, settings: Settings) -> int:
    """Characters that the address still has for more areas."""
    question = query.as_written(shared=True)
    uid = {"uid": settings.nomis_uid} if settings.nomis_uid else {}
    params = query.params(question, query.area_type) | uid
    return LONGEST_ADDRESS - address_length(data_url(settings, question), params)


def _codes(query: Query) -> str:
    below = "" if query.area_type is None else "TYPE999"
    return ",".join(f"{code}{below}" for code in query.geography)


@dataclass(frozen=True)
class NomisShared(SharedQuery):
    """One request for the questions of several councils (see `group`)."""

    queries: tuple[Query | Wrapped, ...]

    def describe(self, settings: Settings) -> str:
        return self._together(self._geography()).describe(settings, shared=True)

    def count_requests(self, settings: Settings) -> int:
        return count_pages([bare(query) for query in self.queries], settings)

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        try:
            return self._fetch(http, settings)
        except NoDatasetError:
            return {}  # each question has its own words for that

    def _fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        asked = self._together(self._geography())
        dataset = lists.dataset_id(http, settings, asked.expected)
        known = self._known(http, settings, dataset)
        geography = tuple(dict.fromkeys(code for codes in known.values() for code in codes))
        if not geography:
            return {}
        asked = self._together(geography)
        chooser = Chooser(http, settings, asked.name, asked.expected, shared=True)
        question = chooser.question(asked.members, geography, asked.area_type)
        bodies, frame = asked.pages(chooser, question, [])
        frame = renumbered(frame, question.numbers)
        owners = self._owners(http, settings, frame, known)
        address = address_of(settings, question, asked.params(question, question.area_type))
        release = released(http, settings, question.dataset)
        lines = [line for body in bodies for line in _rows_of(body)]
        if len(lines) != frame.height:
            raise FetchError(f"{asked.name}: rows that we cannot tell apart")
        received = {}
        for query in self.queries:
            own = _Own(bare(query), question, known.get(query.key, ()))
            rows = own.choose(frame, owners)
            if rows.is_empty() or own.faults(rows):
                continue  # asked alone, it either comes or says what is wrong
            pages = tuple(_pages_of(bodies, lines, rows["row"].to_list()))
            received[query.key] = Received(pages, address, release, detail=own.remarks(rows))
        return received

    def _geography(self) -> tuple[str, ...]:
        every = (code for query in self.queries for code in bare(query).geography)
        return tuple(dict.fromkeys(every))

    def _together(self, geography: tuple[str, ...]) -> Query:
        first = bare(self.queries[0])
        others = len(self.queries) - 1
        return replace(first, key=f"{first.key} and {others} more", geography=geography, areas=())

    def _known(self, http: Http, settings: Settings, dataset: str) -> dict[str, tuple[str, ...]]:
        """By question, those of its areas that the dataset knows; none of them leaves it out.

        Of a single code that is taken for granted. A council's former codes are looked up, since
        one that is not known would empty the reply for all.
        """
        several = [bare(query) for query in self.queries if len(bare(query).geography) > 1]
        wanted = {code for query in several for code in query.geography}
        found = find_areas(http, settings, dataset, wanted) if wanted else frozenset()
        known = {
            query.key: codes if len(codes) == 1 else tuple(code for code in codes if code in found)
            for query, codes in ((query, bare(query).geography) for query in self.queries)
        }
        return {key: codes for key, codes in known.items() if codes}

    def _owners(
        self,
        http: Http,
        settings: Settings,
        frame: pl.DataFrame,
        known: Mapping[str, tuple[str, ...]],
    ) -> Owners:
        """By area, the keys of the questions whose it is; FetchError where one is nobody's."""
        names = dict(frame.select("GEOGRAPHY_CODE", "GEOGRAPHY_NAME").unique().iter_rows())
        first = bare(self.queries[0])
        asked_in: defaultdict[str, list[str]] = defaultdict(list)
        for query in self.queries:
            # What small areas are listed under may be a code that this dataset does not know.
            codes = known.get(query.key, ()) if first.area_type is None else bare(query).geography
            for code in codes:
                asked_in[code].append(query.key)
        councils: Mapping[str, str] = {area: area for area in names}
        if first.area_type is not None:
            are_wards = "ward" in str(frame["GEOGRAPHY_TYPE"][0]).lower()
            councils = (
                owners_of_wards(http, settings, names) if are_wards else owners_by_name(names)
            )
        owners = {area: asked_in.get(councils.get(area, ""), []) for area in names}
        nobodys = [f"{area} ({names[area]})" for area, keys in owners.items() if not keys]
        if nobodys:
            raise FetchError(
                f"Nomis {first.expected.dataset}: we cannot tell whose {', '.join(nobodys[:3])} "
                f"{'is' if len(nobodys) == 1 else 'are'} among {len(self.queries)} councils"
            )
        return owners


@dataclass(frozen=True)
class _Own:
    """One question's share of a reply; `known` are those of its areas that were asked for."""

    query: Query
    shared: Question
    known: tuple[str, ...]

    def choose(self, frame: pl.DataFrame, owners: Owners) -> pl.DataFrame:
        """The question's rows, each with its place in the reply as `row`."""
        areas = [area for area, keys in owners.items() if self.query.key in keys]
        return frame.with_row_index("row").filter(pl.col("GEOGRAPHY_CODE").is_in(areas))

    def faults(self, rows: pl.DataFrame) -> list[str]:
        return self.query.faults(rows, self._question())

    def remarks(self, rows: pl.DataFrame) -> dict[str, str]:
        return self.query.remarks(rows, self._question())

    def _question(self) -> Question:
        """The question as it would have been alone."""
        absent = tuple(code for code in self.query.geography if code not in self.known)
        below = self.query.area_type is not None
        return replace(
            self.shared,
            geography=self.known,
            absent=(*self.shared.absent, *(absent if below else ())),
        )


def _rows_of(body: bytes) -> list[bytes]:
    return body.splitlines(keepends=True)[1:]


def _pages_of(
    bodies: Sequence[bytes], lines: Sequence[bytes], rows: Sequence[int]
) -> Iterator[bytes]:
    """The lines of some rows under the heading of the page in which each came."""
    at = 0
    for body in bodies:
        count = len(_rows_of(body))
        own = [lines[row] for row in rows if at <= row < at + count]
        at += count
        if own:
            heading = body.splitlines(keepends=True)[0]
            yield b"".join((heading, *own))
