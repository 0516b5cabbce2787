"""Business demography, vacancies and national rates: by hand, then the bench end to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_economy import COUNCILS, pulled, rows_of_councils, tidied
from factory_ons import Cells, book

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.ons.time_series import SeriesQuery
from etl.datasets.business import business_demography
from etl.datasets.labour import adverts, national_rates, vacancies

# ---------------------------------------------------------------- business demography


def demography_sheet(title: str, heads: list[object], *rows: list[object]) -> Cells:
    return [[f"Table - {title}"], ["Units: Counts"], [None, None, *heads], *rows]


def test_business_demography_joins_split_tables(tmp_path: Path) -> None:
    york = ["E06000014 ", "York*"]
    survival = "Survival Of Newly Born Enterprises District, Counties By Births Of Units In 2023"
    lives = ["2023 Births", "1-year survival", "1-year      per cent", "2-year survival"]
    counts = "Enterprises For 2023 District, Counties"
    body = book(
        {
            "1.1a": demography_sheet(f"Count Of Births Of New {counts}", [2023], [*york, 800]),
            "1.1b": demography_sheet(
                "Count Of Births Of New Enterprises For 2024 by District",
                [2024, None],
                ["E12000003", "YORKSHIRE AND THE HUMBER", 22615],
                ["E10000023", "North Yorkshire", 5],
            ),
            "2.1": demography_sheet(f"Count Of Deaths Of {counts}", [2023], [*york, 700]),
            "3.1": demography_sheet(f"Count Of Active {counts}", [2023], [*york, 7515]),
            "5.1": demography_sheet(survival, lives, [*york, 800, 665, 83.1, ":"]),
            "7.3": demography_sheet(
                "Count Of Active Enterprises With 10+ Employees For 2023 District",
                [2023],
                [*york, 1],
            ),
        }
    )
    made = tidied(business_demography, tmp_path, body)
    assert made.select("area_name", "period", "event", "enterprises_count").rows() == [
        ("York", "2023", "births", 800.0),
        ("Yorkshire and The Humber", "2024", "births", 22615.0),
        ("York", "2023", "deaths", 700.0),
        ("York", "2023", "active", 7515.0),
        ("York", "2023", "survived_1y", 665.0),
    ]
    assert made["note"].to_list() == [
        "" if name != "York" else business_demography.CROWDED for name in made["area_name"]
    ]


def test_business_demography_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, (stored,) = pulled(business_demography, bench, tmp_path)
    # Births, deaths and active of 6 years, and 5 + 4 + 3 + 2 + 1 survivals.
    assert rows_of_councils(made) == dict.fromkeys(COUNCILS, 33)
    assert stored.note.detail["edition"] == "businessdemographyexceltables2024"
    assert stored.note.release == "2026-09-21", "midnight of the day, an hour before in UTC"
    births = made.filter(area_code="E06000014", event="births").sort("period")
    assert births["enterprises_count"].to_list() == [910, 745, 800, 815, 700, 790]
    assert made["status"].unique().to_list() == ["rounded"]
    assert made.filter(area_code="E07000164")["period"].max() == "2023"


# ---------------------------------------------------------------- vacancies and rates


def test_vacancies_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, parts = pulled(vacancies, bench, tmp_path)
    assert len(parts) == 19
    newest = made.filter(pl.col("period") == made["period"].max())
    total = newest.filter(industry_level="total")["vacancies_count"].item()
    assert total == 712_000
    sections = newest.filter(industry_level="section")
    # Eighteen sections, each rounded to a thousand.
    assert sections.height == 18
    assert abs(sections["vacancies_count"].sum() - total) <= 9_000
    assert newest["period_start"].unique().to_list() == [date(2026, 4, 1)]


def test_vacancies_under_the_wrong_title_are_refused(bench: Any, tmp_path: Path) -> None:
    _, mining, manufacturing, *_ = vacancies.EXPECTED
    swapped = replace(manufacturing, title=mining.title)
    where = Settings(data=tmp_path, urls=dict(bench.urls))
    with pytest.raises(FetchError, match=r"JP9I titled 'UK Job Vacancies \(thousands\) - Manuf"):
        SeriesQuery("B", swapped).fetch(Http(pause_seconds=0.0), where)


def test_national_rates_end_to_end(bench: Any, tmp_path: Path) -> None:
    made, _ = pulled(national_rates, bench, tmp_path)
    newest = made.filter(pl.col("period") == made["period"].max())
    assert dict(newest.select("variable_code", "value_pct").iter_rows()) == {
        "employment_rate": 75.1,
        "unemployment_rate": 4.9,
        "inactivity_rate": 20.9,
    }


@pytest.mark.parametrize(
    "source", [adverts, business_demography, national_rates, vacancies], ids=lambda m: m.SOURCE.id
)
def test_the_bench_is_as_expected(source: Any, bench: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, urls=dict(bench.urls))
    found = [e.differences(Http(pause_seconds=0.0), settings) for e in source.EXPECTED]
    assert found == [[]] * len(source.EXPECTED)
