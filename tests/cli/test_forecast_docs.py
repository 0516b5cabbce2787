"""What documents promise of the forecasts is what the stored record says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import reference
from cli import forecast_docs


def test_the_headline_of_the_methods_is_the_stored_record() -> None:
    written = forecast_docs.METHODS.read_text("utf-8")
    assert forecast_docs.fill(written) == written, "docs/methods/forecasting.md: wardwise docs"


def test_another_record_makes_another_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    written, read = forecast_docs.METHODS.read_text("utf-8"), reference.read

    def changed(name: str) -> pl.DataFrame:
        table = read(name)
        if name != "forecast_backtest":
            return table
        return table.with_columns(skill_pct=pl.col("skill_pct") - 11.0)

    monkeypatch.setattr(reference, "read", changed)
    assert forecast_docs.fill(written) != written


def test_every_row_of_the_stored_record_is_on_its_page() -> None:
    stored = reference.read("forecast_backtest")
    page = forecast_docs.record_page()
    longest = pl.col("horizon_to").max().over("family", "area_type", "part")
    is_whole = (pl.col("horizon_from") == 1) & (pl.col("horizon_to") == longest)
    of_horizons = stored.filter(~is_whole)
    record = page.split("## Models in use")[0].splitlines()
    lines = [line for line in record if " x " in line and not line.startswith("| areas")]
    assert len(lines) == of_horizons.height
    assert "By phase:" in page
    assert sum("| -" in line for line in lines) > 5, "losses stand beside wins"


def test_the_headline_is_written_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{forecast_docs.BEGIN}\nold\n{forecast_docs.END}\nafter\n", "utf-8")
    forecast_docs.write(page)
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert "now, when the figure comes out" in text
