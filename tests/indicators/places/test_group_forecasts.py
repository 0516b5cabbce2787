"""The forecast of a group is the sum of all its members' forecasts, or none."""

from __future__ import annotations

import polars as pl
import pytest

from indicators.places.group_forecasts import ORIGINS_DIFFER, sum_forecasts

MEMBERS = {"b": "Bolsby", "a": "Ayton"}
Row = tuple[str, str, str, float | None, float | None, str]


def summed(*rows: Row) -> dict[str, object]:
    """The group's row; each given as area, origin_period, model, mean, lower80 and status."""
    frame = pl.DataFrame(
        rows,
        schema={
            "area_code": pl.String, "origin_period": pl.String, "model": pl.String,
            "mean": pl.Float64, "lower80": pl.Float64, "status": pl.String,
        },
        orient="row",
    ).with_columns(period=pl.lit("2027"))  # fmt: skip
    return sum_forecasts(frame, MEMBERS, ["period"], values=("mean", "lower80")).row(0, named=True)


def test_means_and_bounds_are_added_up() -> None:
    row = summed(
        ("a", "2024", "theta", 100.0, 90.0, "modelled"),
        ("b", "2024", "naive", 50.0, 30.0, "modelled"),
    )
    assert (row["mean"], row["lower80"], row["note"]) == (150.0, 120.0, "")
    assert (row["model"], row["status"]) == ("naive, theta", "modelled")


def test_councils_of_no_member_do_not_count() -> None:
    row = summed(
        ("a", "2024", "theta", 100.0, 90.0, "modelled"),
        ("b", "2024", "theta", 50.0, 30.0, "modelled"),
        ("z", "2020", "theta", 1000.0, 900.0, "modelled"),
    )
    assert (row["mean"], row["origin_period"]) == (150.0, "2024")


@pytest.mark.parametrize("second", [[], [("b", "2024", "theta", None, None, "missing")],
                                    [("b", "2024", "theta", 50.0, None, "modelled")]])  # fmt: skip
def test_without_a_member_there_is_no_sum_and_the_note_names_it(second: list[Row]) -> None:
    row = summed(("a", "2024", "theta", 100.0, 90.0, "modelled"), *second)
    assert (row["mean"], row["lower80"], row["note"]) == (None, None, "no forecast for Bolsby")


def test_forecasts_of_one_period_are_added_up_whatever_year_they_start_from() -> None:
    row = summed(
        ("a", "2024", "theta", 100.0, 90.0, "modelled"),
        ("b", "2023", "theta", 50.0, 30.0, "modelled"),
    )
    assert (row["mean"], row["note"]) == (150.0, "")


def test_changes_from_different_years_are_not_added_up() -> None:
    frame = pl.DataFrame(
        {
            "area_code": ["a", "b"], "base_year": [2023, 2024], "industry_code": ["C", "C"],
            "mean": [1.0, 2.0], "model": ["m", "m"], "status": ["modelled", "modelled"],
        }
    )  # fmt: skip
    row = sum_forecasts(
        frame, MEMBERS, ["industry_code"], values=("mean",), origin="base_year"
    ).row(0, named=True)
    assert (row["mean"], row["note"]) == (None, ORIGINS_DIFFER)


def test_a_partial_member_makes_the_sum_partial() -> None:
    row = summed(
        ("a", "2024", "theta", 100.0, 90.0, "partial"),
        ("b", "2024", "theta", 50.0, 30.0, "modelled"),
    )
    assert (row["mean"], row["status"]) == (150.0, "partial")
