"""Outlines of councils for a national map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from factory_economy import pulled
from test_place_sources import LAD, SQUARE, part, read

from catalog import store
from catalog.settings import SAMPLE
from etl.datasets.places import council_boundaries

MOST_BYTES = 1_000_000


def named(code: str, west: float = 0.0) -> tuple[dict[str, Any], Any]:
    """A council and a square whose western edge is at this longitude."""
    ring = [[long + west, lat] for long, lat in SQUARE["coordinates"][0]]
    return {**LAD, "LAD25CD": code, "LAD25NM": f"Name of {code}"}, {
        "type": "Polygon",
        "coordinates": [ring],
    }


def test_councils_of_every_nation_have_an_outline(tmp_path: Path) -> None:
    codes = ("E08000035", "W06000015", "S12000033", "N09000003")
    stored = part(tmp_path, council_boundaries, [named(c, -2.0 * n) for n, c in enumerate(codes)])
    frame, notes = read(council_boundaries, stored)
    assert dict(frame.select("lad_code", "country_name").iter_rows()) == {
        "E08000035": "England", "W06000015": "Wales", "S12000033": "Scotland",
        "N09000003": "Northern Ireland",
    }  # fmt: skip
    assert notes == []


def test_a_council_without_a_usable_boundary_is_left_out_and_said(tmp_path: Path) -> None:
    bad = named("E08000034")[0]
    stored = part(
        tmp_path, council_boundaries, [named("E08000035"), (bad, None), named("E08000035")]
    )
    frame, notes = read(council_boundaries, stored)
    assert frame["lad_code"].to_list() == ["E08000035"]
    assert "No boundary that can be used for Name of E08000034." in notes


def test_neighbours_share_their_border_in_what_is_drawn(tmp_path: Path) -> None:
    lats = np.linspace(50, 51, 400)
    border = [[0.01 * np.sin(40 * lat), lat] for lat in lats]
    west = {"type": "Polygon", "coordinates": [[[-1, 50], *border, [-1, 51], [-1, 50]]]}
    east = {"type": "Polygon", "coordinates": [[[1, 50], *border, [1, 51], [1, 50]]]}
    rows = [(named("E08000034")[0], west), (named("E08000035")[0], east)]
    frame, _ = read(council_boundaries, part(tmp_path, council_boundaries, rows))
    shapes = shapely.from_geojson(frame["outline_geojson"].to_list())
    assert shapely.coverage_is_valid(shapes)


def test_the_national_map_is_light_and_has_every_council(bench: Any, tmp_path: Path) -> None:
    frame, _ = pulled(council_boundaries, bench, tmp_path)
    assert frame.height == 361
    assert frame["outline_geojson"].str.len_bytes().sum() < MOST_BYTES
    assert frame.sort("lad_code").equals(store.read("council_boundaries", SAMPLE)[0])
    assert all(
        json.loads(text)["type"] in ("Polygon", "MultiPolygon") for text in frame["outline_geojson"]
    )
