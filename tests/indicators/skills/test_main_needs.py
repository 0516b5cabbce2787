"""Needs in order of size: the part that is printed, and what no industry code can measure."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.skills.main_needs import count_main, rank_needs


def needs(*openings: float, sections: str = "CFJQ") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "occupation_code": [str(11 + n) for n in range(len(openings))],
            "industry_code": [sections[n % len(sections)] for n in range(len(openings))],
            "openings_persons": openings,
        },
        schema_overrides={"openings_persons": pl.Float64},
    )


def test_the_largest_come_first_and_shares_add_up() -> None:
    ranked = rank_needs(needs(10.0, 60.0, 30.0))
    assert ranked["openings_persons"].to_list() == [60.0, 30.0, 10.0]
    assert ranked["cumulative_pct"].to_list() == pytest.approx([60.0, 90.0, 100.0])
    assert count_main(ranked) == 2


def test_a_sector_without_industry_codes_is_missing_and_not_zero() -> None:
    rows = rank_needs(needs(4.0, 3.0, 2.0, 1.0)).select(
        "industry_code", "strategy_pct", "strategy_status"
    )
    assert rows.rows() == [
        ("C", 28.0, "modelled"),
        ("F", None, "missing"),  # Clean Energy lies in construction, and has no codes
        ("J", 100.0, "modelled"),
        ("Q", 0.0, "modelled"),
    ]


@given(st.lists(st.floats(0.01, 1e5), min_size=1, max_size=30))
def test_what_is_printed_holds_enough_and_one_row_less_does_not(openings: list[float]) -> None:
    ranked = rank_needs(needs(*openings))
    count = count_main(ranked, 80.0)
    assert ranked["cumulative_pct"][count - 1] >= 80.0 - 1e-6
    assert count == 1 or ranked["cumulative_pct"][count - 2] < 80.0
