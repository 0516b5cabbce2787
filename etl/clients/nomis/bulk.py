"""Tables that Nomis also publishes whole, as a zip: one request for the areas of all councils.

A zip has a CSV for each type of area. What is not as we know it is a fault in words, and then the
API is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from catalog.settings import Settings
from etl.clients.files.archives import MEGABYTE, ArchiveError, is_zip, open_archive, zip_members
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.choice import Question
from etl.clients.nomis.client import SHARED_TRIES, Query
from etl.clients.nomis.pages import cell_faults
from etl.clients.nomis.wide import AREA, Layout, long_rows, read_lines
from etl.clients.troubles import UNFORESEEN, unforeseen_words

# 2026-11: how members are named, by Nomis' number of an area type, as readers of them show. Wards
# are in another zip, which calls them those of 2021; whether they are those of 153 is not known.
MEMBERS: Final[Mapping[object, str]] = {151: "lsoa"}
ENDING: Final = "; measures: Value"
# Of 35,672 LSOAs in some ten columns it has 4 MB.
MOST_UNPACKED: Final = 100 * MEGABYTE


def is_in_bulk(query: Query) -> bool:
    """Whether the small areas of a council are in a whole table that says what is asked."""
    dimensions = [name for name, _ in query.members if name != "measures"]
    return (
        bool(query.expected.bulk)
        and query.area_type in MEMBERS
        and bool(query.areas)
        and len(dimensions) == 1
        and ("measures", (20100,)) in query.members
    )


def bulk_address(query: Query, settings: Settings) -> str:
    """The address of the zip."""
    return f"{settings.urls['nomis']}/output/{query.expected.bulk}.zip"


def fetch_bulk(
    http: Http, settings: Settings, query: Query, question: Question
) -> tuple[bytes, pl.DataFrame, Layout]:
    """The member for the type of areas: as it is, as the API's rows, and what its columns are.

    FetchError where it is not to be had or not what we take it for. The zip comes once a run.
    """
    url = bulk_address(query, settings)
    source = f"Nomis {query.expected.dataset} as a whole"
    member = f"{query.expected.bulk.rsplit('/', 1)[-1]}-{MEMBERS[query.area_type]}.csv"

    def ask() -> bytes:
        return http.get(url, source=source, accept=_accept_zip, most_tries=SHARED_TRIES).body

    body = http.once.get(url, ask, lambda _: None, (FetchError,), hours=0)
    try:
        read = [content for _, content in zip_members(body, url, member.__eq__, MOST_UNPACKED)]
        if len(read) != 1:
            raise ArchiveError(f"it has {len(read)} files {member}")
        layout = _layout_of(read[0], http, settings, question, MEMBERS[query.area_type])
        rows = long_rows(read[0], layout)
        faults = _faults(read[0], rows, query, layout)
    except FetchError:
        raise
    except UNFORESEEN as error:
        is_told = isinstance(error, ArchiveError)
        words = str(error) if is_told else unforeseen_words(error)
        raise FetchError(f"{source}: {url}, {member}: {words}") from error
    if faults:
        raise FetchError(f"{source}: {url}, {member}: {'; '.join(faults)}")
    return read[0], rows, layout


def _accept_zip(reply: Reply) -> None:
    if not is_zip(reply.body):
        raise IncompleteReply("no zip", final=True)
    try:
        open_archive(reply.body, "the reply")
    except ArchiveError as error:
        raise IncompleteReply(str(error)) from error


def _layout_of(
    body: bytes, http: Http, settings: Settings, question: Question, areas: str
) -> Layout:
    """The columns of the members asked for: after its variable, a heading has a member's label."""
    headings = read_lines(body).columns
    lacking = [name for name in AREA if name not in headings]
    (dimension, theirs), *_ = (entry for entry in question.members if entry[0] != "measures")
    labels = lists.labels(lists.codelist(http, settings, question.dataset, dimension))
    members = {}
    for number in theirs:
        label = labels[number].strip()
        fitting = [heading for heading in headings if _label_of(heading) == label]
        if len(fitting) != 1:
            lacking.append(label)
        else:
            members[fitting[0]] = (str(number), labels[number])
    if lacking:
        raise ArchiveError(f"we cannot find its columns {', '.join(map(repr, lacking[:5]))}")
    return Layout(dimension, str(question.area_type), areas, members)


def _label_of(heading: str) -> str:
    return heading.partition(": ")[2].removesuffix(ENDING).strip()


def _faults(body: bytes, rows: pl.DataFrame, query: Query, layout: Layout) -> list[str]:
    """In words, what of the lines is not as we take it to be."""
    faults = cell_faults(rows, (layout.dimension.upper(),))
    if set(rows["DATE"]) != {query.date}:
        faults.append(f"not of {query.date} alone")
    if rows["row"].n_unique() != len(body.splitlines()) - 1:
        faults.append("lines that we cannot tell apart")
    return faults
