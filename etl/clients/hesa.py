"""Client of HESA: open tables of its survey of universities' business and community interaction.

2026-11: the addresses and headings are those that public code reads; no reply was recorded, so that
`wardwise probe --only he_bci` is to be believed over this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalog.settings import Settings
from etl.clients.files.contacts import drop_contacts
from etl.clients.files.published import Layout, find_heading, open_lines, split_line
from etl.clients.files.texts import TextError
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.raw import Received

PATH: Final = "/data-and-analysis/providers/business-community/"
NAME: Final = "HESA HE-BCI"
# One lay-out for all: what makes a table this or that is which of the optional columns it has.
LAYOUT: Final = Layout(
    columns={
        "ukprn": ("UKPRN",),
        "provider_name": ("HE Provider", "Provider name"),
        "year": ("Academic Year",),
        "value": ("Number/Value", "Value"),
    },
    optional={
        "income": ("Type of income",),
        "funding": ("Source of public funding",),
        "service": ("Type of service",),
        "partner": ("Type of organisation",),
        "marker": ("Number/Value Marker",),
        "category": ("Category Marker",),
        "metric": ("Metric",),
        "unit": ("Unit",),
    },
)


@dataclass(frozen=True)
class TableQuery:
    """One table of the survey, such as table-2a, without the lines that say whom to ask."""

    key: str
    areas: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{NAME} {self.key}"

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['hesa']}{PATH}{self.key}.csv"

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The table's CSV; FetchError where it is none, or lacks a column that all tables have."""
        url = self.describe(settings)
        body = http.get(url, source=self.name, accept=self._accept).body
        return Received((drop_contacts(body, LAYOUT, self.key),), url, release=f"{self.key}.csv")

    def _accept(self, reply: Reply) -> None:
        try:
            lines, separator = open_lines(reply.body, self.key)
        except TextError as error:
            raise IncompleteReply(str(error)) from error
        place = find_heading(lines, separator, [LAYOUT])
        absent = LAYOUT.find_absent(split_line(lines[place], separator))
        if absent:
            raise IncompleteReply(f"a table without {', '.join(absent)}", final=True)
        if not any(line.strip() for line in lines[place + 1 :]):
            raise IncompleteReply("headings without rows", final=True)


@dataclass(frozen=True)
class ExpectedTable:
    """What `wardwise probe` compares: a table answers, with the columns that we read."""

    key: str
    wanted: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{NAME} {self.key}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, why a table cannot be had, or which columns it lacks."""
        try:
            body = TableQuery(self.key).fetch(http, settings).pages[0]
        except FetchError as error:
            return [str(error)]
        lines, separator = open_lines(body, self.key)
        headings = split_line(lines[find_heading(lines, separator, [LAYOUT])], separator)
        wanted = Layout({name: LAYOUT.optional[name] for name in self.wanted})
        return [f"{self.key} has no column {name}" for name in wanted.find_absent(headings)]
