"""A ward map as SVG, drawn without a browser or a network, from the classes of the app's map.

Same breaks, colours, marks and legend as `presentation.ward_map`; the same input gives the same
text.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from html import escape
from typing import Any, Final

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from catalog.vocabulary.status import MISSING, SUPPRESSED
from geo.boundaries import filter_drawable
from geo.joining import union_shapes
from presentation.legend_classes import (
    INK,
    MARKS,
    PAPER,
    Classes,
    LegendEntry,
    Pattern,
    legend,
    mark_of,
)
from presentation.ward_map import BORDER, ink_on

WIDTH: Final = 620.0
TALLEST: Final = 520.0
MARGIN: Final = 8.0
LETTERS: Final = 13.0  # size of the legend's letters
LETTER_WIDTH: Final = 0.58  # of a letter of the font, as a share of its size
FONT: Final = "DejaVu Sans, Arial, sans-serif"
HATCHES: Final[dict[Pattern, tuple[str, ...]]] = {
    "/": ("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4",),
    "\\": ("M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4",),
    "x": ("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"),
}


def svg(
    wards: pl.DataFrame,
    values: pl.DataFrame,
    classes: Classes,
    *,
    name: str,
    title: str,
    description: str,
    selected: str = "",
    letters: float = LETTERS,
    noun: str = "ward",
) -> str:
    """The map with its legend under it.

    `wards` has ward_code, lad_code and geometry_wkb, simplified together; `values` has ward_code,
    value, status and reliability, and a ward without a row is drawn as missing. Wards without a
    boundary are not drawn, and a line under the legend counts them. `name` makes ids
    unique in a page with several maps; `selected` is the code of a ward to ring; `letters` is the
    size of the legend's letters, larger for a picture that is set small; `noun` is what the map is
    of, where that is not wards.
    """
    drawn = filter_drawable(wards)
    shapes = dict(zip(drawn["ward_code"], shapely.from_wkb(drawn["geometry_wkb"]), strict=True))
    placed, height = _placed(shapes)
    figures: dict[str, list[Any]] = {code: row for code, *row in values.select(
        "ward_code", "value", "status", "reliability").iter_rows()}  # fmt: skip
    fills, hatched, marked_values = [], [], []
    for code, shape in placed.items():
        value, status, reliability = figures.get(code, [None, MISSING, ""])
        if value is None and status != SUPPRESSED:
            status = MISSING
        key = mark_of(status, reliability)
        marked_values.append((value, key))
        mark = MARKS.get(key)
        fill = mark.fill if mark and mark.fill else classes.colour(value)
        path = _path(shape)
        fills.append(f'<path d="{path}" fill="{fill}" stroke="{BORDER}" stroke-width="0.6"/>')
        if mark:
            ink = "dark" if ink_on(fill) == INK else "light"
            hatched.append(f'<path d="{path}" fill="url(#{name}-{key}-{ink})"/>')
    outlines = [
        f'<path d="{_path(outline)}" fill="none" stroke="{INK}" stroke-width="1.6"/>'
        for outline in _outlines(drawn, placed)
    ]
    rings = _ring(placed[selected]) if selected in placed else []
    lines, bottom = _legend(legend(classes, marked_values), name, height + letters, letters, noun)
    undrawn = wards.height - drawn.height
    if undrawn:
        words = f"Not drawn: {undrawn} {noun}{'' if undrawn == 1 else 's'} without a boundary"
        lines.append(_words(words, MARGIN, bottom, letters))
        bottom += 1.7 * letters
    body = [*_patterns(name), *fills, *hatched, *outlines, *rings, *lines]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {bottom:g}" '
        f'width="{WIDTH:g}" height="{bottom:g}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>' + "".join(body) + "</svg>"
    )


def _placed(shapes: dict[str, BaseGeometry]) -> tuple[dict[str, BaseGeometry], float]:
    """The shapes in the picture's own units, fitted into its box, and the height they take."""
    if not shapes:
        return {}, 0.0
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    # Degrees of longitude are shorter than those of latitude by the cosine of the latitude.
    narrower = math.cos(math.radians((south + north) / 2))
    across, down = (east - west) * narrower, north - south
    scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / down)
    left = (WIDTH - across * scale) / 2

    def place(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(
            shape,
            lambda xy: (xy - (west, north)) * (narrower * scale, -scale) + (left, MARGIN),
        )

    return {code: place(shape) for code, shape in shapes.items()}, down * scale + 2 * MARGIN


def _path(shape: BaseGeometry) -> str:
    """Every ring of an area as a path, to a tenth of a unit."""
    rings = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)[:-1]
            rings.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(rings)


def _outlines(wards: pl.DataFrame, placed: dict[str, BaseGeometry]) -> list[BaseGeometry]:
    grouped = wards.group_by("lad_code", maintain_order=True).agg("ward_code")["ward_code"]
    return [union_shapes([placed[code] for code in codes]) for codes in grouped]


def _ring(shape: BaseGeometry) -> list[str]:
    """The ward that is picked: a black line in a white casing, seen on any colour."""
    path = _path(shape)
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for colour, width in ((PAPER, 6), (INK, 3))
    ]


def _patterns(name: str) -> Iterable[str]:
    """The hatches of the marks, in black and in white."""
    yield "<defs>"
    for key, mark in MARKS.items():
        for ink, colour in (("dark", INK), ("light", PAPER)):
            lines = "".join(
                f'<path d="{path}" stroke="{colour}" stroke-width="1"/>'
                for path in HATCHES[mark.pattern]
            )
            yield (
                f'<pattern id="{name}-{key}-{ink}" width="8" height="8" '
                f'patternUnits="userSpaceOnUse">{lines}</pattern>'
            )
    yield "</defs>"


def _legend(
    entries: list[LegendEntry], name: str, top: float, letters: float, noun: str
) -> tuple[list[str], float]:
    """A swatch and a label for every entry, and where the picture ends."""
    keys = {mark.label: key for key, mark in MARKS.items()}
    line, wide = 1.7 * letters, 2.2 * letters
    left = MARGIN + 1.35 * wide
    characters = int((WIDTH - left) / (LETTER_WIDTH * letters))
    lines = []
    for entry in entries:
        box = f'x="{MARGIN:g}" y="{top:.1f}" width="{wide:g}" height="{1.15 * letters:.1f}"'
        lines.append(f'<rect {box} fill="{entry.fill}" stroke="{BORDER}" stroke-width="0.8"/>')
        if entry.pattern:
            lines.append(f'<rect {box} fill="url(#{name}-{keys[entry.label]}-dark)"/>')
        wards = f"{entry.wards} {noun}{'' if entry.wards == 1 else 's'}"
        for words in textwrap.wrap(f"{entry.label} ({wards})", characters):
            lines.append(_words(words, left, top + 0.95 * letters, letters))
            top += line
    return lines, top + MARGIN


def _words(words: str, left: float, top: float, letters: float) -> str:
    return (
        f'<text x="{left:.1f}" y="{top:.1f}" '
        f'font-family="{FONT}" font-size="{letters:g}" fill="{INK}">{escape(words)}</text>'
    )
