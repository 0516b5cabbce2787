"""What many areas are made by: an area's rows found at once, blocks of rows named together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made, rows
from hypothesis import given
from hypothesis import strategies as st

from indicators import draws, run

AREAS = {HERE: {"C": [100.0, 110.0]}, THERE: {"C": [50.0, 40.0]}, NATION: {"C": [900.0, 990.0]}}


def test_an_areas_rows_are_those_that_a_search_finds_in_their_order() -> None:
    months = ("2025-05", "2025-04")
    cells = [(area, month, "2", 30.0, "observed") for month in months for area in (THERE, HERE)]
    adverts = rows("adverts", *cells)
    held = made(AREAS, adverts=adverts)
    for area in (HERE, THERE, NATION):
        assert held.rows_of(area, "adverts").equals(adverts.filter(area_code=area))


def test_other_inputs_never_answer_with_the_rows_of_these() -> None:
    adverts = rows("adverts", (HERE, "2025-05", "2", 30.0, "observed"))
    held = made(AREAS, adverts=adverts)
    assert held.rows_of(HERE, "adverts").height == 1
    assert replace(held, adverts=adverts.clear()).rows_of(HERE, "adverts").is_empty()


def test_a_build_leaves_nothing_behind_in_what_it_was_made_from() -> None:
    held = made(AREAS)
    before = set(vars(held))
    run.compute(held, names=["skills_gaps", "skills_pressure"])
    assert set(vars(held)) == before


def test_another_area_costs_few_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query of thirty rows costs as much as one of thousands, and a nation has 330 areas."""
    asked: list[str] = []
    eager = pl.LazyFrame._collect_eager

    def count(frame: pl.LazyFrame, *args: object, **kept: object) -> pl.DataFrame:
        asked.append("")
        return eager(frame, *args, **kept)

    monkeypatch.setattr(pl.LazyFrame, "_collect_eager", count)
    counts = {}
    for number in (2, 12):
        areas = [f"E070009{place:02}" for place in range(number)]
        held = made(
            {area: {"C": [100.0, 110.0]} for area in [*areas, NATION]},
            [(area, "C", 120.0, 110.0, 130.0) for area in areas],
            adverts=rows("adverts", *((area, "2025-05", "21", 9.0, "observed") for area in areas)),
            leavers=rows("leavers", *((area, "2025-01", 300.0, "rounded") for area in areas)),
        )
        asked.clear()
        made_tables = run.compute(held)
        assert made_tables["skills_gaps"]["area_code"].n_unique() == number
        counts[number] = len(asked)
    assert counts[2] > 0
    # 30 on 2026-11-27; 520 when each table searched for each area's rows.
    assert (counts[12] - counts[2]) / 10 < 60, counts


@given(
    st.integers(1, 60).flatmap(
        lambda width: st.lists(
            st.lists(
                st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=width, max_size=width
            ),
            min_size=1, max_size=5,
        )
    )
)  # fmt: skip
def test_bounds_are_the_quantiles_to_the_last_digit(drawn: list[list[float]]) -> None:
    found = draws.bounds(np.array(drawn))
    expected = np.quantile(np.array(drawn), (draws.LOW, draws.HIGH), axis=-1)
    np.testing.assert_array_equal(np.array(found), expected)
