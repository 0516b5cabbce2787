"""Shared widgets. Their values live in the address, so that a link reopens the same view.

The address is read first and the widgets follow it; a change by the user is written to the address
by a callback, which runs before the page does. So the back button and copied links simply work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.measures import DEFAULT_MEASURE, MEASURES, Measure
from presentation.legend_classes import METHODS, Method
from views.parts import data, search_names
from views.parts.chosen import Chosen as Chosen
from views.parts.chosen import list_councils

AREA: Final = "area"
MEASURE: Final = "measure"
SECOND: Final = "second"
WARD: Final = "ward"
COLOURS: Final = "colours"
# Keys of widgets differ from those of the address, so that no widget changes the address itself.
PICKED: Final = "picked_"


def update_address(**changes: str | Sequence[str]) -> None:
    """Writes the whole view to the address, with these changes; an empty value is left out."""
    shown: dict[str, str | Sequence[str]] = st.session_state.get("shown", {})
    wanted = {**shown, **changes}
    st.query_params.from_dict({name: value for name, value in wanted.items() if value})


def last_shown(name: str) -> str:
    """What a page has last shown under a name of the address; "" where none did."""
    value = st.session_state.get("shown", {}).get(name, "")
    return value if isinstance(value, str) else ""


def councils_shown() -> tuple[str, ...]:
    """Councils of the areas that a page has last shown."""
    places = data.places()
    codes = st.session_state.get("shown", {}).get(AREA, [])
    return list_councils([places[code] for code in codes if code in places])


def restore_view(page: str) -> None:
    """Restores the last view on coming from another page, since links between pages carry none."""
    came = st.session_state.get("page", page) != page
    st.session_state["page"] = page
    if came and not st.query_params and "shown" in st.session_state:
        update_address()


def note_shown(name: str, value: str | Sequence[str]) -> None:
    """Notes what the page now shows, for the next time that the address is written."""
    st.session_state.setdefault("shown", {})[name] = value


def read_address(name: str, allowed: Collection[str], what: str) -> list[str]:
    """The values in the address that are allowed; the page has a warning about the others."""
    values = st.query_params.get_all(name)
    unknown = [value for value in values if value not in allowed]
    if unknown:
        st.warning(
            f"The link asks for {what} that we do not have: {', '.join(map(_plain, unknown))}."
        )
    return [value for value in values if value in allowed]


def _plain(value: str) -> str:
    """Letters and figures of a value from an address, which anyone may have written."""
    return "".join(letter for letter in value[:40] if letter.isalnum() or letter in " _-")


def measure(available: Sequence[Measure], room: DeltaGenerator) -> Measure:
    """The measure picked, by topic and name. One without figures for the area is replaced."""
    by_id = {entry.id: entry for entry in available}
    requested = read_address(MEASURE, MEASURES, "a measure")
    start = DEFAULT_MEASURE if DEFAULT_MEASURE in by_id else available[0].id
    chosen = by_id[requested[0] if requested and requested[0] in by_id else start]
    if requested and requested[0] not in by_id:
        wanted = MEASURES[requested[0]].label
        st.info(f'We have no figures here for "{wanted}", so we show "{chosen.label}" instead.')
    st.session_state[PICKED + "topic"] = chosen.group
    st.session_state[PICKED + "measure"] = chosen.id

    def of_topic(group: str) -> list[str]:
        return [entry.id for entry in available if entry.group == group]

    room.selectbox(
        "Topic",
        list(dict.fromkeys(entry.group for entry in available)),
        key=PICKED + "topic",
        on_change=lambda: update_address(measure=of_topic(st.session_state[PICKED + "topic"])[0]),
    )
    room.selectbox(
        "Measure",
        of_topic(chosen.group),
        format_func=lambda code: MEASURES[code].label,
        key=PICKED + "measure",
        on_change=lambda: update_address(measure=st.session_state[PICKED + "measure"]),
    )
    note_shown(MEASURE, chosen.id)
    return chosen


def second_measure(others: Sequence[Measure], room: DeltaGenerator) -> Measure | None:
    """A measure to lay beside the first; None for none. One without figures is left aside."""
    by_id = {entry.id: entry for entry in others}
    requested = [name for name in read_address(SECOND, MEASURES, "a measure") if name in by_id]
    picked = by_id[requested[0]] if requested else None
    st.session_state[PICKED + "second"] = picked.id if picked else None
    room.selectbox(
        "Compare with (optional)",
        list(by_id),
        format_func=lambda code: MEASURES[code].label,
        key=PICKED + "second",
        on_change=lambda: update_address(second=st.session_state[PICKED + "second"] or ""),
        placeholder="Add a second measure",
    )
    note_shown(SECOND, picked.id if picked else "")
    return picked


def ward(names: Mapping[str, str], room: DeltaGenerator | None = None) -> str:
    """Code of the ward looked at, "" for none; `names` says what each code is called."""
    requested = read_address(WARD, names, "a ward of this area")
    chosen = requested[0] if requested else ""
    st.session_state[PICKED + "ward"] = chosen or None
    (room or st.container()).selectbox(
        "Look up a ward",
        list(names),
        format_func=lambda code: search_names.searchable(names[code]),
        key=PICKED + "ward",
        on_change=lambda: update_address(ward=st.session_state[PICKED + "ward"] or ""),
        placeholder="Type or pick a name",
        help="Or select a ward on the map, or a row of the table below it.",
    )
    note_shown(WARD, chosen)
    return chosen


def pick_one(
    name: str,
    title: str,
    options: Sequence[str],
    label: Callable[[str], str],
    room: DeltaGenerator,
    *,
    resets: Sequence[str] = (),
) -> str:
    """One of the options, kept in the address under `name`; a change `resets` other names.

    At the start it is the area looked at elsewhere, where that is among them, else the first.
    """
    requested = read_address(name, options, f"a choice of “{title}”")
    elsewhere = [
        code for code in st.session_state.get("shown", {}).get(AREA, []) if code in options
    ]
    chosen = (requested or elsewhere or list(options))[0]
    st.session_state[PICKED + name] = chosen
    room.selectbox(
        title,
        options,
        format_func=label,
        key=PICKED + name,
        on_change=lambda: update_address(
            **dict.fromkeys(resets, ""), **{name: st.session_state[PICKED + name]}
        ),
    )
    note_shown(name, chosen)
    return chosen


def pick_several(
    name: str, title: str, options: Sequence[str], label: Callable[[str], str], most: int
) -> list[str]:
    """Up to `most` of the options, kept in the address under `name`; none at the start."""
    requested = [code for code in read_address(name, options, "a place") if code in options]
    st.session_state[PICKED + name] = requested[:most]
    st.multiselect(
        title,
        options,
        format_func=label,
        key=PICKED + name,
        max_selections=most,
        on_change=lambda: update_address(**{name: st.session_state[PICKED + name]}),
    )
    note_shown(name, requested[:most])
    return requested[:most]


def colours() -> Method:
    """How values are grouped into colours."""
    requested = read_address(COLOURS, METHODS, "a way of colouring")
    chosen: Method = "natural breaks" if requested == ["natural breaks"] else "quantiles"
    st.session_state[PICKED + "colours"] = chosen
    with st.expander("How values are grouped into colours"):
        st.radio(
            "How values are grouped into colours",
            list(METHODS),
            format_func=lambda method: METHODS[method].capitalize(),
            captions=[f"Statisticians call these {method}" for method in METHODS],
            key=PICKED + "colours",
            on_change=lambda: update_address(colours=st.session_state[PICKED + "colours"]),
            label_visibility="collapsed",
        )
    note_shown(COLOURS, "" if chosen == "quantiles" else chosen)
    return chosen


def widget_key(
    kind: str, parts: Sequence[str], ward: str, picked: Callable[[Any], str], *, follows: bool
) -> str:
    """Key of a widget in which a ward can be picked; a new one, so a fresh widget, to unpick it.

    Streamlit keeps what was picked in a widget and lets nobody change it. So where the ward now
    comes from elsewhere, a widget that still shows another one starts anew; one that `follows`
    starts anew also where it shows none.
    """
    name = "-".join([kind, *parts])
    rounds = st.session_state.setdefault("rounds", {})
    key = f"{name}-{rounds.get(name, 0)}"
    ward_in_widget = picked(st.session_state[key]) if key in st.session_state else ward
    if ward_in_widget != ward and (ward_in_widget or follows):
        rounds[name] = rounds.get(name, 0) + 1
        key = f"{name}-{rounds[name]}"
    return key
