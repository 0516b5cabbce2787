"""Access: jobs within reach of each ward beside need, what if jobs come, stops and connections."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from access import need
from access.decay import SETTINGS, Setting
from presentation import access_charts, map_summary
from presentation.access_words import describe_reach, name_need
from views.parts import (
    access_connections,
    access_data,
    access_what_if,
    area_bar,
    chart_panel,
    controls,
    data,
    explain_popover,
    first_screen,
    map_panel,
    messages,
    picking_table,
    provenance,
    tabs,
)
from views.parts.markdown import plain

TITLE: Final = "Access"
WIDTHS: Final = (54, 46)
TAB: Final = "access_tab"
WARDS, WHAT_IF, CONNECTIONS, METHOD = "wards", "what_if", "connections", "method"
TABS: Final = {
    WARDS: "Wards",
    WHAT_IF: "What if jobs come?",
    CONNECTIONS: "Stops and connections",
    METHOD: "How it works",
}
TABLES: Final = ("reach_ward", "lsoa_need", "reach_jobs")
# Columns of the table of wards, but for those without a figure.
FIGURES: Final = {
    "jobs_in_reach": ("Jobs within reach", pl.col("jobs_in_reach").round_sig_figs(3)),
    "reach_jobs_per_resident": ("Jobs a resident", pl.col("reach_jobs_per_resident").round(2)),
    "lowest_fifth_pct": ("In lowest fifth (%)", pl.col("lowest_fifth_pct").round(0)),
    "households_no_car_pct": ("No car (%)", pl.col("households_no_car_pct").round(1)),
    "residents_no_qualifications_pct": (
        "No qualifications (%)", pl.col("residents_no_qualifications_pct").round(1),
    ),
    "claimants_pct": ("Claimants (%)", pl.col("claimants_pct").round(1)),
}  # fmt: skip
MEANINGS: Final = {
    "reach_jobs_per_resident": (
        "Jobs a resident: jobs within reach shared with all who reach them too."
    ),
    "lowest_fifth_pct": (
        "In lowest fifth: residents in the fifth of small areas here with fewest jobs within reach."
    ),
}
LIMITS: Final = (
    "Distances are straight lines between the centres of small areas. There is no timetable, fare, "
    "hill or opening hour in it, so never read it as minutes.",
    "Jobs are survey estimates, rounded, and counted where the employer's site is. A head office "
    "can have jobs that are done elsewhere.",
    "It ranks small areas of West Yorkshire much as a study of bus and train timetables does.",
    "More jobs within reach do not mean more chances: others reach them too.",
)


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    every = access_data.read_reach(chosen)
    if every.is_empty():
        st.info(access_data.NOT_HERE.format(plain(chosen.name)))
        provenance.licence()
        return
    ward = controls.ward(map_summary.ward_names(data.wards(chosen.councils)), bar.room)
    present = set(every["reach_setting"])
    code = controls.pick_one(
        "setting", "Way of travel", [c for c in SETTINGS if c in present],
        lambda c: SETTINGS[c].label.capitalize(), bar.room,
    )  # fmt: skip
    known = [column for column in need.NEEDS if column in access_data.list_known(every)]
    beside = controls.pick_one("need", "Set beside", known or list(need.NEEDS), name_need, bar.room)
    setting = SETTINGS[code]
    rows = every.filter(reach_setting=code)
    _lead(rows, setting, beside, chosen)
    scatter, picture = first_screen.columns("access_screen", WIDTHS)
    with scatter:
        if known:
            _scatter(rows, setting, beside, ward, chosen)
        else:
            st.info("We have no figures on need to set beside it. Run `wardwise fetch`.")
    with picture:
        map_panel.show_ward_map(
            access_data.as_values(rows, chosen, "jobs_in_reach"), access_data.as_measure(setting),
            chosen, about="map",
        )  # fmt: skip
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == WARDS:
            _table(rows, ward, chosen)
        elif tab == WHAT_IF:
            access_what_if.show(chosen, setting)
        elif tab == CONNECTIONS:
            access_connections.show(chosen)
        else:
            _method()
    provenance.licence()


def _lead(rows: pl.DataFrame, setting: Setting, beside: str, chosen: controls.Chosen) -> None:
    """The answer, then what reach and need side by side show, council by council."""
    st.header(plain(describe_reach(rows, setting, chosen.name)), anchor=False)
    shown = need.rank_correlations(rows, (beside,)) if beside in rows.columns else rows.clear()
    for row in shown.iter_rows(named=True):
        st.write(plain(need.explain_correlation(row)))
    st.caption(plain(f"Our model, not official statistics. {setting.meaning}"))


def _scatter(
    rows: pl.DataFrame, setting: Setting, beside: str, ward: str, chosen: controls.Chosen
) -> None:
    titles = (f"{name_need(beside)} (%)", setting.phrase.capitalize())
    chart_panel.show_chart(
        access_charts.reach_beside_need(
            rows, beside, ward, titles, f"{titles[1]} and {titles[0]} of each ward"
        ),
        title=f"{titles[1]} beside {need.NEEDS[beside]}",
        name=f"reach-{setting.code}-{chosen.file_part}",
        about="reach",
        figures=rows,
        caption="A dot is a ward. Hollow: jobs of some neighbours are missing.",
        explain=lambda: explain_popover.show_explanation(
            TABLES, " ".join((setting.meaning, *LIMITS)), label="How do we know? Reach"
        ),
    )


def _table(rows: pl.DataFrame, ward: str, chosen: controls.Chosen) -> None:
    """Every ward, most jobs within reach first; a click picks the ward."""
    ordered = rows.sort("jobs_in_reach", "ward_code", descending=[True, False], nulls_last=True)
    known = access_data.list_known(rows)
    columns = [
        pl.col("ward_name").alias("Ward"),
        *([pl.col("lad_name").alias("Council")] if len(chosen.councils) > 1 else []),
        pl.col("rank_in_council").alias("Rank"),
        *(column.alias(title) for name, (title, column) in FIGURES.items() if name in known),
        map_summary.status_words().alias("What kind of figure"),
    ]
    picking_table.picking_table(
        ordered, columns,
        {FIGURES["jobs_in_reach"][0]: st.column_config.NumberColumn(format="localized")},
        name=("reach", chosen.code), picks=("ward_code", controls.WARD, ward), placeholder="–",
    )  # fmt: skip
    st.caption(" ".join(words for name, words in MEANINGS.items() if name in known))
    chart_panel.offer_figures(
        name=f"reach-wards-{chosen.file_part}", about="wards", figures=ordered
    )


def _method() -> None:
    for setting in SETTINGS.values():
        st.markdown(f"**{plain(setting.label.capitalize())}.** {plain(setting.meaning)}")
    st.markdown("\n".join(f"- {plain(line)}" for line in LIMITS))
    for line in explain_popover.list_sources(TABLES):
        st.text(line)
