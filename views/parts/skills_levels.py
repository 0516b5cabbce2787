"""Qualifications: what residents have beside what jobs ask for, by level and by ward."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.skills import skill_page
from presentation import map_summary, skill_words
from presentation.wording import as_sentence
from views.parts import chart_panel, controls, downloads, indicators, skills_supply
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.parts.skills_data import Tables

SHARES: Final = {
    "survey_share_pct": "Residents aged 16 to 64 (%)", "jobs_share_pct": "Jobs (%)",
    "openings_share_pct": "Openings (%)", "residents_share_pct": "All adults, Census (%)",
}  # fmt: skip


LEVELS: Final = (
    pl.col("skill_name").alias("Level"),
    *(pl.col(name).round(1).alias(title) for name, title in SHARES.items()),
    pl.col("difference_points").round(1).alias("Residents less jobs (points)"),
    map_summary.status_words().alias("What kind of figure"),
)


def show(tables: Tables, chosen: controls.Chosen) -> None:
    """Residents against jobs, openings beside supply by level, and the wards."""
    match = skill_page.sort_levels(tables["qualification_match"])
    st.subheader(plain(skill_words.describe_match(match, chosen.name)), anchor=False)
    if match.height:
        _match(match, chosen)
    _gaps(tables, chosen)
    wards = skill_page.sort_levels(tables["ward_qualification_match"])
    if wards.height:
        with st.expander("Qualifications of residents and jobs by ward"):
            _wards(wards, chosen)


def _match(match: pl.DataFrame, chosen: controls.Chosen) -> None:
    from presentation import skill_charts

    chart_panel.show_chart(
        skill_charts.levels(match), title="", name=f"qualifications-{chosen.file_part}",
        caption=as_sentence(match["note"][0]) if match["note"][0] else "",
        about="qualifications", figures=match, columns=LEVELS,
        explain=lambda: indicators.explain_table(
            "qualification_match", "How do we know? Qualifications"
        ),
    )  # fmt: skip


def _gaps(tables: Tables, chosen: controls.Chosen) -> None:
    from presentation import skill_charts

    gaps = tables["skills_gaps"].filter(skill_kind="qualification")
    if gaps.is_empty():
        return
    shown = skill_page.balance(
        tables, "qualification", skill_page.select_codes(gaps, "qualification")
    )
    chart_panel.show_chart(
        skill_charts.balance(shown), title="Openings beside supply, by level", is_heading=True,
        caption=skill_words.describe_missing(gaps), about="gaps by level",
        name=f"gaps-qualification-{chosen.file_part}", figures=shown.rows,
        columns=skills_supply.list_gap_columns("Level"),
        column_config=skills_supply.GAP_NUMBERS,
        explain=lambda: indicators.explain_table("skills_gaps", "How do we know? Gaps by level"),
    )  # fmt: skip


def _wards(wards: pl.DataFrame, chosen: controls.Chosen) -> None:
    if wards.is_empty():
        return
    st.subheader("Residents of wards beside the council's jobs", anchor=False)
    if wards["note"][0]:
        st.caption(plain(as_sentence(wards["note"][0])))
    figures_table(
        wards,
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("lad_name").alias("Council"),
            pl.col("skill_name").alias("Level"),
            pl.col("survey_share_pct").round(1).alias("Residents aged 16 to 64 (%)"),
            pl.col("jobs_share_pct").round(1).alias("Jobs of the council (%)"),
            pl.col("difference_points").round(1).alias("Residents less jobs (points)"),
            map_summary.status_words().alias("What kind of figure"),
        ),
    )
    indicators.explain_table("ward_qualification_match", "How do we know? Qualifications by ward")
    downloads.csv(
        wards, f"ward-qualifications-{chosen.file_part}", "Download qualifications by ward (CSV)"
    )
