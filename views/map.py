"""The map explorer: any measure by ward, or two side by side, with the same figures in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import Measure
from presentation import map_summary
from views.parts import area_bar, controls, data, messages, provenance, ward_picture, ward_table
from views.parts.markdown import plain

TITLE: Final = "All wards"


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
    pickers = st.container(horizontal=True)
    measure = controls.measure(available, pickers)
    second = controls.second_measure([m for m in available if m.id != measure.id], pickers)
    shown = [(data.values(chosen.councils, m.id), m) for m in filter(None, (measure, second))]
    if second is None:
        _one(*shown[0], ward, chosen)
    else:
        _both(shown, ward, chosen)
    ward_table.ward_table(shown, ward, chosen.councils, len(chosen.members))
    for values, each in shown:
        about = "" if second is None else f": {each.label}"
        provenance.where_from(values, each, about)
    provenance.licence()


def _one(values: pl.DataFrame, measure: Measure, ward: str, chosen: controls.Chosen) -> None:
    """The map, with its legend and the ward picked beside it."""
    _lead(values, measure, chosen)
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        st.subheader("Colours", anchor=False)
        room = st.empty()
        classes = ward_picture.classify_values(values, measure, controls.colours())
        room.html(ward_picture.legend_html(values, classes))
        _details(values, measure, ward)
    with picture:
        ward_picture.draw(values, measure, classes, ward, chosen)
        st.caption(
            "Select a ward to read about it. Double-click or pinch to zoom in, drag to move."
        )
        ward_picture.download(values, measure, classes, ward, chosen)


def _both(shown: Sequence[ward_table.Figures], ward: str, chosen: controls.Chosen) -> None:
    """Two maps side by side with the same ward ringed."""
    method = controls.colours()
    for room, name, (values, measure) in zip(
        st.columns(2, gap="medium"), ("map", "second"), shown, strict=True
    ):
        with room:
            _lead(values, measure, chosen)
            classes = ward_picture.classify_values(values, measure, method)
            ward_picture.draw(values, measure, classes, ward, chosen, name)
            st.html(ward_picture.legend_html(values, classes))
            ward_picture.download(values, measure, classes, ward, chosen)
            _details(values, measure, ward)


def _lead(values: pl.DataFrame, measure: Measure, chosen: controls.Chosen) -> None:
    st.header(plain(f"{measure.label}, {chosen.name}"), anchor=False)
    st.write(plain(map_summary.sentences(values, measure)))
    st.caption(plain(f"{map_summary.KINDS[measure.kind]}. Period: {map_summary.periods(values)}."))


def _details(values: pl.DataFrame, measure: Measure, ward: str) -> None:
    """The figure of the ward picked, with its period, status and rank."""
    if not ward:
        return
    row = values.filter(pl.col("ward_code") == ward).row(0, named=True)
    with st.container(border=True):
        st.subheader(plain(row["ward_name"]), anchor=False)
        st.markdown(f"**{plain(map_summary.figure(row, measure))}**")
        st.text("\n".join(map_summary.facts(row, values)))
