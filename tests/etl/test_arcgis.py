"""The Open Geography Portal: newest vintage found, pages followed, errors in HTTP 200 seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalog.settings import Settings
from etl import arcgis
from etl.arcgis import LAYERS, Ask, newest, ward_year
from etl.http import FetchError, Http
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
    "LAD25_RGN25_EN_LU_v2",
    "LAD24_RGN24_EN_LU",
]


@pytest.mark.parametrize(
    ("kind", "year", "expected"),
    [
        ("wards", "", "WD_MAY_2026_UK_BGC"),
        ("wards", "25", "WD_MAY_2025_UK_BGC_V2"),
        ("wards", "24", "Wards_December_2024_Boundaries_UK_BGC"),
        ("lsoa_wards", "", "LSOA21_WD25_LAD25_EW_LU_v2"),
        ("lad_regions", "", "LAD25_RGN25_EN_LU_v2"),
    ],
)
def test_the_newest_service_is_found_by_its_name(kind: str, year: str, expected: str) -> None:
    assert newest(LAYERS[kind], SERVICES, year).name == expected


def test_boundaries_and_lookup_are_of_one_year() -> None:
    assert ward_year(SERVICES) == "25"
    assert ward_year(SERVICES, "24") == "24"
    with pytest.raises(FetchError, match=r"those with both are \['24', '25'\]"):
        ward_year(SERVICES, "26")


def test_no_fitting_layer_says_what_to_do() -> None:
    with pytest.raises(FetchError, match="wardwise probe"):
        newest(LAYERS["lads"], SERVICES)


def fetched(server: Any, ask: Ask, tmp_path: Any) -> RawPart:
    settings = Settings(data=tmp_path, urls=dict(server.urls), pause_seconds=0)
    http = Http(pause_seconds=0, backoff_seconds=0)
    received = ask.fetch(http, settings)
    return save(received, source="x", key=ask.key, areas=(), asked="", root=tmp_path)


def test_every_page_is_followed(bench: Any, tmp_path: Any) -> None:
    part = fetched(bench, Ask("all", "lsoa_changes"), tmp_path)
    assert len(part.pages()) > 10
    assert len(arcgis.features([part])) == 35_796
    assert part.note.detail == {"service": "LSOA11_LSOA21_LAD22_EW_LU_v5", "year": "22"}


@pytest.mark.parametrize("fault", ["arcgis503", "html", "empty", "short:0.6", "reset", "500"])
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


def test_a_silently_cut_layer_is_noticed(bench: Any, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(Ask, "_count", lambda *_: 18)
    with pytest.raises(FetchError, match="17 of 18 features"):
        fetched(bench, Ask("w", "wards", geometry=True, of_lads=("E08000033",)), tmp_path)
