"""Nomis questions of many councils put as one request, and each council's rows kept as its own.

What is kept for a council is what a question for it alone brings: the same lines, as received. So
it does not matter with whom a council was asked for. What cannot be told apart is not answered
here; it is for a question of its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.authorities import find_areas
from etl.clients.nomis.cells import MOST_CELLS, cells_at_once, count_cells, region_by_council
from etl.clients.nomis.choice import Chooser, Question
from etl.clients.nomis.client import Query, address_of, released
from etl.clients.nomis.codelists import NoDatasetError
from etl.clients.nomis.lines import Page, pages_of
from etl.clients.nomis.owners import (
    is_told_by_name,
    owners_by_name,
    owners_of_wards,
    settle_border,
)
from etl.clients.nomis.pages import renumbered
from etl.clients.query import Query as AnyQuery
from etl.clients.query import SharedQuery
from etl.raw import Received

Owners = Mapping[str, Sequence[str]]
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
        owners = self._owners(http, settings, frame, known, question)
        address = address_of(settings, question, asked.params(question, question.area_type))
        release = released(http, settings, question.dataset)
        pages = [Page(body) for body in bodies]
        if sum(len(page.lines) for page in pages) != frame.height:
            raise FetchError(f"{asked.name}: rows that we cannot tell apart")
        received = {}
        for query in self.queries:
            own = _Own(bare(query), question, known.get(query.key, ()))
            rows = own.choose(frame, owners)
            if rows.is_empty() or own.faults(rows):
                continue  # asked alone, it either comes or says what is wrong
            bodies_of_own = tuple(pages_of(pages, rows["row"].to_list()))
            received[query.key] = Received(
                bodies_of_own, address, release, detail=own.remarks(rows)
            )
        return received

    def _geography(self) -> tuple[str, ...]:
        every = (code for query in self.queries for code in bare(query).geography)
        return tuple(dict.fromkeys(every))

    def _together(self, geography: tuple[str, ...]) -> Query:
        first = bare(self.queries[0])
        others = len(self.queries) - 1
        return replace(
            first, key=f"{first.key} and {others} more", geography=geography, areas=(),
            every_area=False,
        )  # fmt: skip

    def _known(self, http: Http, settings: Settings, dataset: str) -> dict[str, tuple[str, ...]]:
        """By question, those of its areas that the dataset knows; none of them leaves it out.

        Of a single code, and of nations and regions, that is taken for granted. A council's former
        codes are looked up, since one that is not known would empty the reply for all.
        """
        granted = {
            query.key: asked.geography
            for query, asked in ((query, bare(query)) for query in self.queries)
            if len(asked.geography) == 1 or asked.every_area
        }
        several = [query for query in self.queries if query.key not in granted]
        wanted = {code for query in several for code in bare(query).geography}
        found = find_areas(http, settings, dataset, wanted) if wanted else frozenset()
        known = granted | {
            query.key: tuple(code for code in bare(query).geography if code in found)
            for query in several
        }
        return {query.key: known[query.key] for query in self.queries if known[query.key]}

    def _owners(
        self,
        http: Http,
        settings: Settings,
        frame: pl.DataFrame,
        known: Mapping[str, tuple[str, ...]],
        question: Question,
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
                owners_of_wards(http, settings, names)
                if are_wards
                else settle_border(
                    owners_by_name(names),
                    first.area_type,
                    lambda council: lists.areas_within(
                        http, settings, question.dataset, council, question.area_type
                    ),
                )
            )
        regions = region_by_council()
        owners = {}
        for area in names:
            council = councils.get(area, "")
            owners[area] = asked_in.get(council) or asked_in.get(regions.get(council, ""), [])
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
