"""A ward map beside an answer: what it shows, the map, its legend, and all behind it."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import Measure
from presentation import map_summary
from presentation import ward_svg as picture
from views.parts import chart_panel, controls, data, downloads, ward_picture
from views.parts.markdown import plain

COLUMNS: Final = (
    pl.col("ward_name").alias("Ward"),
    pl.col("lad_name").alias("Council"),
    pl.col("value").round_sig_figs(3).alias("Figure"),
    map_summary.status_words().alias("What kind of figure"),
    map_summary.reliability_words().alias("Reliability"),
    pl.col("period").alias("Period"),
)


def show_ward_map(
    values: pl.DataFrame,
    measure: Measure,
    chosen: controls.Chosen,
    *,
    about: str,
    explain: chart_panel.Explain | None = None,
    name: str = "small",
) -> None:
    """A map of `values`, of which a click picks a ward, with its legend under it.

    `about` sets its windows apart from others of the page, `name` its map.
    """
    classes, ward = ward_picture.classify_values(values, measure), find_ward(chosen)
    periods = map_summary.periods(values)
    st.markdown(f"**{plain(measure.label)}**, {plain(periods)}")
    ward_picture.draw(values, measure, classes, ward, chosen, name)
    st.html(f'<div class="map-legend">{ward_picture.legend_html(values, classes)}</div>')

    def draw() -> bytes:
        return downloads.raster_svg(
            picture.svg(
                data.wards(chosen.councils), values, classes, name="map",
                title=f"{measure.label}, {chosen.name}, {periods}",
                description=map_summary.sentences(values, measure), selected=ward,
            )
        )  # fmt: skip

    chart_panel.offer_figures(
        name=f"map-{measure.id}-{chosen.file_part}", about=about,
        figures=values.sort("value", descending=True, nulls_last=True), columns=COLUMNS,
        picture=draw, explain=explain,
    )  # fmt: skip


def find_ward(chosen: controls.Chosen) -> str:
    """The ward of the address, if it is one of the place's; the map outlines it."""
    codes = set(data.wards(chosen.councils)["ward_code"])
    ward = next((code for code in st.query_params.get_all(controls.WARD) if code in codes), "")
    controls.note_shown(controls.WARD, ward)
    return ward
