"""Brownfield sites of Planning Data: every page, current sites with a point, England alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import Answer, Session, http

from catalog import store
from catalog.schema import check
from catalog.settings import Settings
from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.clients.planning import SitesQuery
from etl.datasets.access import brownfield
from etl.raw import Received
from etl.run import registry

QUERY = SitesQuery("E08000035", "brownfield-land", (-1.8, 53.7, -1.3, 53.9))
LEEDS, CARDIFF = "E08000035", "W06000015"


def site(number: int, **fields: str) -> dict[str, Any]:
    return {
        "entity": number, "point": "POINT (-1.55 53.80)", "site-address": f"Land {number}",
        "hectares": "0.5", "end-date": "", **{k.replace("_", "-"): v for k, v in fields.items()},
    }  # fmt: skip


def page(sites: list[dict[str, Any]], count: int | None = None, onward: str = "") -> bytes:
    links = {"first": "/entity.json"} | ({"next": onward} if onward else {})
    total = len(sites) if count is None else count
    return json.dumps({"entities": sites, "links": links, "count": total}).encode()


def fetched(*pages: bytes) -> Received:
    return QUERY.fetch(http(Session(*map(Answer, pages))), Settings())


def test_pages_are_followed_to_the_last() -> None:
    received = fetched(page([site(1), site(2)], 3, "/entity.json?offset=2"), page([site(3)], 3))
    assert len(received.pages) == 2


def test_a_box_without_a_site_is_an_answer_and_said() -> None:
    assert "no site in the council's box" in fetched(page([])).detail["remark"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "no JSON"),
        (b'{"entities": 3}', "without a list of entities"),
        (b'{"entities": []}', "without links and a count"),
        (page([site(1)], 2), "no way on"),
        (page([site(1)], 1, "/entity.json?offset=1"), "too far"),
        (page([site(1)], 37_500, "/entity.json?offset=1"), "has not heeded the box"),
    ],
)
def test_what_is_not_all_the_sites_of_the_box_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetched(body)


def test_current_sites_with_a_point_are_kept(tmp_path: Path) -> None:
    sites = [
        site(
            1, hectares="1.25", planning_permission_status="permissioned", entry_date="2024-01-05"
        ),
        site(2, end_date="2020-01-01"),
        site(3, point=""),
        site(4, hectares="0", site_address="Springwell Road, , Holbeck, "),
        site(1),
    ]
    part = raw.save(
        Received((page(sites),), "", extension="json"), source="brownfield", key="x", areas=(),
        request="", root=tmp_path,
    )  # fmt: skip
    frame = check(brownfield.tidy([part]), brownfield.TABLE)
    assert frame.select("site_code", "site_name", "hectares").rows() == [
        ("1", "Land 1", 0.5), ("4", "Springwell Road, Holbeck", None),
    ]  # fmt: skip
    assert brownfield.notes([part], frame) == [
        "Left out: 1 site that left the register.",
        "Left out: 1 site without a point in Great Britain.",
    ]  # fmt: skip


def test_england_alone_is_asked_for() -> None:
    asked = brownfield.requests(Areas((LEEDS, CARDIFF)), Settings())
    assert [query.key for query in asked] == [LEEDS]
    west, south, east, north = asked[0].box
    assert -1.9 < west < east < -1.2
    assert 53.6 < south < north < 54.0


@pytest.mark.bench
def test_leeds_sites_come_from_the_bench(bench: Any, settings_for: Any) -> None:
    settings = settings_for(bench)
    planned = registry.plan(Areas((LEEDS,)), settings, ["brownfield"])
    assert registry.fetch(planned, Http(pause_seconds=0.0), settings, lambda _: None) == []
    registry.tidy_source("brownfield", settings)
    frame = store.read("brownfield", settings.built)[0]
    assert frame.height == 347
    assert frame["hectares"].sum() > 300
