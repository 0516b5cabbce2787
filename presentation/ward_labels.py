"""Names on a map of wards: the one picked and those around it, where they fit without touching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

import pydeck as pdk
import shapely
from shapely.geometry.base import BaseGeometry

from presentation.legend_classes import INK, PAPER
from presentation.map_space import View, degrees_of, pixel_of, rgb

Bounds = tuple[float, float, float, float]
# 2026-11: the map is laid out for 620 pixels and shown at about seven tenths of that beside a
# column of facts, so these letters are read at about 12 pixels.
LETTERS_PX: Final = 17
LETTER_WIDE: Final = 0.54  # of its height, the mean letter of a name
LINE_HIGH: Final = 1.15
MOST_LETTERS: Final = 14  # of a line, if its words allow
AROUND: Final = 0.6  # of the ward's own size is shown on each side of it


def look_around(shape: BaseGeometry, every: Sequence[float]) -> Bounds:
    """West, south, east and north of the ward with its surroundings, within bounds of `every` ward.

    >>> look_around(shapely.box(0, 0, 10, 10), (0, -20, 30, 12))
    (0.0, -6.0, 16.0, 12.0)
    """
    west, south, east, north = shape.bounds
    wide, high = AROUND * (east - west), AROUND * (north - south)
    return (
        float(max(west - wide, every[0])),
        float(max(south - high, every[1])),
        float(min(east + wide, every[2])),
        float(min(north + high, every[3])),
    )


def place_names(
    shapes: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
    view: View,
    size: tuple[float, float],
) -> list[dict[str, Any]]:
    """`position` and `label` of each name that fits, those first that come first in `names`.

    A name stands in the middle of what is seen of its ward at the view, on a map of `size` pixels.
    """
    taken: list[Bounds] = []
    placed = []
    for code, name in names.items():
        if code not in shapes:
            continue
        spot = _spot(shapes[code], view, size)
        if spot is None:
            continue
        label = "\n".join(wrap(name, MOST_LETTERS, break_long_words=False))
        box = _box(pixel_of(spot, view, size), label)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
        if inside and not any(_touch(box, other) for other in taken):
            taken.append(box)
            placed.append({"position": list(spot), "label": label})
    return placed


def text_layer(labels: list[dict[str, Any]]) -> pdk.Layer:
    """The names, dark on light, so that they are read on every colour."""
    return pdk.Layer(
        "TextLayer",
        labels,
        id="names",
        get_position="position",
        get_text="label",
        get_size=LETTERS_PX,
        get_color=rgb(INK),
        background=True,
        get_background_color=[*rgb(PAPER), 225],
        background_padding=[4, 1],
        font_family="'Source Sans Pro, Source Sans, sans-serif'",
        font_weight=600,
        font_settings={"fontSize": 64},
        # Letters as they come, those of Welsh names among them; a list would be read as code.
        character_set="'auto'",
        line_height=LINE_HIGH,
        pickable=False,
    )


def _spot(shape: BaseGeometry, view: View, size: tuple[float, float]) -> tuple[float, float] | None:
    """A point in the middle of the part of the ward that is seen; None where none is."""
    corners = [degrees_of(pixel, view, size) for pixel in ((0.0, size[1]), (size[0], 0.0))]
    seen = shapely.intersection(shape, shapely.box(*corners[0], *corners[1]))
    if seen.is_empty:
        return None
    point = seen.centroid if seen.contains(seen.centroid) else shapely.point_on_surface(seen)
    return round(point.x, 5), round(point.y, 5)


def _box(middle: tuple[float, float], label: str) -> Bounds:
    lines = label.split("\n")
    wide = max(map(len, lines)) * LETTERS_PX * LETTER_WIDE / 2
    high = len(lines) * LETTERS_PX * LINE_HIGH / 2
    return middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high


def _touch(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
