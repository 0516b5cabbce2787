"""Counts from small areas to wards: nothing lost, nothing invented, vintages never mixed."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import lookups

LOOKUP = pl.DataFrame(
    {
        "lsoa_code": ["L1", "L2", "L3", "L4"],
        "ward_code": ["W1", "W1", "W2", "W3"],
        "ward_vintage": ["2025"] * 4,
    }
)


def counts(*rows: tuple[str, float | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={"lsoa_code": pl.String, "jobs": pl.Float64, "status": pl.String},
        orient="row",
    )


def test_each_lsoa_goes_wholly_to_its_ward() -> None:
    frame = counts(("L1", 10.0, "estimated"), ("L2", 5.0, "estimated"), ("L3", 7.0, "estimated"))
    wards = lookups.to_wards(frame, LOOKUP, value="jobs")
    assert wards.rows() == [("W1", 15.0, "estimated"), ("W2", 7.0, "estimated")]


def test_a_sum_over_a_suppressed_part_is_partial_and_not_lower_in_silence() -> None:
    frame = counts(("L1", 10.0, "observed"), ("L2", None, "suppressed"))
    assert lookups.to_wards(frame, LOOKUP, value="jobs").rows() == [("W1", 10.0, "partial")]


def test_a_sum_of_nothing_is_null_and_not_zero() -> None:
    frame = counts(("L1", None, "missing"), ("L2", None, "suppressed"))
    assert lookups.to_wards(frame, LOOKUP, value="jobs").rows() == [("W1", None, "suppressed")]


def test_an_lsoa_outside_the_lookup_is_named() -> None:
    with pytest.raises(lookups.LookupGap, match="L9"):
        lookups.to_wards(counts(("L9", 1.0, "observed")), LOOKUP, value="jobs")


def test_mixing_vintages_raises() -> None:
    wards = pl.DataFrame({"ward_code": ["W1"], "ward_vintage": ["2024"]})
    with pytest.raises(lookups.VintageError, match=r"2025.*2024"):
        lookups.same_vintage(LOOKUP, wards)


CHANGES = pl.DataFrame(
    {
        "lsoa11_code": ["A", "B", "B", "C", "D"],
        "lsoa21_code": ["A", "B1", "B2", "CD", "CD"],
        "change_kind": ["U", "S", "S", "M", "M"],
    }
)


def test_lsoas_of_2011_stay_split_or_merge() -> None:
    frame = pl.DataFrame(
        {
            "lsoa11_code": ["A", "B", "C", "D"],
            "jobs": [3.0, 10.0, 4.0, 5.0],
            "status": ["observed"] * 4,
        }
    )
    moved = lookups.lsoa11_to_21(frame, CHANGES, value="jobs").sort("lsoa_code")
    assert moved.rows() == [
        ("A", 3.0, "observed"),
        ("B1", 5.0, "estimated"),
        ("B2", 5.0, "estimated"),
        ("CD", 9.0, "observed"),
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4))
def test_totals_are_conserved(values: list[int]) -> None:
    frame = pl.DataFrame(
        {
            "lsoa11_code": ["A", "B", "C", "D"],
            "jobs": [float(v) for v in values],
            "status": ["observed"] * 4,
        }
    )
    moved = lookups.lsoa11_to_21(frame, CHANGES, value="jobs")
    lookup = pl.DataFrame(
        {"lsoa_code": ["A", "B1", "B2", "CD"], "ward_code": ["W1", "W1", "W2", "W2"]}
    )
    wards = lookups.to_wards(moved, lookup, value="jobs")
    assert wards["jobs"].sum() == pytest.approx(sum(values))
