"""A map of councils as the profile and the comparison draw it, clicked to pick a council."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.places.compare import NEIGHBOUR, Ranking
from presentation import council_map, legend
from presentation import legend_classes as classes_room
from presentation.legend_classes import mark_of
from presentation.local_words import NO_FIGURE, short_name, show_value
from presentation.wording import period_in_words
from views.parts import chart_panel, controls, downloads, local_data

COLUMNS: Final = (
    pl.col("area_name").alias("Council"),
    pl.col("value").alias("Figure"),
    pl.col("lower_limit95").alias("95% from"),
    pl.col("upper_limit95").alias("95% to"),
    pl.col("rank").alias("Rank"),
)


def draw(
    ranking: Ranking, indicator: Mapping[str, Any], chosen: str, *, is_near: bool = False
) -> None:
    """The map with its legend and its download: of the councils near the chosen one, or of all."""
    councils = ranking.councils
    focus = council_map.list_nearest(local_data.outlines(), chosen) if is_near else []
    classes = council_map.classify_councils(councils["value"], indicator)
    tips = [_tip(row, indicator, ranking.period) for row in councils.iter_rows(named=True)]
    deck = council_map.deck(
        local_data.fit_outlines(focus),
        councils.with_columns(pl.Series("tip", tips, dtype=pl.String)),
        classes,
        chosen=chosen,
        ringed=councils.filter(role=NEIGHBOUR)["area_code"].to_list(),
    )
    key = f"council_map-{chosen}-{indicator['indicator_code']}"
    name = short_name(indicator["indicator_name"])
    with st.container(key="council_room"), st.container(key="council_ward_map"):
        st.pydeck_chart(
            deck,
            height=council_map.height_of(focus),
            key=key,
            alt=f"Map of councils, shaded by: {name}. The table on this page has the same figures.",
            on_select=lambda: _go_to(council_map.clicked(st.session_state[key]["selection"])),
        )
    marked = [
        (value, mark_of(status if value is None else "", ""))
        for value, status in councils.select("value", "status").iter_rows()
    ]
    drawn = legend.legend_html(classes_room.legend(classes, marked), "council")
    st.html(f'<div class="map-legend">{drawn}</div>')
    st.caption("Thick outline: the council you picked. Thin: places like it. Select one to see it.")
    _offer_picture(ranking, indicator, classes, chosen, focus)


def _go_to(code: str) -> None:
    if code:
        controls.update_address(area=[code], ward="")


def _tip(row: Mapping[str, Any], indicator: Mapping[str, Any], period: str) -> str:
    if row["value"] is None:
        return f"{row['area_name']}\n{NO_FIGURE.get(row['status'], 'No figure')}"
    figure = show_value(row["value"], indicator)
    note = f" {indicator['value_note']}" if indicator["value_note"] else ""
    return f"{row['area_name']}\n{figure}{note} ({period_in_words(period)})"


def _offer_picture(
    ranking: Ranking,
    indicator: Mapping[str, Any],
    classes: classes_room.Classes,
    chosen: str,
    focus: Collection[str],
) -> None:
    name = short_name(indicator["indicator_name"])
    title = f"{name}, {period_in_words(ranking.period)}"

    def picture() -> bytes:
        # Imported here: only those who download a picture need what draws it.
        from presentation import council_svg

        return downloads.raster_svg(
            council_svg.svg(
                local_data.outlines(), ranking.councils, classes, title=title, chosen=chosen,
                focus=focus,
            )
        )  # fmt: skip

    chart_panel.offer_figures(
        name=f"map-{indicator['indicator_code']}-{chosen}", about="map",
        figures=ranking.councils, columns=COLUMNS, picture=picture,
    )  # fmt: skip
