"""Indicators, layers and sites that are asked for together: as alone, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from factory_local_statistics import FOUR, cube, entry
from factory_nomis import Answer, Session, http

from catalog.settings import Settings
from etl.clients import planning_sharing
from etl.clients.arcgis.layers import largest_pages
from etl.clients.http import FetchError
from etl.clients.ons import local_sharing
from etl.clients.ons.local_statistics import IndicatorQuery
from etl.clients.planning import SitesQuery

WEST = SitesQuery("E08000032", "brownfield-land", (-2.0, 53.7, -1.6, 53.9), ("E08000032",))


def _json(content: object) -> Answer:
    return Answer(json.dumps(content).encode())


def test_indicators_that_came_together_are_kept_as_alone() -> None:
    listed = [entry("made-a"), entry("made-b"), entry("made-c")]
    cubes = [cube(*FOUR, slug=slug) for slug in ("made-a", "made-b")]
    together = {"class": "collection", "link": {"item": cubes}}
    queries = tuple(IndicatorQuery(slug) for slug in ("made-a", "made-b", "made-c", "made-gone"))
    session = Session(_json(listed), _json(together))
    received = local_sharing.IndicatorsShared(queries).fetch(http(session), Settings())
    assert list(received) == ["made-a", "made-b"], "the others are asked for alone"
    assert "indicator=made-a,made-b,made-c&" in session.asked[1][0]
    alone = IndicatorQuery("made-a").fetch(
        http(Session(_json(listed), _json(cubes[0]))), Settings()
    )
    assert received["made-a"] == alone


def test_a_collection_that_was_cut_is_no_answer() -> None:
    listed = [entry("made-a"), entry("made-b")]
    whole = json.dumps({"link": {"item": [cube(*FOUR, slug=s) for s in ("made-a", "made-b")]}})
    session = Session(_json(listed), Answer(whole[:-3].encode()))
    queries = (IndicatorQuery("made-a"), IndicatorQuery("made-b"))
    with pytest.raises(FetchError, match="not JSON"):
        local_sharing.IndicatorsShared(queries).fetch(http(session), Settings())


@pytest.mark.parametrize(
    ("limits", "geometry", "asked"),
    [
        ({"maxRecordCount": 2000, "standardMaxRecordCountNoGeometry": 32000}, False, "standard"),
        ({"maxRecordCount": 2000, "standardMaxRecordCountNoGeometry": 32000}, True, None),
        ({"maxRecordCount": 2000, "standardMaxRecordCount": 16000}, True, "standard"),
        ({"maxRecordCount": 2000, "standardMaxRecordCountNoGeometry": 2000}, False, None),
        ({"maxRecordCount": "2000"}, False, None),
        ({}, False, None),
    ],
)
def test_pages_are_as_large_as_a_layer_says(
    limits: dict[str, Any], geometry: bool, asked: str | None
) -> None:
    assert largest_pages(limits, geometry=geometry).get("resultType") == asked


def test_most_of_england_is_one_box() -> None:
    queries = [replace(WEST, key=str(n)) for n in range(planning_sharing.MOST_OF_ENGLAND)]
    assert planning_sharing.group(queries, Settings()) == [queries]
    assert len(planning_sharing.group(queries[:20], Settings())) <= 20
