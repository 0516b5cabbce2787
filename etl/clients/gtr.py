"""Client of Gateway to Research: projects of all research councils, and who leads them.

Every one of its replies names people. A reader takes the columns and fields that name none, so that
those of people become part of no table, and only what it took is kept. The whole base is one export
of some 53 MB; page after page of the search it would be 1,700 requests.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.counting import count_things
from etl import raw
from etl.clients.files.archives import is_zip
from etl.clients.files.organisations import (
    clean_text,
    decode_entities,
    is_like_person,
    organisation_kind,
)
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.raw import Received

EXPORT: Final = "/search/project/csv"
SEARCH: Final = "/api/search/project"
ORGANISATIONS: Final = "/gtr/api/organisations"
JSON: Final = "application/json"
NAME: Final = "Gateway to Research"
SOURCE_ID: Final = "gtr"
KEPT_DAYS: Final = 7.0
# Of the 25 columns of the export those that a table is made of, none about a person: no other is
# read.
COLUMNS: Final = (
    "FundingOrgName", "ProjectReference", "LeadROName", "ProjectCategory", "Title", "StartDate",
    "EndDate", "AwardPounds", "Region", "Status", "ProjectId", "LeadROId",
)  # fmt: skip
IF_THERE: Final = ("EndDate",)  # which some copies lack
TOPICS: Final = "Topics"  # ours, from the search alone
TEXTS: Final = ("LeadROName", "Title", TOPICS)
LEAD: Final = ("LeadROName", "LeadROId")
# Of its projects businesses lead most, and some of those are one person.
WITH_BUSINESSES: Final = "Innovate UK"
PAGE_SIZE: Final = 100
# Where there is no export: the newest of 171,000 projects, in as many requests.
MOST_PAGES: Final = 10
# A word for the probe, so that an export of few projects is asked for and not of all.
FEW: Final = "worsted"


class ProjectsError(Exception):
    """A file that is no export of projects; one sentence says what it lacks."""


@dataclass(frozen=True)
class ProjectsQuery:
    """All projects by the export; where it cannot be had, the newest ones by the search."""

    key: str = "projects"
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['gtr']}{EXPORT}?term=*"

    def is_settled(self, settings: Settings) -> bool:
        """Whether all projects came this week: the export is large, and of the whole nation."""
        part = raw.load(SOURCE_ID, self.key, settings.raw)
        is_whole = part is not None and "remark" not in part.note.detail
        return is_whole and raw.is_newer_than(SOURCE_ID, self.key, KEPT_DAYS, settings.raw)

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The cleaned projects; FetchError where neither the export nor the search answers."""
        try:
            projects = fetch_export(http, settings)
        except FetchError as export_error:
            return self._newest(http, settings, export_error)
        return Received((to_csv(projects),), self.describe(settings), detail={"from": "export"})

    def _newest(self, http: Http, settings: Settings, export_error: FetchError) -> Received:
        try:
            projects, total, refreshed = search_newest(http, settings, MOST_PAGES)
        except FetchError as error:
            raise FetchError(f"{export_error}; and {error}") from error
        words = (
            f"{NAME}: the export was not to be had, so these are the newest {projects.height:,} of "
            f"{total:,} projects; download the export from the site's search and run `wardwise "
            "supply gtr FILE`"
        )
        detail = {"from": "search", "remark": words, "not_held": words}
        if projects.height >= total:
            detail = {"from": "search"}
        address = f"{settings.urls['gtr']}{SEARCH}"
        return Received((to_csv(projects),), address, release=refreshed, detail=detail)


def fetch_export(http: Http, settings: Settings, term: str = "*") -> pl.DataFrame:
    """The projects of the export that a term finds, cleaned; FetchError."""
    found: list[pl.DataFrame] = []

    def accept(reply: Reply) -> None:
        try:
            found.append(read_export(reply.body, "the export"))
        except ProjectsError as error:
            raise IncompleteReply(str(error), final=True) from error
        if term == "*" and found[-1].is_empty():
            raise IncompleteReply("an export without a project", final=True)

    url = f"{settings.urls['gtr']}{EXPORT}"
    http.get(url, {"term": term}, source=f"{NAME} export", accept=accept)
    return found[-1]


