"""Figures of a place over time, added up over its councils, beside a nation."""

from __future__ import annotations

import polars as pl
import pytest

from catalog.vocabulary.areas import ENGLAND, GREAT_BRITAIN
from indicators.places.forecast_changes import furthest_changes
from indicators.places.series import changes_pct, sum_beside_nation, sum_history
from indicators.skills.jobseekers import adverts_trend


def jobs(*rows: tuple[str, str, float | None, str]) -> pl.DataFrame:
    """Rows given as area_code, period, jobs and status."""
    schema = {"area_code": pl.String, "period": pl.String, "jobs": pl.Float64, "status": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(area_name="area_code")


def test_councils_are_added_up_in_periods_that_all_of_them_have() -> None:
    frame = jobs(
        ("a", "2023", 10.0, "rounded"), ("b", "2023", 5.0, "rounded"),
        ("a", "2024", 11.0, "rounded"), ("b", "2024", None, "missing"),
    )  # fmt: skip
    assert sum_beside_nation(frame, "jobs", ("a", "b")).rows() == [("2023", "", 15.0, False)]


def test_a_sum_with_a_partial_part_is_low() -> None:
    frame = jobs(("a", "2023", 10.0, "partial"), ("b", "2023", 5.0, "rounded"))
    assert sum_beside_nation(frame, "jobs", ("a", "b"))["low"].to_list() == [True]


def test_the_nation_is_the_widest_that_has_the_newest_period() -> None:
    frame = jobs(
        ("a", "2023", 10.0, "rounded"), ("a", "2024", 11.0, "rounded"),
        (GREAT_BRITAIN, "2023", 100.0, "rounded"), (ENGLAND, "2024", 90.0, "rounded"),
    )  # fmt: skip
    both = sum_beside_nation(frame, "jobs", ("a",))
    assert set(both["area_name"]) == {"", ENGLAND}
    assert changes_pct(both, "jobs", "2023", "2024") == [("", pytest.approx(10.0)), (ENGLAND, None)]


def test_a_change_needs_a_figure_above_zero_before_it() -> None:
    both = sum_beside_nation(
        jobs(("a", "2023", 0.0, "rounded"), ("a", "2024", 9.0, "rounded")), "jobs", ("a",)
    )
    assert changes_pct(both, "jobs", "2023", "2024") == [("", None)]


def test_histories_are_added_up_and_wear_the_worst_status() -> None:
    frame = pl.DataFrame({
        "area_code": ["a", "b", "a"], "period": ["2023", "2023", "2024"],
        "period_end": ["2023", "2023", "2024"], "unit": ["jobs"] * 3,
        "value": [1.0, 2.0, 3.0], "status": ["rounded", "partial", "rounded"],
    })  # fmt: skip
    found = sum_history(frame, ("a", "b"))
    assert found.select("period", "value", "status").rows() == [("2023", 3.0, "partial")]


def test_the_trend_of_adverts_is_of_three_months_on_the_same_of_the_year_before() -> None:
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in (1, 2, 3)]
    counts = [10.0, 20.0, 30.0, 20.0, 40.0, 60.0]
    frame = pl.DataFrame({"area_code": ["a"] * 6, "period": months, "adverts_count": counts})
    newest = adverts_trend(frame).filter(period="2025-03").row(0, named=True)
    assert (newest["adverts_count"], newest["before"], newest["change_pct"]) == (40.0, 20.0, 100.0)
    gap = adverts_trend(frame.filter(pl.col("period") != "2024-02"))
    assert gap.filter(period="2025-03")["change_pct"].to_list() == [None]


def test_the_furthest_period_of_each_forecast_the_largest_change_first() -> None:
    frame = pl.DataFrame({
        "family": ["jobs"] * 4, "area_code": ["a"] * 4, "series_code": ["C", "C", "D", "E"],
        "period": ["2025", "2026", "2026", "2026"], "mean_before": [1.0, 100.0, 100.0, 0.0],
        "mean_after": [9.0, 101.0, 90.0, 5.0],
    })  # fmt: skip
    found = furthest_changes(frame)
    assert found["series_code"].to_list() == ["D", "C", "E"]
    assert found["change_pct"].round(6).to_list() == [-10.0, 1.0, None]
