"""The forecast of a group is the sum of all its members' forecasts, or none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.places.group_forecasts import (
    ORIGINS_DIFFER,
    SHARING,
    shared_error,
    sum_forecasts,
)

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


def joint(share: float | str, **columns: object) -> tuple[float, ...]:
    """mean, lower80 and upper80 of two councils, 100 (30 below, 60 above) and 200 (40 and 80)."""
    frame = pl.DataFrame(
        [("a", 100.0, 70.0, 160.0), ("b", 200.0, 160.0, 280.0)],
        schema=["area_code", "mean", "lower80", "upper80"], orient="row",
    ).with_columns(
        period=pl.lit("2027"), origin_period=pl.lit("2024"), model=pl.lit("m"),
        status=pl.lit("modelled"), **columns,  # type: ignore[arg-type]
    )  # fmt: skip
    made = sum_forecasts(frame, MEMBERS, ["period"], shared=share)
    return made.select("mean", "lower80", "upper80").row(0)


@pytest.mark.parametrize(("share", "below", "above"), [
    (1.0, 70.0, 140.0), (0.0, 50.0, 100.0),
    (0.25, (0.25 * 70**2 + 0.75 * 50**2) ** 0.5, (0.25 * 140**2 + 0.75 * 100**2) ** 0.5),
])  # fmt: skip
def test_distances_are_added_as_far_as_errors_are_shared_and_even_out_for_the_rest(
    share: float, below: float, above: float
) -> None:
    assert joint(share) == pytest.approx((300.0, 300 - below, 300 + above))
    assert joint("part", part=pl.lit(share)) == pytest.approx(joint(share)), "from a column"


def test_without_a_measured_share_errors_never_even_out() -> None:
    assert joint(1.0) == joint(shared_error("workforce_section", "C", []))


def test_a_lower_bound_of_a_sum_is_never_below_zero() -> None:
    rows = (("a", "2024", "m", 5.0, 9.0, "modelled"), ("b", "2024", "m", 1.0, 40.0, "modelled"))
    assert summed(*rows)["lower80"] == 0.0


@given(st.floats(0, 1), st.lists(st.floats(0, 1_000), min_size=2, max_size=2))
def test_an_interval_of_a_group_lies_between_that_of_chance_and_that_of_one_error(
    share: float, below: list[float]
) -> None:
    rows = [(code, "2024", "m", 5_000.0, 5_000.0 - off, "modelled")
            for code, off in zip("ab", below, strict=True)]  # fmt: skip
    frame = pl.DataFrame(
        rows, ["area_code", "origin_period", "model", "mean", "lower80", "status"], orient="row"
    ).with_columns(period=pl.lit("2027"))
    made = sum_forecasts(frame, MEMBERS, ["period"], values=("mean", "lower80"), shared=share)
    distance = made["mean"][0] - made["lower80"][0]
    assert (below[0] ** 2 + below[1] ** 2) ** 0.5 <= distance + 1e-6
    assert distance <= sum(below) + 1e-6


def test_the_share_of_a_group_is_the_measured_one_of_its_family_part_and_kind() -> None:
    stored = {
        (family, part, members): share
        for family, part, members, share in SHARING.select(
            "family", "part", "members", "shared_error"
        ).iter_rows()
    }
    one, several = ["E12000003", "E12000003"], ["E12000003", "E12000001"]
    assert shared_error("gva_section", "C", one) == stored["gva_section", "sector", "neighbours"]
    assert shared_error("gva_section", "total", several) == stored["gva_section", "total", "mixed"]
    assert (
        shared_error("jobs_section", "C", several)
        == (stored["employees_section", "sector", "mixed"])
    )
    assert (
        shared_error("claimants", "claimants_persons", several)
        == (stored["claimants", "total", "mixed"])
    )
    assert shared_error("no such family", "C", one) == 1.0
