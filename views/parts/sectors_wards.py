"""Where a sector is: its jobs by ward, or the kind of premises that it mostly uses."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import MEASURES
from indicators.places import premises as premises_of
from presentation import map_summary
from presentation.numbers import about
from views.parts import (
    controls,
    data,
    downloads,
    explain_popover,
    indicators,
    rates,
    sectors_data,
    sectors_ward_groups,
    ward_panel,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from wards.sector_split import SECTION_PREMISES

Tables = dict[str, pl.DataFrame]
JOBS: Final = "jobs"
PREMISES: Final = {
    "premises_count": "Premises of the kind it mostly uses",
    "premises_empty_pct": "Share of those premises that are empty",
}


def show(tables: Tables, code: str, sector: str, chosen: controls.Chosen) -> None:
    """A map and a table of a section's wards, then the groups that really differ by ward."""
    jobs = f"jobs_section_{code.lower()}"
    if jobs not in MEASURES:
        st.caption("We have ward figures for sectors only, not for industries within sectors.")
        return
    table = tables["ward_sector_jobs"].filter(industry_code=code)
    st.subheader(plain(f"{sector}: {title_wards(table)}"), anchor=False)
    _shaded(table, code, jobs, chosen)
    if tables[sectors_data.WARD_GROUPS].height:
        with st.expander("Groups of sectors that really differ by ward"):
            sectors_ward_groups.show(tables, chosen)


def title_wards(table: pl.DataFrame) -> str:
    """The takeaway: the ward with the most jobs."""
    top = table.drop_nulls("jobs").sort("jobs", descending=True).head(1)
    if top.is_empty():
        return "no figures by ward"
    row = top.row(0, named=True)
    return f"most jobs in {row['ward_name']}, about {about(row['jobs'])}"


def _shaded(table: pl.DataFrame, code: str, jobs: str, chosen: controls.Chosen) -> None:
    options = {JOBS: "Jobs in the sector"}
    kind = SECTION_PREMISES.get(code)
    premises = _premises(kind, chosen) if kind else None
    if premises is not None:
        options |= PREMISES
    shade = controls.pick_one(
        "shade", "Shade wards by", list(options), options.__getitem__, st.container()
    )
    if shade == JOBS or premises is None:
        ward_panel.ward_panel(data.values(chosen.councils, jobs), MEASURES[jobs], chosen)
        _jobs(table, code, chosen)
        return
    st.caption(f"Premises of the kind we think this sector mostly uses: {plain(kind)}.")
    measure = replace(MEASURES[shade], label=f"{MEASURES[shade].label} ({kind})")
    values = rates.ward_values(data.wards(chosen.councils), premises, measure)
    ward_panel.ward_panel(values, measure, chosen)
    _rated(premises, str(kind), chosen)


def _jobs(of_sector: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    ranked = of_sector.sort("jobs", descending=True, nulls_last=True)
    figures_table(
        ranked.with_columns(indicators.round_to_three_figures("jobs")),
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("lad_name").alias("Council"),
            pl.col("jobs").alias("Jobs"),
            map_summary.status_words().alias("What kind of figure"),
            map_summary.reliability_words().alias("Reliability"),
            pl.col("period").alias("Period"),
        ),
        column_config={"Jobs": st.column_config.NumberColumn(format="localized")},
    )
    indicators.explain_table("ward_sector_jobs", "How do we know? Jobs by ward")
    name = f"ward-jobs-{code}-{chosen.file_part}"
    downloads.csv(ranked, name, "Download wards (CSV)")


def _premises(kind: str, chosen: controls.Chosen) -> pl.DataFrame | None:
    """Premises of a kind by ward; None where none of the councils has a list."""
    if "ward_premises" not in data.table_names():
        return None
    premises = rates.read_premises(chosen.councils)
    counted = premises_of.sum_by_ward(premises, kind)
    return counted if counted.height else None


def _rated(premises: pl.DataFrame, kind: str, chosen: controls.Chosen) -> None:
    ranked = premises.sort("premises_count", "ward_name", descending=[True, False])
    figures_table(
        ranked,
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("lad_name").alias("Council"),
            pl.col("premises_count").alias("Premises"),
            pl.col("empty_count").alias("Empty"),
            pl.col("empty_pct").round(1).alias("Empty (%)"),
            pl.col("rateable_value_gbp").alias("Rateable value (£)"),
            pl.col("period").alias("List year"),
        ),
        column_config={"Rateable value (£)": st.column_config.NumberColumn(format="localized")},
    )
    explain_popover.show_explanation(
        ("ward_premises",), rates.HOW_EMPTY, label="How do we know? Premises"
    )
    name = f"ward-premises-{kind}-{chosen.file_part}"
    downloads.csv(ranked, name, "Download wards (CSV)")
