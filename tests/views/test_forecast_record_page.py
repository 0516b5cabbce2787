"""The forecasts page: what is expected, how sure, by which model, and losses beside wins."""

from __future__ import annotations

from pathlib import Path

import factory_tables
import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    return factory_tables.write(tmp_path / "tables")


def shown(make: str = "lambda tell: ''") -> AppTest:
    source = f"from views import forecast_record\nforecast_record.page({make})\n"
    app = AppTest.from_string(source, default_timeout=30).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.info, *app.text, *app.error])


def test_a_forecast_is_shown_with_its_interval_model_and_reason(root: Path) -> None:
    factory_tables.forecasts(root)
    app = shown()
    words = text(app)
    assert "a smoothed share of the forecast for a wider area's sector" in app.caption[0].value
    assert "about 1,230 jobs" in words
    assert "(80% interval 1,000 to 1,500)" in words
    assert "1,200 (2021)" in words
    assert "share under parent" in words
    assert "Modelled estimate, not official statistics" in words


def test_losses_are_in_the_record_beside_wins(root: Path) -> None:
    factory_tables.forecasts(root)
    record = shown().dataframe[1].value
    assert record["Better than a naive forecast (%)"].to_list() == [9.7, -30.1]


def test_a_series_that_cannot_be_forecast_says_why(root: Path) -> None:
    factory_tables.forecasts(root, mean=None)
    assert "No forecast: error 0.90 of naive's" in text(shown())


def test_without_forecasts_the_page_offers_to_make_them(root: Path) -> None:
    app = shown("lambda tell: 'jobs: the disk is full'")
    assert "We have not made forecasts" in text(app)
    app.button[0].click().run()
    assert "We could not make the forecasts. jobs: the disk is full" in text(app)
