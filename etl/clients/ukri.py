"""Client of UKRI's website: the two workbooks of Innovate UK's awards, found through their page.

A workbook is cleaned as soon as it has arrived and only that is kept: the columns that we read, and
of who may be a person neither name nor postcode.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.counting import count_things
from etl import raw
from etl.clients.files.archives import is_zip
from etl.clients.files.organisations import (
    clean_text,
    company_number,
    decode_entities,
    organisation_kind,
)
from etl.clients.files.plain_numbers import read_plain_sheet
from etl.clients.files.published import open_lines
from etl.clients.files.spreadsheets import SpreadsheetError
from etl.clients.files.texts import TextError
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.links import absolute, file_name, read_page
from etl.raw import Received

PAGE: Final = "/publications/innovate-uk-funded-projects-since-2004/"
SOURCE_ID: Final = "innovate_uk"
KEPT_DAYS: Final = 7.0
NAME: Final = "UKRI Innovate UK funded projects"
Part = Literal["newer", "older"]
# 2026: the split moved from 2015/16 to 2016/17 and the date in the name was turned round, so what
# stays is that the newer part goes to the present and the older begins in 2004.
LINKS: Final[dict[Part, re.Pattern[str]]] = {
    "newer": re.compile(r"present.*\.xlsx$", re.I),
    "older": re.compile(r"^(?!.*present).*2004.*\.xlsx$", re.I),
}
# Headings that we read; the others, among them the long descriptions, are let go.
READ: Final = (
    "Programme Title", "Sector", "Project Number", "Project Title", "Innovate UK Product Type",
    "Participant Name", "Is Lead Participant", "CRN", "Project Start Date", "Project End Date",
    "Award Offered (£)", "Total Costs (£)", "Participant Withdrawn From Project", "Project Status",
    "Enterprise Size", "Postcode", "Address Region", "Address Local Authority",
)  # fmt: skip
TEXTS: Final = (
    "Programme Title", "Sector", "Project Title", "Innovate UK Product Type", "Participant Name",
    "Address Region", "Address Local Authority",
)  # fmt: skip
KIND: Final = "Kind"  # ours, beside theirs
ROWS_ABOVE: Final = 20
OF_A_PERSON: Final = ("Participant Name", "Postcode")


@dataclass(frozen=True)
class AwardsQuery:
    """One of the two workbooks, as it is now; kept as a CSV of what we read, cleaned."""

    key: Part
    areas: tuple[str, ...] = ()
    REQUESTS_COUNT: ClassVar[int] = 2

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['ukri']}{PAGE} (the workbook of the {self.key} awards)"

    def is_settled(self, settings: Settings) -> bool:
        """Whether the workbook came this week: it is of the whole nation, and monthly."""
        return raw.is_newer_than(SOURCE_ID, self.key, KEPT_DAYS, settings.raw)

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The cleaned workbook; FetchError where the page has no such link, or a column is gone."""
        address = find_workbook(http, settings, self.key)
        cleaned: list[tuple[pl.DataFrame, int]] = []

        def accept(reply: Reply) -> None:
            try:
                cleaned.append(read_awards(reply.body, file_name(address)))
            except AwardsError as error:
                raise IncompleteReply(str(error), final=True) from error

        http.get(address, source=f"{NAME} ({self.key})", accept=accept)
        awards, twice = cleaned[-1]
        if awards.is_empty() and self.key == "newer":
            raise FetchError(f"{NAME}: {address} has headings and no rows; run it again tomorrow")
        detail = {"file": file_name(address)}
        if awards.is_empty():
            detail["not_held"] = f"{file_name(address)} has headings and no rows"
        if twice:
            rows = count_things(twice, "row")
            detail["passed_over"] = f"{rows} that stand twice in {file_name(address)}"
        return Received(
            (awards.write_csv().encode(),), address, release=file_name(address), detail=detail
        )


class AwardsError(Exception):
    """A file that is no list of Innovate UK's awards; one sentence says what it lacks."""


