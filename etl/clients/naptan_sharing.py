"""Areas of stop numbers put to NaPTAN several at once, and each area's stops kept as its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, Reply
from etl.clients.naptan import PATH, StopsQuery, address_of, odd_statuses, read_whole
from etl.clients.query import SharedQuery
from etl.raw import Received

# 2026-11: an area is about 1 MB, and a request that is stopped is asked for again.
MOST_AREAS: Final = 24
# Whose stop it is, where its number does not begin as those of an area that was asked for.
KEEPER: Final = "AdministrativeAreaCode"


def group(queries: Sequence[StopsQuery], settings: Settings) -> list[list[StopsQuery]]:  # noqa: ARG001
    """The questions in their order, some areas together; stations of the nation stay alone."""
    groups: list[list[StopsQuery]] = []
    for query in queries:
        if groups and query.areas and groups[-1][-1].areas and len(groups[-1]) < MOST_AREAS:
            groups[-1].append(query)
        else:
            groups.append([query])
    return groups


@dataclass(frozen=True)
class NaptanShared(SharedQuery):
    """One request for several areas (see `group`)."""

    queries: tuple[StopsQuery, ...]

    def describe(self, settings: Settings) -> str:
        return address_of(settings, [query.atco_area for query in self.queries])

    def count_requests(self, settings: Settings) -> int:  # noqa: ARG002
        return 1

    def fetch(self, http: Http, settings: Settings) -> dict[str, Received]:
        areas = [query.atco_area for query in self.queries]
        name = f"NaPTAN stops {areas[0]} and {len(areas) - 1} more areas"
        asked = {"dataFormat": "csv", "atcoAreaCodes": ",".join(areas)}
        reply = http.get(
            f"{settings.urls['dft']}{PATH}", asked, source=name,
            accept=_accept, most_tries=2,
        )  # fmt: skip
        frame = read_whole(reply)
        heading, *lines = reply.body.splitlines(keepends=True)
        if len(lines) != frame.height:
            raise FetchError(f"{name}: rows that we cannot tell apart")
        area_of_row = _areas_of(frame, areas, name)
        received = {}
        for query in self.queries:
            rows = [line for line, area in zip(lines, area_of_row, strict=True)
                    if area == query.atco_area]  # fmt: skip
            if not rows:
                continue  # asked alone, it says that it holds none
            body = b"".join((heading, *rows))
            received[query.key] = Received(
                (body,), self.describe(settings), detail=odd_statuses(body)
            )
        return received


def _accept(reply: Reply) -> None:
    read_whole(reply)


def _areas_of(frame: pl.DataFrame, areas: Sequence[str], name: str) -> list[str]:
    """By row the area whose it is: by its number, else by who keeps it. FetchError for nobody's."""
    number = pl.col("ATCOCode").str.slice(0, 3)
    rows = frame.select(
        area=pl.when(number.is_in(areas)).then(number),
        keeper=pl.col(KEEPER) if KEEPER in frame.columns else pl.lit(None, pl.String),
    )
    keepers = (
        rows.drop_nulls().group_by("keeper").agg(pl.col("area").unique())
        .filter(pl.col("area").list.len() == 1)
        .select("keeper", kept=pl.col("area").list.first())
    )  # fmt: skip
    told = rows.join(keepers, on="keeper", how="left", maintain_order="left")
    area = told.select(pl.coalesce("area", "kept")).to_series()
    if area.null_count():
        raise FetchError(f"{name}: {area.null_count():,} stops of which we cannot tell the area")
    return area.to_list()
