"""Requests for many councils, client by client: told apart as received, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from factory_nomis import Answer, Session, http
from hypothesis import given
from hypothesis import strategies as st

from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients import naptan_sharing, planning_sharing
from etl.clients.arcgis import sharing as arcgis_sharing
from etl.clients.arcgis.client import Query as LayerQuery
from etl.clients.http import FetchError
from etl.clients.naptan import StopsQuery
from etl.clients.nomis import grouping
from etl.clients.nomis.cells import MOST_CELLS, count_cells
from etl.clients.nomis.client import NEWEST_WARDS, Expected, Query
from etl.clients.nomis.owners import owners_by_name, owners_of_wards, settle_border
from etl.clients.nomis.ranges import write_in_order
from etl.clients.planning import SitesQuery
from etl.datasets.labour import bres

WEST = SitesQuery("E08000032", "brownfield-land", (-2.0, 53.7, -1.6, 53.9), ("E08000032",))
EAST = SitesQuery("E08000035", "brownfield-land", (-1.8, 53.7, -1.3, 53.9), ("E08000035",))


# ------------------------------------------------------------------------ Nomis


COUNCILS = st.lists(
    st.sampled_from(["E06000047", "E06000057", "E07000177", "E08000025", "E09000001", "W06000015"]),
    unique=True,
)


@given(COUNCILS, st.sampled_from([None, 151, 298, NEWEST_WARDS]), st.integers(1, 400))
def test_every_question_is_put_once_and_no_request_is_too_large(
    councils: list[str], area_type: Any, years: int
) -> None:
    settings = Settings()
    question = replace(bres.requests(Areas(()), settings)[0], every_area=False, area_type=area_type)
    queries = [
        replace(
            question, key=code, geography=(code,), areas=(code,), date=f"latestMINUS{years}-latest"
        )
        for code in councils
    ]
    groups = grouping.group(queries, settings)
    assert sorted(query.key for some in groups for query in some) == sorted(councils)
    for some in groups:
        cells = sum(count_cells(grouping.bare(query)) or 0 for query in some)
        assert len(some) == 1 or cells <= MOST_CELLS


def test_a_border_that_has_moved_keeps_its_councils_apart() -> None:
    """Of LSOAs of 2011 one in Gateshead is called Northumberland."""
    question = Query("", Expected("NM_1_1"), "2021", (("sex", (0,)),), area_type=298)
    codes = ("E06000057", "E08000037", "E08000021", "E08000024")
    queries = [replace(question, key=code, geography=(code,), areas=(code,)) for code in codes]
    groups = grouping.group(queries, Settings())
    assert sorted(len(some) for some in groups) == [1, 1, 2]


@pytest.mark.parametrize(
    ("name", "council"),
    [("Bradford 016A", "E08000032"), ("Bradford 016", "E08000032"),
     ("E01013355 : Allerdale 012B", "E06000063"), ("Taunton Deane 003C", "E06000066"),
     ("St. Helens 001A", "E08000013"), ("Bristol, City of 054E", "E06000023"),
     ("The Vale of Glamorgan 001A", "W06000014"), ("Atlantis 001A", None), ("Baildon", None)],
)  # fmt: skip
def test_a_small_area_is_of_the_council_in_its_name(name: str, council: str | None) -> None:
    assert owners_by_name({"E01000001": name}).get("E01000001") == council


@given(st.lists(st.integers(1, 60), unique=True), st.sets(st.integers(1, 60)))
def test_a_list_written_in_ranges_reads_as_itself(numbers: list[int], others: set[int]) -> None:
    every = others | set(numbers)
    read: list[int] = []
    for entry in filter(None, write_in_order(numbers, every).split(",")):
        first, _, last = entry.partition("...")
        read += [n for n in sorted(every) if int(first) <= n <= int(last or first)]
    assert read == numbers


# ------------------------------------------------------------------------ the others


def site(number: int, long: float, **more: str) -> dict[str, Any]:
    return {"entity": number, "point": f"POINT ({long:.6f} 53.800000)", "hectares": "0.50", **more}


def entities(*sites: dict[str, Any]) -> Answer:
    listed = {"entities": list(sites), "links": {}, "count": len(sites)}
    return Answer(json.dumps(listed).encode())


def test_a_site_is_of_every_council_in_whose_box_it_lies() -> None:
    shared = planning_sharing.PlanningShared((WEST, EAST))
    session = Session(entities(site(1, -1.9), site(2, -1.7), site(3, -1.4)))
    received = shared.fetch(http(session), Settings())
    numbers = {
        key: [one["entity"] for one in json.loads(reply.pages[0])["entities"]]
        for key, reply in received.items()
    }
    assert numbers == {"E08000032": [1, 2], "E08000035": [2, 3]}
    assert len(session.asked) == 1
    assert "-2.0000 53.7000" in session.asked[0][1]["geometry"]


def test_a_site_that_is_no_point_is_left_to_the_service() -> None:
    shared = planning_sharing.PlanningShared((WEST, EAST))
    area = entities(site(1, -1.7, geometry="MULTIPOLYGON (((0 0)))"))
    assert shared.fetch(http(Session(area)), Settings()) == {}
    far = entities(site(1, -1.4, geometry="MULTIPOLYGON (((-1.4 53.8, -1.3 53.8)))"))
    assert list(shared.fetch(http(Session(far)), Settings())) == ["E08000032"]
    with pytest.raises(FetchError, match="without a place"):
        shared.fetch(http(Session(entities({"entity": 1}))), Settings())


def test_boxes_of_a_few_councils_stay_apart() -> None:
    assert planning_sharing.group([WEST, EAST], Settings()) == [[WEST], [EAST]]


STOPS = tuple(StopsQuery(f"atco-{code}", code, "made", ("E08000035",)) for code in ("329", "450"))
HEADING = (
    "ATCOCode,CommonName,Easting,Northing,Longitude,Latitude,StopType,AdministrativeAreaCode,"
    "Status\n"
)


def stops(*rows: str) -> Answer:
    lines = (
        f"{code},{name},1,2,,,BCT,{keeper},active\n" for code, name, keeper in map(str.split, rows)
    )
    return Answer((HEADING + "".join(lines)).encode())


def test_stops_are_of_the_area_of_their_number_or_of_its_keeper() -> None:
    session = Session(stops("3290001 York 84", "4500001 Leeds 99", "9990001 Odd 99"))
    received = naptan_sharing.NaptanShared(STOPS).fetch(http(session), Settings())
    assert received["atco-329"].pages[0].decode().splitlines()[1:] == [
        "3290001,York,1,2,,,BCT,84,active"
    ]
    assert received["atco-450"].pages[0].count(b"\n") == 3
    assert session.asked[0][1]["atcoAreaCodes"] == "329,450"


def test_a_stop_of_nobodys_is_left_to_the_service() -> None:
    session = Session(stops("3290001 York 84", "9990001 Odd 77"))
    with pytest.raises(FetchError, match="cannot tell the area"):
        naptan_sharing.NaptanShared(STOPS).fetch(http(session), Settings())


def test_an_area_without_stops_is_still_to_be_asked_for_alone() -> None:
    received = naptan_sharing.NaptanShared(STOPS).fetch(
        http(Session(stops("3290001 York 84"))), Settings()
    )
    assert list(received) == ["atco-329"]


def test_wards_are_asked_for_so_many_councils_as_fill_a_page() -> None:
    codes = ["E08000025", "E08000026", "E06000052", "E09000001", "E06000047"]
    queries = [LayerQuery(code, "wards", True, (code,), (code,)) for code in codes]
    assert [len(some) for some in arcgis_sharing.group(queries, Settings())] == [5]
    whole = [LayerQuery("all", "lsoa_wards")] * 2
    assert [len(some) for some in arcgis_sharing.group(whole, Settings())] == [1, 1]
    assert len(arcgis_sharing.group(queries * 20, Settings())[0]) <= 60


class Portal:
    """Lists layers of wards by year; a layer gives its wards in pages of two."""

    def __init__(self, **wards: dict[str, str]) -> None:
        self.wards = {f"WD_MAY_20{year[1:]}_UK_BGC": of_year for year, of_year in wards.items()}
        self.asked: list[str] = []

    def request(self, _method: str, url: str, **_options: Any) -> Answer:
        parts = urlsplit(url)
        name = next((name for name in self.wards if name in parts.path), "")
        if not name:
            lookups = ["LSOA21_WD25_LAD25_EW_LU"]
            return _json({"services": [{"name": one} for one in (*self.wards, *lookups)]})
        year = name[9:11]
        columns = "FID", f"WD{year}CD", f"LAD{year}CD"
        if not parts.path.endswith("query"):
            named = (*columns, f"WD{year}NM", f"LAD{year}NM")
            return _json({"fields": [{"name": one} for one in named], "objectIdField": "FID"})
        self.asked.append(name)
        at = int(parse_qs(parts.query)["resultOffset"][0])
        rows = [(n, *entry) for n, entry in enumerate(self.wards[name].items())]
        features = [{"attributes": dict(zip(columns, row, strict=True))} for row in rows]
        more = {"exceededTransferLimit": True} if at + 2 < len(rows) else {}
        return _json({"features": features[at : at + 2], **more})


def _json(content: object) -> Answer:
    return Answer(json.dumps(content).encode())


def test_wards_of_another_year_are_looked_for_until_all_are_found() -> None:
    of_2025 = {f"E0500000{n}": "E08000032" for n in range(3)}
    portal = Portal(y24={"E05000009": "E08000033"}, y25=of_2025, y26={"E05000008": "E08000034"})
    client = http(portal)
    assert owners_of_wards(client, Settings(), ["E05000002"]) == {"E05000002": "E08000032"}
    assert portal.asked == ["WD_MAY_2025_UK_BGC"] * 2, "the year with a lookup, two pages, no more"
    every = owners_of_wards(
        client, Settings(), ["E05000001", "E05000008", "E05000009", "E05000007"]
    )
    assert every == {
        "E05000001": "E08000032", "E05000008": "E08000034", "E05000009": "E08000033",
    }  # fmt: skip
    assert len(portal.asked) == 4, "each layer once a run"


def test_a_border_that_was_moved_is_settled_by_a_list() -> None:
    owners = {"E01000001": "E07000177", "E01000002": "E07000177", "E01000003": "E08000035"}
    inside = pl.DataFrame({"gss": ["E01000001"]})
    settled = settle_border(owners, 151, lambda _: inside)
    assert settled == owners | {"E01000002": "E06000062"}
    assert settle_border(owners, 298, lambda _: inside) == owners
    with pytest.raises(FetchError, match="no small areas"):
        settle_border(owners, 151, lambda _: inside.clear())


def test_regions_are_asked_for_together_and_each_keeps_its_own() -> None:
    question = Query("", Expected("NM_1_1"), "2021", (("sex", (0,)),), area_type=298)
    regions = [
        replace(question, key=code, geography=(code,), every_area=True)
        for code in ("E12000001", "E12000003")
    ]
    assert [len(some) for some in grouping.group(regions, Settings())] == [2]
    assert (count_cells(regions[0]) or 0) > 1_000, "small areas of all councils of the region"


def test_owners_of_wards_are_those_of_the_boundaries_that_are_held(tmp_path: Path) -> None:
    body = json.dumps({"features": [
        {"properties": {"FID": 1, "WD25CD": "E05000001", "LAD25CD": "E08000032"}, "geometry": {}},
    ]}).encode()  # fmt: skip
    raw.save(
        raw.Received((body,), "made", extension="json", detail={"year": "25"}),
        source="wards", key="E08000032", areas=("E08000032",), request="made",
        root=tmp_path / "raw",
    )  # fmt: skip
    session = Session(Answer(status=500))
    held = owners_of_wards(http(session), Settings(data=tmp_path), ["E05000001"])
    assert held == {"E05000001": "E08000032"}
    assert session.asked == []
