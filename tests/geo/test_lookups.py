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


EVERY = {"L1": 10.0, "L2": 5.0, "L3": 7.0, "L4": 0.0}


def sums(*rows: tuple[str, float | None, str]) -> set[tuple[str, float | None, str, int]]:
    found = lookups.to_wards(counts(*rows), LOOKUP, value="jobs")
    return set(found.select("ward_code", "jobs", "status", "absent_count").iter_rows())


def test_each_lsoa_goes_wholly_to_its_ward() -> None:
    found = sums(*((code, jobs, "estimated") for code, jobs in EVERY.items()))
    assert found == {
        ("W1", 15.0, "estimated", 0), ("W2", 7.0, "estimated", 0), ("W3", 0.0, "estimated", 0),
    }  # fmt: skip


def test_a_sum_over_a_suppressed_part_is_partial_and_not_lower_in_silence() -> None:
    found = sums(("L1", 10.0, "observed"), ("L2", None, "suppressed"))
    assert ("W1", 10.0, "partial", 1) in found


def test_an_lsoa_without_a_row_is_a_part_without_a_figure() -> None:
    found = sums(("L1", 10.0, "observed"))
    assert found == {("W1", 10.0, "partial", 1), ("W2", None, "missing", 1),
                     ("W3", None, "missing", 1)}  # fmt: skip


def test_a_sum_of_nothing_is_null_and_not_zero() -> None:
    found = sums(("L1", None, "missing"), ("L2", None, "suppressed"))
    assert ("W1", None, "suppressed", 2) in found


def test_an_lsoa_outside_the_lookup_is_found_and_in_no_ward() -> None:
    frame = counts(("L9", 1.0, "observed"), ("L1", 1.0, "observed"))
    assert lookups.filter_outside(frame, LOOKUP)["lsoa_code"].to_list() == ["L9"]
    assert lookups.to_wards(frame, LOOKUP, value="jobs")["jobs"].sum() == 1.0


def test_mixing_vintages_raises() -> None:
    wards = pl.DataFrame({"ward_code": ["W1"], "ward_vintage": ["2024"]})
    with pytest.raises(lookups.VintageError, match=r"2025.*2024"):
        lookups.check_same_vintage(LOOKUP, wards)


CHANGES = pl.DataFrame(
    {
        "lsoa11_code": ["A", "B", "B", "C", "D"],
        "lsoa21_code": ["A", "B1", "B2", "CD", "CD"],
        "change_kind": ["U", "S", "S", "M", "M"],
        "lad22_code": ["X"] * 5,
    }
)
OWN = pl.DataFrame({"lsoa_code": ["A", "B1", "B2", "CD"], "ward_code": ["W1", "W1", "W2", "W2"]})


def moved(
    values: dict[str, float], *weights: tuple[str, pl.DataFrame], expected: str = ""
) -> pl.DataFrame:
    """Counts of 2011 LSOAs on those of 2021; `expected`: further ones that should have a count."""
    frame = pl.DataFrame(
        {"lsoa11_code": list(values), "jobs": list(values.values()),
         "status": ["observed"] * len(values)}
    )  # fmt: skip
    codes = pl.Series("lsoa11_code", [*values, *expected], dtype=pl.String)
    parts = lookups.list_lsoa21_parts(codes, CHANGES, OWN, weights)
    return lookups.lsoa11_to_21(frame, parts, value="jobs").sort("lsoa_code")


def test_lsoas_of_2011_stay_split_or_merge() -> None:
    found = moved({"A": 3.0, "B": 10.0, "C": 4.0, "D": 5.0})
    assert found.select("lsoa_code", "jobs", "status").rows() == [
        ("A", 3.0, "observed"),
        ("B1", 5.0, "estimated"),
        ("B2", 5.0, "estimated"),
        ("CD", 9.0, "observed"),
    ]


def test_the_first_weights_that_know_every_part_share_a_split_one_out() -> None:
    half = pl.DataFrame({"lsoa_code": ["B1"], "weight": [9.0]})
    nobody = pl.DataFrame({"lsoa_code": ["B1", "B2"], "weight": [0.0, 0.0]})
    whole = pl.DataFrame({"lsoa_code": ["B1", "B2"], "weight": [26.0, 74.0]})
    found = moved({"B": 10.0}, ("half", half), ("nobody", nobody), ("whole", whole))
    assert found.select("jobs", "basis").rows() == [(2.6, "whole"), (7.4, "whole")]


def test_a_merger_of_which_one_has_no_count_is_partial() -> None:
    found = moved({"C": 4.0}, expected="D")
    assert found.select("lsoa_code", "jobs", "status").rows() == [("CD", 4.0, "partial")]


def test_an_old_code_that_is_in_no_list_is_unchanged_if_it_is_still_in_use() -> None:
    nothing = CHANGES.clear()
    codes = pl.Series("lsoa11_code", ["A", "B"])
    parts = lookups.list_lsoa21_parts(codes, nothing, OWN)
    assert parts.select("lsoa11_code", "lsoa_code", "share").rows() == [("A", "A", 1.0)]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4), st.integers(0, 5))
def test_totals_are_conserved(values: list[int], first: int) -> None:
    weight = pl.DataFrame({"lsoa_code": ["B1", "B2"], "weight": [float(first), 2.0]})
    found = moved(dict(zip("ABCD", map(float, values), strict=True)), ("people", weight))
    wards = lookups.to_wards(found, OWN, value="jobs")
    assert wards["jobs"].sum() == pytest.approx(sum(values))
