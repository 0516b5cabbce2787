"""Nomis questions of many councils put as one request, and each council's rows kept as its own.

What is kept for a council is what a question for it alone brings: the same lines, as received. So
it does not matter with whom a council was asked for. What cannot be told apart is not answered
here; it is for a question of its own.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, ServiceClosedError
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.authorities import find_areas
from etl.clients.nomis.bulk import bulk_address, fetch_bulk, is_in_bulk
from etl.clients.nomis.cells import region_by_council
from etl.clients.nomis.choice import Chooser, Question
from etl.clients.nomis.client import Query, address_of, released
from etl.clients.nomis.codelists import NoDatasetError
from etl.clients.nomis.grouping import Wrapped, bare, count_pages
from etl.clients.nomis.lines import Page, pages_of
from etl.clients.nomis.owners import owners_by_name, owners_of_wards, settle_border
from etl.clients.nomis.pages import renumbered
from etl.clients.nomis.wide import LAYOUT, Layout
from etl.clients.query import SharedQuery
from etl.raw import Received

Owners = Mapping[str, Sequence[str]]
LOGGER: Final = logging.getLogger("wardwise")


@dataclass(frozen=True)
class _Reply:
    """What came for all questions: pages, and their rows with their lines' places as `row`.

    `layout` is that of a whole table, of all councils; None where the API has answered.
    """

    pages: Sequence[Page]
    frame: pl.DataFrame
    url: str
    layout: Layout | None = None


@dataclass(frozen=True)
class NomisShared(SharedQuery):
    """One request for the questions of several councils (see `grouping`)."""

    queries: tuple[Query | Wrapped, ...]

    def describe(self, settings: Settings) -> str:
        if self.comes_in_bulk(settings):
            return bulk_address(bare(self.queries[0]), settings)
        return self._together(self._geography()).describe(settings, shared=True)

    def count_requests(self, settings: Settings) -> int:
        return 1 if self.comes_in_bulk(settings) else self._count_pages(settings)

    def comes_in_bulk(self, settings: Settings) -> bool:
        """Whether the whole table is asked for, since that is fewer requests."""
        return is_in_bulk(bare(self.queries[0])) and self._count_pages(settings) > 1

    def _count_pages(self, settings: Settings) -> int:
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
        if self.comes_in_bulk(settings):
            first = bare(self.queries[0])
            try:
                body, frame, layout = fetch_bulk(http, settings, first, question)
                reply = _Reply([Page(body)], frame, bulk_address(first, settings), layout)
                return self._share_out(http, settings, reply, known, question)
            except ServiceClosedError:
                raise
            except FetchError as error:
                LOGGER.warning("%s. We ask for its pages instead.", error)
        bodies, frame = asked.pages(chooser, question, [])
        address = address_of(settings, question, asked.params(question, question.area_type))
        reply = _Reply([Page(body) for body in bodies], frame.with_row_index("row"), address)
        if sum(len(page.lines) for page in reply.pages) != frame.height:
            raise FetchError(f"{asked.name}: rows that we cannot tell apart")
        return self._share_out(http, settings, reply, known, question)

    def _share_out(
        self,
        http: Http,
        settings: Settings,
        reply: _Reply,
        known: Mapping[str, tuple[str, ...]],
        question: Question,
    ) -> dict[str, Received]:
        """By question, its own lines of a reply; those without are for questions of their own."""
        frame = renumbered(reply.frame, question.numbers)
        owners = self._owners(http, settings, reply, known, question)
        release = released(http, settings, question.dataset)
        layout = {LAYOUT: reply.layout.write()} if reply.layout else {}
        received = {}
        for query in self.queries:
            own = _Own(bare(query), question, known.get(query.key, ()))
            rows = own.choose(frame, owners)
            # A whole table does not say why a figure is not there.
            unexplained = reply.layout is not None and rows["OBS_VALUE"].has_nulls()
            if rows.is_empty() or own.faults(rows) or unexplained:
                continue  # asked alone, it either comes or says what is wrong
            lines = tuple(pages_of(reply.pages, rows["row"].unique(maintain_order=True).to_list()))
            detail = own.remarks(rows) | layout
            received[query.key] = Received(lines, reply.url, release, detail=detail)
        lacking = [query.key for query in self.queries if query.key not in received]
        if reply.layout and lacking:
            raise FetchError(f"{reply.url}: not all that is asked for {', '.join(lacking[:5])}")
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
        reply: _Reply,
        known: Mapping[str, tuple[str, ...]],
        question: Question,
    ) -> Owners:
        """By area, the keys of the questions whose it is; FetchError where one is nobody's.

        A whole table has areas of other councils too, which are passed over.
        """
        frame = reply.frame
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
                    asked_in if reply.layout else None,
                )
            )
        regions = region_by_council()
        owners = {}
        for area in names:
            council = councils.get(area, "")
            owners[area] = asked_in.get(council) or asked_in.get(regions.get(council, ""), [])
        nobodys = [
            f"{area} ({names[area]})"
            for area, keys in owners.items()
            if not keys and not (reply.layout and councils.get(area))
        ]
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
        """The question's rows."""
        areas = [area for area, keys in owners.items() if self.query.key in keys]
        return frame.filter(pl.col("GEOGRAPHY_CODE").is_in(areas))

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
