"""Means and changes of calendar months, with months that lack."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.vocabulary import periods


def monthly(values: dict[str, float | None], area: str = "A") -> pl.DataFrame:
    return pl.DataFrame(
        [(area, period, value) for period, value in values.items()],
        schema={"area_code": pl.String, "period": pl.String, "count": pl.Float64},
        orient="row",
    )


def run_of(first: str, values: list[float]) -> dict[str, float | None]:
    return {periods.month_before(first, -n): value for n, value in enumerate(values)}


@given(st.integers(1980, 2060), st.integers(1, 12), st.integers(0, 60))
def test_months_are_counted_back_and_named_again(year: int, month: int, back: int) -> None:
    period = f"{year}-{month:02}"
    frame = pl.DataFrame({"period": [periods.month_before(period, back)]})
    number = frame.select(periods.month_number()).item()
    assert number + back == 12 * year + month - 1
    assert frame.select(periods.month_name(periods.month_number())).item() == frame.item()


def test_what_is_no_month_has_no_number() -> None:
    frame = pl.DataFrame({"period": ["2024", "2024-13", "2024-Q1", "2023-24", "", None]})
    assert frame.select(periods.month_number()).to_series().to_list() == [None] * 6


def test_a_mean_needs_all_its_months() -> None:
    known = {"2024-11": 1.0, "2024-12": 2.0, "2025-01": 6.0, "2025-03": 9.0, "2025-04": None}
    means = periods.trailing_means(monthly(known), "count", ["area_code"], 3)
    assert means.rows() == [("A", "2025-01", 3.0)]


def test_a_gap_does_not_move_the_year_before() -> None:
    year, now = [100.0] * 3 + [10.0] * 9, [120.0] * 3
    whole = run_of("2024-01", year + now)
    for lost in ([], ["2024-05", "2024-06"], ["2024-10"]):
        frame = monthly({p: v for p, v in whole.items() if p not in lost})
        newest = periods.compare_year_on_year(frame, "count", ["area_code"], 3)[-1]
        assert newest["period"].item() == "2025-03"
        assert newest["change_pct"].item() == pytest.approx(20.0)


def test_without_the_months_of_the_year_before_there_is_no_change() -> None:
    whole = run_of("2024-01", [100.0] * 15)
    frame = monthly({p: v for p, v in whole.items() if p != "2024-02"})
    newest = periods.compare_year_on_year(frame, "count", ["area_code"], 3)[-1].row(0, named=True)
    assert (newest["count"], newest["before"], newest["change_pct"]) == (100.0, None, None)


def test_a_year_before_of_nought_has_no_change() -> None:
    frame = monthly(run_of("2024-01", [0.0] * 12 + [5.0] * 3))
    assert periods.compare_year_on_year(frame, "count", ["area_code"], 3)["change_pct"][-1] is None


def test_a_sum_of_members_is_of_all_of_them_or_not_made() -> None:
    frame = pl.concat(
        [
            monthly({"2024-01": 1.0, "2024-02": 2.0, "2024-03": 3.0}, "A"),
            monthly({"2024-02": 20.0, "2024-03": None, "2024-04": 40.0}, "B"),
            monthly({"2024-02": 900.0}, "C"),
        ]
    )
    assert periods.sum_members(frame, "count", ["A", "B"], ["period"]).rows() == [("2024-02", 22.0)]
