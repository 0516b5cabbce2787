"""Areas that share a border: an edge, not a corner, and none without an outline."""

from __future__ import annotations

import polars as pl
import shapely

from geo.adjacency import list_adjacent

# A and B lie side by side, C on both of them, D touches A in a corner alone; E has no outline.
BOXES = {
    "A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2, 1), "C": shapely.box(0.2, 1, 2, 2),
    "D": shapely.box(-1, 1, 0, 2), "E": None,
}  # fmt: skip
AREAS = pl.DataFrame(
    {"ward_code": list(BOXES), "geometry_wkb": [box and box.wkb for box in BOXES.values()]}
)


def codes(code: str, areas: pl.DataFrame = AREAS) -> list[str]:
    return list_adjacent(areas, code)["ward_code"].to_list()


def test_the_longest_border_comes_first_and_a_corner_is_none() -> None:
    assert codes("A") == ["B", "C"]
    assert codes("C") == ["B", "A"]
    assert codes("D") == []


def test_without_an_outline_or_any_other_area_there_is_none() -> None:
    assert codes("E") == codes("Z") == codes("A", AREAS.head(1)) == codes("A", AREAS.clear()) == []


def test_borders_are_shared_both_ways() -> None:
    pairs = {(one, other) for one in BOXES for other in codes(one)}
    assert pairs == {(other, one) for one, other in pairs}
    assert pairs
