"""The tabs of the profile, of which only the open one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.places import compare
from indicators.places import profile as places_profile
from indicators.places.profile import Profile
from presentation.local_words import axis_title, short_name
from views.parts import chart_panel, indicator_explained, local_data, profile_tables, tabs
from views.parts.markdown import plain

Row = Mapping[str, Any]
OVER_TIME, SIX, COMPARED, NEIGHBOURS, AGES = "time", "six", "compare", "neighbours", "ages"
TAB: Final = "profile_tab"
TABS: Final = {
    OVER_TIME: "Over time", SIX: "Six over time", COMPARED: "All headline figures",
    NEIGHBOURS: "Places like it",
    AGES: "Ages of the figures",
}  # fmt: skip
SMALL: Final = 6  # small pictures over time
ACROSS: Final = 3
NAMES: Final = {
    places_profile.NEIGHBOURS: "Places like it (median, with the middle half)",
}  # fmt: skip
TREND: Final = (
    pl.col("line").alias("Line"),
    pl.col("period").alias("Period"),
    pl.col("value").alias("Figure"),
    pl.col("lower_limit95").alias("From"),
    pl.col("upper_limit95").alias("To"),
)
STRIP: Final = (
    pl.col("indicator_name").alias("Figure"),
    pl.col("area_name").alias("Council"),
    pl.col("period").alias("Period"),
    pl.col("value").alias("Value"),
    pl.col("distance_spreads").round(2).alias("In spreads"),
)


def show(found: Profile, indicator: Row) -> None:
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == OVER_TIME:
            _over_time(found, indicator)
        elif tab == SIX:
            _small_multiples(found)
        elif tab == COMPARED:
            profile_tables.show_compared(found)
        elif tab == NEIGHBOURS:
            _strip(found)
            with st.expander(plain(f"Councils most like {found.area.name}, the most alike first")):
                profile_tables.show_alike(found, indicator)
        else:
            profile_tables.show_ages(found)


def _over_time(found: Profile, indicator: Row) -> None:
    # Imported here: the chart library takes half a second to load.
    from presentation import local_charts

    name, area = short_name(indicator["indicator_name"]), found.area
    rows = local_data.list_trend(area, indicator["indicator_code"])
    if rows.filter(line=places_profile.COUNCIL).height < 2:
        st.subheader(plain(f"{name} over time"), anchor=False)
        st.write(f"ONS has no earlier figures of this for {plain(area.name)}.")
        return
    names = NAMES | {
        places_profile.COUNCIL: area.name,
        places_profile.REGION: area.region_name,
        places_profile.NATION: str(indicator["nation_area_name"] or area.nation_name),
    }
    words = f"Lines of {name} over time; the window below has the same figures."
    chart_panel.show_chart(
        local_charts.trend(rows, indicator, names, words), title=f"{name} over time",
        is_heading=True, name=f"over-time-{indicator['indicator_code']}-{area.code}",
        about="over time", figures=rows, columns=TREND,
        explain=lambda: indicator_explained.show_indicator(
            indicator, "", about=f"{name} over time"
        ),
    )  # fmt: skip


def _small_multiples(found: Profile) -> None:
    """The first headlines over time, the council's line beside its nation's."""
    from presentation import profile_charts

    area = found.area
    shown = [
        (row, local_data.list_trend(area, row["indicator_code"]))
        for row in found.headlines.head(SMALL).rows(named=True)
    ]
    shown = [(row, rows) for row, rows in shown
             if rows.filter(line=places_profile.COUNCIL).height > 1]  # fmt: skip
    if not shown:
        st.write(f"ONS has no earlier figures for {plain(area.name)}.")
        return
    st.subheader(plain(f"{area.name} (blue, solid) beside its nation (orange, dashed)"),
                 anchor=False)  # fmt: skip
    for first in range(0, len(shown), ACROSS):
        rooms = st.columns(ACROSS, gap="small")
        for room, (row, rows) in zip(rooms, shown[first : first + ACROSS], strict=False):
            name = short_name(row["indicator_name"])
            with room:
                chart_panel.show_chart(
                    profile_charts.small_trend(rows, row, f"{name} over time."),
                    title=axis_title(row), name=f"small-{row['indicator_code']}-{area.code}",
                    about=name, figures=rows, columns=TREND,
                )  # fmt: skip


def _strip(found: Profile) -> None:
    """Each headline as a line of dots: the council among its neighbours."""
    from presentation import profile_charts

    rows = local_data.place_neighbours(found)
    if rows.is_empty():
        st.caption("Too few places like it have figures to draw them beside each other.")
        return
    name = found.area.name
    names = {compare.CHOSEN: name, compare.NEIGHBOUR: "Places like it"}
    words = f"A line of dots for each headline figure: {name} among places like it."
    chart_panel.show_chart(
        profile_charts.strip(rows, names, words),
        title=f"Where {name} lies among the {len(found.area.neighbours)} places most like it",
        is_heading=True, name=f"strip-{found.area.code}", about="places like it", figures=rows,
        columns=STRIP, caption="Each figure as its distance from the median of places like it, in "
        "their usual spread. Grey: two spreads either way.",
    )  # fmt: skip
