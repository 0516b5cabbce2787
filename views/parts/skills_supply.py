"""Supply of an occupation by stream: what is counted, what is missing, and what that costs."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.skills import skill_page
from presentation import map_summary, skill_words
from presentation.skill_words import PER_YEAR
from views.parts import chart_panel, controls, downloads, indicators
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.parts.skills_data import Row, Tables

# The gap first: on a phone only the first columns are seen.
FIGURES: Final = {
    "gap_persons": "Gap", "lower80": "80% from", "upper80": "80% to",
    "openings_persons": "Openings a year", "supply_persons": "Supply we can count",
}  # fmt: skip


GAP_NUMBERS: Final = dict.fromkeys(
    FIGURES.values(), st.column_config.NumberColumn(format="localized")
)


def show(tables: Tables, row: Row, chosen: controls.Chosen) -> None:
    """The occupation's streams, the streams of the place, and gaps of all occupations."""
    code = row["occupation_code"]
    gaps = tables["skills_gaps"].filter(skill_kind="occupation")
    own = gaps.filter(skill_code=code)
    if own.is_empty():
        st.caption("We have no openings and supply of this occupation.")
        return
    st.subheader(plain(skill_words.describe_gap(own.row(0, named=True))), anchor=False)
    supply = tables["skills_supply"].filter(skill_kind="occupation", skill_code=code)
    figures_table(supply, list_streams())
    indicators.explain_table("skills_supply", "How do we know? Supply")
    downloads.csv(supply, f"supply-{code}-{chosen.file_part}", "Download supply (CSV)")
    _streams(tables["skills_streams"], chosen)
    with st.expander("Gaps of all occupations"):
        _all_gaps(tables, gaps, chosen)


def list_streams() -> tuple[pl.Expr, ...]:
    """Columns of supply by stream; a stream without data has no figure and says what to add."""
    return (
        indicators.capitalise("supply_stream").alias("Who could fill them"),
        pl.col("supply_persons").round_sig_figs(3).round(0).alias(PER_YEAR.capitalize()),
        map_summary.status_words().alias("What kind of figure"),
        pl.col("period").alias("Period"),
        indicators.capitalise("note").alias("How we count them"),
    )


def _streams(streams: pl.DataFrame, chosen: controls.Chosen) -> None:
    """All streams into the place, and what the absence of one costs."""
    st.subheader(plain(f"Who comes into work in {chosen.name}, all occupations"), anchor=False)
    if streams.is_empty():
        st.caption("We have no streams of supply for this place.")
        return
    lines = [f"- {plain(skill_words.describe_stream(row))}" for row in streams.rows(named=True)]
    st.markdown("\n".join(lines))
    figures_table(
        streams,
        (
            indicators.capitalise("supply_stream").alias("Stream"),
            pl.col("supply_persons").round_sig_figs(3).alias(PER_YEAR.capitalize()),
            pl.col("published_number").alias("The source's own total"),
            pl.col("read_number").round(0).alias("What we read of it"),
            pl.col("uncounted_number").round(0).alias("Leads to no one occupation"),
            pl.col("count_unit").alias("Counted in"),
            pl.col("served_openings_persons").round_sig_figs(3).alias("Openings that need it"),
            pl.col("period").alias("Period"),
            indicators.capitalise("note").alias("How we count them"),
        ),
        column_config=dict.fromkeys(
            ("The source's own total", "What we read of it", PER_YEAR.capitalize()),
            st.column_config.NumberColumn(format="localized"),
        ),
    )
    indicators.explain_table("skills_streams", "How do we know? Streams")
    downloads.csv(streams, f"streams-{chosen.file_part}", "Download streams (CSV)")


def _all_gaps(tables: Tables, gaps: pl.DataFrame, chosen: controls.Chosen) -> None:
    """Every occupation: openings, supply and, where it can be given, the gap."""
    from presentation import skill_charts

    codes = skill_page.select_codes(gaps, "occupation")
    shown = skill_page.balance(tables, "occupation", codes)
    chart_panel.show_chart(
        skill_charts.balance(shown), title=title_gaps(gaps), is_heading=True,
        caption=skill_words.describe_missing(gaps), name=f"gaps-occupation-{chosen.file_part}",
        about="all gaps", figures=shown.rows, columns=list_gap_columns("Occupation"),
        column_config=GAP_NUMBERS,
        explain=lambda: indicators.explain_table("skills_gaps", "How do we know? All gaps"),
    )  # fmt: skip


def title_gaps(gaps: pl.DataFrame) -> str:
    """The takeaway: in how many openings very likely exceed supply, or that none can be judged."""
    judged = gaps.drop_nulls("gap_persons")
    if judged.is_empty():
        return "Openings of every occupation; supply is incomplete, so no gap"
    sure = judged.filter(pl.col("lower80") > 0).height
    of = (
        f"{gaps.height} occupations" if judged.height == gaps.height
        else f"the {judged.height} occupations that we can judge"
    )  # fmt: skip
    return f"Openings very likely exceed the supply we count in {sure} of {of}"


def list_gap_columns(heading: str) -> tuple[pl.Expr, ...]:
    """Openings, supply and gaps under their headings; a gap that the table does not have is
    empty."""
    return (
        pl.col("skill_name").alias(heading),
        *(pl.col(name).round_sig_figs(3).round(0).alias(t) for name, t in FIGURES.items()),
        pl.col("missing_streams").alias("Not counted"),
        indicators.capitalise("note").alias("Note"),
        map_summary.status_words().alias("What kind of figure"),
    )
