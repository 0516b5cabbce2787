"""How new the figures of a place are, and what the newest forecasts changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory_indicators
from factory_indicators import AREA, BOTH
from factory_tables import MOCKFORD
from streamlit.testing.v1 import AppTest

from indicators.places.forecast_changes import furthest_changes
from views.parts import freshness

OTHER = {"area_code": MOCKFORD, "area_name": "Mockford", "area_type": "lad"}


def shown(**address: str) -> AppTest:
    return factory_indicators.shown("data_and_methods", **address)


def jobs(area: dict[str, str], period: str, count: float | None) -> dict[str, Any]:
    status = "missing" if count is None else "estimated"
    industry = {"industry_code": "total", "industry_level": "total", "job_kind": "employment"}
    return {**area, **factory_indicators.year(period), **industry, "jobs": count, "status": status}


def revision(area: dict[str, str], run: str, before: float, after: float) -> dict[str, Any]:
    return {**factory_indicators.factory_tables.FORECAST_SERIES, "run_at": run,
            "area_code": area["area_code"], "area_name": area["area_name"], "period": "2024",
            "change": "newer data", "mean_before": before, "mean_after": after}  # fmt: skip


def test_the_first_forecasts_have_nothing_to_compare_with(tables: Path) -> None:
    assert "There is nothing to compare yet" in factory_indicators.text(shown())
    factory_indicators.put(tables, "forecast_revisions", [])
    assert "There is nothing to compare yet" in factory_indicators.text(shown())


def test_what_the_newest_run_changed_is_listed(tables: Path) -> None:
    old, new = "2026-01-02T00:00:00", "2026-06-02T00:00:00"
    rows = [revision(AREA, old, 1.0, 2.0), revision(AREA, new, 1000.0, 1100.0)]
    factory_indicators.put(tables, "forecast_revisions", rows)
    app = shown()
    assert "Changes in the latest run (2 June 2026): 1 newer data." in factory_indicators.text(app)
    table = app.dataframe[-1].value
    assert table[["Before", "After", "Change (%)"]].to_numpy().tolist() == [[1000.0, 1100.0, 10.0]]
    other = factory_indicators.text(shown(area=MOCKFORD))
    assert "did not change any forecast for Mockford" in other


def test_a_forecast_that_is_new_has_no_change_in_percent() -> None:
    row = revision(AREA, "2026", 0.0, 5.0) | {"mean_before": None, "change": "new"}
    rows = factory_indicators.frame("forecast_revisions", [row, revision(AREA, "2026", 10.0, 9.0)
                                             | {"series_code": "J"}])  # fmt: skip
    assert furthest_changes(rows).select(freshness.REVISED)["Change (%)"].to_list() == [-10.0, None]


def test_how_new_each_source_is_and_which_is_absent(tables: Path) -> None:
    rows = [jobs(AREA, "2021", 104.0), jobs(AREA, "2022", None), jobs(OTHER, "2020", 3.0)]
    factory_indicators.put(tables, "jobs", rows)
    app = shown()
    newest = dict(app.table[0].value[["What", "Newest period"]].to_numpy().tolist())
    assert newest["Jobs by sector"] == "2021"
    assert newest["Online job adverts"] == "no data"
    assert freshness.list_newest_periods(BOTH)["Newest period"][0] == "2020 to 2021"
