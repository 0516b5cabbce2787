"""The ward map: pick an area and a measure, see it by ward, with the same figures in a table."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.measures import Measure, rounded
from catalog.sources import OGL_URL, OS_ATTRIBUTION
from geo import classes as classes_room
from geo import ward_map
from geo.classes import Classes, mark_of
from views import controls, data, legend, notices, summary

TITLE: Final = "Ward map"
# A map is laid out for a box of 620 pixels; a narrower screen gets the same map, made smaller.
NARROW: Final = """<style>
.stMainBlockContainer {max-width: 1240px}
@media (max-width: 700px) {.st-key-ward_map .stDeckGlJsonChart {zoom: .56}
.st-key-ward_map .deck-tooltip {zoom: 1.6}}
</style>"""
VALUE_TITLES: Final = {
    "persons": "People", "jobs": "Jobs", "%": "%", "premises": "Premises", "GBP": "£",
    "index": "Index",
}  # fmt: skip


@notices.in_words
def page() -> None:
    st.html(NARROW)
    st.title(TITLE, anchor=False)
    places = data.places()
    if not places:
        st.error("No council has wards here yet. Run `wardwise fetch --council NAME`, then build.")
        return
    chosen = controls.areas(places)
    councils = controls.councils_of(chosen)
    available = data.measures(councils)
    area = summary.joined([place.name for place in chosen])
    if not available:
        st.info(f"There are no ward figures for {area} yet. Run `wardwise build`.")
        return
    measure = controls.measure(available)
    values = data.values(councils, measure.id)
    st.header(f"{measure.label}, {area}", anchor=False)
    st.write(summary.sentences(values, measure))
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        ward = controls.ward(_names(values))
        _details(values, measure, ward)
        st.subheader("Colours", anchor=False)
        room = st.empty()
        method = controls.colours()
    made = classes_room.classify(values["value"], measure.unit, method)
    room.html(legend.legend_html(classes_room.legend(made, _marked(values))))
    with picture:
        _map(values, measure, made, ward, councils, summary.alternative(values, measure, area))
    _table(values, measure, ward, councils)
    _origin(values, measure)


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
        words = values.filter(pl.col("ward_code") == ward).select(
            status=summary.status_words(), reliability=summary.reliability_words()
        )
        facts = [
            row["lad_name"],
            row["period"],
            summary.rank(values, ward),
            words["status"].item(),
            f"reliability {words['reliability'].item()}" if row["reliability"] else "",
            row["note"],
            f"ward code {ward}",
        ]
        st.text("\n".join(fact for fact in facts if fact))


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
    key = _key("map", councils, ward, lambda state: ward_map.clicked(state["selection"]))
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