def read_export(body: bytes, name: str) -> pl.DataFrame:
    """The columns of an export that name no person, as text; ProjectsError names what it lacks."""
    if is_zip(body):
        raise ProjectsError(f"{name} is a workbook or a zip; save the table in it as CSV")
    body = body.removeprefix(b"\xef\xbb\xbf")
    first = body[:20_000].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    separator = max(",;\t", key=first.count)
    headings = [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])]
    absent = [column for column in COLUMNS if column not in (*headings, *IF_THERE)]
    if absent:
        raise ProjectsError(
            f"{name} has no column {', '.join(absent)}; supply the CSV that the button on the "
            f"search page of {NAME} saves"
        )
    there = [column for column in COLUMNS if column in headings]
    try:
        frame = pl.read_csv(
            body, columns=[headings.index(column) for column in there], separator=separator,
            infer_schema=False, encoding="utf8-lossy",
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        # The library's words can quote a row, which names a person.
        raise ProjectsError(f"{name} is not a CSV that can be read; download it again") from None
    return _clean(frame.rename(str.strip))


def search_newest(http: Http, settings: Settings, most_pages: int) -> tuple[pl.DataFrame, int, str]:
    """The newest projects of the website's search, cleaned; how many there are in all, and the day
    on which the site was last refreshed. FetchError.
    """
    url = f"{settings.urls['gtr']}{SEARCH}"
    rows: list[dict[str, str]] = []
    total, refreshed = 0, ""
    for number in range(1, most_pages + 1):
        asked = {
            "term": "*", "fetchSize": str(PAGE_SIZE), "page": str(number),
            "selectedSortableField": "pro.sd", "selectedSortOrder": "DESC",
        }  # fmt: skip
        page = _PageReader()
        http.get(url, asked, source=f"{NAME} search", accept=page, media=JSON)
        rows += page.rows
        total, refreshed = page.total, page.refreshed
        if not page.rows or number * PAGE_SIZE >= total:
            break
    frame = pl.DataFrame(rows, schema=dict.fromkeys((*COLUMNS, TOPICS), pl.String))
    once = frame.unique("ProjectId", keep="first", maintain_order=True)
    return _clean(_days(once)), total, refreshed


class _PageReader:
    """Takes a page of the search: rows without people, how many there are, when refreshed."""

    rows: list[dict[str, str]]
    total: int
    refreshed: str

    def __call__(self, reply: Reply) -> None:
        try:
            page = json.loads(reply.body)
            bean = page["facetedSearchResultBean"]
            self.total = int(bean["totalResults"])
            self.refreshed = str(page.get("headerData", {}).get("lastRefreshDate") or "")
            self.rows = [_row(one["projectComposition"]) for one in bean["results"]]
        except (ValueError, TypeError, KeyError, AttributeError):
            # Without the exception's words: they can quote the reply, which names people.
            raise IncompleteReply("no page of projects with the fields that we read") from None


def _row(found: dict[str, Any]) -> dict[str, str]:
    """A project by the headings of the export. `personRoles` is not even looked at."""
    project, lead = found["project"], found.get("leadResearchOrganisation") or {}
    fund = project.get("fund") or {}
    topics = [str(topic.get("text") or "") for topic in project.get("researchTopics") or []]
    cells = {
        "FundingOrgName": (fund.get("funder") or {}).get("name"),
        "ProjectReference": project["grantReference"],
        "LeadROName": lead.get("name"),
        "ProjectCategory": project.get("grantCategory"),
        "Title": project["title"],
        "StartDate": fund.get("start"),
        "EndDate": fund.get("end"),
        "AwardPounds": fund.get("valuePounds"),
        "Status": project.get("status"),
        "ProjectId": project["id"],
        "LeadROId": lead.get("id"),
        TOPICS: "; ".join(filter(None, topics)),
    }
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _days(frame: pl.DataFrame) -> pl.DataFrame:
    """Milliseconds as the day that they are in London: 1 July begins at 23:00 of 30 June."""
    return frame.with_columns(
        pl.from_epoch(pl.col(column).cast(pl.Int64, strict=False), time_unit="ms")
        .dt.replace_time_zone("UTC")
        .dt.convert_time_zone("Europe/London")
        .dt.strftime("%Y-%m-%d")
        for column in ("StartDate", "EndDate")
    )


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    """All of COLUMNS and TOPICS as text, '' for nothing; entities decoded, no e-mail address, and
    of a lead that may be a person neither name nor identifier."""
    filled = frame.select(
        (pl.col(name) if name in frame.columns else pl.lit("")).cast(pl.String).fill_null("")
        .alias(name)
        for name in (*COLUMNS, TOPICS)
    ).filter(pl.col("ProjectId") != "")  # fmt: skip
    decoded = decode_entities(filled, TEXTS)
    plain = decoded.with_columns(clean_text(column).alias(column) for column in TEXTS)
    named = lead_kinds(plain) != "unincorporated"
    return plain.with_columns(
        pl.when(named).then(pl.col(column)).otherwise(pl.lit("")).alias(column) for column in LEAD
    )


def lead_kinds(rows: pl.DataFrame) -> pl.Series:
    """The kind of each lead by its name: of who may be a person, and of none, unincorporated.

    Research councils fund institutions: one whose name says nothing is no person, but for a name
    that has what a person puts round one.
    """
    kind = organisation_kind("LeadROName", "number", "size")
    is_institution = (
        (pl.col("FundingOrgName") != WITH_BUSINESSES)
        & (pl.col("LeadROName").str.strip_chars() != "")
        & ~is_like_person(pl.col("LeadROName"))
    )
    return rows.select("FundingOrgName", "LeadROName", number=pl.lit(""), size=pl.lit("")).select(
        kind=pl.when((kind == "unincorporated") & is_institution)
        .then(pl.lit("public"))
        .otherwise(kind)
    )["kind"]


def to_csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def fetch_postcode(http: Http, settings: Settings, organisation_id: str) -> str:
    """The postcode of an organisation's main address as published, '' for none; FetchError."""
    found: list[str] = []

    def accept(reply: Reply) -> None:
        try:
            addresses = json.loads(reply.body)["addresses"]["address"]
            main = [one for one in addresses if one.get("type") == "MAIN_ADDRESS"] or addresses
            found.append(str(main[0].get("postCode") or "") if main else "")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise IncompleteReply("no organisation with addresses", final=True) from None

    url = f"{settings.urls['gtr']}{ORGANISATIONS}/{organisation_id}"
    http.get(url, source=f"{NAME} organisation", accept=accept, media=JSON)
    return found[-1]


@dataclass(frozen=True)
class ExpectedProjects:
    """What `wardwise probe` compares: an export of few projects, the search, an organisation."""

    name: str = f"{NAME} export, search and organisations"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, which of the three is not as we read it; nothing where all are."""
        faults = []
        try:
            fetch_export(http, settings, FEW)
        except FetchError as error:
            faults.append(str(error))
        try:
            newest, total, _ = search_newest(http, settings, 1)
            if newest.is_empty():
                return [
                    *faults,
                    f"the search finds {count_things(total, 'project')} and shows none",
                ]
            fetch_postcode(http, settings, newest["LeadROId"][0])
        except FetchError as error:
            faults.append(str(error))
        return faults
