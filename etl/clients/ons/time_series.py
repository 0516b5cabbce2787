"""Client of the ONS website: time series, as JSON."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.areas import NATIONS, UNITED_KINGDOM
from etl.clients.files.cells import number
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.ons.pages import read_day
from etl.clients.replies import read_json
from etl.raw import RawPart, Received

MONTHS: Final = [name.lower() or "-" for name in calendar.month_name]
SHORT_MONTHS: Final = [name.lower() or "-" for name in calendar.month_abbr]
Frequency = Literal["months", "quarters"]
# Months in a period of each frequency, and the newest period as a series' description writes it.
STEP_MONTHS: Final[dict[Frequency, int]] = {"months": 1, "quarters": 3}
NEWEST: Final[dict[Frequency, str]] = {"months": r"\d{4} [A-Z]{3}", "quarters": r"\d{4} Q[1-4]"}
QUARTER: Final = r"Q([1-4])"
UNPUBLISHED: Final = ("", "-", ":", "..", "None")
FIGURE: Final = r"-?[\d,]{1,15}(\.\d+)?(\s*\[[^\]]*\])?"


@dataclass(frozen=True)
class ExpectedSeries:
    """A time series of the ONS website: its path, and a pattern of its title (and so its unit).

    `frequency` says which of its periods are read: a series may have months, quarters and years.
    """

    path: str
    title: str
    frequency: Frequency = "months"

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
        points_of(series, self.frequency)


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
            "passed_over": unpublished_of(
                points_of(series, self.expected.frequency), self.expected.frequency
            ),
            "title": str(about["title"]),
            "next_release": str(about.get("nextRelease") or ""),
        }
        return Received(
            (reply.body,),
            self.expected.url(settings),
            release=read_day(about.get("releaseDate", "")),
            extension="json",
            detail={name: text for name, text in detail.items() if text},
        )


@dataclass(frozen=True)
class Point:
    """A period of a series: the first days of its first and last month, and its value as text."""

    first: date
    last: date
    value: str


def points_of(series: Mapping[str, Any], frequency: Frequency = "months") -> list[Point]:
    """The periods of a series. IncompleteReply where one cannot be read or comes twice."""
    name = frequency.removesuffix("s")
    entries = series.get(frequency)
    if not isinstance(entries, list) or not entries:
        raise IncompleteReply(f"a series without any {name}")
    points = [_point(entry, frequency) for entry in entries]
    if len({point.last for point in points}) != len(points):
        raise IncompleteReply(f"a series with a {name} more than once")
    if not any(point.value not in UNPUBLISHED for point in points):
        raise IncompleteReply("a series without a single value")
    count = len(points)
    days = sorted(point.last for point in points)
    if _moved(days[0], STEP_MONTHS[frequency] * (count - 1)) != days[-1]:
        raise IncompleteReply(
            f"a series of {count:,} {frequency} with gaps from {days[0]} to {days[-1]}"
        )
    newest = series["description"].get("date")
    dates = [entry.get("date") for entry in entries]
    if isinstance(newest, str) and re.match(NEWEST[frequency], newest) and newest not in dates:
        raise IncompleteReply(f"a series without its newest {name}, {newest[:20]}")
    return points


def unpublished_of(points: Sequence[Point], frequency: Frequency = "months") -> str:
    """In words, how many periods have no value; "" where all have."""
    count = sum(point.value in UNPUBLISHED for point in points)
    return f"{count:,} {frequency} without a value" if count else ""


def months_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The months of stored series that have a value: key, value, area and period columns.

    A month of a rolling series is named by its last month; the label beside it says which months it
    covers. Months without a number ('' or '-') are left out: they were never published.
    """
    return _periods_of(parts, "months")


def quarters_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The same of quarters that have a value; a quarter is named by, and covers, its last month.

    Such series count on a day: that of the first quarter of 2026 is in March, '2026-03'.
    """
    return _periods_of(parts, "quarters")


def _periods_of(parts: Sequence[RawPart], frequency: Frequency) -> pl.DataFrame:
    rows = [
        (part.note.key, point.value, point.first, point.last)
        for part in parts
        for point in points_of(_json(part.pages()[0]), frequency)
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


def _point(entry: object, frequency: Frequency) -> Point:
    name = frequency.removesuffix("s")
    if not isinstance(entry, dict):
        raise IncompleteReply(f"a {name} that is {entry!r:.60}")
    if "value" not in entry:
        raise IncompleteReply(f"a {name} without a value field: {entry!r:.80}")
    value = str(entry["value"]).strip()
    if value not in UNPUBLISHED and not re.fullmatch(FIGURE, value):
        raise IncompleteReply(f"a {name} whose value is {value[:40]!r}")
    year, period, label = (str(entry.get(of) or "").strip() for of in ("year", name, "label"))
    try:
        first, last = _months_covered(int(year), period, label, frequency)
    except ValueError as error:
        raise IncompleteReply(
            f"a {name} that cannot be read: {year} {period} {label!r:.60}"
        ) from error
    if not 1900 <= last.year <= 2100:
        raise IncompleteReply(f"a {name} of the year {last.year}")
    return Point(first, last, value)


def _months_covered(year: int, period: str, label: str, frequency: Frequency) -> tuple[date, date]:
    """First days of the first and the last month that a point covers. ValueError for other words.

    A quarter stands for its last month, in which what is counted on a day is counted.
    """
    if frequency == "months":
        return _window(date(year, _month_number(period), 1), label)
    quarter = re.fullmatch(QUARTER, period, re.IGNORECASE)
    if quarter is None or (label and not {str(year), quarter[0]} <= set(label.split())):
        raise ValueError(label)
    counted = date(year, 3 * int(quarter[1]), 1)
    return counted, counted


def _window(named: date, label: str) -> tuple[date, date]:
    """The same of a month, by its label.

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
