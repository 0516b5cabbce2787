"""Priorities beside the neighbours': how alike, what differs, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made

from indicators.inputs import Inputs
from indicators.skills import neighbour_priorities
from indicators.skills.occupations import CODES

FORWARD = [float(n) for n in range(len(CODES))]


def ranked(scores: dict[str, list[float | None]]) -> pl.DataFrame:
    """Rows of skills_priorities, as far as they are compared."""
    parts = [
        pl.DataFrame(
            {"area_code": area, "occupation_code": CODES, "priority_score": values},
            schema_overrides={"priority_score": pl.Float64},
        )
        for area, values in scores.items()
    ]
    rank = pl.col("priority_score").rank("min", descending=True).over("area_code").cast(pl.Int64)
    return pl.concat(parts).with_columns(priority_rank=rank)


def places(*areas: str, itl2: str = "TLE4") -> Inputs:
    councils = [area for area in areas if area != NATION]
    held = made({area: {"C": [1.0]} for area in areas})
    return replace(held, itl2=pl.DataFrame({"area_code": councils, "itl2_code": itl2}))


def compare(scores: dict[str, list[float | None]]) -> dict[str, tuple[float | None, str]]:
    found = neighbour_priorities.compare_neighbours(places(*scores), ranked(scores))
    return {area: (value, words) for area, value, words in found.iter_rows()}


def test_neighbours_that_rank_alike_cannot_be_told_apart() -> None:
    value, words = compare({HERE: FORWARD, THERE: [2 * each + 1 for each in FORWARD]})[HERE]
    assert value == pytest.approx(1.0)
    assert "cannot tell the two places apart" in words
    assert "Milton" in words


def test_neighbours_that_differ_say_how_many_of_the_first_ten_do() -> None:
    shifted = list(np.roll(FORWARD, 3))
    value, words = compare({HERE: FORWARD, THERE: shifted})[HERE]
    assert value == pytest.approx(np.corrcoef(FORWARD, shifted)[0, 1])
    assert "3 of the first 10 are not among its first 10" in words


def test_without_a_neighbour_the_nation_stands_beside_and_is_no_neighbour() -> None:
    found = compare({HERE: FORWARD, NATION: FORWARD[::-1]})
    assert found[HERE][0] is None
    assert found[HERE][1].startswith(
        "we have no neighbouring council; priorities differ from those"
    )
    assert "Great Britain (correlation -1.00" in found[HERE][1]
    assert found[NATION] == (None, ""), "a nation has no neighbours"


def test_a_place_without_scores_is_no_comparison() -> None:
    assert compare({HERE: FORWARD, THERE: [None] * len(CODES)})[HERE] == (
        None, neighbour_priorities.NOBODY,
    )  # fmt: skip
