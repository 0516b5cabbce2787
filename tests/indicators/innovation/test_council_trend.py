"""Means of three years: they agree with the table of three years, and nothing unknown is zero."""

from __future__ import annotations

import factory_innovation as made
import polars as pl
import pytest
from factory_innovation import BRADFORD, CALDERDALE, KIRKLEES

from indicators.innovation import council_trend
from indicators.innovation.council_trend import MEASURES, PLACE, SIMILAR, compare_trend

RATE, OFFERED, WITHOUT = MEASURES


def find(rows: pl.DataFrame, measure: str, year: int, series: str = PLACE) -> float:
    return float(rows.filter(measure=measure, last_year=year, series=series)["value"].item())


def test_the_newest_rate_is_that_of_the_three_years_together() -> None:
    rows = compare_trend(made.council_years(), made.councils(), [BRADFORD], [])
    newest = made.councils().filter(lad_code=BRADFORD).row(0, named=True)
    assert find(rows, RATE, 2025) == pytest.approx(newest["awards_per_1000_businesses"])
    assert rows["last_year"].min() == 2018  # the first of three whole years from 2016
    assert set(rows["period"]) >= {"2016 to 2018", "2023 to 2025"}


def test_a_centres_grant_is_in_one_line_alone() -> None:
    rows = compare_trend(made.council_years(), made.councils(), [BRADFORD], [])
    centre = 9_000_000 / 3 / 18_000
    assert find(rows, OFFERED, 2020) - find(rows, WITHOUT, 2020) == pytest.approx(centre)
    assert find(rows, OFFERED, 2023) == pytest.approx(find(rows, WITHOUT, 2023))


def test_a_year_without_awards_is_zero_and_an_unknown_amount_is_none() -> None:
    years = made.council_years().filter(
        (pl.col("lad_code") == BRADFORD) & (pl.col("start_year") != 2024)
    )
    unknown = years.with_columns(
        award_offered_gbp=pl.when(pl.col("start_year") != 2023).then("award_offered_gbp")
    )
    means = council_trend.average_three_years(unknown, 2025).filter(organisation_kind="all")
    of_2025 = means.filter(last_year=2025).row(0, named=True)
    assert of_2025["awards"] == pytest.approx((24 + 0 + 30) / 3)
    assert of_2025["offered_gbp"] is None
    assert means.filter(last_year=2022)["offered_gbp"].is_not_null().all()


def test_fewer_than_three_similar_councils_have_no_middle() -> None:
    two = compare_trend(made.council_years(), made.councils(), [BRADFORD], [CALDERDALE, KIRKLEES])
    assert two.filter(series=SIMILAR).is_empty()
    third = pl.concat(
        [made.councils(), made.councils().filter(lad_code=KIRKLEES).with_columns(
            lad_code=pl.lit("E1"), lad_name=pl.lit("Testham"))]
    )  # fmt: skip
    years = pl.concat(
        [made.council_years(), made.council_years().filter(lad_code=KIRKLEES).with_columns(
            lad_code=pl.lit("E1"), lad_name=pl.lit("Testham"))]
    )  # fmt: skip
    three = compare_trend(years, third, [BRADFORD], [CALDERDALE, KIRKLEES, "E1", BRADFORD])
    rates = [
        find(compare_trend(years, third, [code], []), RATE, 2025)
        for code in (CALDERDALE, KIRKLEES, "E1")
    ]
    assert find(three, RATE, 2025, SIMILAR) == pytest.approx(sorted(rates)[1])
    assert set(three.filter(series=SIMILAR)["councils_count"]) == {3}


def test_research_awards_are_no_awards_to_businesses() -> None:
    research = made.council_years().with_columns(award_source=pl.lit("gtr"))
    both = pl.concat([made.council_years(), research])
    assert compare_trend(both, made.councils(), [BRADFORD], []).equals(
        compare_trend(made.council_years(), made.councils(), [BRADFORD], [])
    )
    assert compare_trend(research, made.councils(), [BRADFORD], []).is_empty()
