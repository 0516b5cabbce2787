"""Stops near residents, official scores and broadband by ward; connections by council."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from access.connections import list_connections
from presentation import map_summary
from views.parts import chart_panel, controls, data, explain_popover
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

STOPS: Final = {
    "ward_name": "Ward",
    "bus_stops_count": "Bus stops",
    "residents_near_bus_pct": "Within 400 m of a bus stop (%)",
    "rail_stations_count": "Rail stations",
    "residents_walk_rail_pct": "Within 30 minutes' walk of one (%)",
    "tram_stops_count": "Tram stops",
}
BROADBAND: Final = {
    "ward_name": "Ward",
    "broadband_premises_count": "Premises",
    "superfast_pct": "30 Mbit/s or more (%)",
    "gigabit_pct": "Gigabit (%)",
    "below_uso_pct": "Without decent broadband (%)",
}
SCORE: Final = "connectivity_score"
TABLE_PX: Final = 260  # with every file supplied the page stays within three screens
TABLES_OF: Final = {
    "connectivity": "connectivity_ward", "broadband": "broadband_ward", "stops": "stops_ward",
}  # fmt: skip
SCORES_HOW: Final = (
    "Scores of small areas from the file that was supplied, averaged over the ward's, weighted by "
    "residents aged 16 and over. They follow timetables and streets, so where they and our jobs "
    "within reach differ, go by them."
)
BROADBAND_HOW: Final = (
    "Premises of census output areas, added up by ward: what can be had there, which is not what "
    "people have taken. Most wards are too alike to rank."
)
HOW: Final = (
    "We count stops in use in each ward. Within 400 m: residents aged 16 and over whose small "
    "area's centre is that near to a bus stop in a straight line. The walk to a station is the "
    "Office for National Statistics' own figure for larger areas, shared with their small areas."
)


def show(chosen: controls.Chosen) -> None:
    stops = data.peek("stops_ward", chosen.councils)
    st.subheader("Stops", anchor=False)
    if stops.is_empty():
        st.info("We have no list of stops here. Run `wardwise fetch`, then `wardwise build`.")
    else:
        _noted_table(stops, STOPS, 0, [], "Bus stops are")
        _offer(stops, "stops", "stops", HOW, chosen)
    _scores(chosen)
    _broadband(chosen)
    st.subheader("Digital connections and chargers", anchor=False)
    found = list_connections(
        data.peek("local_indicators"),
        data.peek("local_indicator_values", chosen.councils),
        chosen.councils,
    )
    if found.is_empty():
        st.info("We have no figures on connections here. Run `wardwise fetch`.")
        return
    figures_table(
        found,
        [
            *([pl.col("area_name").alias("Council")] if len(chosen.councils) > 1 else []),
            pl.col("indicator_measures").alias("Measure"),
            pl.col("value").round(1).alias("Figure"),
            pl.col("value_suffix").alias("Unit"),
            pl.col("period").alias("Period"),
            map_summary.status_words().alias("What kind of figure"),
        ],
    )
    chart_panel.offer_figures(
        name=f"connections-{chosen.file_part}", about="connections", figures=found,
        explain=lambda: explain_popover.show_explanation(
            ("local_indicator_values",),
            "As published for the council. Wards are too alike in them to rank.",
            label="How do we know? Connections",
        ),
    )  # fmt: skip


def _scores(chosen: controls.Chosen) -> None:
    """The Department for Transport's scores by ward, one at a time, where its file was supplied."""
    scores = data.peek("connectivity_ward", chosen.councils)
    if scores.is_empty():
        return
    st.subheader("How well connected, as the Department for Transport scores it", anchor=False)
    names = sorted(scores["score_name"].unique(), key=lambda one: (one.lower() != "overall", one))
    name = controls.pick_one("score", "Score", names, str, st.container())
    figures_table(
        scores.filter(score_name=name).sort(SCORE, descending=True, nulls_last=True),
        [
            pl.col("ward_name").alias("Ward"),
            *_council(chosen),
            pl.col(SCORE).round(1).alias("Score, 0 to 100"),
            map_summary.status_words().alias("What kind of figure"),
        ],
        height=TABLE_PX,
    )
    _offer(scores, "connectivity", "scores", SCORES_HOW, chosen)


def _broadband(chosen: controls.Chosen) -> None:
    """Broadband by ward, where Ofcom's file and the lookup of output areas were supplied."""
    wards = data.peek("broadband_ward", chosen.councils)
    if wards.is_empty():
        return
    with st.expander("Broadband in wards"):
        _noted_table(wards, BROADBAND, 1, _council(chosen), "What kind of figure")
        _offer(wards, "broadband", "broadband", BROADBAND_HOW, chosen)


def _council(chosen: controls.Chosen) -> list[pl.Expr]:
    return [pl.col("lad_name").alias("Council")] if len(chosen.councils) > 1 else []


def _noted_table(
    wards: pl.DataFrame, titles: dict[str, str], decimals: int, more: list[pl.Expr], status: str
) -> None:
    """Wards in order of name under these headings, with what the rows note above the table."""
    for note in wards.filter(pl.col("note") != "")["note"].unique().sort():
        st.warning(plain(note))
    counted = set(wards.select(pl.col(pl.Float64)).columns)
    figures_table(
        wards.sort("ward_name"),
        [
            *(
                (pl.col(name).round(decimals) if name in counted else pl.col(name)).alias(title)
                for name, title in titles.items()
            ),
            *more,
            map_summary.status_words().alias(status),
        ],
    )


def _offer(frame: pl.DataFrame, part: str, about: str, how: str, chosen: controls.Chosen) -> None:
    """The figures of the table `part`_ward as files, and how we know."""
    chart_panel.offer_figures(
        name=f"{part}-{chosen.file_part}", about=about, figures=frame,
        explain=lambda: explain_popover.show_explanation(
            (TABLES_OF[part],), how, label=f"How do we know? {about.capitalize()}"
        ),
    )  # fmt: skip
