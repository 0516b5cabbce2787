"""Qualifications: what residents have beside what jobs ask for, by level and by ward."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.skills import skill_page
from presentation import map_summary, skill_words
from presentation.wording import as_sentence
from views.parts import controls, downloads, indicators, skills_supply
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.parts.skills_data import Tables

SHARES: Final = {
    "survey_share_pct": "Residents aged 16 to 64 (%)", "jobs_share_pct": "Jobs (%)",
    "openings_share_pct": "Openings (%)", "residents_share_pct": "All adults, Census (%)",
}  # fmt: skip


def show(tables: Tables, chosen: controls.Chosen) -> None:
    """Residents against jobs, openings beside supply by level, and the wards."""
    match = skill_page.sort_levels(tables["qualification_match"])
    st.subheader(plain(skill_words.describe_match(match, chosen.name)), anchor=False)
    if match.height:
        _match(match, chosen)
    _gaps(tables, chosen)
    _wards(skill_page.sort_levels(tables["ward_qualification_match"]), chosen)


def _match(match: pl.DataFrame, chosen: controls.Chosen) -> None:
    from presentation import skill_charts

    st.altair_chart(skill_charts.levels(match), width="stretch")
    if match["note"][0]:
        st.caption(plain(as_sentence(match["note"][0])))
    figures_table(
        match,
        (
            pl.col("skill_name").alias("Level"),
            *(pl.col(name).round(1).alias(title) for name, title in SHARES.items()),
            pl.col("difference_points").round(1).alias("Residents less jobs (points)"),
            map_summary.status_words().alias("What kind of figure"),
        ),
    )
    indicators.explain_table("qualification_match", "How do we know? Qualifications")
    downloads.csv(match, f"qualifications-{chosen.file_part}", "Download qualifications (CSV)")


def _gaps(tables: Tables, chosen: controls.Chosen) -> None:
    from presentation import skill_charts

    gaps = tables["skills_gaps"].filter(skill_kind="qualification")
    if gaps.is_empty():
        return
    shown = skill_page.balance(
        tables, "qualification", skill_page.select_codes(gaps, "qualification")
    )
    st.subheader("Openings beside supply, by level", anchor=False)
    st.altair_chart(skill_charts.balance(shown), width="stretch")
    if missing := skill_words.describe_missing(gaps):
        st.caption(plain(missing))
    skills_supply.show_gaps(shown.rows, "Level")
    indicators.explain_table("skills_gaps", "How do we know? Gaps by level")
    downloads.csv(gaps, f"gaps-qualification-{chosen.file_part}", "Download gaps by level (CSV)")


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
