"""The first screen of skills: the list of priorities, openings beside supply, and a ward map."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.places import ward_views
from indicators.skills import skill_page
from indicators.skills.ranking import FIRST
from presentation import map_summary, skill_short_words, skill_words
from presentation.sector_summary_words import write_number
from presentation.wording import ranked
from views.parts import (
    chart_panel,
    controls,
    data,
    explain_popover,
    first_screen,
    indicators,
    map_panel,
    picking_table,
    skills_supply,
    skills_wards,
)
from views.parts.markdown import plain
from views.parts.skills_data import Tables

WIDTHS: Final = (50, 35, 33)
LIST_PX: Final = 416
ROW_PX: Final = 29
SHOWN: Final = 6  # occupations in the picture; the tab of supply has all


MEANINGS: Final = (
    "Openings: people a year. Adverts: per jobseeker, times all occupations here. Share: of jobs "
    "here, times that elsewhere."
)


def show(
    tables: Tables, priorities: pl.DataFrame, code: str, chosen: controls.Chosen, firm: str
) -> None:
    """`priorities` as skill_page.list_priorities, with `occupation`, the short name of each.

    `firm` says in full how firm their order is.
    """
    ranking, picture, wards = first_screen.columns("skills_screen", WIDTHS)
    with ranking:
        _ranking(priorities, code, chosen, firm)
    with picture:
        _balance(tables, priorities, chosen)
    with wards:
        _map(tables, priorities, code, chosen)


def _ranking(priorities: pl.DataFrame, code: str, chosen: controls.Chosen, firm: str) -> None:
    st.markdown("**Priorities in order, with the range of each rank**")
    banded = with_bands(priorities)
    first = priorities["occupation_code"].head(3)  # other weights bring another order
    picking_table.picking_table(
        banded, list_columns(has_range=banded["range"].count() > 0), CONFIGS,
        name=("skills_list", chosen.code, *first),
        picks=("occupation_code", "occupation", code),
        placeholder="no data", height=LIST_PX, row_height=ROW_PX,
    )  # fmt: skip
    st.caption("Bars: likely ranks, from 1 at the left. Select a row to see its occupation.")

    def explain() -> None:
        how = indicators.describe_method("skills_priorities")
        explain_popover.show_explanation(
            ("skills_priorities",), "\n".join(filter(None, [firm, MEANINGS, how])),
            label="How do we know? Priorities",
        )  # fmt: skip

    chart_panel.offer_figures(
        name=f"priorities-{chosen.file_part}", about="list", figures=priorities, explain=explain
    )


def with_bands(priorities: pl.DataFrame) -> pl.DataFrame:
    """The rows with `band` and `range`, the likely ranks in words and as bars; none without."""
    bands = [
        None if low is None or high is None else ranked(low, high, 0).partition(" of ")[0]
        for low, high in priorities.select("rank_low", "rank_high").iter_rows()
    ]
    total = priorities["priority_rank"].count()
    drawn = [skill_short_words.list_range(row, total) for row in priorities.rows(named=True)]
    return priorities.with_columns(
        band=pl.Series(bands, dtype=pl.String), range=pl.Series(drawn, dtype=pl.List(pl.Int64))
    )


def list_columns(*, has_range: bool) -> list[pl.Expr]:
    """The columns of the list under their headings; figures as people read them."""
    return [
        pl.col("priority_rank").alias("Rank"),
        pl.col("occupation").alias("Occupation"),
        pl.col("openings_persons").round_sig_figs(3).round(0).alias("Openings"),
        *([pl.col("range").alias("Range")] if has_range else []),
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


# Up to Adverts they fit the list's place on a screen of 1280 px (484, with 34 for the box).
CONFIGS: Final = {
    "Rank": _number(40),
    "Range": st.column_config.BarChartColumn(
        width=84,
        y_min=0,
        y_max=2,
        help="Ranks in the middle 80% of simulations, 1 at the left; "
        "the high bar is the rank. The column Likely has the same in figures",
    ),
    "Occupation": st.column_config.TextColumn(
        width=196, help="Our short name of the group of occupations (SOC 2020, two digits)"
    ),
    "In IS-8 sectors (%)": st.column_config.NumberColumn(
        help="Share of the occupation's jobs here in sectors of the Industrial Strategy"
    ),
    "Openings": _number(66, help="People a year: new jobs and people who leave for good"),
    "Adverts": _number(
        60, help="Adverts per jobseeker beside all occupations here: 2 means twice as many"
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
    if shown.rows.is_empty():
        st.caption(f"We have no openings by occupation for {plain(chosen.name)}.")
        return
    chart_panel.show_chart(
        skill_charts.balance(shown), title=title_balance(shown),
        caption=skill_words.describe_missing(shown.rows),
        name=f"balance-{chosen.file_part}", about="gaps", figures=shown.rows,
        columns=skills_supply.list_gap_columns("Occupation"),
        column_config=skills_supply.GAP_NUMBERS,
        explain=lambda: indicators.explain_table("skills_gaps", "How do we know? Gaps"),
    )  # fmt: skip


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
    st.markdown(f"**{plain(row['occupation'])}**: {plain(skill_short_words.line_openings(row))}.")
    residents = tables["ward_skills"].filter(skill_kind="occupation", skill_code=code[:1])
    if residents.is_empty():
        st.caption(
            "We have no occupations of residents by ward here, so there is no map. "
            "Run `wardwise fetch --council NAME`, then `wardwise build`."
        )
        return
    measure = skills_wards.measure_of_residents(code[:1], str(residents["skill_name"][0]))
    figures = ward_views.share_of_residents(tables["ward_skills"], "occupation", code[:1])
    map_panel.show_ward_map(
        skills_wards.join_to_wards(data.wards(chosen.councils), figures), measure, chosen,
        about="map",
        explain=lambda: indicators.explain_table("ward_skills", "How do we know? Wards"),
    )  # fmt: skip
