"""The type of area that a GSS code names."""

from __future__ import annotations

import polars as pl
import pytest

from catalog.vocabulary import areas


def kind(code: str) -> str | None:
    return pl.select(areas.area_type(pl.lit(code))).item()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E06000001", "lad"), ("E07000008", "lad"), ("E08000033", "lad"), ("E09000001", "lad"),
        ("W06000015", "lad"), ("E12000003", "region"), ("E92000001", "country"),
        ("W92000004", "country"), ("K03000001", "country"), ("E01000001", "lsoa21"),
        ("E10000014", None), ("S12000033", None), ("E06", None), ("Leeds", None), ("", None),
    ],
)  # fmt: skip
def test_type_of_area(code: str, expected: str | None) -> None:
    assert kind(code) == expected


@pytest.mark.parametrize(
    ("code", "expected", "country"),
    [
        ("S12000033", "lad", "Scotland"), ("N09000003", "lad", "Northern Ireland"),
        ("S92000003", "country", "Scotland"), ("E10000014", "county", "England"),
        ("E47000003", "cauth", "England"), ("W06000015", "lad", "Wales"),
        ("K02000001", "country", None), ("TLE41", None, None),
    ],
)  # fmt: skip
def test_tables_of_the_united_kingdom_have_more_types(
    code: str, expected: str | None, country: str | None
) -> None:
    of_code = pl.lit(code)
    assert pl.select(areas.uk_area_type(of_code)).item() == expected
    nation = pl.select(areas.country_of(of_code)).item()
    assert areas.COUNTRY_NAMES.get(nation) == country


def test_nations_and_regions_are_of_the_types_that_they_are_listed_under() -> None:
    assert {kind(code) for code in areas.NATIONS} == {"country"}
    assert {kind(code) for code in areas.ENGLISH_REGIONS} == {"region"}
    assert set(areas.WIDEST_FIRST) < set(areas.NATIONS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E10000014", True),
        ("E05001341", True),
        ("S12000033", True),
        ("E08000033", False),
        ("E1", False),
    ],
)
def test_areas_that_tables_leave_out(code: str, expected: bool) -> None:
    assert pl.select(areas.is_other_area(pl.lit(code))).item() is expected


def test_no_type_is_both_kept_and_left_out() -> None:
    codes = pl.DataFrame({"code": [f"{prefix}000001" for prefix in areas.AREA_TYPES]})
    assert not codes.filter(areas.is_other_area(pl.col("code"))).height


def test_a_welsh_council_is_in_wales() -> None:
    assert pl.select(areas.is_in(areas.WALES, pl.lit("W06000015"))).item()
    assert not pl.select(areas.is_in(areas.ENGLAND, pl.lit("W06000015"))).item()
