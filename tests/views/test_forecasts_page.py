"""The forecasts page: what is expected, how sure, by which model, and losses beside wins."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_tables

from catalog import store
from catalog.tables import TABLES

SERIES = {
    "family": "jobs_section", "area_code": make_tables.TESTHAM, "area_name": "Testham",
    "series_code": "C", "series_name": "Manufacturing", "unit": "jobs",
}  # fmt: skip


def forecasts(root: Path, *, mean: float | None = 1234.0) -> None:
    """One forecast, its history and a record with a win and a loss."""

    def write(name: str, rows: list[dict[str, object]]) -> None:
        table = TABLES[name]
        blank = dict.fromkeys(table.columns)
        frame = pl.DataFrame([blank | row for row in rows], schema=table.dtypes)
        store.write(frame, table, make_tables.origin(name, "Forecasts"), root)

    names = ("lower80", "upper80", "lower95", "upper95")
    bounds = dict(zip(names, (1000.0, 1500.0, 900.0, 1700.0), strict=True)) if mean else {}
    write("forecasts", [{
        **SERIES, "area_type": "lad", "origin_period": "2021", "period": "2022",
        "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31), "horizon": 1,
        "mean": mean, **bounds,
        "model": "share under parent", "reason": "error 0.90 of naive's",
        "error_vs_naive": 0.9, "status": "modelled" if mean else "missing",
    }])  # fmt: skip
    write("forecast_histories", [
        {**SERIES, "period": year, "period_end": date(int(year), 12, 31), "value": value,
         "status": "estimated"} for year, value in (("2020", 1100.0), ("2021", 1200.0))
    ])  # fmt: skip
    record = {
        "family": "jobs_section", "horizon_from": 1, "horizon_to": 5, "level_band": "all",
        "phase": "all", "yardstick": "naive", "series_count": 1, "origins_count": 1,
        "windows_count": 7, "fallbacks_count": 0,
    }  # fmt: skip
    write("backtest", [
        {**record, "model": "share under parent", "skill_pct": 9.7},
        {**record, "model": "prophet log", "skill_pct": -30.1},
    ])  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    return make_tables.write(tmp_path / "tables")


def shown(make: str = "lambda tell: ''") -> AppTest:
    source = f"from views import forecasts\nforecasts.page({make})\n"
    app = AppTest.from_string(source, default_timeout=30).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.info, *app.text, *app.error])


def test_a_forecast_is_shown_with_its_interval_model_and_reason(root: Path) -> None:
    forecasts(root)
    words = text(shown())
    assert "about 1,230 jobs" in words
    assert "1,000 to 1,500" in words
    assert "1,200 (2021)" in words
    assert "share under parent" in words
    assert "Modelled estimate, not official statistics" in words


def test_losses_are_in_the_record_beside_wins(root: Path) -> None:
    forecasts(root)
    record = shown().dataframe[1].value
    assert record["Better than naive (%)"].to_list() == [9.7, -30.1]


def test_a_series_that_cannot_be_forecast_says_why(root: Path) -> None:
    forecasts(root, mean=None)
    assert "No forecast: error 0.90 of naive's" in text(shown())


def test_without_forecasts_the_page_offers_to_make_them(root: Path) -> None:
    app = shown("lambda tell: 'jobs: the disk is full'")
    assert "have not been made yet" in text(app)
    app.button[0].click().run()
    assert "The forecasts could not be made. jobs: the disk is full" in text(app)
