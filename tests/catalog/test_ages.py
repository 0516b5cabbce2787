"""How old figures are: one rule, counted in releases, of what is published for any area."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.ages import age_in_table, is_overdue, measure_age, releases_behind

TODAY = date(2026, 11, 26)
HERE, THERE = "E08000032", "E08000034"


def yearly(**years: list[int]) -> pl.DataFrame:
    """A figure for each area and year: yearly(E08000032=[2021])."""
    rows = [(code, str(year), date(year, 12, 31), 1.0) for code in years for year in years[code]]
    schema = {"area_code": pl.String, "period": pl.String, "period_end": pl.Date,
              "jobs": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def sentence(frame: pl.DataFrame, period: str = "") -> str:
    age = measure_age(frame, "jobs", "area_code", (HERE,), TODAY, period)
    assert age is not None
    return age.sentence()


def test_a_council_beside_a_newer_release_is_not_up_to_date() -> None:
    frame = yearly(E08000032=[2020, 2021, 2022], E08000034=[2022, 2024])
    assert sentence(frame) == (
        "2 releases behind: 2022; other areas have 2024, but there is nothing newer for this "
        "council"
    )


def test_a_figure_older_than_the_council_s_own_newest_says_which_that_is() -> None:
    frame = yearly(E08000032=[2021, 2022, 2023])
    assert sentence(frame, "2021") == (
        "2 releases behind: 2021; the newest published for this council is 2023"
    )


def test_both_newer_releases_are_said_where_they_differ() -> None:
    frame = yearly(E08000032=[2021, 2022], E08000034=[2021, 2024])
    assert sentence(frame, "2021") == (
        "3 releases behind: 2021; the newest published for this council is 2022, and other areas "
        "have 2024"
    )


def test_a_council_of_which_no_newer_release_is_published_is_up_to_date() -> None:
    frame = yearly(E08000032=[2021, 2022], E08000034=[2021, 2022])
    assert sentence(frame) == ""


def test_a_row_without_a_figure_is_no_release() -> None:
    newer = yearly(E08000034=[2024]).with_columns(jobs=pl.lit(None, dtype=pl.Float64))
    assert sentence(pl.concat([yearly(E08000032=[2021, 2022]), newer])) == ""


def test_a_projection_is_no_release() -> None:
    assert sentence(yearly(E08000032=[2024, 2025], E08000034=[2025, 2030])) == ""


def test_a_place_without_figures_has_no_age() -> None:
    assert measure_age(yearly(E08000034=[2024]), "jobs", "area_code", (HERE,), TODAY) is None


def test_of_several_councils_the_newest_figure_counts() -> None:
    frame = yearly(E08000032=[2021, 2022], E08000034=[2023, 2024])
    age = measure_age(frame, "jobs", "area_code", (HERE, THERE), TODAY, "2022")
    assert age is not None
    assert age.sentence("these councils").endswith("published for these councils is 2024")
    assert age.is_marked


def test_each_council_publishes_its_own_list_of_premises() -> None:
    rows = [(HERE, "2018-19", date(2019, 3, 31)), (THERE, "2024-25", date(2025, 3, 31))]
    schema = {"lad_code": pl.String, "period": pl.String, "period_end": pl.Date}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(rateable_value_gbp=1.0)
    age = age_in_table("ward_premises", frame, (HERE,), TODAY)
    assert age is not None
    assert age.behind == 0


@given(st.sets(st.integers(1990, 2025), min_size=2), st.integers(1990, 2025))
def test_a_newer_release_never_makes_a_figure_newer(years: set[int], own: int) -> None:
    ends = [date(year, 12, 31) for year in years]
    behind = [releases_behind(ends, date(own, 12, 31), end, TODAY) for end in sorted(ends)]
    assert behind == sorted(behind)
    assert all(count >= 0 for count in behind)
    assert releases_behind(ends, max(ends), max(ends), TODAY) == 0


@pytest.mark.parametrize(
    ("cadence", "end", "overdue"),
    [
        ("yearly", date(2023, 12, 31), False), ("yearly", date(2021, 12, 31), True),
        ("quarterly", date(2021, 6, 30), True), ("monthly", date(2026, 6, 30), False),
        ("census", date(2021, 3, 21), False),
    ],
)  # fmt: skip
def test_what_is_years_late_is_old_whatever_the_table_has(
    cadence: str, end: date, overdue: bool
) -> None:
    assert is_overdue(cadence, end, TODAY) is overdue
