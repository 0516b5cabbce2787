"""Invented indicators of Testham, one row or two of each table, to read the pages by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import factory_sector_rows
import factory_skill_rows
import factory_tables
import polars as pl
from factory_tables import MOCKFORD, NAMES, TESTHAM, ward_code
from streamlit.testing.v1 import AppTest

from catalog import store
from catalog.tables import TABLES
from indicators.run import WRITES

Rows = list[dict[str, Any]]
AREA = {"area_code": TESTHAM, "area_name": "Testham", "area_type": "lad"}
NATION = {"area_code": "K03000001", "area_name": "Great Britain", "area_type": "country"}
C = {"industry_code": "C", "industry_name": "Manufacturing", "industry_level": "section"}
CARE = {"skill_kind": "occupation", "skill_code": "61", "skill_name": "Caring occupations"}
BUILD = {"skill_kind": "occupation", "skill_code": "53", "skill_name": "Building trades"}
DEGREE = {"skill_kind": "qualification", "skill_code": "6+", "skill_name": "A degree"}
SPAN = {"base_period": "2021", "target_period": "2024"}
MODELLED = {"status": "modelled"}


def frame(name: str, rows: Rows) -> pl.DataFrame:
    """Rows of a table; what they do not say is null, or '' where words must be."""
    table = TABLES[name]
    blank = {
        column.name: "" if column.dtype == pl.String and not column.nullable else None
        for column in table.definitions
    }
    return pl.DataFrame([blank | row for row in rows], schema=table.dtypes)


def put(root: Path, name: str, rows: Rows) -> None:
    """Writes a table of these rows."""
    store.write(frame(name, rows), TABLES[name], factory_tables.origin(name, f"Made {name}"), root)


def year(period: str) -> dict[str, Any]:
    start, end = date(int(period), 1, 1), date(int(period), 12, 31)
    return {"period": period, "period_start": start, "period_end": end}


def month(period: str) -> dict[str, Any]:
    start = date(int(period[:4]), int(period[5:]), 1)
    return {"period": period, "period_start": start, "period_end": start.replace(day=28)}


def gap(skill: dict[str, str], persons: float, chance: float) -> dict[str, Any]:
    """A row of skills_gaps with an interval of 50 either way and one stream missing."""
    return {
        **AREA, **skill, "openings_persons": 200.0, "supply_persons": 200.0 - persons,
        "gap_persons": persons, "lower80": persons - 50, "upper80": persons + 50,
        "probability_gap": chance, "rank_low": 1.0, "rank_high": 2.0,
        "missing_streams": "university graduates", "status": "partial",
    }  # fmt: skip


def no_gap(skill: dict[str, str]) -> dict[str, Any]:
    """A row of skills_gaps without any supply, so without a gap."""
    return {**AREA, **skill, "openings_persons": 200.0, "status": "missing",
            "missing_streams": "further education; university graduates",
            "note": "200 openings a year; no gap, because we have no data on university graduates, "
            "a main source of people at level 6 or above: add HESA's qualifiers"}  # fmt: skip


def opening(skill: dict[str, str]) -> dict[str, Any]:
    return {
        **AREA, **skill, **SPAN, **MODELLED, "jobs": 5000.0, "growth_openings_persons": -10.0,
        "replacement_openings_persons": 210.0, "openings_persons": 200.0,
    }  # fmt: skip


def stream(name: str, persons: float | None) -> dict[str, Any]:
    status = "missing" if persons is None else "modelled"
    return {**AREA, **CARE, "supply_stream": name, "supply_persons": persons, "status": status}


def of_ward(number: int, **values: Any) -> dict[str, Any]:
    return {
        "ward_code": ward_code(TESTHAM, number), "ward_name": factory_tables.WARDS[TESTHAM][number],
        "lad_code": TESTHAM, "lad_name": "Testham", "ward_vintage": "2025", **MODELLED, **values,
    }  # fmt: skip


def tables() -> dict[str, Rows]:
    """Rows of every table of indicators, and of the forecasts of manufacturing."""
    caring = {"occupation_code": "61", "occupation_name": "Caring occupations"}
    return {
        **factory_sector_rows.tables(),
        **factory_skill_rows.tables(),
        "sector_decomposition": [
            {**AREA, **C, "period_from": "2015", "period_to": "2021", "change_jobs": 100.0,
             "national_jobs": 250.0, "mix_jobs": -400.0, "competitive_jobs": 200.0,
             "allocation_jobs": 50.0, "status": "estimated"}
        ],
        "skills_openings": [opening(skill) for skill in (CARE, BUILD, DEGREE)],
        "skills_needs": [
            {**AREA, **SPAN, **MODELLED, **caring, "industry_code": "Q", "industry_name": "Health",
             "strategy_sectors": "none", "jobs": 10.0, "openings_persons": 116.4}
        ],
        "skills_supply": [stream("further education", 50.0), stream("university graduates", None)],
        "skills_gaps": [gap(BUILD, -100.0, 0.1), gap(CARE, 150.0, 0.95), gap(DEGREE, 20.0, 0.6)],
        "skills_pressure": [
            {**AREA, **caring, "period": "2025-07", "adverts_count": 70.0, "seekers_persons": 50.0,
             "months_count": 1,
             "pressure_ln": 0.6931, "lower80": 0.0, "upper80": 1.0986, "status": "estimated"}
        ],
        "mismatch": [
            {**AREA, "index_name": name, "eta": eta, "value": value, "lower80": value / 2,
             "upper80": value, "period": "2025-07", "status": "estimated"}
            for name, eta, value in (("mismatch", 0.3, 0.03), ("mismatch", 0.5, 0.04),
                                     ("dissimilarity", 0.0, 0.226))
        ],
        "skills_training": [
            {**AREA, **caring, "subject_area": "health and care", "training_level": "Level 3",
             "weight": 0.6, "status": "missing"}
        ],
        "ward_sector_jobs": [
            of_ward(number, industry_code="C", industry_name="Manufacturing", period="2021",
                    jobs=100.0 * (number + 1), reliability="low")
            for number in range(6)
        ],
        "ward_skills": [
            of_ward(number, skill_kind="occupation", skill_code=code, skill_name=f"Work {code}",
                    period="2025", residents_persons=persons, reliability="fair")
            for number in range(5) for code, persons in (("1", 30.0), ("2", 10.0 * (number + 1)))
        ],
        "ward_exposure": [
            of_ward(0, exposure_ln=0.1, lower80=0.0, upper80=0.2, period="2025", reliability="fair")
        ],
        "similar_places": [],
    }  # fmt: skip


def write(root: Path, **changed: Rows) -> None:
    """Writes all tables of indicators; `changed` gives other rows of some, by name."""
    stored = tables() | changed
    for name in dict.fromkeys((*WRITES, *factory_sector_rows.tables())):
        put(root, name, stored[name])
    put(root, "forecasts", changed.get("forecasts", forecasts()))
    put(root, "forecast_histories", [
        {**factory_tables.FORECAST_SERIES, **year("2021"), "value": 1200.0, "status": "estimated"}
    ])  # fmt: skip
    put(root, "backtest", [
        {"family": "jobs_section", "area_type": "lad", "part": "sector", "horizon_from": 4,
         "horizon_to": 4, "phase": "all", "model": model, "yardstick": "naive", "areas_count": 1,
         "series_count": 1, "origins_count": 1, "windows_count": 7, "wape_pct": error,
         "skill_pct": skill, "cover80_pct": cover}
        for model, error, skill, cover in (("shipped", 3.71, 8.2, 84.2), ("naive", 4.04, 0.0, None))
    ])  # fmt: skip


def forecasts(councils: tuple[str, ...] = (TESTHAM,), periods: tuple[str, ...] = ("2024",)) -> Rows:
    """Manufacturing jobs of each council: 1,000 jobs expected, between 900 and 1,200."""
    bounds = {"lower80": 900.0, "upper80": 1200.0, "lower95": 800.0, "upper95": 1500.0}
    return [
        {**factory_tables.FORECAST_SERIES, "area_code": lad, "area_name": NAMES[lad],
         "area_type": "lad", "origin_period": "2021", **year(period), "horizon": 3,
         "steps": int(period) - 2021, "mean": 1000.0, "mean_exact": 1000.0, **bounds,
         "known_to": "", "model": "naive", "reason": "few years", **MODELLED}
        for lad in councils for period in periods
    ]  # fmt: skip


BOTH = (TESTHAM, MOCKFORD)


def shown(page: str, **address: str | list[str]) -> AppTest:
    """A page of `views` run at an address, which must not fail."""
    app = AppTest.from_string(f"from views import {page}\n{page}.page()\n", default_timeout=30)
    for name, value in ({"area": TESTHAM} | address).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    """All words of a page but those of its tables."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.info,
             app.warning, app.error)  # fmt: skip
    return "\n".join(str(element.value) for kind in kinds for element in kind)
