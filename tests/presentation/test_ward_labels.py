"""Names on a map of wards: those that fit, the ward's own first, never one on another."""

from __future__ import annotations

import json

import shapely

from presentation import ward_labels
from presentation.ward_map import HEIGHT_PX, WIDTH_PX, view_of

SIZE = (float(WIDTH_PX), float(HEIGHT_PX))
SHAPES = {
    f"W{row}{column}": shapely.box(-1.8 + 0.02 * column, 53.7 + 0.012 * row,
                                   -1.78 + 0.02 * column, 53.712 + 0.012 * row)
    for row in range(3) for column in range(3)
}  # fmt: skip


def placed(names: dict[str, str], around: str = "W11") -> list[str]:
    view = view_of(ward_labels.look_around(SHAPES[around], (-9, 50, 9, 60)))
    return [one["label"] for one in ward_labels.place_names(SHAPES, names, view, SIZE)]


def test_the_ward_and_those_around_it_are_named_where_they_are_seen() -> None:
    names = {"W11": "Mid", "W01": "South", "W21": "North", "W10": "West", "W12": "East"}
    assert placed(names) == list(names.values())


def test_a_name_that_would_lie_on_another_is_left_out_and_the_first_stays() -> None:
    long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    assert placed({"W11": long, "W10": "West", "W01": "South"}) == [long, "South"]


def test_long_names_break_between_words_and_unknown_wards_are_no_fault() -> None:
    assert placed({"W11": "Bowling and Barkerend", "W99": "Nowhere"}) == ["Bowling and\nBarkerend"]


def test_the_layer_takes_any_letter_and_cannot_be_clicked() -> None:
    layer = ward_labels.text_layer([{"position": [0, 0], "label": "Ynys Môn"}])
    written = json.loads(layer.to_json())
    assert written["characterSet"] == "auto"
    assert written["pickable"] is False
