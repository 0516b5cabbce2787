"""Client of the Nomis API: every page followed, every reply proved whole before it is kept.

Nomis cuts long replies at 25,000 rows without a word, answers an unknown dimension, measure or
area with no bytes at all, and an invented code in a list with rows of the Total. Each is recognised
here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, Reply
from etl.clients.kept import RELEASE_HOURS, address_with
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.addresses import (
    LONGEST_ADDRESS,
    Params,
    address_length,
    address_of,
    data_url,
    split,
)
from etl.clients.nomis.choice import NEWEST_WARDS, AreaType, Chooser, Members, Question
from etl.clients.nomis.codes import status_notes
from etl.clients.nomis.expected import Expected
from etl.clients.nomis.pages import ALWAYS, NUMBERS, Proof, renumbered
from etl.clients.nomis.ranges import write_list
from etl.raw import Received

__all__ = [
    "LONGEST_ADDRESS", "NEWEST_WARDS", "Expected", "Query", "address_of", "data_url", "split",
]  # fmt: skip

# How often a question of several councils is tried before it is put in halves.
SHARED_TRIES: Final = 2


@dataclass(frozen=True)
class Query:
    """A query of one Nomis dataset.

    `members` gives every dimension with the members asked for, by our numbers (see `Expected`), ()
    for all of them (a dimension left out would mean the same, unseen). `geography` holds GSS codes:
    the areas themselves, or with `area_type` the areas of that type within them. At least one of
    the areas must come back, or all of them with `every_area`: a council's former codes need not be
    known to each dataset.
    """

    key: str
    expected: Expected
    date: str
    members: Members
    geography: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    area_type: AreaType = None
    every_area: bool = False

    @property
    def name(self) -> str:
        return f"Nomis {self.expected.dataset} {self.key}"

    def describe(self, settings: Settings, *, shared: bool = False) -> str:
        question = self.as_written(shared=shared)
        return address_of(settings, question, self.params(question, self.area_type))

    def as_written(self, *, shared: bool = False) -> Question:
        """The question in our own numbers, before anything was looked up."""
        lists_of = {
            name: write_list(numbers, self.expected.patterns(name), shared=shared)
            for name, numbers in self.members
        }
        written = {name: text for name, text in lists_of.items() if text}
        return Question(self.expected.dataset, self.members, self.geography, None, written=written)

    def fetch(self, http: Http, settings: Settings) -> Received:
        """All pages, proved whole. `detail` may say `not_held` (members and areas that Nomis does
        not have), `flagged` (statuses to know of), `numbers` (of members that Nomis has given other
        numbers) and `remark` (a sentence, where not one cell has a figure). Raises FetchError.
        """
        chooser = Chooser(http, settings, self.name, self.expected)
        question = chooser.question(self.members, self.geography, self.area_type)
        unknown_areas: list[str] = []
        try:
            bodies, frame = self.pages(chooser, question, unknown_areas)
        except FetchError:
            present = tuple(code for code in question.geography if code not in unknown_areas)
            if not unknown_areas or not present:
                raise
            # An area that the dataset does not know has emptied the reply for all of them.
            question = replace(question, geography=present)
            bodies, frame = self.pages(chooser, question, unknown_areas)
        frame = renumbered(frame, question.numbers)
        faults = self.faults(frame, question)
        if faults:
            raise FetchError(
                f"{self.name}: {'; '.join(faults)}. We saved none of it; run `wardwise probe` "
                "to compare Nomis' codes with those expected"
            )
        return Received(
            tuple(bodies),
            address_of(settings, question, self.params(question, question.area_type)),
            release=released(http, settings, question.dataset),
            detail=self.remarks(frame, question),
        )

    # ---------------------------------------------------------------- the question

    def params(self, question: Question, area_type: AreaType) -> Params:
        below = "" if area_type is None else f"TYPE{area_type}"
        members = question.members
        member_lists = {
            name: question.written.get(name) or ",".join(map(str, numbers))
            for name, numbers in members
            if numbers
        }
        shown = [f"{name},{name}_name,{name}_code" for name, _ in members if name != "measures"]
        columns = [*map(str.lower, ALWAYS), *shown, "measures", "measures_name"]
        return {
            "geography": ",".join(f"{code}{below}" for code in question.geography),
            "date": self.date,
            **member_lists,
            "select": ",".join(columns),
        }

    def pages(
        self, chooser: Chooser, question: Question, unknown_areas: list[str]
    ) -> tuple[list[bytes], pl.DataFrame]:
        """Every page of the answer; `unknown_areas` receives those Nomis does not know."""
        settings = chooser.settings
        uid = {"uid": settings.nomis_uid} if settings.nomis_uid else {}
        parameters = self.params(question, question.area_type)
        dimensions = tuple(name.upper() for name, _ in question.members)
        bodies: list[bytes] = []
        pages: list[pl.DataFrame] = []
        url = data_url(settings, question)
        # A question of many councils is put as a form where its address would be too long.
        as_form = chooser.shared and address_length(url, parameters | uid) > LONGEST_ADDRESS
        pieces = [parameters | uid] if as_form else split(url, parameters | uid)
        for params in pieces:
            rows, total = 0, None
            while total is None or rows < total:
                proof = Proof(
                    rows,
                    total,
                    lambda sent=params: _why_empty(chooser, question, sent, unknown_areas),  # type: ignore[misc]
                    dimensions,
                )
                asked = params | ({"RecordOffset": str(rows)} if rows else {})
                bodies.append(self._page(chooser, url, asked, proof, as_form=as_form))
                pages.append(proof.frame)
                rows += proof.frame.height
                total = proof.total
        return bodies, pl.concat(pages, how="diagonal")

    def _page(
        self, chooser: Chooser, url: str, asked: Params, proof: Proof, *, as_form: bool
    ) -> bytes:
        """One page; one of several for many councils is kept until all of them are stored."""
        address = address_with(url, asked)
        kept = chooser.http.pages if chooser.shared else None
        body = kept.find(address, RELEASE_HOURS) if kept else None
        if body is not None and proof.takes(Reply(body, url)):
            return body
        # What follows a page is not too large: it is asked for as often as anything.
        tries = SHARED_TRIES if chooser.shared and not proof.offset else None
        reply = chooser.http.get(
            url,
            None if as_form else asked,
            form=asked if as_form else None,
            source=self.name,
            accept=proof,
            most_tries=tries,
        )
        if kept and proof.total != proof.frame.height:
            kept.keep(address, reply.body)
        return reply.body

    # ---------------------------------------------------------------- the answer

    def faults(self, frame: pl.DataFrame, question: Question) -> list[str]:
        """In words, why the rows (with our numbers) are not the answer; none where they are."""
        faults = self._row_faults(frame)
        faults += self._member_faults(frame, question)
        return faults + self._area_faults(frame)

    def _row_faults(self, frame: pl.DataFrame) -> list[str]:
        key = ["DATE", "GEOGRAPHY_CODE", *(name.upper() for name, _ in self.members)]
        # The same cell twice is harmless: LSOAs come back for a council and for the one it was.
        differing = frame.select(*key, "OBS_VALUE").unique().select(key).is_duplicated().sum()
        return [f"{differing:,} cells returned with more than one value"] if differing else []

    def _member_faults(self, frame: pl.DataFrame, question: Question) -> list[str]:
        faults = []
        for name, theirs in question.members:
            column = name.upper()
            renamed = question.numbers.get(column, {})
            wanted = [int(renamed.get(str(number), number)) for number in theirs]
            numbers = frame.select(pl.col(column).cast(pl.Int64), f"{column}_NAME").unique()
            labels = dict(numbers.iter_rows())
            absent = [number for number in wanted if number not in labels]
            # Where no codelist could be had, a member that is not there costs itself alone.
            if absent and (name in question.proven or len(absent) == len(wanted)):
                faults.append(f"{name} {absent[:8]} missing from the reply")
            unasked = sorted(set(labels) - set(wanted)) if wanted else []
            if unasked:
                faults.append(f"{name} {unasked[:8]} returned without being requested")
            faults += self.expected.mislabelled(name, {n: labels[n] for n in wanted if n in labels})
        return faults

    def _area_faults(self, frame: pl.DataFrame) -> list[str]:
        if self.area_type is not None:
            return self._type_faults(frame)
        received = set(frame["GEOGRAPHY_CODE"])
        unknown_areas = sorted(received - set(self.geography))
        faults = (
            [f"areas {unknown_areas[:5]} returned without being requested"] if unknown_areas else []
        )
        absent = [code for code in self.geography if code not in received]
        if absent and self.every_area:
            faults.append(f"areas {absent} missing from the reply")
        return faults

    def _type_faults(self, frame: pl.DataFrame) -> list[str]:
        received = set(frame["GEOGRAPHY_TYPECODE"])
        wanted = {str(self.area_type)} if isinstance(self.area_type, int) else set()
        others = received - wanted if wanted else received if len(received) > 1 else set()
        return [f"areas of type {sorted(others)} returned"] if others else []

    def remarks(self, frame: pl.DataFrame, question: Question) -> dict[str, str]:
        """For the part's note: what Nomis does not have, and whether it had any figure at all."""
        absent = list(question.absent)
        for name, numbers in question.members:
            received = set(frame[name.upper()])
            renamed = question.numbers.get(name.upper(), {})
            absent += [
                self.expected.plain_name(name, number)
                for number in numbers
                if name not in question.proven
                and renamed.get(str(number), str(number)) not in received
            ]
        if self.area_type is None:
            areas = set(frame["GEOGRAPHY_CODE"])
            absent += [code for code in self.geography if code not in areas]
        remarks = {
            "not_held": ", ".join(absent),
            "flagged": "; ".join(status_notes(frame)),
            NUMBERS: json.dumps(question.numbers) if question.numbers else "",
        }
        if frame["OBS_VALUE"].null_count() == frame.height:
            remarks["remark"] = f"{self.name}: nothing published, all {frame.height:,} cells blank"
        return {name: text for name, text in remarks.items() if text}


