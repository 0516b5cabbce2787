"""The one rule of the share standing empty, on lists that mark one state, both or none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wards import vacancy
from wards.vacancy import MARKS_ONE, NOTHING_LISTED, PERIODS_DIFFER, TOO_FEW_KNOWN

Counts = tuple[int, int, int]  # occupied, empty, unknown


def lists(**councils: list[Counts]) -> pl.DataFrame:
    """Rows of every kind of premises together, one ward after the other."""
    return pl.DataFrame(
        [
            (lad, f"{lad}{n}", kind, "2024-25", float(sum(counts)), *map(float, counts))
            for lad, wards in councils.items()
            for n, counts in enumerate(wards)
            for kind in ("total", "retail")
        ],
        schema=[
            "lad_code", "ward_code", "description_group", "period", "premises_count",
            "occupied_count", "empty_count", "unknown_count",
        ],
        orient="row",
    )  # fmt: skip


def share(frame: pl.DataFrame, *by: str) -> list[tuple[float | None, str]]:
    total = vacancy.empty_shares(frame, [*by, "description_group"])
    return total.filter(description_group="total").select("empty_pct", "empty_reason").rows()


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((75, 25, 0), (25.0, "")),
        ((0, 1844, 13868), (None, MARKS_ONE)),
        ((1844, 0, 13868), (None, MARKS_ONE)),
        ((0, 100, 0), (None, MARKS_ONE)),
        ((0, 0, 100), (None, MARKS_ONE)),
        ((40, 10, 50), (20.0, "")),
        ((39, 10, 51), (None, TOO_FEW_KNOWN)),
        ((0, 0, 0), (None, NOTHING_LISTED)),
    ],
)
def test_of_one_council(counts: Counts, found: tuple[float | None, str]) -> None:
    assert share(lists(A=[counts]), "lad_code") == [found]


def test_a_ward_that_is_all_let_or_all_empty_has_a_share_where_its_council_marks_both() -> None:
    frame = lists(A=[(9, 0, 0), (0, 3, 0), (0, 0, 0), (1, 1, 9)])
    assert share(frame, "ward_code") == [
        (0.0, ""), (100.0, ""), (None, NOTHING_LISTED), (None, TOO_FEW_KNOWN),
    ]  # fmt: skip


def test_of_several_councils_the_share_is_of_those_that_mark_both() -> None:
    frame = lists(A=[(75, 25, 0)], B=[(0, 50, 500)])
    assert share(frame, "lad_code") == [(25.0, ""), (None, MARKS_ONE)]
    together = vacancy.empty_shares(frame, ["description_group"])
    assert together["empty_pct"].to_list() == [25.0, 25.0]
    assert together["recorded_count"].to_list() == [100.0, 100.0]


def test_lists_of_different_years_have_no_share_in_common() -> None:
    frame = lists(A=[(75, 25, 0)], B=[(50, 50, 0)])
    later = pl.when(pl.col("lad_code") == "B").then(pl.lit("2025-26")).otherwise("period")
    found = vacancy.empty_shares(frame.with_columns(period=later), ["description_group"])
    assert found["empty_pct"].to_list() == [None, None]
    assert set(found["empty_reason"]) == {PERIODS_DIFFER}
    # A list that marks one state alone is no part of the share, whatever its year.
    frame = lists(A=[(75, 25, 0)], B=[(0, 50, 0)])
    found = vacancy.empty_shares(frame.with_columns(period=later), ["description_group"])
    assert found["empty_pct"].to_list() == [25.0, 25.0]


def test_the_kinds_say_what_a_list_marks_where_no_row_of_all_is_there() -> None:
    kinds = lists(A=[(3, 1, 0)], B=[(0, 1, 3)]).filter(description_group="retail")
    assert vacancy.mark_lists(kinds)["marks_both"].to_list() == [True, False]


counted = st.tuples(*[st.integers(0, 9)] * 3)


@given(st.lists(counted, min_size=1, max_size=4), st.lists(counted, min_size=1, max_size=4))
def test_a_share_is_from_nought_to_a_hundred_or_has_a_reason(
    one: list[Counts], other: list[Counts]
) -> None:
    frame = lists(A=one, B=other)
    for by in (["ward_code"], ["lad_code"], []):
        for pct, reason in share(frame, *by):
            assert (pct is None) == (reason != "")
            assert pct is None or 0 <= pct <= 100
