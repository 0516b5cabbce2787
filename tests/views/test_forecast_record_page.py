"""The forecasts page: what is expected, how sure, by which model, and losses beside wins."""

from __future__ import annotations

from pathlib import Path

import factory_tables
import pytest
from streamlit.testing.v1 import AppTest

from indicators.sectors import growth_record, outlook_record


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARDWISE_DATA", str(tmp_path))
    return factory_tables.write(tmp_path / "tables")


def shown(make: str = "lambda tell: ''", tab: str = "forecast") -> AppTest:
    source = f"from views import forecast_record\nforecast_record.page({make})\n"
    app = AppTest.from_string(source, default_timeout=30)
    app.query_params["record"] = tab
    app.run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.info, *app.text, *app.error])


def test_a_forecast_is_shown_with_its_interval_model_and_reason(root: Path) -> None:
    factory_tables.forecasts(root)
    app = shown()
    words = text(app)
    assert "half the growth of employees on payrolls" in app.caption[0].value
    assert "comes with Wardwise." in app.caption[0].value, "names keep their capitals"
    assert "Last published figure: 1,200 jobs (2021)." in words
    assert (
        "Jobs now about 1,230 (our estimate, carried from 2021 to March 2023 by employees on "
        "payrolls; 80% interval 1,000 to 1,500)." in words
    )
    assert "Forecast: in 2024, one year from now, about 1,230 jobs" in words
    table = app.dataframe[0].value
    assert table[["Period", "What it is", "Status"]].to_numpy().tolist() == [
        ["2020", "Published", "estimated"], ["2021", "Published", "estimated"],
        ["2022", "Our estimate (already past)", "nowcast"],
        ["2023", "Our estimate (now)", "nowcast"], ["2024", "Forecast", "modelled"],
    ]  # fmt: skip
    assert "Modelled estimate, not official statistics" in words


def test_losses_are_in_the_record_beside_wins(root: Path) -> None:
    factory_tables.forecasts(root)
    app = shown(tab="past")
    every_model = next(t.value for t in app.dataframe if "Bias (%)" in t.value.columns)
    assert every_model["Better than the best naive (%)"].to_list() == [9.7, -2.2, -30.1]
    councils = app.dataframe[0].value
    of_data = councils[councils["Record"] == "Your data"]
    assert of_data["Better than the best naive (%)"].to_list() == [-2.2]
    assert of_data["When"].to_list() == ["now, when the figure comes out"]
    stored = councils[councils["Record"] == "Comes with Wardwise"]
    assert len(stored) == 10, "sectors and totals, five horizons each"
    assert "it repeats the last figure" in text(app)


def test_a_series_that_cannot_be_forecast_says_why(root: Path) -> None:
    factory_tables.forecasts(root, mean=None)
    assert "No forecast: tested" in text(shown())


def test_without_forecasts_the_page_offers_to_make_them(root: Path) -> None:
    app = shown("lambda tell: 'jobs: the disk is full'")
    assert "We have not made forecasts" in text(app)
    app.button[0].click().run()
    assert "We could not make the forecasts. jobs: the disk is full" in text(app)


def test_the_record_of_sectors_is_shown_with_and_without_forecasts(root: Path) -> None:
    without = shown(tab="outlook")
    factory_tables.forecasts(root)
    for app in (without, shown(tab="outlook")):
        assert app.header[0].value.startswith("Outlook of sectors")
        words = text(app)
        record = outlook_record.tier_rates().row(0, named=True)
        assert f"{record['tier_rate_pct']:.0f}% outgrew their area" in words
        assert "Of the three years that follow, the same chances said nothing" in words
        assert "points of the chance given" in words


def test_the_picture_of_chances_has_a_table_and_every_tier_its_rate(root: Path) -> None:
    tables = [table.value for tab in ("grown", "outlook") for table in shown(tab=tab).dataframe]
    chances = next(table for table in tables if "Chances" in table.columns)
    stored = outlook_record.read_reliability()
    assert chances["Came true (%)"].to_list() == stored["rate_pct"].to_list()
    assert chances["Past cases"].to_list() == stored["cases_count"].to_list()
    grown = next(table for table in tables if "Industries" in table.columns)
    rates = growth_record.read_record().filter(area_type="lad", compared=growth_record.BOTH)
    assert grown["Came true (%)"].to_list() == rates["rate_pct"].to_list()
    tiers = next(table for table in tables if "Of" in table.columns)
    assert (
        tiers["Came true (%)"].to_list()[:3]
        == outlook_record.tier_rates()["tier_rate_pct"].to_list()
    )
