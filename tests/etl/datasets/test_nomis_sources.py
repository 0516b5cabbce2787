"""The Nomis sources: from replies made by hand to the rows of their tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import LSOA11, LSOA21, SETTINGS, WARD, cells, page, part, row, tidied

from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.business import business_enterprises, business_local_units
from etl.datasets.labour import (
    aps,
    ashe,
    bres,
    bres_small_areas,
    claimants,
    claimants_small_areas,
    jobs_density,
    workforce_jobs,
)
from etl.datasets.places import population
from etl.run import registry

NOMIS = {
    name: module for name, module in registry.modules().items() if module.SOURCE.service == "nomis"
}
AREAS = Areas(("E06000065", "E08000033"), (("E06000065", ("E07000164",)),))
TOTAL, FARMS = (37748736, "Total", "37748736"), (150994945, "A : Farming", "A")
CROPS = (146800641, "01 : Crops", "01")
EMPLOYEES, EMPLOYMENT = (1, "Employees", "1"), (4, "Employment", "4")
COUNT = (1, "Count", "1")


# -------------------------------------------------------------------- every source


@pytest.mark.parametrize("name", NOMIS)
def test_every_number_asked_for_has_a_pattern_and_every_dataset_is_expected(name: str) -> None:
    module: Any = NOMIS[name]
    requests: list[Query] = module.requests(AREAS, SETTINGS)
    assert {ask.expected.dataset for ask in requests} == {e.dataset for e in module.EXPECTED}
    assert len({ask.key for ask in requests}) == len(requests)
    for ask in requests:
        assert ask.members[-1][0] == "measures"
        for dimension, numbers in ask.members:
            known = ask.expected.labels.get(dimension, {})
            assert set(numbers) <= set(known), f"{dimension} has numbers without a pattern"
            assert numbers or ask.expected.names[dimension]
        if isinstance(ask.area_type, int):
            assert ask.area_type in ask.expected.geography_types
        assert ask.areas or ask.every_area


@pytest.mark.parametrize("name", NOMIS)
def test_every_source_says_what_a_reader_must_know(name: str) -> None:
    source = NOMIS[name].SOURCE
    assert source.id == name
    assert source.dataset_id in {e.dataset for e in NOMIS[name].EXPECTED}  # type: ignore[attr-defined]
    assert source.caveats
    assert all(words.endswith(".") for words in source.caveats)
    assert set(source.release_months) <= set(range(1, 13))


def test_a_council_is_asked_about_with_the_codes_it_replaced() -> None:
    for name, module in NOMIS.items():
        for ask in module.requests(AREAS, SETTINGS):
            if ask.areas == ("E06000065",):
                assert ask.geography == ("E06000065", "E07000164"), name  # type: ignore[attr-defined]


# -------------------------------------------------------------------- one table after another


def test_bres(tmp_path: Path) -> None:
    rows = [
        row(92605, industry=TOTAL, employment_status=EMPLOYMENT, measure=COUNT),
        row(300, industry=FARMS, employment_status=EMPLOYEES, measure=COUNT),
        row(None, industry=CROPS, employment_status=EMPLOYMENT, measure=COUNT),
    ]
    made = tidied(bres, tmp_path, rows)
    columns = ("industry_code", "industry_name", "industry_level", "job_kind", "jobs", "status")
    assert cells(made, *columns) == [
        ("total", "All industries", "total", "employment", 92605.0, "estimated"),
        ("A", "Farming", "section", "employees", 300.0, "estimated"),
        ("01", "Crops", "division", "employment", None, "missing"),
    ]


def test_areas_are_known_by_their_code_and_not_by_nomis_number(tmp_path: Path) -> None:
    jobs = row(1, industry=TOTAL, employment_status=EMPLOYMENT, measure=COUNT)
    made = tidied(bres, tmp_path, [jobs | {"GEOGRAPHY": "1774190687"}])
    assert made["area_code"].to_list() == ["E08000033"]


def test_a_newer_part_replaces_the_cells_of_an_older_one(tmp_path: Path) -> None:
    jobs = {"industry": TOTAL, "employment_status": EMPLOYMENT, "measure": COUNT}
    old = part(tmp_path, page([row(1, **jobs), row(2, date="2023", **jobs)]), key="old")
    new = part(tmp_path, page([row(9, **jobs)]), key="new")
    made = bres.tidy([old, new])
    assert sorted(cells(made, "period", "jobs")) == [("2023", 2.0), ("2024", 9.0)]


def test_bres_small_areas(tmp_path: Path) -> None:
    def jobs(value: float | None, industry: tuple[int, str, str], **more: Any) -> dict[str, Any]:
        kinds = {"employment_status": EMPLOYMENT, "measure": COUNT}
        return row(value, area="E01000001", industry=industry, **(kinds | more))

    rows = [
        jobs(None, TOTAL, kind=LSOA21, date="2023"),
        jobs(None, TOTAL, kind=LSOA21, date="2024"),
        jobs(None, CROPS, kind=LSOA21, date="2024"),
        jobs(150, TOTAL, kind=LSOA11, date="2021"),
        jobs(None, CROPS, kind=LSOA11, date="2021"),
        jobs(None, TOTAL, kind=LSOA11, date="2022"),
    ]
    made = tidied(bres_small_areas, tmp_path, rows)
    columns = ("area_code", "area_type", "area_vintage", "lad_code", "period", "jobs", "status")
    assert cells(made, *columns) == [
        ("E01000001", "lsoa21", "2021", "E08000033", "2024", None, "missing"),
        ("E01000001", "lsoa11", "2011", "E08000033", "2021", 150.0, "estimated"),
    ]


@pytest.mark.parametrize("module", [business_local_units, business_enterprises])
def test_businesses(tmp_path: Path, module: Any) -> None:
    every = (0, "Total", "0")
    rows = [
        row(50, industry=FARMS, employment_sizeband=every, legal_status=every),
        row(
            45, industry=FARMS, employment_sizeband=(10, "Micro (0 to 9)", "10"), legal_status=every
        ),
        row(
            None, industry=FARMS, employment_sizeband=(40, "Large (250+)", "40"), legal_status=every
        ),
    ]
    made = tidied(module, tmp_path, rows)
    assert cells(made, "size_band", "size_band_name", "business_units", "status") == [
        ("total", "Total", 50.0, "rounded"),
        ("micro", "Micro (0 to 9)", 45.0, "rounded"),
        ("large", "Large (250+)", None, "missing"),
    ]
    assert made["period_start"][0] == date(2024, 3, 1)


def test_business_size_bands_never_overlap() -> None:
    for module in (business_local_units, business_enterprises):
        for ask in module.requests(AREAS, SETTINGS):
            assert dict(ask.members)["employment_sizeband"] == (0, 10, 20, 30, 40)


PERSONS = (1, "Claimant count", "1")
SHARE = (2, "Claimants as a proportion of residents aged 16-64", "2")
EVERYONE = {"gender": (0, "Total", "0"), "age": (0, "All categories: Age 16+", "0")}


def test_claimants(tmp_path: Path) -> None:
    rows = [
        row(13090, date="2026-02", measure=PERSONS, **EVERYONE),
        row(None, date="2026-02", measure=SHARE, **EVERYONE),
    ]
    made = tidied(claimants, tmp_path, rows)
    assert cells(made, "period", "period_end", "measure", "value", "status") == [
        ("2026-02", date(2026, 2, 28), "claimants_persons", 13090.0, "rounded"),
        ("2026-02", date(2026, 2, 28), "claimants_pct", None, "missing"),
    ]


def test_claimants_small_areas_keep_the_months_that_have_figures(tmp_path: Path) -> None:
    def ward(value: float | None, month: str, area: str = "E05000001") -> dict[str, Any]:
        return row(value, area=area, kind=WARD, date=month, measure=PERSONS, **EVERYONE)

    rows = [ward(None, "2026-01"), ward(45, "2026-02"), ward(None, "2026-02", "E05000002")]
    made = tidied(claimants_small_areas, tmp_path, rows)
    assert cells(made, "area_code", "lad_code", "period", "value", "status") == [
        ("E05000001", "E08000033", "2026-02", 45.0, "rounded"),
        ("E05000002", "E08000033", "2026-02", None, "missing"),
    ]


def test_aps_puts_a_percentage_with_its_interval_and_its_people(tmp_path: Path) -> None:
    rate = {"date": "2025-09", "variable": (45, "Employment rate - aged 16-64 ", "45")}
    level = {"date": "2025-09", "variable": (1902, "% with RQF4+ - aged 16-64", "1902")}
    rows = [
        row(74.9, measures=20599, **rate), row(201300, measures=21001, **rate),
        row(268800, measures=21002, **rate), row(3.1, measures=21003, **rate),
        *(row(None, measures=number, **level) for number in (20599, 21001, 21002, 21003)),
    ]  # fmt: skip
    made = tidied(aps, tmp_path, rows)
    assert made.select(aps.TABLE.columns[4:]).rows() == [
        ("2025-09", date(2024, 10, 1), date(2025, 9, 30), "employment_rate",
         "Employment rate - aged 16-64", 74.9, 3.1, 201300.0, 268800.0, "estimated"),
        ("2025-09", date(2024, 10, 1), date(2025, 9, 30), "rqf4_or_above",
         "% with RQF4+ - aged 16-64", None, None, None, None, "missing"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "label", "right"),
    [
        (1947, "% with no qualifications (RQF) - aged 16-64", True),
        (1947, "% with no qualifications - aged 16-64 ", True),
        (1947, "% with no qualifications (NVQ) - aged 16-64", False),
        (1902, "% with RQF4+ - males aged 16-64", False),
        (1816, "% all in employment who are - 2: professional occupations (SOC2020)", True),
        (1816, "% all in employment who are - 3: associate prof & tech (SOC2020)", False),
        (1816, "% all in employment who are - 2: professional occupations (SOC2010)", False),
        (84, "Unemployment rate - aged 16-64 ", True),
        (84, "Unemployment rate - aged 16+", False),
    ],
)
def test_an_aps_number_must_agree_with_its_label(number: int, label: str, right: bool) -> None:
    assert (aps.EXPECTED[0].faults("variable", {number: label}, {number}) == []) is right


def test_ashe_keeps_unreliable_pay_apart_from_missing_pay(tmp_path: Path) -> None:
    def pay(
        value: float | None, measures: int, date: str = "2025", status: str = ""
    ) -> dict[str, Any]:
        kinds = {"sex": (7, "Total", "7"), "item": (2, "Median", "2")}
        year = (7, "Annual pay - gross", "7")
        return row(value, date=date, measures=measures, status=status, pay=year, **kinds)

    unreliable = "These figures are suppressed as statistically unreliable"
    rows = [
        pay(30238, 20100), pay(4.1, 20701),
        pay(None, 20100, "2024", unreliable), pay(None, 20701, "2024", unreliable),
        pay(None, 20100, "2023"),
    ]  # fmt: skip
    made = tidied(ashe, tmp_path, rows)
    assert cells(made, "period", "basis", "pay_period", "pay_gbp", "cv_pct", "status") == [
        ("2025", "residence", "year", 30238.0, 4.1, "estimated"),
        ("2024", "residence", "year", None, None, "suppressed"),
        ("2023", "residence", "year", None, None, "missing"),
    ]


def test_jobs_density(tmp_path: Path) -> None:
    rows = [
        row(183000, date="2023", item=(1, "Total jobs", "1")),
        row(0.66, date="2023", item=(3, "Jobs density", "3")),
    ]
    made = tidied(jobs_density, tmp_path, rows)
    assert cells(made, "period", "jobs_per_resident", "jobs", "status") == [
        ("2023", 0.66, 183000.0, "estimated")
    ]


def test_workforce_jobs(tmp_path: Path) -> None:
    region = {"area": "E12000003", "kind": ("regions", 480), "date": "2021-06"}
    rows = [row(2748000, industry=TOTAL, item=(1, "total workforce jobs", "1"), **region)]
    made = tidied(workforce_jobs, tmp_path, rows, council="")
    assert cells(made, "area_type", "period", "period_start", "industry_code", "jobs") == [
        ("region", "2021-06", date(2021, 6, 1), "total", 2748000.0)
    ]


def test_population(tmp_path: Path) -> None:
    rows = [
        row(443000, sex=(7, "Total", "7"), age=(0, "All ages", "0")),
        row(277000, sex=(7, "Total", "7"), age=(22, "Aged 16 to 64", "22")),
    ]
    made = tidied(population, tmp_path, rows)
    assert cells(made, "period_start", "age_group", "residents_persons") == [
        (date(2024, 6, 30), "all", 443000.0),
        (date(2024, 6, 30), "16-64", 277000.0),
    ]
