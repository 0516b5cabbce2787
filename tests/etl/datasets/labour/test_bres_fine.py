"""Jobs by fine industry: cells by hand, the questions, and the bench's figures end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import COUNCILS, pulled
from factory_nomis import LAD, page, part, row

from catalog.schema import check
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.nomis.client import LONGEST_ADDRESS, Query
from etl.clients.nomis.fine_industries import FINE_CODES, FINE_INDUSTRIES
from etl.datasets.labour import bres_fine
from etl.raw import RawError

ITL2 = ("ITL 2021 level 2", 429)
CAUTH = ("combined authorities (as of April 2023)", 438)
CEREALS = (134217728 + 1110, "01110 : Growing of cereals (except rice)", "01110")
CONSULTANCY = (134217728 + 62020, "62020 : Computer consultancy activities", "62020")
PROGRAMMING = (142606336 + 620, "620 : Computer programming, consultancy and related", "620")
KIND = {"employment_status": (4, "Employment", "4"), "measure": (1, "Count", "1")}


def cell(value: float | None, industry: tuple[int, str, str], **more: Any) -> dict[str, Any]:
    return row(value, industry=industry, **KIND, **more)


def tidied(tmp_path: Path, *rows: dict[str, Any]) -> pl.DataFrame:
    return check(bres_fine.tidy([part(tmp_path, page(rows))]), bres_fine.TABLE)


def test_a_class_is_known_by_its_digits_and_named_without_them(tmp_path: Path) -> None:
    made = tidied(
        tmp_path,
        cell(15000, CONSULTANCY, area="TLE4", kind=ITL2),
        cell(0, CEREALS, area="TLE4", kind=ITL2),
        cell(26500, PROGRAMMING, area="E47000003", kind=CAUTH),
    )
    rows = made.select("area_type", "industry_code", "industry_name", "industry_level", "jobs")
    assert rows.rows() == [
        ("itl2", "62020", "Computer consultancy activities", "subclass", 15000.0),
        ("itl2", "01110", "Growing of cereals (except rice)", "subclass", 0.0),
        ("cauth", "620", "Computer programming, consultancy and related", "group", 26500.0),
    ]
    assert made["status"].unique().to_list() == ["estimated"]


def test_what_is_not_there_is_missing_and_never_nought(tmp_path: Path) -> None:
    """A year of which an area has nothing goes; an area that has nothing keeps its newest year."""
    made = tidied(
        tmp_path,
        cell(None, CONSULTANCY, area="E08000032", kind=LAD, date="2023"),
        cell(None, CONSULTANCY, area="E08000032", kind=LAD, date="2024"),
        cell(900, CONSULTANCY, area="TLE4", kind=ITL2, date="2023"),
        cell(None, CEREALS, area="TLE4", kind=ITL2, date="2023"),
        cell(None, CONSULTANCY, area="TLE4", kind=ITL2, date="2024"),
    )
    assert made.select("area_code", "period", "industry_code", "jobs", "status").rows() == [
        ("E08000032", "2024", "62020", None, "missing"),
        ("TLE4", "2023", "62020", 900.0, "estimated"),
        ("TLE4", "2023", "01110", None, "missing"),
    ]


@pytest.mark.parametrize(
    "industry",
    [
        (CONSULTANCY[0], "Total", "37748736"),
        (CONSULTANCY[0], "62020 : Computer consultancy activities", "62030"),
        (CONSULTANCY[0], "62030 : Computer facilities management", "62020"),
        (37748736, "Total", "37748736"),
    ],
)
def test_a_cell_of_another_industry_is_refused(
    tmp_path: Path, industry: tuple[int, str, str]
) -> None:
    with pytest.raises(RawError, match=r"answered 1 industries with others .* --refresh"):
        tidied(tmp_path, cell(10, CEREALS), cell(10, industry))


def test_a_leading_zero_that_falls_away_is_no_other_industry(tmp_path: Path) -> None:
    assert (
        tidied(tmp_path, cell(5, (CEREALS[0], CEREALS[1], "1110")))["industry_code"][0] == "01110"
    )


def questions(*councils: str, data: Path) -> list[Query]:
    return list(bres_fine.requests(Areas(councils), Settings(data=data)))


def test_each_level_is_asked_for_in_one_question_an_area(tmp_path: Path) -> None:
    asked = questions("E08000032", "E08000033", "E06000014", data=tmp_path)
    assert [query.key for query in asked] == [
        "K03000001", "around-TLE2", "around-TLE4", "E08000032", "E08000033", "E06000014",
    ]  # fmt: skip
    assert all(query.members[0] == ("industry", FINE_INDUSTRIES) for query in asked)
    around = {query.key: query.geography for query in asked[1:3]}
    assert around["around-TLE4"] == ("TLE4", "E47000003")


def test_another_council_of_the_area_asks_the_same_of_what_is_round_it(tmp_path: Path) -> None:
    leeds, bradford = (questions(c, data=tmp_path)[1] for c in ("E08000035", "E08000032"))
    assert leeds == bradford


def test_an_area_of_2025_is_asked_for_under_its_codes_of_2021_too(tmp_path: Path) -> None:
    (around,) = (query for query in questions("E06000001", data=tmp_path) if "around" in query.key)
    assert around.geography[:2] == ("TLC3", "TLC1")


def test_an_area_that_lies_in_two_of_2021_is_asked_for_under_both(tmp_path: Path) -> None:
    (around,) = (query for query in questions("W06000006", data=tmp_path) if "around" in query.key)
    assert around.geography[:3] == ("TLL3", "TLL1", "TLL2")


def test_a_thousand_industries_fit_in_one_address(tmp_path: Path) -> None:
    (whole, *_) = questions(data=tmp_path)
    address = whole.describe(Settings(data=tmp_path))
    assert len(address) < LONGEST_ADDRESS
    assert "industry=134218728...134316728,142606346...142607326&" in address
    assert len(FINE_CODES) == 729 + 273


def test_fine_jobs_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(bres_fine, bench, tmp_path)
    assert len(parts) == 1 + 2 + len(COUNCILS), "one question for each"
    figures = made.filter(pl.col("jobs").is_not_null())
    assert set(figures["area_code"]) == {"K03000001", "TLE2", "TLE4"}
    assert sorted(set(figures["period"])) == [str(year) for year in range(2015, 2022)]
    in_2021 = made.filter(area_code="TLE4", period="2021")
    assert dict(in_2021.group_by("industry_level").len().iter_rows()) == {
        "group": 273, "subclass": 729,
    }  # fmt: skip
    assert in_2021.filter(industry_code="62020")["jobs"].to_list() == [15000.0]
    councils = made.filter(area_type="lad")
    assert councils["status"].unique().to_list() == ["missing"]
    assert councils["jobs"].null_count() == councils.height == 1002 * len(COUNCILS)
    # The farm figures of Scotland are missing to 2017, and so is a sum with them.
    farms = made.filter(industry_code="01000", area_code="K03000001", period="2016")
    assert farms["status"].to_list() == ["missing"]
