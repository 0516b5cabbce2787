"""What changed in a ward: only figures that can be compared, a whole number of years apart."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from indicators.places import ward_trends

SCHEMA = {"measure": pl.String, "period": pl.String, "period_end": pl.Date, "value": pl.Float64,
          "status": pl.String}  # fmt: skip
NOTHING = pl.DataFrame(schema=SCHEMA)


def months(*cells: tuple[str, float | None, str], measure: str = "claimants_pct") -> pl.DataFrame:
    """Month such as 2025-03, value and status."""
    return pl.DataFrame(
        [
            (measure, month, date(int(month[:4]), int(month[5:]), 28), value, status)
            for month, value, status in cells
        ],
        schema=SCHEMA, orient="row",
    )  # fmt: skip


def test_a_month_is_set_beside_the_same_month_of_the_year_before() -> None:
    series = ward_trends.list_series(
        NOTHING,
        months(
            ("2025-03", 4.0, "rounded"), ("2025-09", 9.0, "rounded"), ("2026-03", 5.5, "rounded")
        ),
    )
    (row,) = ward_trends.list_changes(series).iter_rows(named=True)
    assert (row["period_before"], row["value_before"], row["period_after"]) == (
        "2025-03", 4.0, "2026-03",
    )  # fmt: skip
    assert (row["change"], row["change_pct"], row["status"]) == (1.5, None, "rounded")


@pytest.mark.parametrize("status", ["modelled", "partial", "missing", "nowcast"])
def test_what_does_not_compare_makes_no_change(status: str) -> None:
    before = (None if status == "missing" else 4.0, status)
    series = ward_trends.list_series(
        NOTHING, months(("2025-03", *before), ("2026-03", 5.0, "observed"))
    )
    assert ward_trends.list_changes(series).is_empty()


def test_months_of_different_seasons_make_no_change() -> None:
    series = months(("2025-09", 4.0, "observed"), ("2026-03", 5.0, "observed"))
    assert ward_trends.list_changes(ward_trends.list_series(NOTHING, series)).is_empty()


def test_a_count_has_a_percentage_but_not_from_zero_and_the_less_certain_status() -> None:
    name = "premises_count"
    rows = months(("2024-03", 200.0, "estimated"), ("2025-03", 190.0, "observed"), measure=name)
    (row,) = ward_trends.list_changes(ward_trends.list_series(rows, NOTHING)).iter_rows(named=True)
    assert (row["change"], row["change_pct"], row["status"]) == (-10.0, -5.0, "estimated")
    zero = months(("2024-03", 0.0, "observed"), ("2025-03", 3.0, "observed"), measure=name)
    (row,) = ward_trends.list_changes(ward_trends.list_series(zero, NOTHING)).iter_rows(named=True)
    assert (row["change"], row["change_pct"]) == (3.0, None)


def test_one_figure_of_a_month_is_taken_once_and_a_line_needs_three() -> None:
    stored = months(("2026-03", 5.0, "observed"))
    more = months(*((f"2026-0{n}", 4.0, "observed") for n in (1, 2, 3)))
    series = ward_trends.list_series(stored, more)
    assert series["value"].to_list() == [4.0, 4.0, 5.0]
    assert list(ward_trends.lines_by_measure(series)) == ["claimants_pct"]
    assert ward_trends.lines_by_measure(series.head(2)) == {}
