"""Client of the ONS website: time series, as JSON."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.areas import NATIONS, UNITED_KINGDOM
from etl.clients.files.cells import number
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.replies import read_json
from etl.raw import RawPart, Received

MONTHS: Final = [name.lower() or "-" for name in calendar.month_name]
SHORT_MONTHS: Final = [name.lower() or "-" for name in calendar.month_abbr]
UNPUBLISHED: Final = ("", "-", ":", "..", "None")
FIGURE: Final = r"-?[\d,]{1,15}(\.\d+)?(\s*\[[^\]]*\])?"


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
        series = _json(reply.body)
        about = series["description"]
        if str(about.get("cdid", "")).upper() != self.cdid:
            raise WrongSeries(f"the series {about.get('cdid')!r}, not {self.cdid}")
        if not re.search(self.title, about["title"], re.IGNORECASE):
            raise WrongSeries(f"{self.cdid} titled {about['title']!r}, not like {self.title}")
        points_of(series)


class WrongSeries(IncompleteReply):
    """A whole reply that is another series than was asked for: asking again is useless."""

    def __init__(self, words: str) -> None:
        super().__init__(words, final=True)


@dataclass(frozen=True)
class SeriesQuery:
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
        series = _json(reply.body)
        about = series["description"]
        detail = {
            "passed_over": unpublished_of(points_of(series)),
            "title": str(about["title"]),
            "next_release": str(about.get("nextRelease") or ""),
        }
        return Received(
            (reply.body,),
            self.expected.url(settings),
            release=str(about.get("releaseDate", ""))[:10],
            extension="json",
            detail={name: text for name, text in detail.items() if text},
        )


@dataclass(frozen=True)
class Point:
    """A month of a series: the first days of its first and last month, and its value as text."""

    first: date
    last: date
    value: str


def points_of(series: Mapping[str, Any]) -> list[Point]:
    """The months of a series. IncompleteReply where one cannot be read or comes twice."""
    months = series.get("months")
    if not isinstance(months, list) or not months:
        raise IncompleteReply("a series without any month")
    points = [_point(entry) for entry in months]
    if len({point.last for point in points}) != len(points):
        raise IncompleteReply("a series with a month more than once")
    if not any(point.value not in UNPUBLISHED for point in points):
        raise IncompleteReply("a series without a single value")
    count = len(points)
    days = sorted(point.last for point in points)
    if _moved(days[0], count - 1) != days[-1]:
        raise IncompleteReply(
            f"a series of {count:,} months with gaps from {days[0]} to {days[-1]}"
        )
    newest = series["description"].get("date")
    dates = [entry.get("date") for entry in months]
    if isinstance(newest, str) and re.match(r"\d{4} [A-Z]{3}", newest) and newest not in dates:
        raise IncompleteReply(f"a series without its newest month, {newest[:20]}")
    return points


def unpublished_of(points: Sequence[Point]) -> str:
    """In words, how many months have no value; "" where all have."""
    count = sum(point.value in UNPUBLISHED for point in points)
    return f"{count:,} months without a value" if count else ""


def months_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The months of stored series that have a value: key, value, area and period columns.

    A month of a rolling series is named by its last month; the label beside it says which months it
    covers. Months without a number ('' or '-') are left out: they were never published.
    """
    rows = [
        (part.note.key, point.value, point.first, point.last)
        for part in parts
        for point in points_of(_json(part.pages()[0]))
        if point.value not in UNPUBLISHED
    ]
    schema = {"key": pl.String, "text": pl.String, "period_start": pl.Date, "last": pl.Date}
    return pl.DataFrame(rows, schema, orient="row").select(
        "key",
        pl.lit(UNITED_KINGDOM).alias("area_code"),
        pl.lit(NATIONS[UNITED_KINGDOM]).alias("area_name"),
        pl.lit("country").alias("area_type"),
        pl.lit("").alias("area_vintage"),
        pl.col("last").dt.strftime("%Y-%m").alias("period"),
        "period_start",
        pl.col("last").dt.month_end().alias("period_end"),
        number("text").alias("value"),
    )


def _point(entry: object) -> Point:
    if not isinstance(entry, dict):
        raise IncompleteReply(f"a month that is {entry!r:.60}")
    if "value" not in entry:
        raise IncompleteReply(f"a month without a value field: {entry!r:.80}")
    value = str(entry["value"]).strip()
    if value not in UNPUBLISHED and not re.fullmatch(FIGURE, value):
        raise IncompleteReply(f"a month whose value is {value[:40]!r}")
    words = [entry.get(name) for name in ("year", "month", "label")]
    year, month, label = (str(word or "").strip() for word in words)
    try:
        named = date(int(year), _month_number(month), 1)
        first, last = _window(named, label)
    except ValueError as error:
        raise IncompleteReply(
            f"a month that cannot be read: {year} {month} {label!r:.60}"
        ) from error
    if not 1900 <= named.year <= 2100:
        raise IncompleteReply(f"a month of the year {named.year}")
    return Point(first, last, value)


def _window(named: date, label: str) -> tuple[date, date]:
    """First days of the first and the last month that a point covers. ValueError for other words.

    The label of a rolling series ends in its months ('2026 MAR-MAY'); the year belongs to the month
    that is named beside it, which is one of them. Other labels name the month alone.
    """
    match = re.search(r"\b([A-Za-z]{3,9})-([A-Za-z]{3,9})\W*$", label)
    if not match:
        if label and str(named.year) not in label:
            raise ValueError(label)
        return named, named
    first, last = map(_month_number, match.groups())
    back, onward = (named.month - first) % 12, (last - named.month) % 12
    if back + onward > 5:
        raise ValueError(label)
    return _moved(named, -back), _moved(named, onward)


def _month_number(text: str) -> int:
    """The number of a month by its whole or short name; ValueError for another word."""
    name = text.lower()
    return MONTHS.index(name) if name in MONTHS else SHORT_MONTHS.index(name)


def _moved(day: date, months: int) -> date:
    months_since_0 = day.year * 12 + day.month - 1 + months
    return date(months_since_0 // 12, months_since_0 % 12 + 1, 1)


def _json(body: bytes) -> dict[str, Any]:
    content = read_json(body)
    about = content.get("description") if isinstance(content, dict) else None
    if not isinstance(about, dict) or not isinstance(about.get("title"), str):
        raise IncompleteReply("JSON that is not a time series")
    series: dict[str, Any] = content
    return series
