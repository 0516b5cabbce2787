"""A map of councils, shaded by a local indicator: colours and marks as on the ward map.

Outlines come as GeoJSON that was simplified when the table was built, so nothing here needs
geopandas.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pydeck as pdk
import shapely
from shapely.geometry.base import BaseGeometry

from presentation import map_detail
from presentation.legend_classes import INK, MARKS, PAPER, Classes, classify, mark_of
from presentation.local_words import Row
from presentation.map_space import View
from presentation.numbers import ONE_DECIMAL
from presentation.ward_map import (
    HEIGHT_PX,
    NO_BASEMAP,
    TIP_STYLE,
    CompactDeck,
    fill_layer,
    hatch,
    ink_on,
    line_layer,
    rgb,
    view_of,
)

COUNCILS_LAYER: Final = "councils"
HATCH_PX: Final = 7
NEAREST: Final = 15  # as many councils as Yorkshire and The Humber has
TALL_PX: Final = 860
# Degrees around the councils in focus that are drawn as well, so that they do not float.
AROUND: Final = 0.6
UNITS: Final = {0: "", 1: ONE_DECIMAL, 2: "index"}
NUMBER: Final = re.compile(r"-?[\d,]+(?:\.\d+)?")


def classify_councils(values: pl.Series, indicator: Row) -> Classes:
    """Classes of an indicator's figures, labelled with its own units: 70.1% to under 73.0%."""
    classes = classify(values, UNITS.get(indicator["decimals"], "index"))
    prefix, suffix = indicator["value_prefix"], indicator["value_suffix"]
    labels = tuple(
        NUMBER.sub(lambda match: f"{prefix}{match[0]}{suffix}", label) for label in classes.labels
    )
    return Classes(classes.unit, classes.breaks, classes.colours, labels)


@dataclass(frozen=True)
class FittedOutlines:
    """Outlines of councils as fine as their map shows them, whatever it is then shaded by."""

    shapes: Mapping[str, BaseGeometry]
    geometries: Mapping[str, dict[str, Any]]  # the same as GeoJSON
    decimals: int
    view: View
    focus: tuple[str, ...]


def fit_outlines(outlines: pl.DataFrame, focus: Collection[str] = ()) -> FittedOutlines:
    """The councils of `outlines` (lad_code, outline_geojson, long, lat) as a map draws them.

    The map shows the councils in `focus` and what is around them; all where there are none.
    """
    drawn = filter_around(outlines, focus)
    codes = drawn["lad_code"].to_list()
    outlined = dict(zip(codes, shapely.from_geojson(drawn["outline_geojson"]), strict=True))
    bounds = _bounds([outlined[code] for code in (focus or outlined) if code in outlined])
    view = view_of(bounds, height_of(focus))
    fitted, decimals = map_detail.fit_view(list(outlined.values()), view)
    shapes = dict(zip(outlined, fitted, strict=True))
    geometries = {
        code: map_detail.round_geometry(shape, decimals) for code, shape in shapes.items()
    }
    return FittedOutlines(shapes, geometries, decimals, view, tuple(focus))


def deck(
    outlines: FittedOutlines,
    values: pl.DataFrame,
    classes: Classes,
    *,
    chosen: str,
    ringed: Collection[str] = (),
) -> pdk.Deck:
    """A map of the outlines, the chosen council outlined.

    `values` has area_code, value, status and `tip`, the plain text on hover. `ringed` councils have
    a thinner outline.
    """
    longitude, latitude, zoom = outlines.view
    rows = {row["area_code"]: row for row in values.iter_rows(named=True)}
    drawn = outlines.geometries
    thin = 1.0 if outlines.focus else 0.4  # of 361 councils, lines would hide the colours
    features, hatches = [], []
    step = HATCH_PX * 2**0.5 * 360 / (512 * 2**zoom)
    for code, outline in outlines.shapes.items():
        row = rows.get(code, {"value": None, "status": "missing", "tip": ""})
        mark = MARKS.get(mark_of(row["status"] if row["value"] is None else "", ""))
        fill = mark.fill if mark else classes.colour(row["value"])
        features.append(
            map_detail.as_feature(drawn[code], area_code=code, fill=rgb(fill), tip=row["tip"])
        )
        if mark:
            lines = hatch(outline, mark.pattern, step, latitude)
            hatches.append(
                map_detail.draw_feature(lines, decimals=outlines.decimals, ink=rgb(ink_on(fill)))
            )
    around = [map_detail.as_feature(drawn[code]) for code in ringed
              if code in drawn and code != chosen]  # fmt: skip
    picked = [map_detail.as_feature(drawn[chosen])] if chosen in drawn else []
    return CompactDeck(
        layers=[
            fill_layer(COUNCILS_LAYER, features, thin),
            line_layer("hatch", hatches, "properties.ink", thin),
            line_layer("ringed", around, rgb(INK), 1.6 * thin),
            line_layer("chosen-casing", picked, rgb(PAPER), 6 * thin),
            line_layer("chosen", picked, rgb(INK), 3.5 * thin),
        ],
        views=[
            pdk.View("MapView", {"scrollZoom": False, "dragRotate": False, "touchRotate": False})
        ],
        initial_view_state=pdk.ViewState(longitude=longitude, latitude=latitude, zoom=zoom),
        **NO_BASEMAP,
        tooltip={"text": "{tip}", "style": TIP_STYLE},
    )


def height_of(focus: Collection[str]) -> int:
    """How high the map's box is: the whole United Kingdom is taller than wide."""
    return HEIGHT_PX if focus else TALL_PX


def clicked(selection: Mapping[str, Any]) -> str:
    """Code of the council that a chart's selection names; "" where nothing is selected."""
    selected = selection.get("objects", {}).get(COUNCILS_LAYER, [])
    return str(selected[0]["properties"]["area_code"]) if selected else ""


def list_nearest(outlines: pl.DataFrame, code: str, most: int = NEAREST) -> list[str]:
    """The council and those whose middles are nearest to it; none where it has no outline."""
    placed = outlines.drop_nulls(["outline_geojson", "long", "lat"])
    middle = placed.filter(lad_code=code)
    if middle.is_empty():
        return []
    longitude, latitude = middle["long"][0], middle["lat"][0]
    # Degrees of longitude are shorter than those of latitude by the cosine of the latitude.
    across = (pl.col("long") - longitude) * math.cos(math.radians(latitude))
    down = pl.col("lat") - latitude
    return placed.sort(across.pow(2) + down.pow(2), "lad_code").head(most)["lad_code"].to_list()


def filter_around(outlines: pl.DataFrame, focus: Collection[str]) -> pl.DataFrame:
    """The councils in focus with those around them, so that a small map is a small download."""
    with_outline = outlines.drop_nulls("outline_geojson")
    near = with_outline.filter(pl.col("lad_code").is_in(list(focus)))
    if near.is_empty():
        return with_outline
    inside = [
        pl.col(name).is_between(near[name].min() - AROUND, near[name].max() + AROUND)  # type: ignore[operator]
        for name in ("long", "lat")
    ]
    return with_outline.filter(*inside)


def _bounds(outlines: Sequence[BaseGeometry]) -> Sequence[float]:
    if not outlines:
        return (-8.0, 50.0, 2.0, 59.0)
    return [float(end) for end in shapely.total_bounds(outlines)]
