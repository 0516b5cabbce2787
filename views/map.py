"""All wards of a place on a map, by any measure or two side by side, with a list under it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from catalog.measures import Measure
from presentation import map_summary
from views.parts import area_bar, controls, data, messages, provenance, ward_picture, ward_table
from views.parts.markdown import plain
from views.parts.tabs import pick_tab

TITLE: Final = "All wards"
TABS: Final = {"list": "List", "sources": "Where the figures come from"}
KEY: Final = "all_wards"
# The whole map with its legend is on the first screen.
STYLE: Final = f"""<style>
.st-key-{KEY} h2 {{font-size: 1.3rem; padding: 0 0 .5rem; line-height: 1.25}}
.st-key-{KEY} h3 {{font-size: 1.05rem; padding: 0}}
.st-key-{KEY} .stVerticalBlock {{gap: .4rem}}
.st-key-{KEY} li {{margin: .15rem 0 !important; font-size: .9rem; line-height: 1.2}}
[class*="st-key-legend_"] ul {{display: grid; grid-template-columns: 1fr 1fr; column-gap: .6rem}}
</style>"""


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    available = data.measures(chosen.councils)
    if not available:
        st.info(
            f"There are no ward figures for {plain(chosen.name)}. Run `wardwise status` to see "
            "which sources we have and why others are missing, then run `wardwise fetch` and "
            "`wardwise build`."
        )
        return
    ward = controls.ward(map_summary.ward_names(data.wards(chosen.councils)), bar.room)
    st.html(STYLE)
    pickers = st.container(horizontal=True, key="screen_only_measures")
    measure = controls.measure(available, pickers)
    second = controls.second_measure([m for m in available if m.id != measure.id], pickers)
    shown = [(data.values(chosen.councils, m.id), m) for m in filter(None, (measure, second))]
    with st.container(key=KEY):
        if second is None:
            _one(*shown[0], ward, chosen)
        else:
            _both(shown, ward, chosen)
    tab, room = pick_tab("under", TABS)
    with room:
        if tab == "list":
            ward_table.ward_table(shown, ward, chosen.councils, len(chosen.members))
        else:
            _sources(shown)
    provenance.licence()


def _one(values: pl.DataFrame, measure: Measure, ward: str, chosen: controls.Chosen) -> None:
    """The map first, and beside it what it shows, its legend and the ward picked."""
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        _lead(values, measure, chosen)
        st.write(plain(map_summary.sentences(values, measure)))
        room = st.empty()
        _details(values, measure, ward, chosen)
        classes = ward_picture.classify_values(values, measure, controls.colours())
        room.html(ward_picture.legend_html(values, classes))
        ward_picture.download(values, measure, classes, ward, chosen)
    with picture:
        ward_picture.draw(values, measure, classes, ward, chosen)
        st.caption(
            "Select a ward to read about it. Double-click or pinch to zoom in, drag to move."
        )


def _both(shown: Sequence[ward_table.Figures], ward: str, chosen: controls.Chosen) -> None:
    """Two maps side by side with the same ward ringed."""
    rooms = st.columns(2, gap="medium")
    method = controls.colours()
    for room, name, (values, measure) in zip(rooms, ("map", "second"), shown, strict=True):
        with room:
            _lead(values, measure, chosen)
            classes = ward_picture.classify_values(values, measure, method)
            ward_picture.draw(values, measure, classes, ward, chosen, name)
            with st.container(key=f"legend_{name}"):
                st.html(ward_picture.legend_html(values, classes))
            _details(values, measure, ward, chosen)
            st.caption(plain(map_summary.sentences(values, measure)))
            ward_picture.download(values, measure, classes, ward, chosen)


def _lead(values: pl.DataFrame, measure: Measure, chosen: controls.Chosen) -> None:
    st.header(plain(f"{measure.label}, {chosen.name}"), anchor=False)
    st.caption(plain(f"{map_summary.KINDS[measure.kind]}. Period: {map_summary.periods(values)}."))


def _details(values: pl.DataFrame, measure: Measure, ward: str, chosen: controls.Chosen) -> None:
    """The figure of the ward picked, with its period, status and rank, and a link to its page."""
    if not ward:
        return
    row = values.filter(pl.col("ward_code") == ward).row(0, named=True)
    with st.container(border=True):
        st.subheader(plain(row["ward_name"]), anchor=False)
        st.markdown(f"**{plain(map_summary.figure(row, measure))}**")
        st.text("\n".join(map_summary.facts(row, values)))
        areas = [(controls.AREA, place.code) for place in chosen.places]
        query = urlencode([*areas, (controls.WARD, ward)])
        words = escape(f"All about {row['ward_name']}")
        st.html(f'<a href="ward?{escape(query)}" target="_self">{words}</a>')


def _sources(shown: Sequence[ward_table.Figures]) -> None:
    """How each measure is made and from what."""
    for values, measure in shown:
        about = "" if len(shown) == 1 else f": {measure.label}"
        provenance.where_from(values, measure, about)
