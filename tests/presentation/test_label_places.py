"""Labels of a chart never lie on each other, on another mark or beyond the edge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from presentation.label_places import (
    LETTER_PX,
    LINE_PX,
    Box,
    LabelPlace,
    Mark,
    place_labels,
)

WIDTH, HEIGHT = 400.0, 300.0
marks = st.builds(
    Mark,
    x=st.floats(0, WIDTH),
    y=st.floats(0, HEIGHT),
    radius=st.floats(3, 20),
    label=st.text("abcdefgh ", min_size=1, max_size=24),
)


def do_overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def label_box(mark: Mark, place: LabelPlace, width: float = 1.0) -> Box:
    """Where the letters are; `width` times as far across as in the plot they were laid out for."""
    length = LETTER_PX * len(mark.label)
    left = (
        mark.x * width + place.dx - {"left": 0, "center": length / 2, "right": length}[place.align]
    )
    top = mark.y + place.dy - LINE_PX / 2
    return (left, top, left + length, top + LINE_PX)


@given(st.lists(marks, max_size=25), st.floats(1.0, 3.0))
def test_labels_shown_are_apart_at_that_width_and_any_wider(
    shown: list[Mark], wider: float
) -> None:
    places = place_labels(shown, WIDTH, HEIGHT)
    assert len(places) == len(shown)
    for width in (1.0, wider):
        boxes = [
            label_box(mark, place, width)
            for mark, place in zip(shown, places, strict=True)
            if place.is_shown
        ]
        # A hair's breadth is lost in the floats.
        inner = [
            (left + 0.01, top + 0.01, right - 0.01, low - 0.01) for left, top, right, low in boxes
        ]
        for number, box in enumerate(inner):
            assert not any(do_overlap(box, other) for other in inner[:number])
            assert box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH * width and box[3] <= HEIGHT


def test_the_first_is_placed_first() -> None:
    same = Mark(200, 150, 5, "a")
    crowd = [same, *(Mark(200 + 12 * n, 150, 5, "crowded out") for n in range(-8, 9))]
    assert place_labels(crowd, WIDTH, HEIGHT)[0].is_shown
    assert not all(place.is_shown for place in place_labels(crowd, WIDTH, HEIGHT))
