"""Openings of an occupation: in its finer groups, and in the sectors that they are in."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import map_summary
from presentation.skill_words import write_people
from presentation.wording import as_sentence, period_in_words
from views.parts import chart_panel, controls, indicators
from views.parts.skills_data import Row, Tables

LARGE: Final = {
    name: st.column_config.NumberColumn(format="localized")
    for name in ("Jobs", "Openings a year", "80% from", "80% to", "Pay a year (£)")
}
MOST_SECTORS: Final = 8
FINER: Final = (
    pl.col("occupation_code").alias("SOC 2020"),
    pl.col("occupation_name").alias("Occupation"),
    pl.col("openings_persons").round_sig_figs(3).round(0).alias("Openings a year"),
    pl.col("adverts_count").round(0).alias("Adverts a month"),
    pl.col("lower80").round_sig_figs(3).round(0).alias("80% from"),
    pl.col("upper80").round_sig_figs(3).round(0).alias("80% to"),
    pl.col("growth_openings_persons").round(0).alias("of which growth"),
    pl.col("replacement_openings_persons").round(0).alias("of which replacement"),
    pl.col("jobs").round_sig_figs(3).alias("Jobs"),
    pl.col("pay_gbp_year").round(0).alias("Pay a year (£)"),
    map_summary.status_words().alias("What kind of figure"),
)
SECTORS: Final = (
    pl.col("sector").alias("Sector"),
    pl.col("openings_persons").round_sig_figs(3).round(0).alias("Openings a year"),
    pl.col("jobs").round_sig_figs(3).alias("Jobs"),
    pl.col("strategy_sectors").alias("Sectors of the Industrial Strategy (IS-8)"),
    map_summary.status_words().alias("What kind of figure"),
)


def show(tables: Tables, row: Row, chosen: controls.Chosen) -> None:
    """Openings of the minor groups (3 digits) within the occupation."""
    fine = tables["skills_openings_fine"].filter(parent_code=row["occupation_code"])
    ordered = fine.sort("openings_persons", "occupation_code", descending=[True, False],
                        nulls_last=True)  # fmt: skip
    if fine["openings_persons"].count() == 0:
        st.caption("We have no openings of finer groups within this occupation.")
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    first = ordered.row(0, named=True)
    rows = ordered.drop_nulls("openings_persons").select(
        label="occupation_name", point="openings_persons", lower80="lower80", upper80="upper80",
        kind=pl.lit(charts.EXPECTED),
    )  # fmt: skip
    said = (first["note"], row["openings_note"], first["adverts_note"])
    notes = [period_in_words(as_sentence(note)) for note in said if note]
    words = "Openings a year of each finer group with its 80% interval; the window has the figures."
    chart_panel.show_chart(
        charts.intervals(rows, "Openings a year (people)", charts.ON_PAPER, words),
        title=f"Most of these openings: {first['occupation_name']}, about "
        f"{write_people(first['openings_persons'])} people a year",
        is_heading=True, caption=" ".join(notes),
        name=f"openings-{row['occupation_code']}-{chosen.file_part}", about="openings",
        figures=ordered, columns=FINER, column_config=LARGE,
        explain=lambda: indicators.explain_table(
            "skills_openings_fine", "How do we know? Openings"
        ),
    )  # fmt: skip


def show_sectors(needs: pl.DataFrame, row: Row, chosen: controls.Chosen) -> None:
    """Sectors in which the openings of the occupation are, the most first."""
    of_occupation = needs.filter(occupation_code=row["occupation_code"]).drop_nulls(
        "openings_persons"
    )
    if of_occupation.is_empty():
        st.caption("We have no openings by sector for this occupation.")
        return
    from presentation import charts

    ranked = indicators.with_sector(
        of_occupation.sort("openings_persons", "industry_code", descending=[True, False])
        .with_columns(industry_level=pl.lit("section"))
    )  # fmt: skip
    first = ranked.row(0, named=True)
    bars = ranked.head(MOST_SECTORS).select(
        label="sector", value="openings_persons", kind=pl.lit("openings")
    )
    words = "Openings a year of the occupation by sector; the window has the figures."
    chart_panel.show_chart(
        charts.bars(bars, "Openings a year (people)", {"openings": charts.BLUE}, words),
        title=f"{first['sector']} has most of these openings, about "
        f"{write_people(first['openings_persons'])} a year",
        is_heading=True, name=f"sectors-{row['occupation_code']}-{chosen.file_part}",
        about="sectors", figures=ranked, columns=SECTORS, column_config=LARGE,
        explain=lambda: indicators.explain_table("skills_needs", "How do we know? Sectors"),
    )  # fmt: skip
