"""Where degrees lie on a web map, in pixels, and colours as its layers take them."""

from __future__ import annotations

import math
from typing import Final

TILE_PX: Final = 512  # deck.gl's world is this wide at zoom 0
View = tuple[float, float, float]  # longitude, latitude and zoom of a map's middle
Pair = tuple[float, float]


def mercator(latitude: float) -> float:
    """Height on the Mercator map as a share of the world's width.

    >>> mercator(0.0)
    0.0
    """
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def latitude_of(height: float) -> float:
    """The latitude at a height on the Mercator map."""
    return math.degrees(math.atan(math.sinh(2 * math.pi * height)))


def pixel_of(spot: Pair, view: View, size: Pair) -> Pair:
    """Pixels from the upper left corner of a map of `size` at which a longitude and latitude lie.

    >>> pixel_of((-1.8, 53.8), (-1.8, 53.8, 10.0), (620.0, 500.0))
    (310.0, 250.0)
    """
    world = TILE_PX * 2 ** view[2]
    x = size[0] / 2 + (spot[0] - view[0]) / 360 * world
    return x, size[1] / 2 - (mercator(spot[1]) - mercator(view[1])) * world


def degrees_of(pixel: Pair, view: View, size: Pair) -> Pair:
    """The longitude and latitude at a pixel: `pixel_of` turned round."""
    world = TILE_PX * 2 ** view[2]
    height = mercator(view[1]) + (size[1] / 2 - pixel[1]) / world
    return view[0] + (pixel[0] - size[0] / 2) / world * 360, latitude_of(height)


def rgb(colour: str) -> list[int]:
    """[0, 167, 186] for "#00a7ba"."""
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
