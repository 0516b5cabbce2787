"""A ward map as every page draws it: shaded by a measure, clicked to pick a ward; its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from catalog.measures import Measure
from presentation import legend, map_summary, ward_map
from presentation import legend_classes as classes_room
from presentation import ward_svg as picture
from presentation.legend_classes import Classes, Method, mark_of
from views.parts import controls, data, downloads


def classify_values(
    values: pl.DataFrame, measure: Measure, method: Method = "quantiles"
) -> Classes:
    return classes_room.classify(values["value"], measure.unit, method)


def legend_html(values: pl.DataFrame, classes: Classes) -> str:
    """The legend of the classes, with the marks on the wards."""
    rows = values.select("value", "status", "reliability").iter_rows()
    marked = [(value, mark_of(status, reliability)) for value, status, reliability in rows]
    return legend.legend_html(classes_room.legend(classes, marked))


def draw(
    values: pl.DataFrame,
    measure: Measure,
    classes: Classes,
    ward: str,
    chosen: controls.Chosen,
    name: str = "map",
    named: Mapping[str, str] | None = None,
    places: Sequence[Any] = (),
) -> None:
    """The map alone. `name` sets the maps of a page apart; `named` has wards to name around one,
    `places` layers of points."""
    tips = [map_summary.tip(row, measure) for row in values.iter_rows(named=True)]
    deck = ward_map.deck(
        data.wards(chosen.councils),
        values.with_columns(pl.Series("tip", tips, dtype=pl.String)),
        classes,
        selected=ward,
        basemap=data.settings().basemap,
        named=named,
        places=places,
    )
    key = controls.widget_key(
        name,
        (),
        ward,
        lambda state: ward_map.clicked(state["selection"]),
        follows=False,
    )
    # Two containers: the style of `frame` scales the inner one by the width of the outer.
    with st.container(key=f"{name}_room"), st.container(key=f"{name}_ward_map"):
        st.pydeck_chart(
            deck,
            height=ward_map.HEIGHT_PX,
            key=key,
            alt=map_summary.alternative(values, measure, chosen.name),
            on_select=lambda: controls.update_address(
                ward=ward_map.clicked(st.session_state[key]["selection"])
            ),
        )


def download(
    values: pl.DataFrame, measure: Measure, classes: Classes, ward: str, chosen: controls.Chosen
) -> None:
    """The same map as a picture, with its legend."""
    title = f"{measure.label}, {chosen.name}, {map_summary.periods(values)}"

    def draw() -> str:
        return picture.svg(
            data.wards(chosen.councils),
            values,
            classes,
            name="map",
            title=title,
            description=map_summary.sentences(values, measure),
            selected=ward,
        )

    downloads.png(draw, f"{measure.id}-{chosen.file_part}")
