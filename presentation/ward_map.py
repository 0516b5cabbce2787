"""The ward map as a pydeck deck: no basemap by default, so it requests nothing from any other host.

Its colours come from `presentation.legend_classes`, as the legend's do. What must not be shown by
colour alone wears hatch lines, cut to the ward with shapely, since fill patterns would need an
image from a server.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import polars as pl
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize
from shapely.geometry.base import BaseGeometry

from geo.boundaries import filter_drawable
from geo.joining import union_shapes
from presentation import map_detail, ward_labels
from presentation.legend_classes import INK, MARKS, PAPER, Classes, Pattern, mark_of
from presentation.map_space import TILE_PX as TILE_PX
from presentation.map_space import latitude_of, mercator
from presentation.map_space import rgb as rgb

# The box in CSS pixels that a map is fitted into. Where the page gives it less room, as a phone
# does, the page scales the map down as a whole.
WIDTH_PX: Final = 620
HEIGHT_PX: Final = 500
MARGIN_PX: Final = 12
DECIMALS: Final = 5  # about one metre
HATCH_PX: Final = 7
BRITAIN: Final = (-6.0, 50.0, 2.0, 56.0)  # what a map without wards looks at
BORDER: Final = "#505a5f"
WARDS_LAYER: Final = "wards"
# 2026-11: without a provider pydeck sends a style of its own naming, by which Streamlit knows to
# draw none. With map_style=None it would fetch one from the internet.
NO_BASEMAP: Final = {"map_provider": None}


class CompactDeck(pdk.Deck):  # type: ignore[misc]
    """A deck whose JSON has no white space; pydeck's own is indented, and several times as long."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def deck(
    wards: pl.DataFrame,
    values: pl.DataFrame,
    classes: Classes,
    *,
    selected: str = "",
    basemap: str = "",
    named: Mapping[str, str] | None = None,
    places: Sequence[pdk.Layer] = (),
) -> pdk.Deck:
    """A map of `wards` (ward_code, lad_code, geometry_wkb, simplified together) shaded by `values`.

    `values` has ward_code, value, status, reliability and `tip`, the plain text shown on hover; a
    ward without a row is drawn as missing, one without a boundary not at all. `selected` is the
    code of the ward to ring. `basemap` is the address of a MapLibre style, and serves the tiles
    when given. With `named`, names by code of wards, the map looks at the ward that is ringed and
    what lies around it, and has those names where they fit. `places` are layers of points on top.
    """
    wards = filter_drawable(wards)
    rows = {row["ward_code"]: row for row in values.iter_rows(named=True)}
    shapes = dict(zip(wards["ward_code"], shapely.from_wkb(wards["geometry_wkb"]), strict=True))
    bounds = shapely.total_bounds(list(shapes.values())) if shapes else BRITAIN
    if named and selected in shapes:
        bounds = ward_labels.look_around(shapes[selected], bounds)
    longitude, latitude, zoom = view = view_of(bounds)
    fitted, decimals = map_detail.fit_view(list(shapes.values()), view)
    shapes = dict(zip(shapes, fitted, strict=True))
    draw = partial(map_detail.draw_feature, decimals=decimals)
    features, hatches = [], []
    for code, shape in shapes.items():
        row = rows.get(code, {"value": None, "status": "missing", "reliability": "", "tip": ""})
        mark = MARKS.get(mark_of(row["status"], row["reliability"]))
        fill = mark.fill if mark and mark.fill else classes.colour(row["value"])
        features.append(draw(shape, ward_code=code, fill=rgb(fill), tip=row["tip"]))
        if mark:
            lines = hatch(shape, mark.pattern, _hatch_step(zoom), latitude)
            hatches.append(draw(lines, ink=rgb(ink_on(fill))))
    chosen = [draw(shapes[selected])] if selected in shapes else []
    labels = ward_labels.place_names(shapes, named or {}, view, (WIDTH_PX, HEIGHT_PX))
    return CompactDeck(
        layers=[
            fill_layer(WARDS_LAYER, features, 1),
            line_layer("hatch", hatches, "properties.ink", 1.2),
            line_layer("councils", list(map(draw, _outlines(wards, shapes))), rgb(INK), 2),
            line_layer("selected-casing", chosen, rgb(PAPER), 7),
            line_layer("selected", chosen, rgb(INK), 3.5),
            *([ward_labels.text_layer(labels)] if labels else []),
            *places,
        ],
        views=[
            pdk.View("MapView", {"scrollZoom": False, "dragRotate": False, "touchRotate": False})
        ],
        initial_view_state=pdk.ViewState(longitude=longitude, latitude=latitude, zoom=zoom),
        **({"map_provider": "maplibre", "map_style": basemap} if basemap else NO_BASEMAP),
        # Plain text, which the browser never reads as markup.
        tooltip={"text": "{tip}", "style": TIP_STYLE},
    )


