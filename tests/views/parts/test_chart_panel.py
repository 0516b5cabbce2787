"""A chart has its table, CSV and picture one click away."""

from __future__ import annotations

import altair as alt
import pytest
from altair.utils import schemapi
from streamlit.testing.v1 import AppTest

from views.parts import chart_panel


def page() -> None:
    import polars as pl

    from presentation import charts
    from views.parts import chart_panel

    rows = pl.DataFrame({"label": ["Testing"], "value": [3.0], "kind": ["a"]})
    chart_panel.show_chart(
        charts.bars(rows, "Jobs", {"a": charts.BLUE}, "Bars."),
        title="Testing has most jobs",
        name="jobs-E99",
        about="jobs",
        figures=rows,
        columns=(pl.col("label").alias("Sector"), pl.col("value").alias("Jobs")),
    )


def test_table_csv_and_picture_stand_in_one_window() -> None:
    test = AppTest.from_function(page, default_timeout=60).run()
    assert not test.exception
    assert [block.proto.popover.label for block in test.get("popover")] == [
        "Figures and picture: jobs"
    ]
    assert [button.label for button in test.get("download_button")] == [
        "Download the figures (CSV)", "Download the picture (PNG)",
    ]  # fmt: skip
    assert test.dataframe[0].value.to_dict("list") == {"Sector": ["Testing"], "Jobs": [3.0]}
    assert "Testing has most jobs" in test.markdown[0].value


def test_what_tests_draw_is_checked_against_the_schema() -> None:
    chart = alt.layer(alt.Chart(alt.InlineData(values=[])).mark_bar(), height="tall")
    with pytest.raises(schemapi.SchemaValidationError, match="tall"):
        chart_panel._Drawn(chart).to_dict()


def test_a_page_takes_no_time_to_check_its_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_options: object) -> None:
        raise AssertionError("checked")

    monkeypatch.setattr(chart_panel, "CHECKS_CHARTS", False)
    # Also not to find out of which class a channel is that was given as a word.
    monkeypatch.setattr(alt.LayerChart, "validate", refuse)
    monkeypatch.setattr(schemapi._FromDict, "__init__", refuse)
    test = AppTest.from_function(page, default_timeout=60).run()
    assert not test.exception
    assert len(test.get("vega_lite_chart")) == 1
