"""How long a fetch still takes."""

from __future__ import annotations

import pytest

from etl.run.time_left import estimate_seconds_left

SERVICES = ["nomis"] * 6 + ["arcgis"] * 4


@pytest.mark.parametrize(
    ("taken", "done", "left"),
    [
        ({}, 0, None),
        ({"nomis": [2.0, 4.0]}, 2, None),  # too few to tell
        ({"nomis": [2.0, 4.0, 3.0]}, 3, 3 * 3.0 + 4 * 3.0),  # another service as long as all so far
        ({"nomis": [2.0] * 6, "arcgis": [5.0]}, 7, 3 * 5.0),
        ({"nomis": [2.0] * 6, "arcgis": [5.0] * 4}, 10, None),
    ],
)
def test_seconds_left(taken: dict[str, list[float]], done: int, left: float | None) -> None:
    assert estimate_seconds_left(taken, SERVICES, done) == left
