"""The map of the profile: the council among those around it, or its wards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from catalog.measures import DEFAULT_MEASURE, MEASURES
from indicators.places.profile import Profile
from views.parts import (
    controls,
    council_picker,
    council_picture,
    data,
    explain_popover,
    local_data,
    map_panel,
    measure_sources,
    tabs,
)

COUNCILS, WARDS = "councils", "wards"
KINDS: Final = {COUNCILS: "Councils", WARDS: "Wards"}
SHOWN: Final = "map"


def show(found: Profile, chosen: controls.Chosen | None) -> Mapping[str, Any]:
    """The map, with a choice of what it shows; the indicator picked, of which the tabs are.

    `chosen` is the council where it has figures by ward here.
    """
    measures = [] if chosen is None else [m.id for m in data.measures(chosen.councils)]
    room = st.container(horizontal=True, vertical_alignment="bottom", key="profile_map_pickers")
    kind = tabs.pick_segment(SHOWN, "Map of", KINDS, room) if measures else COUNCILS
    if kind == WARDS and chosen is not None:
        start = DEFAULT_MEASURE if DEFAULT_MEASURE in measures else measures[0]
        order = [start, *(code for code in measures if code != start)]
        code = controls.pick_one(
            controls.MEASURE, "Shown on the map", order, lambda one: MEASURES[one].label, room
        )
        values, measure = data.values(chosen.councils, code), MEASURES[code]
        map_panel.show_ward_map(
            values, measure, chosen, about="map", name="profile",
            explain=lambda: explain_popover.show_explanation(
                list(measure_sources.tables_behind(chosen.councils, code)),
                f"{measure.term}. {measure.formula}.", label="How do we know? Map",
            ),
        )  # fmt: skip
        return _without_picker(found)
    indicator = council_picker.pick_indicator(
        "Shown on the map and over time", found.list_shown(), room
    )
    ranking = local_data.rank_councils(found.area, indicator["indicator_code"], None)
    council_picture.draw(ranking, indicator, found.area.code, is_near=True)
    return indicator


def _without_picker(found: Profile) -> Mapping[str, Any]:
    """The indicator of the address, or else the first: the map of wards takes the picker's room."""
    shown = found.list_shown()
    requested = st.query_params.get_all(council_picker.INDICATOR)
    codes = shown["indicator_code"].to_list()
    code = next((one for one in requested if one in codes), codes[0])
    controls.note_shown(council_picker.INDICATOR, code if requested else "")
    return shown.row(codes.index(code), named=True)
