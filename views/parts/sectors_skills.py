"""Occupations that a sector needs: its openings by occupation, the most first."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import map_summary
from presentation.numbers import about
from presentation.wording import MODELLED
from views.parts import chart_panel, controls, indicators

MOST: Final = 12  # bars of the picture; the table has all
COLUMNS: Final = (
    pl.col("occupation_name").alias("Occupation"),
    pl.col("openings_persons").round_sig_figs(3).alias("Openings a year"),
    pl.col("jobs").round_sig_figs(3).alias("Jobs"),
    map_summary.status_words().alias("What kind of figure"),
)


def show(needs: pl.DataFrame, code: str, sector: str, chosen: controls.Chosen) -> None:
    """`needs` has rows of `skills_needs`."""
    ranked = (
        needs.filter(industry_code=code)
        .drop_nulls("openings_persons")
        .sort("openings_persons", "occupation_name", descending=[True, False])
    )
    if ranked.is_empty():
        st.caption(
            "We have openings by occupation for sectors only, where there are forecasts of jobs."
        )
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    first = ranked.row(0, named=True)
    span = f"{first['base_period']} to {first['target_period']}"
    bars = ranked.head(MOST).select(
        label="occupation_name", value="openings_persons", kind=pl.lit("openings")
    )
    words = f"Openings a year by occupation in {sector}; the window below has the same figures."
    chart_panel.show_chart(
        charts.bars(bars, "Openings a year (people)", {"openings": charts.BLUE}, words),
        title=f"{sector} needs most: {first['occupation_name']}, about "
        f"{about(first['openings_persons'])} people a year",
        is_heading=True,
        caption=f"{MODELLED} Openings a year, {span}: new jobs and replacement of those who leave.",
        name=f"skills-{code}-{chosen.file_part}", about="openings", figures=ranked,
        columns=COLUMNS,
        column_config={"Jobs": st.column_config.NumberColumn(format="localized")},
        explain=lambda: indicators.explain_table(
            "skills_needs", "How do we know? Skills", period=span
        ),
    )  # fmt: skip
