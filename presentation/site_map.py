"""Sites on a ward map: those chosen, the second best and those kept, as points with letters."""

from __future__ import annotations

from typing import Final

import polars as pl
import pydeck as pdk

from access.siting_page import CHOSEN, KEPT, SECOND
from presentation.legend_classes import INK, PAPER
from presentation.map_space import rgb

# Fill, radius and letter of each kind; letters tell them apart without colour.
LOOKS: Final = {
    KEPT: (INK, 9, "K"),
    SECOND: ("#f5d0b5", 11, "2"),
    CHOSEN: ("#d4351c", 13, "1"),
}
WORDS: Final = {
    CHOSEN: "1: best set", SECOND: "2: second best set", KEPT: "K: kept as it is",
}  # fmt: skip


def layers(places: pl.DataFrame) -> list[pdk.Layer]:
    """Layers of points and letters; `places` as of `SitesFound.places`, drawn in their order."""
    shown = places.drop_nulls(["long", "lat"])
    rows = [
        {
            "at": [row["long"], row["lat"]],
            "fill": rgb(LOOKS[row["place_kind"]][0]),
            "size": LOOKS[row["place_kind"]][1],
            "letter": LOOKS[row["place_kind"]][2],
            "ink": rgb(INK if row["place_kind"] == SECOND else PAPER),
            "tip": f"{row['place_name']} ({row['place_kind']})",
        }
        for kind in (KEPT, SECOND, CHOSEN)
        for row in shown.filter(place_kind=kind).iter_rows(named=True)
    ]
    if not rows:
        return []
    points = pdk.Layer(
        "ScatterplotLayer", rows, id="sites", get_position="at", get_fill_color="fill",
        get_radius="size", radius_units=pdk.types.String("pixels"), pickable=True, stroked=True,
        get_line_color=rgb(PAPER), get_line_width=1.5,
        line_width_units=pdk.types.String("pixels"),
    )  # fmt: skip
    letters = pdk.Layer(
        "TextLayer", rows, id="site-letters", get_position="at", get_text="letter", get_size=13,
        get_color="ink", font_weight=pdk.types.String("bold"), pickable=False,
    )  # fmt: skip
    return [points, letters]
