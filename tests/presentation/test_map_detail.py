"""Maps of many areas are small downloads, and their borders still meet."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import polars as pl
import shapely
from shapely.affinity import translate

from catalog import store
from catalog.settings import SAMPLE
from geo import boundaries
from presentation import council_map, map_detail, ward_map
from presentation.legend_classes import classify

MOST_BYTES = 400_000
VIEW = (0.5, 0.0, 8.0)
PIXEL = 360 / (512 * 2**8)


def test_neighbours_keep_the_border_they_share() -> None:
    wavy = [(0.5 + PIXEL * 0.05 * math.sin(n), n / 200) for n in range(201)]
    west = shapely.Polygon([(0, 0), *wavy, (0, 1)])
    east = shapely.Polygon([*wavy, (1, 1), (1, 0)])
    drawn = map_detail.simplify_for_view([west, east], VIEW)
    before, after = (shapely.get_num_coordinates(pair).sum() for pair in ([west, east], drawn))
    assert after < before / 10, "waves of a twentieth of a pixel are not seen"
    assert shapely.coverage_is_valid(drawn)
    assert shapely.union_all(drawn).area == shapely.union_all([west, east]).area


def test_islands_too_small_to_see_are_left_out_but_no_area_disappears() -> None:
    island = shapely.box(0, 0, PIXEL / 4, PIXEL / 4)
    mainland = shapely.box(0, 1, 1, 2)
    both = shapely.multipolygons([mainland, island])
    of_both, of_island = map_detail.simplify_for_view([both, translate(island, 3)], VIEW)
    assert shapely.get_num_geometries(of_both) == 1
    assert of_both.area == mainland.area
    assert not of_island.is_empty
    assert map_detail.fit_view([], VIEW) == ([], map_detail.MOST_DECIMALS)


def test_a_map_of_few_areas_keeps_its_detail_for_who_zooms_in() -> None:
    wavy = [(0.5 + PIXEL * 0.05 * math.sin(n), n / 200) for n in range(201)]
    few = [shapely.Polygon([(0, 0), *wavy, (0, 1)])]
    assert map_detail.fit_view(few, VIEW) == (few, map_detail.MOST_DECIMALS)
    apart = [translate(few[0], 2 * number) for number in range(50)]
    many, decimals = map_detail.fit_view(apart, VIEW)
    assert shapely.get_num_coordinates(many).sum() < 5_000
    assert decimals == map_detail.count_decimals(VIEW[2])


def test_a_map_closer_up_has_more_decimals() -> None:
    decimals = [map_detail.count_decimals(zoom) for zoom in range(4, 16)]
    assert all(after >= before for before, after in pairwise(decimals))
    for zoom, places in zip(range(4, 16), decimals, strict=True):
        if places < map_detail.MOST_DECIMALS:
            assert 10**-places <= 360 / (512 * 2**zoom) / map_detail.STEPS_A_PIXEL


def test_a_map_of_all_councils_is_a_small_download() -> None:
    outlines = store.read("council_boundaries", SAMPLE)[0]
    codes = outlines["lad_code"]
    values = pl.DataFrame({"area_code": codes, "value": range(codes.len())}).with_columns(
        pl.col("value").cast(pl.Float64), status=pl.lit("observed"),
        tip=pl.lit("Bournemouth, Christchurch and Poole\n74.7% (Jan 2023 to Dec 2023)"),
    )  # fmt: skip
    fitted = council_map.fit_outlines(outlines)
    made = council_map.deck(
        fitted, values, classify(values["value"], "%"), chosen=codes[0], ringed=codes[1:21]
    ).to_json()
    assert len(made) < MOST_BYTES
    drawn = next(layer for layer in json.loads(made)["layers"] if layer["id"] == "councils")
    assert len(drawn["data"]) == outlines.drop_nulls("outline_geojson").height


def test_a_map_of_the_wards_of_a_region_is_a_small_download() -> None:
    # As far as the wards of a region are simplified together before they are drawn.
    wards = boundaries.simplify_boundaries(store.read("wards", SAMPLE)[0], most_points=700)
    shapes = shapely.from_wkb(wards["geometry_wkb"].to_list())
    blocks = []
    for number in range(9):
        moved = [translate(shape, 0.9 * (number % 3), 0.5 * (number // 3)) for shape in shapes]
        blocks.append(
            wards.with_columns(
                pl.Series("geometry_wkb", list(shapely.to_wkb(moved)), dtype=pl.Binary),
                pl.format("{}-{}", "ward_code", pl.lit(number)).alias("ward_code"),
                pl.format("{}-{}", "lad_code", pl.lit(number)).alias("lad_code"),
            )
        )
    region = pl.concat(blocks)
    assert region.height >= 600
    values = region.select(
        "ward_code", value=pl.int_range(pl.len()).cast(pl.Float64), status=pl.lit("observed"),
        reliability=pl.lit("good"), tip=pl.lit("Bingley Rural, Bradford\n33.2% (Census 2021)"),
    )  # fmt: skip
    made = ward_map.deck(region, values, classify(values["value"], "%")).to_json()
    assert len(made) < MOST_BYTES
    drawn = next(layer for layer in json.loads(made)["layers"] if layer["id"] == "wards")
    assert len(drawn["data"]) == region.height
