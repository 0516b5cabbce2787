"""The Census 2021 tables: categories told by name, small areas without figures still findable."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import LSOA21, SETTINGS, WARD, cells, row, tidied

from etl.areas import Areas
from etl.datasets.census import (
    census_activity,
    census_industry,
    census_occupations,
    census_qualifications,
)


def census(module: Any, names: list[str], value: float | None = 10.0, **more: Any) -> list[Any]:
    """One row per category, numbered in an order that means nothing."""
    return [
        row(value, date="2021", **{module.DIMENSION: (90 - n, name, f"_{n}")}, **more)
        for n, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("module", "column", "names"),
    [
        (census_qualifications, "qualification_code", {
            "Total: All usual residents aged 16 years and over": "total",
            "No qualifications": "none",
            "Level 1 and entry level qualifications": "1",
            "Level 2 qualifications": "2",
            "Apprenticeship": "apprenticeship",
            "Level 3 qualifications": "3",
            "Level 4 qualifications and above": "4",
            "Other qualifications": "other",
        }),
        (census_occupations, "occupation_code", {
            "Total: All usual residents aged 16 years and over in employment": "total",
            "1. Managers, directors and senior officials": "1",
            "9. Elementary occupations": "9",
        }),
        (census_industry, "industry_code", {
            "Total: All usual residents aged 16 years and over in employment": "total",
            "A: Agriculture, Forestry and fishing": "A",
            "Q: Human health and social work activities": "Q",
            "R, S, T, U Other": "R-U",
        }),
        (census_activity, "activity_code", {
            "Total: All usual residents aged 16 years and over": "total",
            "Economically inactive: Retired": "_15",
        }),
    ],
)  # fmt: skip
def test_census_categories_are_told_by_name_and_never_by_number(
    tmp_path: Path, module: Any, column: str, names: dict[str, str]
) -> None:
    made = tidied(module, tmp_path, census(module, list(names)))
    assert made[column].to_list() == list(names.values())
    assert made["period_start"].unique().to_list() == [date(2021, 3, 21)]
    assert made["status"].unique().to_list() == ["observed"]


def test_census_industries_have_their_level_and_a_plain_name(tmp_path: Path) -> None:
    names = ["Total: All", "C: Manufacturing", "R, S, T, U Other"]
    made = tidied(census_industry, tmp_path, census(census_industry, names))
    assert cells(made, "industry_name", "industry_level") == [
        ("All industries", "total"),
        ("Manufacturing", "section"),
        ("R, S, T, U Other", "section"),
    ]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (census_qualifications, "Level 5 qualifications"),
        (census_occupations, "Professional occupations"),
        (census_industry, "Wholesale and retail not otherwise specified"),
        (census_industry, "41 Construction of buildings; 42 Civil engineering; 43 Specialised"),
        (census_industry, "F: Construction: 41 Buildings; 42 Civil engineering"),
    ],
)
def test_a_category_without_a_code_costs_itself_and_not_the_table(
    tmp_path: Path, module: Any, name: str
) -> None:
    made = tidied(module, tmp_path, census(module, ["Total: All", name]))
    (code,) = (c for c in module.TABLE.key if c.endswith("_code") and c != "area_code")
    assert made[code].to_list() == ["total"]


def test_census_wards_with_nothing_keep_their_totals_as_missing(tmp_path: Path) -> None:
    names = ["Total: All usual residents", "Level 1 and entry level qualifications"]
    blank = census(census_qualifications, names, None, area="E05000001", kind=WARD)
    full = census(census_qualifications, names, 7.0, area="E01000001", kind=LSOA21)
    made = tidied(census_qualifications, tmp_path, blank + full)
    assert cells(made, "area_code", "lad_code", "qualification_code", "status") == [
        ("E05000001", "E08000033", "total", "missing"),
        ("E01000001", "E08000033", "total", "observed"),
        ("E01000001", "E08000033", "1", "observed"),
    ]


def test_census_asks_for_named_categories_and_never_for_all() -> None:
    for module in (census_activity, census_industry, census_occupations, census_qualifications):
        asked = dict(module.requests(Areas(()), SETTINGS)[0].members)[module.DIMENSION]
        assert asked == tuple(module.EXPECTED[0].labels[module.DIMENSION])
    assert dict(census_industry.requests(Areas(()), SETTINGS)[0].members)["c2021_ind_88"] == (
        0, *range(1001, 1019),
    )  # fmt: skip
