"""The map's deck: what is sent to the browser, ward by ward."""

from __future__ import annotations

import json
import math
from typing import Any

import polars as pl
import pytest
import shapely

from presentation import ward_map
from presentation.legend_classes import classify
from presentation.ward_map import clicked, deck, hatch, ink_on, view_of

NAMES = ("A", "B", "C", "D")


def squares() -> pl.DataFrame:
    """Four squares in a row: A and B of one council, C and D of another."""
    boxes = [shapely.box(x, 53.0, x + 1, 54.0) for x in range(4)]
    lads = ["X", "X", "Y", "Y"]
    return pl.DataFrame(
        {"ward_code": NAMES, "lad_code": lads, "geometry_wkb": [shapely.to_wkb(b) for b in boxes]}
    )


def figures() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ward_code": NAMES,
            "value": [10.0, 90.0, None, None],
            "status": ["observed", "modelled", "suppressed", "missing"],
            "reliability": ["good", "low", "", ""],
            "tip": ["<script>alert(1)</script>", "b", "c", "d"],
        }
    )


def drawn(**options: Any) -> dict[str, Any]:
    values = figures()
    return json.loads(deck(squares(), values, classify(values["value"], "%"), **options).to_json())


def layer(made: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in made["layers"] if entry["id"] == name)


def test_each_ward_is_filled_with_the_colour_of_its_class_or_mark() -> None:
    wards = layer(drawn(), "wards")["data"]
    fills = {ward["properties"]["ward_code"]: ward["properties"]["fill"] for ward in wards}
    assert fills == {
        "A": [0xEA, 0xEC, 0xB1],
        "B": [0x00, 0x0D, 0x54],
        "C": [0xB1, 0xB4, 0xB6],
        "D": [0xFF, 0xFF, 0xFF],
    }


def test_a_ward_without_a_row_is_drawn_as_missing() -> None:
    values = figures().head(1)
    made = json.loads(deck(squares(), values, classify(values["value"], "%")).to_json())
    fills = [ward["properties"]["fill"] for ward in layer(made, "wards")["data"]]
    assert fills[1:] == [[0xFF, 0xFF, 0xFF]] * 3


def test_hatch_lines_mark_the_rough_the_withheld_and_the_missing() -> None:
    hatches = layer(drawn(), "hatch")["data"]
    assert len(hatches) == 3
    # White lines on the darkest class, black ones elsewhere.
    assert [entry["properties"]["ink"][0] for entry in hatches] == [255, 11, 11]


def test_no_request_is_made_for_a_basemap_unless_one_is_set() -> None:
    assert "mapProvider" not in drawn()
    # Streamlit draws no basemap for this name, and fetches one where the name is absent.
    assert drawn()["mapStyle"] == "__MAP_STYLE__"
    assert drawn(basemap="https://tiles.invalid/style.json")["mapStyle"].startswith("https://tiles")


def test_tooltips_are_plain_text() -> None:
    values = figures()
    made = deck(squares(), values, classify(values["value"], "%"))
    assert "html" not in made._tooltip
    assert made._tooltip["text"] == "{tip}"


def test_the_selected_ward_is_ringed_and_an_unknown_one_is_not() -> None:
    assert len(layer(drawn(selected="B"), "selected")["data"]) == 1
    assert layer(drawn(selected="Z"), "selected")["data"] == []


def test_each_council_has_one_outline_along_its_wards() -> None:
    outlines = [shapely.geometry.shape(f["geometry"]) for f in layer(drawn(), "councils")["data"]]
    assert [outline.bounds for outline in outlines] == [(0, 53, 2, 54), (2, 53, 4, 54)]


def test_json_is_compact_and_coordinates_short() -> None:
    text = deck(squares(), figures(), classify([10.0, 90.0], "%")).to_json()
    assert "\n" not in text
    assert ": " not in text
    for line in layer(json.loads(text), "hatch")["data"]:
        for x, y in shapely.get_coordinates(shapely.geometry.shape(line["geometry"])):
            assert (x, y) == (round(x, 5), round(y, 5))


@pytest.mark.parametrize(("pattern", "slopes"), [("/", {1}), ("\\", {-1}), ("x", {1, -1})])
def test_hatch_lines_lie_inside_and_run_as_the_pattern_says(pattern: str, slopes: set[int]) -> None:
    shape = shapely.Point(0, 53).buffer(0.5)
    lines = hatch(shape, pattern, 0.1, 53.0)
    assert shape.buffer(1e-4).contains(lines)
    found = {
        round(math.copysign(1, (b[1] - a[1]) / (b[0] - a[0])))
        for line in shapely.get_parts(lines)
        for a, b in [line.coords]
    }
    assert found == slopes


def test_the_view_fits_the_bounds_into_the_box_and_no_larger() -> None:
    longitude, latitude, zoom = view_of((-2.0, 53.0, -1.0, 53.2))
    width_px = 1.0 / 360 * 512 * 2**zoom
    assert longitude == -1.5
    assert 53.0 < latitude < 53.2
    assert width_px == pytest.approx(ward_map.WIDTH_PX - 2 * ward_map.MARGIN_PX, rel=0.002)


def test_clicked_reads_the_ward_from_a_selection() -> None:
    picked = {"objects": {"wards": [{"properties": {"ward_code": "B"}}]}}
    assert clicked(picked) == "B"
    assert clicked({"objects": {}, "indices": {}}) == ""


@pytest.mark.parametrize(
    ("fill", "ink"), [("#eaecb1", "#0b0c0c"), ("#00a7ba", "#0b0c0c"), ("#000d54", "#ffffff")]
)
def test_ink_stands_out(fill: str, ink: str) -> None:
    assert ink_on(fill) == ink


def test_no_ward_at_all_is_an_empty_map() -> None:
    made = deck(squares().clear(), figures().clear(), classify([], "%"))
    assert layer(json.loads(made.to_json()), "wards")["data"] == []


@pytest.mark.parametrize("drawable", [("A", "B", "C"), ()])
def test_wards_without_a_boundary_are_left_off_the_map(drawable: tuple[str, ...]) -> None:
    bare = squares().with_columns(
        geometry_wkb=pl.when(pl.col("ward_code").is_in(list(drawable))).then("geometry_wkb")
    )
    values = figures()
    made = deck(bare, values, classify(values["value"], "%"), selected="D")
    wards = layer(json.loads(made.to_json()), "wards")["data"]
    assert [ward["properties"]["ward_code"] for ward in wards] == list(drawable)
