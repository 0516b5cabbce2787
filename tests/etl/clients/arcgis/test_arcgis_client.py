"""The Open Geography Portal: newest vintage found, pages followed, errors in HTTP 200 seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from catalog.settings import Settings
from etl.clients.arcgis import client
from etl.clients.arcgis.client import LAYERS, Query, choose, choose_with_fields, newest, ward_year
from etl.clients.arcgis.layers import why_older
from etl.clients.arcgis.replies import accept_count, accept_features, shape_fault
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
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


# Names seen on the live service in October 2026, and two as its publisher wrote them before.
ITLS = [
    "LAD23_LAU121_ITL321_ITL221_ITL121_UK_LU",
    "ITL125_ITL225_ITL325_LAU125_LAD24_UK_LU",
    "ITL125_ITL225_ITL325_LAU125_LAD25_UK_LU",
]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (ITLS, ITLS[2]),
        (ITLS[:2], ITLS[1]),
        (ITLS[:1], ITLS[0]),
        ([*ITLS, "LAD26_LAU126_ITL326_ITL226_ITL126_UK_LU"], ITLS[2]),
        ([ITLS[1], "LAD25_LAU126_ITL326_ITL226_ITL126_UK_LU"],
         "LAD25_LAU126_ITL326_ITL226_ITL126_UK_LU"),
    ],
)  # fmt: skip
def test_the_newest_of_both_ways_to_name_a_lookup_is_taken(names: list[str], expected: str) -> None:
    wards = ["WD_MAY_2025_UK_BGC_V2", "LSOA21_WD25_LAD25_EW_LU_v2"]
    found = choose(LAYERS["lad_itls"], [*names, *wards])
    assert found.name == expected
    older = why_older(LAYERS["lad_itls"], found, [*names, *wards])
    assert bool(older) == (found.year < "25"), older


def test_an_older_lookup_is_taken_and_said(bench: Any, tmp_path: Any) -> None:
    part = fetched(bench, Query("lsips", "lad_lsips"), tmp_path)
    assert part.note.detail["older"] == "LAD23_LSIP23_EN_LU is of 2023, the wards are of 2025"
    part = fetched(bench, Query("itls", "lad_itls"), tmp_path)
    assert part.note.detail["service"] == "ITL125_ITL225_ITL325_LAU125_LAD25_UK_LU"
    assert "older" not in part.note.detail


def test_the_highest_version_that_has_the_fields_is_taken() -> None:
    """A version of best fit may come after the exact one, without the kind of change."""
    fields = {
        "LSOA11_LSOA21_LAD22_EW_LU_v6": ("LSOA11CD", "LSOA21CD", "LAD22CD", "LAD22NM"),
        "LSOA11_LSOA21_LAD22_EW_LU_v5": ("LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD", "LAD22NM"),
        "LSOA11_LSOA21_LAD22_EW_LU_v2": ("LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD", "LAD22NM"),
    }

    class Layers:
        def get_once(self, url: str, **_: object) -> bytes:
            name = next(name for name in fields if name in url)
            return json.dumps({"fields": [{"name": field} for field in fields[name]]}).encode()

    found, _ = choose_with_fields(
        Layers(), Settings(), LAYERS["lsoa_changes"], list(fields)  # type: ignore[arg-type]
    )  # fmt: skip
    assert found.name.endswith("_v5")
    with pytest.raises(FetchError, match="v6: no field CHGIND; run"):
        choose_with_fields(
            Layers(), Settings(), LAYERS["lsoa_changes"], list(fields)[:1]  # type: ignore[arg-type]
        )  # fmt: skip


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
    asked = Query("all", "lads", geometry=True)
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


def fetched(server: Any, ask: Query, tmp_path: Any) -> RawPart:
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0)
    http = Http(pause_seconds=0, backoff_seconds=0)
    received = ask.fetch(http, settings)
    return save(received, source="x", key=ask.key, areas=(), request="", root=tmp_path)


@pytest.mark.parametrize(
    "fault", ["arcgis503", "html", "empty", "short:0.6", "truncate", "reset", "500"]
)
def test_a_fault_that_passes_is_tried_again(
    upstream: Callable[..., Any], tmp_path: Any, fault: str
) -> None:
    server = upstream(faults=f"arcgis/*query*={fault}#1")
    part = fetched(server, Query("w", "wards", geometry=True, of_lads=("E08000033",)), tmp_path)
    assert len(client.features([part])) == 17
    assert any(entry["fault"] for entry in server.requests)


def test_a_fault_that_stays_is_an_error_with_the_service_in_it(
    upstream: Callable[..., Any], tmp_path: Any
) -> None:
    server = upstream(faults="arcgis/*WD_MAY*query*=arcgis503")
    with pytest.raises(FetchError, match=r"wards w.*ArcGIS error 503"):
        fetched(server, Query("w", "wards", geometry=True, of_lads=("E08000033",)), tmp_path)


def test_a_council_without_features_is_an_error(bench: Any, tmp_path: Any) -> None:
    with pytest.raises(FetchError, match="no feature for E08000099"):
        fetched(bench, Query("w", "wards", geometry=True, of_lads=("E08000099",)), tmp_path)


@pytest.mark.parametrize(
    "count", ["331e999", '"5"', "-1", "true", "null", "[]", "1e30", "100000000000"]
)
def test_a_count_that_is_none_is_refused(count: str) -> None:
    with pytest.raises(IncompleteReply, match="a count of features that is"):
        accept_count(Reply(f'{{"count": {count}}}'.encode(), ""))


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ({"attributes": {"LAD25CD": "E06000014"}}, "without its object id FID"),
        ({"attributes": {"FID": 1}}, "without a field LAD25CD"),
        ({"attributes": {"FID": 1, "LAD25CD": 7}}, "whose LAD25CD is 7"),
        ({"attributes": {"FID": 1, "LAD25CD": "York"}}, "whose LAD25CD is 'York'"),
        ({"properties": "x"}, "without its object id"),
        ("x", "a feature that is 'x'"),
    ],
)
def test_a_feature_without_what_is_read_is_refused(feature: object, words: str) -> None:
    accept = accept_features(("FID", "LAD25CD"), geometry=False)
    good = {"attributes": {"FID": 1, "LAD25CD": "E06000014"}}
    accept(Reply(json.dumps({"features": [good]}).encode(), ""))
    with pytest.raises(IncompleteReply, match=words):
        accept(Reply(json.dumps({"features": [good, feature]}).encode(), ""))


@pytest.mark.parametrize("body", [b'{"error": "text"}', b'{"error": {"code": "x"}}', b"[]", b"nul"])
def test_an_error_of_any_shape_is_one_in_words(body: bytes) -> None:
    with pytest.raises(IncompleteReply, match=r"ArcGIS error|not JSON"):
        accept_count(Reply(body, ""))


def test_shapes_must_be_areas_in_britain_with_closed_rings() -> None:
    ring = [[-1.0, 53.0], [-1.0, 53.1], [-1.1, 53.1], [-1.0, 53.0]]
    assert shape_fault({"type": "Polygon", "coordinates": [ring]}) == ""
    assert shape_fault({"type": "MultiPolygon", "coordinates": [[ring], [ring]]}) == ""
    assert "not closed" in shape_fault({"type": "Polygon", "coordinates": [ring[:-1]]})
    far = [[1e9, 53.0], *ring[1:-1], [1e9, 53.0]]
    assert "outside Britain" in shape_fault({"type": "Polygon", "coordinates": [far]})
    assert shape_fault(None) == "without a shape"
