"""The first screen of skills: the list of priorities, openings beside supply, and a ward map."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.places import ward_views
from indicators.skills import skill_page
from indicators.skills.ranking import FIRST
from presentation import map_summary, skill_words
from presentation.sector_summary_words import write_number
from presentation.wording import ranked
from views.parts import (
    controls,
    data,
    downloads,
    indicators,
    picking_table,
    skills_wards,
    ward_picture,
)
from views.parts.markdown import plain
from views.parts.skills_data import Tables

LIST_PX: Final = 350
ROW_PX: Final = 29
SHOWN: Final = 6  # occupations in the picture; the tab of supply has all


def show(tables: Tables, priorities: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    """`priorities` as skill_page.list_priorities, with `occupation`, the short name of each."""
    picking_table.style_first_screen("skills_screen")
    with st.container(key="skills_screen"):
        ranking, picture, wards = st.columns([54, 36, 26], gap="small")
        with ranking:
            _ranking(priorities, code, chosen)
        with picture:
            _balance(tables, priorities, chosen)
        with wards:
            _map(tables, priorities, code, chosen)


def _ranking(priorities: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    st.markdown("**Priorities in order, with the range of each rank**")
    first = priorities["occupation_code"].head(3)  # other weights bring another order
    picking_table.picking_table(
        with_bands(priorities), list_columns(), CONFIGS,
        name=("skills_list", chosen.code, *first),
        picks=("occupation_code", "occupation", code),
        placeholder="no data", height=LIST_PX, row_height=ROW_PX,
    )  # fmt: skip
    st.caption(
        "Openings: people a year. Adverts: per jobseeker, times all occupations here. Share: of "
        "jobs here, times that elsewhere. Select a row to see its occupation."
    )
    indicators.explain_table("skills_priorities", "How do we know? Priorities")
    downloads.csv(priorities, f"priorities-{chosen.file_part}", "Download priorities (CSV)")


def with_bands(priorities: pl.DataFrame) -> pl.DataFrame:
    """The rows with `band`, the range of ranks in words; none where the ranking has none."""
    bands = [
        None if low is None or high is None else ranked(low, high, 0).partition(" of ")[0]
        for low, high in priorities.select("rank_low", "rank_high").iter_rows()
    ]
    return priorities.with_columns(band=pl.Series(bands, dtype=pl.String))


def list_columns() -> list[pl.Expr]:
    """The columns of the list under their headings; figures as people read them."""
    return [
        pl.col("priority_rank").alias("Rank"),
        pl.col("occupation").alias("Occupation"),
        pl.col("openings_persons").round_sig_figs(3).round(0).alias("Openings"),
        pl.col("pressure_times").round(1).alias("Adverts"),
        pl.col("difference_times").round(1).alias("Share"),
        pl.col("band").alias("Likely"),
        pl.col("evidence_strength").alias("Evidence"),
        pl.col("pay_gbp_year").round(0).alias("Pay"),
        pl.col("growth_openings_persons").round(0).alias("Openings from growth"),
        pl.col("replacement_openings_persons").round(0).alias("Openings from replacement"),
        pl.col("strategy_pct").round(0).alias("In IS-8 sectors (%)"),
        pl.col("evidence_reason").alias("Why"),
        map_summary.status_words().alias("What kind of figure"),
    ]


def _number(width: int, **options: Any) -> Any:
    return st.column_config.NumberColumn(width=width, format="localized", **options)


CONFIGS: Final = {
    "Rank": _number(40),
    "Occupation": st.column_config.TextColumn(
        width=180, help="Our short name of the group of occupations (SOC 2020, two digits)"
    ),
    "In IS-8 sectors (%)": st.column_config.NumberColumn(
        help="Share of the occupation's jobs here in sectors of the Industrial Strategy"
    ),
    "Openings": _number(62, help="People a year: new jobs and people who leave for good"),
    "Adverts": _number(
        56, help="Adverts per jobseeker beside all occupations here: 2 means twice as many"
    ),
    "Pay": _number(52, help="Median gross pay a year, £"),
    "Share": _number(
        46, help="Share of jobs here beside places like it, or beside the nation: 2 means twice"
    ),
    "Likely": st.column_config.TextColumn(width=56, help="Ranks in the middle 80% of simulations"),
    "Evidence": st.column_config.TextColumn(width=76),
}


def _balance(tables: Tables, priorities: pl.DataFrame, chosen: controls.Chosen) -> None:
    # Imported here: the chart library takes half a second to load.
    from presentation import skill_charts

    first = priorities["occupation_code"].head(min(SHOWN, FIRST)).to_list()
    shown = skill_page.balance(tables, "occupation", first)
    st.markdown(f"**{plain(title_balance(shown))}**")
    if shown.rows.is_empty():
        st.caption(f"We have no openings by occupation for {plain(chosen.name)}.")
        return
    st.altair_chart(skill_charts.balance(shown), width="stretch")
    if missing := skill_words.describe_missing(shown.rows):
        st.caption(plain(missing))
    indicators.explain_table("skills_gaps", "How do we know? Supply and gaps")


def title_balance(shown: skill_page.Balance) -> str:
    """The takeaway: in how many occupations openings very likely exceed the people we count."""
    judged = shown.rows.drop_nulls("gap_persons")
    first = f"the first {write_number(shown.rows.height)}"
    if judged.is_empty():
        return f"Openings of {first}; supply is incomplete, so no gap"
    above = judged.filter(pl.col("lower80") > 0).height
    if judged.height < shown.rows.height:
        first = f"{write_number(judged.height)} that we can judge, of {first}"
    if not above:
        return f"Openings very likely exceed the supply we count in none of {first}"
    return f"Openings very likely exceed the supply we count in {write_number(above)} of {first}"


def _map(tables: Tables, priorities: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    """The selected occupation in figures, and where residents in such work live."""
    row = priorities.row(by_predicate=pl.col("occupation_code") == code, named=True)
    st.markdown(f"**{plain(row['occupation'])}**  \n{plain(skill_words.describe_openings(row))}")
    residents = tables["ward_skills"].filter(skill_kind="occupation", skill_code=code[:1])
    if residents.is_empty():
        st.caption("We have no occupations of residents by ward here.")
        return
    measure = skills_wards.measure_of_residents(code[:1], str(residents["skill_name"][0]))
    figures = ward_views.share_of_residents(tables["ward_skills"], "occupation", code[:1])
    values = skills_wards.join_to_wards(data.wards(chosen.councils), figures)
    classes = ward_picture.classify_values(values, measure)
    st.markdown(f"{plain(measure.label)}, {plain(map_summary.periods(values))}")
    ward_picture.draw(values, measure, classes, _ward(chosen), chosen, "small")
    st.html(ward_picture.legend_html(values, classes))
    indicators.explain_table("ward_skills", "How do we know? Wards")


def _ward(chosen: controls.Chosen) -> str:
    """The ward of the address, if it is one of the place's; the map outlines it."""
    codes = set(data.wards(chosen.councils)["ward_code"])
    ward = next((code for code in st.query_params.get_all(controls.WARD) if code in codes), "")
    controls.note_shown(controls.WARD, ward)
    return ward
