"""Files of pay and of unemployment by occupation: what is read, and what is refused at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from catalog import store
from catalog.settings import Settings
from etl.clients.http import FetchError
from etl.datasets.labour import pay_by_occupation, unemployment_by_occupation
from etl.run import registry

PAY = (
    "area_code,area_name,occupation_code,period,pay_gbp_year,cv_pct\n"
    'E12000003,Yorkshire and The Humber,22,2024,"38,500",1.2\n'
    "E12000003,Yorkshire and The Humber,22,2023,37000,\n"
    "E92000001,England,223,2024,x,\n"
    "K02000001,United Kingdom,9,2024,18000,0.4\n"
)
RATES = (
    "area_code,area_name,occupation_code,period,unemployment_rate_pct\n"
    "K02000001,United Kingdom,2,2024,1.5\n"
    "K02000001,United Kingdom,9,2024,c\n"
)


def tidied(text: str, folder: Path, source: str = "pay_by_occupation") -> pl.DataFrame:
    file = folder / "figures.csv"
    file.write_text(text, "utf-8")
    settings = Settings(data=folder / "data")
    registry.store_supplied_file(source, file, settings)
    registry.tidy_source(source, settings)
    return store.read(source, settings.built)[0]


def test_pay_is_read_with_names_years_and_marks(tmp_path: Path) -> None:
    frame = tidied(PAY, tmp_path).sort("area_code", "period")
    columns = ("area_code", "area_type", "occupation_name", "pay_gbp_year", "cv_pct", "status")
    assert frame.select(columns).rows() == [
        ("E12000003", "region", "Health professionals", 37_000.0, None, "estimated"),
        ("E12000003", "region", "Health professionals", 38_500.0, 1.2, "estimated"),
        ("E92000001", "country", "Nursing professionals", None, None, "missing"),
        ("K02000001", "country", "Elementary occupations", 18_000.0, 0.4, "estimated"),
    ]


def test_unemployment_that_is_withheld_is_never_zero(tmp_path: Path) -> None:
    frame = tidied(RATES, tmp_path, "unemployment_by_occupation")
    assert frame["unemployment_rate_pct"].to_list() == [1.5, None]
    assert frame["status"].to_list() == ["estimated", "suppressed"]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    wrong = (
        PAY
        + "Leeds,Leeds,22,2024,1,\n"
        + "E92000001,England,22a,2024,1,\n"
        + "E92000001,England,71,April 2024,1,\n"
        + "E92000001,England,72,2024,-5,\n"
        + "K02000001,United Kingdom,9,2024,19000,\n"
    )
    with pytest.raises(FetchError) as caught:
        tidied(wrong, tmp_path)
    words = str(caught.value)
    for part in (
        "area codes that are no GSS code: 'Leeds Leeds 22 2024 1",
        "occupation codes that are not one to four digits of SOC 2020: 'E92000001 England 22a",
        "periods that are no year: 'E92000001 England 71 April 2024",
        "values of pay_gbp_year below zero: 'E92000001 England 72",
        "rows of one area, occupation and year more than once: 'K02000001 United Kingdom 9",
        "mend the file and supply it again",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it needs the columns area_code, area_name, occupation_code"),
        (PAY.replace("pay_gbp_year", "pay"), "has no column pay_gbp_year; it needs the columns"),
        (PAY.splitlines()[0] + "\n", "has headings and no rows"),
    ],
)
def test_a_file_of_something_else_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=words):
        tidied(text, tmp_path)


def test_nothing_is_asked_of_any_service() -> None:
    for module in (pay_by_occupation, unemployment_by_occupation):
        assert list(module.requests(None, Settings())) == []


SHORTAGES = (
    "area_code,area_name,occupation_code,period,vacancies_count,shortage_vacancies_count\n"
    "E12000003,Yorkshire and The Humber,2,2024,1200,300\n"
    "E12000003,Yorkshire and The Humber,5,2024,800,c\n"
)


def test_shortages_need_both_counts_and_a_withheld_one_is_none(tmp_path: Path) -> None:
    frame = tidied(SHORTAGES, tmp_path, "skill_shortages").sort("occupation_code")
    columns = ("survey_vacancies_count", "shortage_vacancies_count", "status")
    assert frame.select(columns).rows() == [
        (1200.0, 300.0, "estimated"), (None, None, "suppressed"),
    ]  # fmt: skip


def test_more_shortages_than_vacancies_are_refused_with_all_other_faults(tmp_path: Path) -> None:
    wrong = SHORTAGES + "E92000001,England,2,2024,10,20\nE92000001,England,x,2024,10,-2\n"
    with pytest.raises(FetchError) as caught:
        tidied(wrong, tmp_path, "skill_shortages")
    for words in ("more skill-shortage vacancies", "below zero", "not one to four digits"):
        assert words in str(caught.value)
