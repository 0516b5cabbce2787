"""What published output says of a sector against its area, and that nothing later is read."""

from __future__ import annotations

import polars as pl
import pytest
from factory_outlook import monthly
from hypothesis import given
from hypothesis import strategies as st

from indicators.sectors import outlook_features
from indicators.sectors.outlook_features import output_growth, relative_to_mix

LEVELS = pl.DataFrame(
    {"area_code": ["E1"] * 2 + ["E2"] * 2, "industry_code": ["C", "G"] * 2,
     "value": [50.0, 50.0, 90.0, 10.0]}
)  # fmt: skip


def by_code(growth: pl.DataFrame, column: str) -> dict[str, float]:
    return dict(growth.select("industry_code", column).iter_rows())


def test_growth_is_of_the_year_after_and_of_the_months_known_of_the_next() -> None:
    growth = output_growth(monthly({"C": 0.02, "G": 0.0}), 2023)
    assert by_code(growth, "ahead") == pytest.approx({"C": 0.04, "G": 0.0})
    assert by_code(growth, "trend") == pytest.approx({"C": 0.02, "G": 0.0})


def test_seven_months_of_the_second_year_are_read() -> None:
    assert outlook_features.last_month_read(2023) == (2025, 7)


@given(base=st.integers(2016, 2023), late=st.integers(0, 30), factor=st.floats(0.1, 10))
def test_nothing_after_the_last_month_changes_a_feature(
    base: int, late: int, factor: float
) -> None:
    year, month = outlook_features.last_month_read(base)
    whole = monthly({"C": 0.03, "G": -0.01}, first=2010, last=(2027, 12))
    at = pl.col("period_end").dt.year() * 12 + pl.col("period_end").dt.month().cast(pl.Int32)
    later = whole.with_columns(
        pl.when(at > year * 12 + month + late)
        .then(pl.col("gva_index") * factor)
        .otherwise("gva_index")
        .alias("gva_index")
    )
    assert output_growth(whole, base).equals(output_growth(later, base))


def test_what_was_published_when_gva_was_gives_the_same_as_all_we_have() -> None:
    year, month = outlook_features.last_month_read(2020)
    then = monthly({"C": 0.03, "G": -0.01}, last=(year, month))
    assert output_growth(then, 2020).equals(output_growth(monthly({"C": 0.03, "G": -0.01}), 2020))


@pytest.mark.parametrize("last", [(2024, 12), (2025, 1)])
def test_without_two_months_of_the_second_year_there_is_no_growth(last: tuple[int, int]) -> None:
    assert output_growth(monthly({"C": 0.02}, last=last), 2023).is_empty()


def test_without_two_years_before_there_is_no_trend_so_no_growth() -> None:
    assert output_growth(monthly({"C": 0.02}, first=2022), 2023).is_empty()
    assert output_growth(monthly({"C": 0.02}, first=2021), 2023).height == 1


def test_energy_and_water_go_by_the_mean_of_both_and_farming_stands_for_mining() -> None:
    growth = output_growth(monthly({"A": 0.01, "B": 0.5, "D": 0.02, "E": 0.04}), 2023)
    ahead = by_code(growth, "ahead")
    assert ahead["DE"] == pytest.approx((ahead["D"] + ahead["E"]) / 2)
    assert ahead["AB"] == ahead["A"]


def test_a_feature_is_growth_less_that_of_the_areas_own_mix() -> None:
    growth = pl.DataFrame({"industry_code": ["C", "G"], "ahead": [0.10, 0.0], "trend": [0.0, 0.02]})
    rows = relative_to_mix(LEVELS, growth)
    assert rows["output_ahead"].to_list() == pytest.approx([0.05, -0.05, 0.01, -0.09])
    assert rows["output_trend"].to_list() == pytest.approx([-0.01, 0.01, -0.002, 0.018])


@given(st.lists(st.floats(-0.3, 0.3), min_size=2, max_size=2), st.floats(0.01, 1000))
def test_over_an_areas_mix_a_feature_averages_to_nothing(rates: list[float], size: float) -> None:
    growth = pl.DataFrame({"industry_code": ["C", "G"], "ahead": rates, "trend": rates})
    rows = relative_to_mix(LEVELS.with_columns(pl.col("value") * size), growth)
    weighted = rows.group_by("area_code").agg((pl.col("value") * pl.col("output_ahead")).sum())
    assert weighted["value"].to_list() == pytest.approx([0.0, 0.0], abs=1e-6 * size)
    assert rows["output_ahead"].to_list() == pytest.approx(
        relative_to_mix(LEVELS, growth)["output_ahead"].to_list()
    ), "the size of an area is nothing to it"


def test_a_sector_without_output_or_growth_has_no_features() -> None:
    growth = pl.DataFrame({"industry_code": ["C"], "ahead": [0.1], "trend": [0.0]})
    levels = pl.DataFrame(
        {"area_code": ["E1", "E1", "E2"], "industry_code": ["C", "G", "C"],
         "value": [5.0, 5.0, 0.0]}
    )  # fmt: skip
    assert relative_to_mix(levels, growth).select("area_code", "industry_code").rows() == [
        ("E1", "C")
    ]
