"""Stops of NaPTAN: which are asked for, which are kept, where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_nomis import Answer, Session, http

import reference
from catalog import store
from catalog.schema import check
from catalog.settings import SAMPLE, Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.clients.naptan import StopsQuery
from etl.datasets.access import stops
from etl.raw import Received
from etl.run import registry

HEADINGS = "ATCOCode,CommonName,Easting,Northing,Longitude,Latitude,StopType,Status"
QUERY = StopsQuery("atco-450", "450", "West Yorkshire")
YORK, BRADFORD, SCILLY = "E06000014", "E08000032", "E06000053"


def csv_of(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows, ""]).encode()


def tidied(root: Path, *rows: str) -> pl.DataFrame:
    part = raw.save(
        Received((csv_of(*rows),), ""), source="stops", key="atco-450", areas=(), request="",
        root=root,
    )  # fmt: skip
    frame = check(stops.tidy([part]), stops.TABLE)
    assert stops.notes([part], frame)[0] == "Areas of stop numbers held: 450."
    return frame


def test_stops_in_use_are_kept_and_taxis_and_entrances_are_not(tmp_path: Path) -> None:
    frame = tidied(
        tmp_path,
        "4500001,High Street,416559,433217,,,BCT,active",
        "4500002,Gone,416559,433217,,,BCT,inactive",
        "4500003,Taxi rank,416559,433217,,,TXR,active",
        "9100BFD,Interchange,416559,433217,,,RLY,active",
        "9100BFE,Its entrance,416559,433217,,,RSE,active",
        "4500004,Bay,416559,433217,,,BCS,Active",
    )
    kinds = dict(frame.select("stop_code", "stop_kind").iter_rows())
    assert kinds == {"4500001": "bus", "9100BFD": "rail", "4500004": "bus"}


def test_platforms_count_only_where_an_area_lists_no_stations(tmp_path: Path) -> None:
    frame = tidied(
        tmp_path,
        "9400ZZA,Stop,1,1,-1.9,53.4,MET,active",
        "9400ZZA1,Platform 1,400000,400000,,,PLT,active",
        "3700A,Tram platform,435000,387000,,,PLT,active",
    )
    assert set(frame["stop_code"]) == {"9400ZZA", "3700A"}


def test_without_a_grid_reference_degrees_say_where_it_is(tmp_path: Path) -> None:
    frame = tidied(
        tmp_path,
        "4500001,Degrees,,,-1.7501,53.7950,BCT,active",
        "4500002,Grid,416559,433217,,,BCT,active",
        "4500003,Nowhere,,,,,BCT,active",
    )
    both = frame.sort("stop_code")
    assert both["easting_m"].to_list() == pytest.approx([416559, 416559], abs=10)
    assert both["northing_m"].to_list() == pytest.approx([433217, 433217], abs=10)


def test_the_areas_of_a_council_are_asked_for_and_never_the_whole_country() -> None:
    asked = stops.requests(Areas((YORK, BRADFORD)), Settings())
    assert [query.atco_area for query in asked] == ["329", "450", "910", "940"]
    assert BRADFORD in asked[1].areas
    assert "E08000035" in asked[1].areas, "the list is of all the councils in its area"
    assert stops.requests(Areas((SCILLY,)), Settings()) == []
    assert stops.requests(Areas(()), Settings()) == []


def test_every_council_but_one_has_an_area_and_no_other_has() -> None:
    councils = set(store.read("councils", SAMPLE)[0]["lad_code"])
    areas = reference.read("atco_areas")
    assert councils - set(areas["lad_code"]) == {SCILLY}
    assert set(areas["lad_code"]) <= councils
    assert areas.filter(~pl.col("atco_area").str.contains(r"^\d{3}$")).is_empty()
    assert areas.select("atco_area", "atco_area_name").unique()["atco_area"].is_unique().all()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (csv_of(), "does not hold area 450"),
        (b"ATCOCode,CommonName\n450,x\n", "without Easting"),
        (csv_of("3290001,York,1,1,,,BCT,active"), "none of area 450"),
        (csv_of("4500001,a,1,1,,,BCT,active")[:-8], "last row is incomplete"),
    ],
)
def test_a_reply_that_is_not_the_areas_stops_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        QUERY.fetch(http(Session(Answer(body))), Settings())


def test_a_status_that_we_do_not_know_is_said() -> None:
    rows = ("4500001,a,1,1,,,BCT,active", "4500002,b,1,1,,,BCT,paused", "4500003,c,1,1,,,BCT,")
    received = QUERY.fetch(http(Session(Answer(csv_of(*rows)))), Settings())
    assert received.detail == {"passed_over": "2 stops with the status '', 'paused'"}


@pytest.mark.bench
def test_yorks_stops_come_from_the_bench(bench: Any, settings_for: Any) -> None:
    settings = settings_for(bench)
    planned = registry.plan(Areas((YORK,)), settings, ["stops"])[:2]
    assert registry.fetch(planned, Http(pause_seconds=0.0), settings, lambda _: None) == []
    registry.tidy_source("stops", settings)
    kinds = store.read("stops", settings.built)[0]["stop_kind"].value_counts()
    assert dict(kinds.iter_rows()) == {"bus": 1205, "rail": 101}
    (west,) = [q for n, q in registry.plan(Areas((BRADFORD,)), settings) if q.key == "atco-450"]
    (failure,) = registry.fetch([("stops", west)], Http(pause_seconds=0), settings, lambda _: None)
    assert "does not hold area 450" in failure.message
