"""Occupations that a sector needs: its openings by occupation, the most first."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import map_summary
from presentation.numbers import about
from presentation.wording import MODELLED
from views.parts import controls, downloads, indicators
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

MOST: Final = 12  # bars of the picture; the table has all


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
    st.subheader(
        plain(
            f"{sector} needs most: {first['occupation_name']}, about "
            f"{about(first['openings_persons'])} people a year"
        ),
        anchor=False,
    )
    span = f"{first['base_period']} to {first['target_period']}"
    st.caption(f"{MODELLED} Openings a year, {span}: new jobs and replacement of those who leave.")
    bars = ranked.head(MOST).select(
        label="occupation_name", value="openings_persons", kind=pl.lit("openings")
    )
    words = f"Openings a year by occupation in {sector}; the table below has the same figures."
    st.altair_chart(
        charts.bars(bars, "Openings a year (people)", {"openings": charts.BLUE}, words),
        width="stretch",
    )
    figures_table(
        ranked.with_columns(indicators.round_to_three_figures("jobs", "openings_persons")),
        (
            pl.col("occupation_name").alias("Occupation"),
            pl.col("openings_persons").alias("Openings a year"),
            pl.col("jobs").alias("Jobs"),
            map_summary.status_words().alias("What kind of figure"),
        ),
        column_config={"Jobs": st.column_config.NumberColumn(format="localized")},
    )
    indicators.explain_table("skills_needs", "How do we know? Skills", period=span)
    downloads.csv(ranked, f"skills-{code}-{chosen.file_part}", "Download occupations (CSV)")
