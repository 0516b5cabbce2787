"""Client of NaPTAN, the register of stops and stations: a CSV for each area of its numbers.

The whole country is about 100 MB, so no question is put without the area (`atcoAreaCodes`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.vocabulary.counting import count_things
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.raw import RawPart, Received

PATH: Final = "/v1/access-nodes"
NEEDED: Final = (
    "ATCOCode", "CommonName", "Easting", "Northing", "Longitude", "Latitude", "StopType", "Status",
)  # fmt: skip


STATUSES: Final = ("active", "inactive", "pending")


@dataclass(frozen=True)
class StopsQuery:
    """The stops of one area: the first three digits of their numbers."""

    key: str
    atco_area: str
    area_name: str
    areas: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"NaPTAN stops {self.atco_area} ({self.area_name})"

    def describe(self, settings: Settings) -> str:
        return address_of(settings, [self.atco_area])

    def fetch(self, http: Http, settings: Settings) -> Received:
        """The area's CSV, proved whole: FetchError where it is cut, lacks a column or has no stop.

        NaPTAN answers an area that it does not hold with the headings alone. That is no area
        without stops.
        """
        asked = {"dataFormat": "csv", "atcoAreaCodes": self.atco_area}
        url = f"{settings.urls['dft']}{PATH}"
        reply = http.get(url, asked, source=self.name, accept=self._accept)
        return Received((reply.body,), self.describe(settings), detail=odd_statuses(reply.body))

    def _accept(self, reply: Reply) -> None:
        frame = read_whole(reply)
        if frame.is_empty():
            raise IncompleteReply(
                f"headings and no stop: it does not hold area {self.atco_area}", final=True
            )
        others = frame.filter(~pl.col("ATCOCode").str.starts_with(self.atco_area))
        if others.height == frame.height:
            raise IncompleteReply(
                f"{frame.height:,} stops, none of area {self.atco_area} that was asked for",
                final=True,
            )


@dataclass(frozen=True)
class ExpectedStops:
    """What `wardwise probe` compares: one small area answers, with the columns that we read."""

    atco_area: str
    area_name: str

    @property
    def name(self) -> str:
        return f"NaPTAN area {self.atco_area}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        """In words, why a small area cannot be had; nothing where it can."""
        try:
            StopsQuery("probe", self.atco_area, self.area_name).fetch(http, settings)
        except FetchError as error:
            return [str(error)]
        return []


def odd_statuses(body: bytes) -> dict[str, str]:
    """For the part's note: rows whose status is none that we know, which are taken for no stop."""
    statuses = read_stops(body)["Status"].fill_null("").str.strip_chars().str.to_lowercase()
    odd = statuses.filter(~statuses.is_in(list(STATUSES)))
    if odd.is_empty():
        return {}
    shown = ", ".join(map(repr, odd.unique().sort().head(3)))
    return {"passed_over": f"{count_things(odd.len(), 'stop')} with the status {shown}"}


def address_of(settings: Settings, atco_areas: Sequence[str]) -> str:
    """The address of the stops of some areas."""
    listed = ",".join(atco_areas)
    return f"{settings.urls['dft']}{PATH}?dataFormat=csv&atcoAreaCodes={listed}"


def read_whole(reply: Reply) -> pl.DataFrame:
    """The rows of a reply; IncompleteReply where it is no table of stops, or a cut one."""
    frame = read_stops(reply.body)
    if not reply.body.endswith(b"\n") and frame.height:
        # The last row is whole where it has a status, the last of the columns.
        last = frame.columns[-1]
        if frame[last][-1] not in STATUSES:
            raise IncompleteReply("a table whose last row is incomplete")
    return frame


def read_stops(body: bytes) -> pl.DataFrame:
    """The rows of a CSV of stops as text; IncompleteReply where it is none, or lacks a column."""
    try:
        frame = pl.read_csv(io.BytesIO(body), infer_schema=False, truncate_ragged_lines=False)
    except pl.exceptions.PolarsError as error:
        words = str(error).split("\n")[0][:100]
        raise IncompleteReply(f"no table of stops ({words})") from error
    absent = [name for name in NEEDED if name not in frame.columns]
    if absent:
        raise IncompleteReply(f"a table without {', '.join(absent)}", final=True)
    return frame


def stops_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """The needed columns of all stored areas, as text."""
    read = [read_stops(page).select(NEEDED) for part in parts for page in part.pages()]
    return pl.concat(read)
