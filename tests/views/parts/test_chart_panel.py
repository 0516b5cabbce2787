"""A chart has its table, CSV and picture one click away."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


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
    test = AppTest.from_function(page).run()
    assert not test.exception
    assert [block.proto.popover.label for block in test.get("popover")] == [
        "Figures and picture: jobs"
    ]
    assert [button.label for button in test.get("download_button")] == [
        "Download the figures (CSV)", "Download the picture (PNG)",
    ]  # fmt: skip
    assert test.dataframe[0].value.to_dict("list") == {"Sector": ["Testing"], "Jobs": [3.0]}
    assert "Testing has most jobs" in test.markdown[0].value