def released(http: Http, settings: Settings, dataset: str) -> str:
    """The day on which Nomis last updated the dataset."""
    return lists.definition(http, settings, dataset).get("LastUpdated", "")[:10]


def _why_empty(
    chooser: Chooser, question: Question, params: Params, unknown_areas: list[str]
) -> str:
    """What Nomis does not know of a question it answered with no bytes; "" where unclear."""
    if chooser.shared:
        return "one of the councils may be unknown to the dataset"
    try:
        return _unknown(chooser, question, params, unknown_areas)
    except FetchError:
        return ""  # its codelists can't be had either: the empty body itself is the fault


def _unknown(chooser: Chooser, question: Question, params: Params, unknown_areas: list[str]) -> str:
    http, settings, dataset = chooser.http, chooser.settings, question.dataset
    dimensions = lists.dimensions(http, settings, dataset)
    others = [name for name, _ in question.members if name not in (*dimensions, "measures")]
    if others:
        return f"{dataset} has no dimension {', '.join(others)}; it has {', '.join(dimensions)}"
    measures = lists.labels(lists.codelist(http, settings, dataset, "measures"))
    wanted = [int(number) for number in params["measures"].split(",")]
    others = [str(number) for number in wanted if number not in measures]
    if others:
        return f"{dataset} has no measures {', '.join(others)}; it has {measures}"
    areas = params["geography"].split(",")
    unknown = [area for area in areas if not chooser.is_known(dataset, area)]
    unknown_areas += [area.partition("TYPE")[0] for area in unknown]
    return (
        f"{dataset} does not have {', '.join(unknown)}, so there are no figures for them"
        if unknown
        else ""
    )
