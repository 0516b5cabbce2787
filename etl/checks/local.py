"""Laws of ONS's local indicators, of neighbours, of outlines, and of the wards of postcodes."""

from __future__ import annotations

import json
from typing import Final

import polars as pl

from etl.checks.fault import Faults, Rule, Tables

VALUES: Final = "local_indicator_values"
INDICATORS: Final = "local_indicators"
NEIGHBOURS: Final = "similar_areas"
OUTLINES: Final = "council_boundaries"
# Limits are published rounded, so a figure may lie as much outside.
ROOM: Final = 1e-6
# Longitudes and latitudes between which the United Kingdom lies.
UK_DEGREES: Final = ((-9.0, 2.5), (49.0, 61.5))


def limits_enclose_value(tables: Tables) -> Faults:
    """A figure lies between its limits, which come as a pair and only with a figure."""
    if VALUES not in tables:
        return
    frame = tables[VALUES]
    low, value, high = (pl.col(c) for c in ("lower_limit95", "value", "upper_limit95"))
    outside = (value < low - ROOM) | (value > high + ROOM)
    alone = low.is_null() != high.is_null()
    empty = value.is_null() & (low.is_not_null() | high.is_not_null())
    for fault, words in (
        (outside, "outside its limits"),
        (alone, "with one limit of two"),
        (empty, "with limits but no figure"),
    ):
        wrong = frame.filter(fault)
        if wrong.height:
            yield VALUES, f"{_example(wrong)} {words}", wrong.height


def one_figure_a_period(tables: Tables) -> Faults:
    """An indicator has one figure for an area and a period, however the period is written."""
    if VALUES not in tables:
        return
    for period in ("period", "period_end"):
        twice = tables[VALUES].filter(
            pl.struct("indicator_code", "area_code", period).is_duplicated()
        )
        if twice.height:
            yield VALUES, f"{_example(twice)} more than once by {period}", twice.height


def indicators_listed(tables: Tables) -> Faults:
    """Every indicator with figures is in the list, and every one in the list has figures."""
    if not {VALUES, INDICATORS} <= set(tables):
        return
    listed, used = (set(tables[name]["indicator_code"]) for name in (INDICATORS, VALUES))
    for name, codes in ((VALUES, used - listed), (INDICATORS, listed - used)):
        if codes:
            lacking = "list" if name == VALUES else "figures"
            yield name, f"indicators without {lacking}: {', '.join(sorted(codes)[:5])}", len(codes)


def figures_possible(tables: Tables) -> Faults:
    """A figure is negative only where ONS says it can be; a percentage is at most 100.

    Percentages of which ONS itself says that they go further are no shares.
    """
    if not {VALUES, INDICATORS} <= set(tables):
        return
    share = (pl.col("unit") == "%") & ~pl.col("can_be_negative") & ~(pl.col("value_max") > 100)
    about = tables[INDICATORS].select("indicator_code", "can_be_negative", is_share=share)
    frame = tables[VALUES].join(about, on="indicator_code", how="inner", validate="m:1")
    below = (pl.col("value") < 0) & ~pl.col("can_be_negative")
    above = (pl.col("value") > 100) & pl.col("is_share").fill_null(True)
    for fault, words in ((below, "is below zero"), (above, "is a share of more than 100%")):
        wrong = frame.filter(fault)
        if wrong.height:
            yield VALUES, f"{_example(wrong)} {words}", wrong.height


def neighbours_ranked(tables: Tables) -> Faults:
    """Neighbours are ranked from 1 without a gap; none is listed twice, and no area is its own."""
    if NEIGHBOURS not in tables:
        return
    frame = tables[NEIGHBOURS]
    own = frame.filter(pl.col("area_code") == pl.col("similar_code"))
    if own.height:
        yield NEIGHBOURS, f"{own['area_code'][0]} is its own neighbour", own.height
    groups = frame.group_by("area_code", "grouping").agg(
        count=pl.len(), last=pl.col("similar_rank").max(), other=pl.col("similar_code").n_unique()
    )
    wrong = groups.filter(
        (pl.col("count") != pl.col("last")) | (pl.col("count") != pl.col("other"))
    )
    if wrong.height:
        code = wrong.sort("area_code")["area_code"][0]
        yield NEIGHBOURS, f"ranks of {code} with gaps, or a neighbour twice", wrong.height


def neighbours_are_councils(tables: Tables) -> Faults:
    """Areas with neighbours, and neighbours, are councils on the national map."""
    if not {NEIGHBOURS, OUTLINES} <= set(tables):
        return
    frame = tables[NEIGHBOURS]
    both = pl.concat([frame["area_code"], frame["similar_code"].rename("area_code")]).unique()
    unknown = sorted(set(both) - set(tables[OUTLINES]["lad_code"]))
    if unknown:
        yield NEIGHBOURS, f"not on the national map: {', '.join(unknown[:5])}", len(unknown)


def outlines_drawable(tables: Tables) -> Faults:
    """Every outline is an area in the United Kingdom, and every council has one."""
    if OUTLINES not in tables:
        return
    frame = tables[OUTLINES]
    wrong = [
        code
        for code, text in frame.select("lad_code", "outline_geojson").iter_rows()
        if not _is_area(text)
    ]
    if wrong:
        yield OUTLINES, f"no area in the United Kingdom: {', '.join(wrong[:5])}", len(wrong)
    if "councils" in tables:
        absent = sorted(set(tables["councils"]["lad_code"]) - set(frame["lad_code"]))
        if absent:
            yield OUTLINES, f"councils without an outline: {', '.join(absent[:5])}", len(absent)


def postcodes_in_wards(tables: Tables) -> Faults:
    """The wards of postcodes are wards of the map."""
    if not {"postcode_wards", "wards"} <= set(tables):
        return
    unknown = sorted(set(tables["postcode_wards"]["ward_code"]) - set(tables["wards"]["ward_code"]))
    if unknown:
        yield "postcode_wards", f"wards not on the map: {', '.join(unknown[:5])}", len(unknown)


def _is_area(text: str) -> bool:
    try:
        shape = json.loads(text)
        many = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
        points = [point for rings in many[shape["type"]] for ring in rings for point in ring]
        (west, east), (south, north) = UK_DEGREES
        inside = all(west <= long <= east and south <= lat <= north for long, lat in points)
    except (ValueError, KeyError, TypeError):
        return False
    return len(points) > 3 and inside


def _example(frame: pl.DataFrame) -> str:
    first = frame.sort("indicator_code", "area_code", "period").row(0, named=True)
    return f"{first['indicator_code']} of {first['area_name']} in {first['period']}"


RULES: Final[tuple[Rule, ...]] = (
    limits_enclose_value,
    one_figure_a_period,
    indicators_listed,
    figures_possible,
    neighbours_ranked,
    neighbours_are_councils,
    outlines_drawable,
    postcodes_in_wards,
)
