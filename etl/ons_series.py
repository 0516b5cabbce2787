"""Client of the ONS website: time series, as JSON."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from etl.areas import NATIONS
from etl.http import FetchError, Http, Reply, Unproved
from etl.raw import RawPart, Received
from etl.workbook import number

MONTHS: Final = [name.lower() for name in calendar.month_name]
SHORT_MONTHS: Final = [name.lower() for name in calendar.month_abbr]


@dataclass(frozen=True)
class ExpectedSeries:
    """A time series of the ONS website: its path, and a pattern of its title (and so its unit)."""

    path: str
    title: str

    @property
    def name(self) -> str:
        return f"ONS series {self.cdid}"

    @property
    def cdid(self) -> str:
        return self.path.rsplit("/", 2)[-2].upper()

    def url(self, settings: Settings) -> str:
        return f"{settings.urls['ons']}{self.path}/data"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        try:
            http.get(self.url(settings), source=self.name, accept=self.accept)
        except FetchError as error:
            if isinstance(error.__cause__, WrongSeries):
                return [str(error.__cause__)]
            raise
        return []

    def accept(self, reply: Reply) -> None:
        """Proves that a reply is this series, whole."""
        held = _json(reply.body)
        about = held["description"]
        if about.get("cdid", "").upper() != self.cdid:
            raise WrongSeries(f"the series {about.get('cdid')!r}, not {self.cdid}")
        if not re.search(self.title, about["title"], re.IGNORECASE):
            raise WrongSeries(f"{self.cdid} titled {about['title']!r}, not like {self.title}")
        if not held.get("months"):
            raise Unproved(f"{self.cdid} without any month")


class WrongSeries(Unproved):
    """A whole reply that is another series than was asked for: asking again is useless."""

    def __init__(self, words: str) -> None:
        super().__init__(words, final=True)


@dataclass(frozen=True)
class SeriesAsk:
    """A whole time series, as JSON."""

    key: str
    expected: ExpectedSeries
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return self.expected.url(settings)

    def fetch(self, http: Http, settings: Settings) -> Received:
        reply = http.get(
            self.expected.url(settings), source=self.expected.name, accept=self.expected.accept
        )
        about = _json(reply.body)["description"]
        detail = {"title": about["title"], "next_release": about.get("nextRelease", "")}
        return Received(
            (reply.body,),
            self.expected.url(settings),
            release=about.get("releaseDate", "")[:10],
            extension="json",
            detail={name: text for name, text in detail.items() if text},
        )


def months_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The months of stored series that have a value: key, value, area and period columns.

    A month of a rolling series is named by its last month; the label beside it says which months it
    covers. Months without a number ('' or '-') are left out: they were never published.
    """
    rows = []
    for part in parts:
        for point in _json(part.pages()[0])["months"]:
            first, last = _window(point["year"], point["month"], point["label"])
            rows.append((part.note.key, point["value"], first, last))
    held = pl.DataFrame(rows, ["key", "text", "period_start", "last"], orient="row")
    return held.select(
        "key",
        pl.lit("K02000001").alias("area_code"),
        pl.lit(NATIONS["K02000001"]).alias("area_name"),
        pl.lit("country").alias("area_type"),
        pl.lit("").alias("area_vintage"),
        pl.col("last").dt.strftime("%Y-%m").alias("period"),
        "period_start",
        pl.col("last").dt.month_end().alias("period_end"),
        number("text").alias("value"),
    ).drop_nulls("value")


def _window(year: str, month: str, label: str) -> tuple[date, date]:
    """First days of the first and the last month that a point covers.

    The label of a rolling series ends in its months ('2026 MAR-MAY'); the year belongs to the month
    that is named beside it, which is one of them.
    """
    named = date(int(year), MONTHS.index(month.lower()), 1)
    match = re.search(r"\b([A-Z]{3})-([A-Z]{3})$", label)
    if not match:
        return named, named
    first, last = (SHORT_MONTHS.index(text.lower()) for text in match.groups())
    back, onward = (named.month - first) % 12, (last - named.month) % 12
    return _moved(named, -back), _moved(named, onward)


def _moved(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _json(body: bytes) -> dict[str, Any]:
    try:
        held = json.loads(body)
    except ValueError as error:
        opening = body[:60].decode("utf-8", "replace").strip()
        raise Unproved(f"not JSON but {opening!r}") from error
    if not isinstance(held, dict) or "title" not in held.get("description", {}):
        raise Unproved("JSON that is not a time series")
    return held
