"""Where labels of points go so that none lies on another, on a mark or beyond the edge.

Greedy: labels are placed in the order given, each at the first of twelve places round its mark that
is free. One that has no free place is left out: a missing label is better than two on top of each
other, and the table has every name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LETTER_PX: Final = 5.6  # mean width of a letter at 11 px, measured on names of sectors
LINE_PX: Final = 13
GAP_PX: Final = 3
# How a label lies to its mark: across (-1 left, 1 right), up (-1 above, 1 below), and how far a
# label above or below is moved along, in its lengths.
SIDES: Final = (
    (1, 0, 0.0), (-1, 0, 0.0), (0, -1, 0.0), (0, 1, 0.0), (1, -1, 0.0), (-1, -1, 0.0),
    (1, 1, 0.0), (-1, 1, 0.0), (0, -1, 0.3), (0, -1, -0.3), (0, 1, 0.3), (0, 1, -0.3),
)  # fmt: skip
ALIGNS: Final = {-1: "right", 0: "center", 1: "left"}
Box = tuple[float, float, float, float]  # left, top, right, bottom
Obstacle = tuple[Box, float]  # a box, and how far across the mark is that it hangs on


@dataclass(frozen=True)
class Mark:
    """A mark at pixels from the upper left corner of the plot, with its radius and its label."""

    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True)
class LabelPlace:
    """Where a label goes: pixels from its mark, and how it is aligned. Not shown: left out."""

    dx: float
    dy: float
    align: str
    is_shown: bool


LEFT_OUT: Final = LabelPlace(0.0, 0.0, "center", is_shown=False)


def place_labels(marks: Sequence[Mark], width: float, height: float) -> list[LabelPlace]:
    """A place for the label of each mark, the first ones first; in the order of the marks.

    >>> alone, = place_labels([Mark(50, 50, 5, "Health")], 200, 100)
    >>> alone.dx, alone.align, alone.is_shown
    (8.0, 'left', True)
    """
    obstacles = [(_mark_box(mark), mark.x) for mark in marks]
    taken: list[Obstacle] = []
    places = []
    for number, mark in enumerate(marks):
        others = [*obstacles[:number], *obstacles[number + 1 :], *taken]
        place, box = _first_free(mark, others, width, height)
        places.append(place)
        if box is not None:
            taken.append((box, mark.x))
    return places


def _first_free(
    mark: Mark, others: Sequence[Obstacle], width: float, height: float
) -> tuple[LabelPlace, Box | None]:
    for across, up, along in SIDES:
        place, box = _try_side(mark, across, up, along)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        if inside and all(_stay_apart(box, mark.x, *other) for other in others):
            return place, box
    return LEFT_OUT, None


def _try_side(mark: Mark, across: int, up: int, along: float) -> tuple[LabelPlace, Box]:
    length = LETTER_PX * len(mark.label)
    diagonal = 0.75 if across and up else 1.0
    dx = across * (mark.radius * diagonal + GAP_PX) + along * length
    dy = up * (mark.radius * diagonal + GAP_PX + LINE_PX / 2)
    left = mark.x + dx - {-1: length, 0: length / 2, 1: 0.0}[across]
    top = mark.y + dy - LINE_PX / 2
    return (
        LabelPlace(dx, dy, ALIGNS[across], is_shown=True),
        (left, top, left + length, top + LINE_PX),
    )


def _mark_box(mark: Mark) -> Box:
    """The square inside the circle of the mark: a label may cut its corners."""
    half = mark.radius * 0.8
    return (mark.x - half, mark.y - half, mark.x + half, mark.y + half)


def _stay_apart(one: Box, one_x: float, other: Box, other_x: float) -> bool:
    """Whether two boxes, hung on marks at these places, are apart at this width and any wider.

    Beside each other they lie in the order of their marks, so that more width parts them further.
    """
    if one[1] >= other[3] or other[1] >= one[3]:
        return True
    return (one[2] <= other[0] and one_x <= other_x) or (other[2] <= one[0] and other_x <= one_x)
