"""The Open Geography Portal: newest vintage found, pages followed, errors in HTTP 200 seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from catalog.settings import Settings
from etl import arcgis
from etl.arcgis import LAYERS, Ask, choose, newest, ward_year
from etl.http import FetchError, Http, Reply
from etl.raw import RawPart, save

SERVICES = [
    "WD_MAY_2025_UK_BGC_V2",
    "WD_MAY_2025_UK_BGC",
    "WD_DEC_2025_UK_BSC",
    "WD_MAY_2026_UK_BGC",
    "Wards_May_2024_Boundaries_UK_BGC",
    "Wards_December_2024_Boundaries_UK_BGC",
    "LSOA21_WD25_LAD25_EW_LU_v2",
    "LSOA21_WD24_LAD24_EW_LU",
    "LAD26_RGN26_EN_LU",
    "LAD25_RGN25_EN_LU_v2",
    "LAD24_RGN24_EN_LU",
    "LAD25_LAU126_ITL326_ITL226_ITL126_UK_LU",
    "LAD27_LSIP27_EN_LU",
]


@pytest.mark.parametrize(
    ("kind", "year", "expected"),
    [
        ("wards", "", "WD_MAY_2026_UK_BGC"),
        ("wards", "25", "WD_MAY_2025_UK_BGC_V2"),
        ("wards", "24", "Wards_May_2024_Boundaries_UK_BGC"),
        ("lsoa_wards", "", "LSOA21_WD25_LAD25_EW_LU_v2"),
        ("lad_regions", "", "LAD26_RGN26_EN_LU"),
        ("lad_itls", "", "LAD25_LAU126_ITL326_ITL226_ITL126_UK_LU"),
    ],
)
def test_the_newest_service_is_found_by_its_name(kind: str, year: str, expected: str) -> None:
    assert newest(LAYERS[kind], SERVICES, year).name == expected


def test_boundaries_and_lookup_are_of_one_year() -> None:
    assert ward_year(SERVICES) == "25"
    assert ward_year(SERVICES, "24") == "24"
    with pytest.raises(FetchError, match=r"those with both are \['24', '25'\]"):
        ward_year(SERVICES, "26")


@pytest.mark.parametrize(
    ("kind", "pinned", "expected"),
    [
        ("wards", "", "WD_MAY_2025_UK_BGC_V2"),
        ("lad_regions", "", "LAD25_RGN25_EN_LU_v2"),
        ("lad_regions", "24", "LAD24_RGN24_EN_LU"),
        ("lad_lsips", "", "LAD27_LSIP27_EN_LU"),
    ],
)
def test_lists_of_councils_are_not_newer_than_the_wards_where_there_are_such(
    kind: str, pinned: str, expected: str
) -> None:
    assert choose(LAYERS[kind], SERVICES, pinned).name == expected


def test_coarser_boundaries_serve_a_year_that_has_no_others() -> None:
    assert newest(LAYERS["wards"], ["WD_MAY_2027_UK_BSC", *SERVICES]).name == "WD_MAY_2027_UK_BSC"
    assert newest(LAYERS["wards"], ["WD_MAY_2026_UK_BSC", *SERVICES]).name == "WD_MAY_2026_UK_BGC"


def test_no_fitting_layer_says_what_to_do() -> None:
    with pytest.raises(FetchError, match="wardwise probe"):
        newest(LAYERS["lads"], SERVICES)


class Portal:
    """Answers as the portal does, with the given object ids page by page; None marks no flag."""

    def __init__(self, stated: int, *pages: tuple[list[int], bool | None]) -> None:
        self.stated = stated
        self.pages = list(pages)
        self.offsets: list[int] = []

    def get(self, url: str, params: dict[str, str], **_: object) -> Reply:
        if "returnCountOnly" in params:
            return Reply(json.dumps({"count": self.stated}).encode(), url)
        self.offsets.append(int(params.get("resultOffset", 0)))
        ids, more = self.pages.pop(0) if self.pages else ([], None)
        features = [{"properties": {"FID": number}} for number in ids]
        flag = {} if more is None else {"properties": {"exceededTransferLimit": more}}
        return Reply(json.dumps({"features": features} | flag).encode(), url)


def pages(portal: Portal) -> list[bytes]:
    asked = Ask("all", "lads", geometry=True)
    return asked._pages(portal, "portal", {"orderByFields": "FID"}, portal.stated)  # type: ignore[arg-type]


def test_pages_are_followed_by_the_features_that_came() -> None:
    portal = Portal(5, ([1, 2], True), ([3, 4], True), ([5], None))
    assert len(pages(portal)) == 3
    assert portal.offsets == [0, 2, 4]


def test_a_page_without_the_flag_that_there_is_more_is_not_believed() -> None:
    portal = Portal(3, ([1, 2], None), ([3], None))
    assert len(pages(portal)) == 2


@pytest.mark.parametrize(
    ("portal", "words"),
    [
        (Portal(3, ([1, 2], True), ([], None)), "sent 2 features, 2 of them different"),
        (Portal(3, ([1, 2], True), ([2], None)), "sent 3 features, 2 of them different"),
        (Portal(2, ([1, 2], True), ([3], None)), "sent 3 features, 3 of them different"),
        (Portal(3, ([1, 2], True), ([1, 2], True), ([1, 2], True)), "sent 4 features, 2 of"),
    ],
)
def test_pages_that_lack_or_repeat_features_are_an_error(portal: Portal, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        pages(portal)


def fetched(server: Any, ask: Ask, tmp_path: Any) -> RawPart:
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0)
    http = Http(pause_seconds=0, backoff_seconds=0)
    received = ask.fetch(http, settings)
    return save(received, source="x", key=ask.key, areas=(), asked="", root=tmp_path)


@pytest.mark.parametrize(
    "fault", ["arcgis503", "html", "empty", "short:0.6", "truncate", "reset", "500"]
)
def test_a_fault_that_passes_is_tried_again(
    upstream: Callable[..., Any], tmp_path: Any, fault: str
) -> None:
    server = upstream(faults=f"arcgis/*query*={fault}#1")
    part = fetched(server, Ask("w", "wards", geometry=True, of_lads=("E08000033",)), tmp_path)
    assert len(arcgis.features([part])) == 17
    assert any(entry["fault"] for entry in server.requests)


def test_a_fault_that_stays_is_an_error_with_the_service_in_it(
    upstream: Callable[..., Any], tmp_path: Any
) -> None:
    server = upstream(faults="arcgis/*WD_MAY*query*=arcgis503")
    with pytest.raises(FetchError, match=r"wards w.*ArcGIS error 503"):
        fetched(server, Ask("w", "wards", geometry=True, of_lads=("E08000033",)), tmp_path)


def test_a_council_without_features_is_an_error(bench: Any, tmp_path: Any) -> None:
    with pytest.raises(FetchError, match="no feature for E08000099"):
        fetched(bench, Ask("w", "wards", geometry=True, of_lads=("E08000099",)), tmp_path)
