"""Stops near residents by ward, and digital connections and chargers by council."""

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
        _stops(stops, chosen)
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


def _stops(stops: pl.DataFrame, chosen: controls.Chosen) -> None:
    for note in stops.filter(pl.col("note") != "")["note"].unique().sort():
        st.warning(plain(note))
    counted = set(stops.select(pl.col(pl.Float64)).columns)
    figures_table(
        stops.sort("ward_name"),
        [
            *(
                (pl.col(name).round(0) if name in counted else pl.col(name)).alias(title)
                for name, title in STOPS.items()
            ),
            map_summary.status_words().alias("Bus stops are"),
        ],
    )
    chart_panel.offer_figures(
        name=f"stops-{chosen.file_part}", about="stops", figures=stops,
        explain=lambda: explain_popover.show_explanation(
            ("stops_ward",), HOW, label="How do we know? Stops"
        ),
    )  # fmt: skip
