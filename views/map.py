"""The ward map: pick an area and a measure, see it by ward, with the same figures in a table."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import Measure
from geo import classes as classes_room
from geo import ward_map
from geo.classes import Classes, mark_of
from views import controls, data, legend, notices, provenance, summary, ward_table

TITLE: Final = "Ward map"


@notices.in_words
def page() -> None:
    st.title(TITLE, anchor=False)
    places = data.places()
    if not places:
        st.error(
            "No council has wards here yet. Run `wardwise fetch --council NAME`, then "
            "`wardwise build`."
        )
        return
    pickers = st.container(horizontal=True)
    chosen = controls.areas(places, pickers)
    councils = controls.councils_of(chosen)
    area = summary.joined([place.name for place in chosen])
    available = data.measures(councils)
    if not available:
        st.info(f"There are no ward figures for {area} yet. Run `wardwise build`.")
        return
    measure = controls.measure(available, pickers)
    values = data.values(councils, measure.id)
    st.header(f"{measure.label}, {area}", anchor=False)
    st.write(summary.sentences(values, measure))
    st.caption(f"{summary.KINDS[measure.kind]}. Period: {summary.periods(values)}.")
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        st.subheader("Colours", anchor=False)
        room = st.empty()
        made = classes_room.classify(values["value"], measure.unit, controls.colours())
        room.html(legend.legend_html(classes_room.legend(made, _marked(values))))
        st.subheader("One ward", anchor=False)
        ward = controls.ward(_names(values))
        _details(values, measure, ward)
    with picture:
        _map(values, measure, made, ward, councils, summary.alternative(values, measure, area))
    ward_table.ward_table(values, measure, ward, councils)
    provenance.where_from(values, measure)


def _names(values: pl.DataFrame) -> dict[str, str]:
    """What each ward is called; with its council's name where there are several councils."""
    several = values["lad_code"].n_unique() > 1
    return {
        row["ward_code"]: f"{row['ward_name']}, {row['lad_name']}" if several else row["ward_name"]
        for row in values.iter_rows(named=True)
    }


def _marked(values: pl.DataFrame) -> list[tuple[float | None, str]]:
    rows = values.select("value", "status", "reliability").iter_rows()
    return [(value, mark_of(status, reliability)) for value, status, reliability in rows]


def _details(values: pl.DataFrame, measure: Measure, ward: str) -> None:
    """What is known of the ward picked."""
    if not ward:
        return
    row = values.filter(pl.col("ward_code") == ward).row(0, named=True)
    with st.container(border=True):
        st.subheader(row["ward_name"], anchor=False)
        st.markdown(f"**{summary.figure(row, measure)}**")
        st.text("\n".join(summary.facts(row, values)))


def _map(
    values: pl.DataFrame,
    measure: Measure,
    made: Classes,
    ward: str,
    councils: tuple[str, ...],
    alternative: str,
) -> None:
    tips = [summary.tip(row, measure) for row in values.iter_rows(named=True)]
    deck = ward_map.deck(
        data.wards(councils),
        values.with_columns(pl.Series("tip", tips, dtype=pl.String)),
        made,
        selected=ward,
        basemap=data.settings().basemap,
    )
    key = controls.widget_key(
        "map", councils, ward, lambda state: ward_map.clicked(state["selection"]), follows=False
    )
    with st.container(key="ward_map"):
        st.pydeck_chart(
            deck,
            height=ward_map.HEIGHT_PX,
            key=key,
            alt=alternative,
            on_select=lambda: controls.keep(
                ward=ward_map.clicked(st.session_state[key]["selection"])
            ),
        )
    st.caption("Click a ward to read about it. Double-click or pinch to look closer, drag to move.")