def find_workbook(http: Http, settings: Settings, part: Part) -> str:
    """The address of a workbook, as its page links to it now; FetchError where it has none."""
    base = settings.urls["ukri"]
    url = f"{base}{PAGE}"
    page = read_page(http.get_once(url, source=NAME))
    books = [href for href in page.hrefs if file_name(href).lower().endswith(".xlsx")]
    matching = [href for href in books if LINKS[part].search(file_name(href))]
    if not matching:
        shown = ", ".join(file_name(href) for href in books[:6]) or "no workbook at all"
        raise FetchError(
            f"{NAME}: {url} links to {shown}, and none of that is the workbook of the {part} "
            "awards; download it there and run `wardwise supply innovate_uk FILE`"
        )
    return absolute(matching[0], base, url)


@dataclass(frozen=True)
class ExpectedAwards:
    """What `wardwise probe` compares: the page leads to the workbook, which has our columns."""

    part: Part

    @property
    def name(self) -> str:
        return f"{NAME} ({self.part})"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, why it cannot be had or what it lacks; nothing where all is well."""
        try:
            AwardsQuery(self.part).fetch(http, settings)
        except FetchError as error:
            return [str(error)]
        return []


def read_awards(body: bytes, name: str) -> tuple[pl.DataFrame, int]:
    """The participants of a workbook or CSV, each once: the columns of READ as text, and KIND; and
    how many rows stood there twice.

    Names and postcodes of who may be a person are ''. AwardsError names every column that it lacks.
    """
    try:
        cells = read_plain_sheet(body, name) if is_zip(body) else _read_lines(body, name)
    except (SpreadsheetError, TextError) as error:
        raise AwardsError(str(error)) from error
    rows = _under_headings(cells, f"the first sheet of {name}" if is_zip(body) else name)
    filled = rows.filter(~pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == ""))
    # Before names are dropped: two sole traders of a project are two, also where all else is alike.
    once = filled.unique(maintain_order=True, keep="first")
    return _clean(once), filled.height - once.height


def _read_lines(body: bytes, name: str) -> pl.DataFrame:
    lines, separator = open_lines(body, name)
    try:
        return pl.read_csv(
            io.StringIO("\n".join(lines)), separator=separator, has_header=False,
            infer_schema=False, truncate_ragged_lines=True,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        # The library's words can quote a cell, which may name a person.
        raise AwardsError(f"{name} is not a CSV that can be read; save it as CSV again") from None


def _under_headings(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows under the row of headings, our columns alone, each by its heading."""
    wanted = {_plain(heading): heading for heading in READ}
    best: tuple[int, dict[str, str]] = (0, {})
    for at, row in enumerate(cells.head(ROWS_ABOVE).iter_rows()):
        found = {
            wanted[_plain(cell)]: column
            for column, cell in reversed(list(zip(cells.columns, row, strict=True)))
            if cell and _plain(cell) in wanted
        }
        if len(found) > len(best[1]):
            best = at, found
    at, found = best
    absent = [heading for heading in READ if heading not in found]
    if absent:
        raise AwardsError(
            f"{name} has no column {', '.join(absent)}; either it is not the list of Innovate UK's "
            "funded projects, or UKRI has renamed a column: `wardwise probe --only innovate_uk` "
            "shows what the page has now"
        )
    return cells.slice(at + 1).select(pl.col(found[heading]).alias(heading) for heading in READ)


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


def _clean(rows: pl.DataFrame) -> pl.DataFrame:
    decoded = decode_entities(rows, TEXTS)
    plain = decoded.with_columns(
        *(clean_text(column).alias(column) for column in TEXTS),
        company_number(pl.col("CRN")).alias("CRN"),
        pl.col("Enterprise Size").fill_null("").str.strip_chars(),
        pl.col("Project Number").str.strip_chars(),
    )
    kinds = plain.with_columns(
        organisation_kind(OF_A_PERSON[0], "CRN", "Enterprise Size").alias(KIND)
    )
    named = pl.col(KIND) != "unincorporated"
    return kinds.with_columns(
        pl.when(named).then(pl.col(column)).otherwise(pl.lit("")).alias(column)
        for column in OF_A_PERSON
    )