TIP_STYLE: Final = {
    "backgroundColor": PAPER, "color": INK, "border": f"1px solid {INK}", "borderRadius": "4px",
    "fontSize": "14px", "lineHeight": "1.4", "padding": "8px 10px", "maxWidth": "280px",
}  # fmt: skip


def clicked(selection: Mapping[str, Any]) -> str:
    """Code of the ward that a chart's selection names; "" where nothing is selected."""
    selected = selection.get("objects", {}).get(WARDS_LAYER, [])
    return str(selected[0]["properties"]["ward_code"]) if selected else ""


def view_of(bounds: Sequence[float], height_px: float = HEIGHT_PX) -> tuple[float, float, float]:
    """Longitude, latitude and zoom at which the bounds just fit the map's box."""
    west, south, east, north = bounds
    low, high = mercator(south), mercator(north)
    width = max((east - west) / 360, 1e-9)
    height = max(high - low, 1e-9)
    scale = min((WIDTH_PX - 2 * MARGIN_PX) / width, (height_px - 2 * MARGIN_PX) / height)
    middle = latitude_of((low + high) / 2)
    return round((west + east) / 2, 5), round(middle, 5), round(math.log2(scale / TILE_PX), 3)


def _hatch_step(zoom: float) -> float:
    """Degrees of longitude between hatch lines that are HATCH_PX apart at this zoom."""
    return HATCH_PX * math.sqrt(2) * 360 / (TILE_PX * 2**zoom)


def hatch(shape: BaseGeometry, pattern: Pattern, step: float, latitude: float) -> BaseGeometry:
    """Lines at 45 degrees inside the shape: rising for "/", falling for "\\", both for "x".

    `step` is in degrees of longitude. Lines of one step and one latitude, at which they are at 45
    degrees, lie on one grid, so that they run on from ward to ward.
    """
    west, south, east, north = shape.bounds
    stretch = 1 / math.cos(math.radians(latitude))
    lines = []
    for slope in {"/": (1,), "\\": (-1,), "x": (1, -1)}.get(pattern, ()):
        ends = [y * stretch - slope * x for x in (west, east) for y in (south, north)]
        for number in range(math.floor(min(ends) / step), math.ceil(max(ends) / step) + 1):
            lines.append([(x, (number * step + slope * x) / stretch) for x in (west, east)])
    inside = shapely.intersection(shapely.MultiLineString(lines), shape)
    return shapely.transform(inside, lambda xy: np.round(xy, DECIMALS))


def fill_layer(name: str, features: list[dict[str, Any]], width_px: float) -> pdk.Layer:
    """Areas that can be picked, each in the colour of its property `fill`, with thin borders."""
    return pdk.Layer(
        "GeoJsonLayer",
        features,
        id=name,
        pickable=True,
        get_line_color=rgb(BORDER),
        get_line_width=width_px,
        line_width_units="'pixels'",
        # 2026-11: a fill given as get_fill_color is faded by Streamlit when another area is
        # selected, and then no longer matches the legend. The sub-layer's own fill is left alone.
        _sub_layer_props={"polygons-fill": {"getFillColor": "@@=properties.fill"}},
    )


def line_layer(
    name: str, features: list[dict[str, Any]], colour: list[int] | str, width_px: float
) -> pdk.Layer:
    """Lines alone; `colour` is one for all, or the property that has it."""
    return pdk.Layer(
        "GeoJsonLayer",
        features,
        id=name,
        filled=False,
        get_line_color=colour,
        get_line_width=width_px,
        line_width_units="'pixels'",
        line_joint_rounded=True,
    )


def _outlines(wards: pl.DataFrame, shapes: Mapping[str, BaseGeometry]) -> list[BaseGeometry]:
    """The outer border of every council, from its wards, so that it lies exactly on theirs."""
    return [
        union_shapes([shapes[code] for code in codes])
        for codes in wards.group_by("lad_code", maintain_order=True).agg("ward_code")["ward_code"]
    ]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, from 0 for black to 1 for white."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(fill: str) -> str:
    """Black or white, whichever stands out more against the fill."""
    bright = luminance(fill)
    return INK if (bright + 0.05) / 0.05 > 1.05 / (bright + 0.05) else PAPER
