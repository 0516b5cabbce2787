"""The council, grouping and indicators of the profile and the comparison, kept in the address.

Any council of the United Kingdom can be picked, whether or not its other figures are here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from indicators.places.local_figures import GROUPINGS
from presentation.local_words import GROUPING_NAMES
from views.parts import controls, data, local_data, search_names
from views.parts.markdown import plain

GROUPING: Final = "like"
INDICATOR: Final = "indicator"
AGAINST: Final = "against"
PERIOD: Final = "period"


def pick_council(room: DeltaGenerator) -> str | None:
    """Code of the council looked at: the first of the areas in the address, or the first here.

    None, after a notice, where there are no local figures at all.
    """
    councils = local_data.councils()
    if not councils:
        st.error(
            "There are no local indicators here yet. Run `wardwise build`; for the other pages run "
            "`wardwise fetch --council NAME` before."
        )
        return None
    places = data.places()
    requested = controls.read_address(controls.AREA, {**places, **councils}, "an area")
    chosen = _first_council(requested, councils)
    st.session_state[controls.PICKED + "council"] = chosen
    key = controls.PICKED + "council"
    room.selectbox(
        "Council",
        list(councils),
        format_func=lambda code: search_names.searchable_council(code, councils[code]),
        key=key,
        on_change=lambda: controls.update_address(area=[st.session_state[key]], ward=""),
    )
    controls.note_shown(controls.AREA, requested or [chosen])
    if requested and requested != [chosen]:
        st.caption(
            f"This page is about one council at a time. You are seeing {plain(councils[chosen])}."
        )
    return chosen


def _first_council(requested: list[str], councils: Mapping[str, str]) -> str:
    """The first council that the codes stand for; a group stands for its councils."""
    places = data.places()
    members = [
        member
        for code in requested or list(places)
        for member in ((code,) if code in councils else places[code].councils)
    ]
    return next((code for code in members if code in councils), next(iter(councils)))


def pick_grouping(room: DeltaGenerator) -> str:
    """By which of ONS's groupings places are alike."""
    return controls.pick_one(
        GROUPING, "Places like it, by", list(GROUPINGS),
        lambda name: GROUPING_NAMES[name].capitalize(), room,
    )  # fmt: skip


def pick_indicator(title: str, available: pl.DataFrame, room: DeltaGenerator) -> dict[str, Any]:
    """A row of the available indicators; the first at the start.

    One of the address that ONS has, but not for this council, is replaced by the first and said.
    """
    names, every = names_by_code(available), names_by_code(local_data.list_indicators())
    requested = controls.read_address(INDICATOR, every, "an indicator")
    chosen = requested[0] if requested and requested[0] in names else next(iter(names))
    if requested and requested[0] not in names:
        wanted, shown = plain(every[requested[0]]), plain(names[chosen])
        st.info(f'There are no figures here for "{wanted}", so we show "{shown}" instead.')
    _select(INDICATOR, title, names, chosen, room, resets=(PERIOD,))
    return available.row(by_predicate=pl.col("indicator_code") == chosen, named=True)


def pick_against(
    indicators: pl.DataFrame, first: str, room: DeltaGenerator
) -> dict[str, Any] | None:
    """A second indicator, other than the first, or None."""
    names = names_by_code(indicators)
    requested = controls.read_address(AGAINST, names, "an indicator")
    del names[first]
    chosen = requested[0] if requested and requested[0] in names else None
    _select(AGAINST, "Against (optional)", names, chosen, room)
    if chosen is None:
        return None
    return indicators.row(by_predicate=pl.col("indicator_code") == chosen, named=True)


def _select(
    name: str,
    title: str,
    names: Mapping[str, str],
    chosen: str | None,
    room: DeltaGenerator,
    *,
    resets: Sequence[str] = (),
) -> None:
    """A select box kept in the address under `name`; None stands for none picked."""
    key = controls.PICKED + name
    st.session_state[key] = chosen
    room.selectbox(
        title,
        list(names),
        format_func=lambda code: names[code],
        key=key,
        on_change=lambda: controls.update_address(
            **dict.fromkeys(resets, ""), **{name: st.session_state[key] or ""}
        ),
        placeholder="Add a second indicator",
    )
    controls.note_shown(name, chosen or "")


def names_by_code(indicators: pl.DataFrame) -> dict[str, str]:
    return dict(indicators.select("indicator_code", "indicator_name").iter_rows())
