"""The groups of sectors that really differ from ward to ward, for the place or one ward of it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from presentation import map_summary
from views.parts import controls, downloads, explain_popover, indicators, sectors_data
from views.parts.figures_table import figures_table


def show(tables: dict[str, pl.DataFrame], chosen: controls.Chosen) -> None:
    """A table of wards and groups; nothing where they have not been calculated."""
    groups = tables[sectors_data.WARD_GROUPS]
    if groups.is_empty():
        return
    ward = next(iter(st.query_params.get_all(controls.WARD)), "")
    of_ward = groups.filter(ward_code=ward)
    rows = (of_ward if of_ward.height else groups).sort(
        "jobs", "ward_name", descending=[True, False], nulls_last=True
    )
    figures_table(
        rows.with_columns(indicators.round_to_three_figures("jobs")),
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("sector_name").alias("Group"),
            pl.col("jobs").alias("Jobs"),
            pl.col("council_share_pct").round(1).alias("Share of the council's (%)"),
            map_summary.status_words().alias("What kind of figure"),
            map_summary.reliability_words().alias("Reliability"),
            pl.col("period").alias("Period"),
        ),
        column_config={"Jobs": st.column_config.NumberColumn(format="localized")},
    )
    explain_popover.show_explanation(
        (sectors_data.WARD_GROUPS,), "\n".join(rows["note"].unique().drop_nulls().to_list()),
        label="How do we know? Groups by ward",
    )  # fmt: skip
    downloads.csv(groups, f"ward-groups-{chosen.file_part}", "Download groups by ward (CSV)")
