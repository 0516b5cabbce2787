"""Pressure beside the survey of employers: one area and year, ranks, and whether they agree."""

from __future__ import annotations

import polars as pl
import pytest
from factory_inputs import HERE, made, rows
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.priorities import SHORTAGE_CHECK
from catalog.vocabulary.areas import ENGLAND
from indicators.skills import shortage_check
from indicators.skills.occupations import MAJORS

REGION = "E12000003"


def survey(*values: tuple[str, str, str, float | None, float | None]) -> pl.DataFrame:
    """Rows by area, year, occupation, vacancies and those with a shortage."""
    return rows(
        "shortages", *((area, f"name of {area}", *others) for area, *others in values)
    )  # fmt: skip


def pressure(*values: float | None) -> pl.DataFrame:
    count = len(values)
    return pl.DataFrame(
        {"area_code": [HERE] * count, "occupation_code": MAJORS[:count],
         "pressure_ln": values, "lower80": values, "upper80": values},
        schema_overrides={
            "area_code": pl.String, "occupation_code": pl.String,
            **dict.fromkeys(("pressure_ln", "lower80", "upper80"), pl.Float64),
        },
    )  # fmt: skip


def compare(shortages: pl.DataFrame, tight: pl.DataFrame) -> pl.DataFrame:
    regions = pl.DataFrame({"area_code": [HERE], "region_code": [REGION]})
    held = made({HERE: {"C": [100.0]}}, shortages=shortages, regions=regions)
    return check(shortage_check.rows(held, [HERE], tight), SHORTAGE_CHECK)


def test_the_nearest_area_and_its_newest_year_are_taken_and_never_mixed() -> None:
    found = compare(
        survey(
            (ENGLAND, "2024", "1", 100.0, 90.0), (REGION, "2022", "1", 100.0, 50.0),
            (REGION, "2024", "1", 200.0, 30.0), (REGION, "2022", "2", 100.0, 10.0),
        ),
        pressure(0.1, 0.2),
    )  # fmt: skip
    assert found.height == 9
    first = found.row(0, named=True)
    assert (first["survey_area_code"], first["period"], first["shortage_pct"]) == (
        REGION, "2024", 15.0,
    )  # fmt: skip
    # Of 2022 there is a figure of professionals; but that is another year.
    assert found["shortage_pct"].null_count() == 8
    assert found["status"].to_list() == ["estimated"] + ["missing"] * 8
    assert "too few occupations" in first["note"]


@pytest.mark.parametrize(
    ("order", "words", "correlation"),
    [((1, 2, 3, 4, 5), "much the same", 1.0), ((5, 4, 3, 2, 1), "in other occupations", -1.0)],
)
def test_it_says_whether_employers_agree(
    order: tuple[int, ...], words: str, correlation: float
) -> None:
    shortages = survey(
        *((ENGLAND, "2024", str(n + 1), 100.0, 10.0 * n + 5) for n in range(5)),
        (ENGLAND, "2024", "6", None, None),
    )  # fmt: skip
    found = compare(shortages, pressure(*(float(n) for n in order)))
    assert words in found["note"][0]
    assert found["rank_correlation"][0] == pytest.approx(correlation)
    assert found["shortage_rank"].to_list()[:6] == [5, 4, 3, 2, 1, None]
    assert found["pressure_rank"].to_list()[:5] == [6 - n for n in order]


def test_without_pressure_the_survey_stands_alone() -> None:
    found = compare(survey((ENGLAND, "2024", "1", 100.0, 5.0)), pressure())
    assert found["shortage_pct"][0] == 5.0
    assert found["pressure_rank"].null_count() == 9
    assert "no pressure here" in found["note"][0]


def test_without_a_file_there_is_no_row() -> None:
    assert compare(survey(), pressure(0.1)).is_empty()


@given(st.lists(st.floats(-5, 5), min_size=5, max_size=9, unique=True))
def test_a_measure_has_its_own_order(values: list[float]) -> None:
    one = pl.Series(values)
    assert shortage_check.correlate_ranks(one, one) == pytest.approx(1.0)
    assert shortage_check.correlate_ranks(one, -one) == pytest.approx(-1.0)
    assert shortage_check.correlate_ranks(one.head(4), one.head(4)) is None
