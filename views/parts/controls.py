"""Shared widgets. What they hold lives in the address, so that a link reopens the same view.

The address is read first and the widgets follow it; a change by the user is written to the address
by a callback, which runs before the page does. So the back button and copied links simply work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.measures import DEFAULT_MEASURE, MEASURES, Measure
from indicators.run import GROUP
from presentation.legend_classes import METHODS, Method
from presentation.map_summary import joined
from views.parts import data
from views.parts.data import Place

AREA: Final = "area"
MEASURE: Final = "measure"
SECOND: Final = "second"
WARD: Final = "ward"
COLOURS: Final = "colours"
# Keys of widgets are not those of the address, which a widget would otherwise take hold of.
PICKED: Final = "picked_"


def keep(**changes: str | Sequence[str]) -> None:
    """Writes the view to the address whole, with these changes; an empty value is left out."""
    shown: dict[str, str | Sequence[str]] = st.session_state.get("shown", {})
    wanted = {**shown, **changes}
    st.query_params.from_dict({name: value for name, value in wanted.items() if value})


def shown(name: str) -> str:
    """What a page has last shown under a name of the address; "" where none did."""
    value = st.session_state.get("shown", {}).get(name, "")
    return value if isinstance(value, str) else ""


def councils_shown() -> tuple[str, ...]:
    """Councils of the areas that a page has last shown."""
    places = data.places()
    codes = st.session_state.get("shown", {}).get(AREA, [])
    return councils_of([places[code] for code in codes if code in places])


def arrive(page: str) -> None:
    """Takes up the last view on coming from another page, since links between pages carry none."""
    came = st.session_state.get("page", page) != page
    st.session_state["page"] = page
    if came and not st.query_params and "shown" in st.session_state:
        keep()


def _show(name: str, value: str | Sequence[str]) -> None:
    """Notes what the page now shows, for the next time that the address is written."""
    st.session_state.setdefault("shown", {})[name] = value


def _asked(name: str, known: Collection[str], what: str) -> list[str]:
    """What the address asks for, and is known; what is not known is said on the page."""
    asked = st.query_params.get_all(name)
    strange = [value for value in asked if value not in known]
    if strange:
        st.warning(f"The link asks for {what} that is not here: {', '.join(map(_plain, strange))}.")
    return [value for value in asked if value in known]


def _plain(value: str) -> str:
    """Letters and figures of a value from an address, which anyone may have written."""
    return "".join(letter for letter in value[:40] if letter.isalnum() or letter in " _-")


def areas(places: Mapping[str, Place], room: DeltaGenerator) -> list[Place]:
    """The places picked: one, and any others beside it. The first place is shown at the start."""
    chosen = _asked(AREA, places, "an area") or [next(iter(places))]
    st.session_state[PICKED + "area"] = chosen[0]
    st.session_state[PICKED + "others"] = chosen[1:]

    def changed() -> None:
        picked = st.session_state[PICKED + "area"]
        others = [code for code in st.session_state[PICKED + "others"] if code != picked]
        keep(area=[picked, *others], ward="")

    def label(code: str) -> str:
        return places[code].label

    room.selectbox(
        "Council or area", list(places), format_func=label, key=PICKED + "area", on_change=changed
    )
    room.multiselect(
        "Together with (optional)",
        [code for code in places if code != chosen[0]],
        format_func=label,
        key=PICKED + "others",
        on_change=changed,
        placeholder="Add other councils",
    )
    _show(AREA, chosen)
    return [places[code] for code in chosen]


@dataclass(frozen=True)
class Chosen:
    """What a page is about: a council, or several taken as one place.

    `code` is the GSS code of the council; "group" for several, as in the tables of indicators.
    """

    places: tuple[Place, ...]

    @property
    def councils(self) -> tuple[str, ...]:
        return councils_of(self.places)

    @property
    def name(self) -> str:
        return joined([place.name for place in self.places])

    @property
    def code(self) -> str:
        return self.councils[0] if len(self.councils) == 1 else GROUP


def chosen(room: DeltaGenerator) -> Chosen | None:
    """The council or group picked, on every page the same and kept in the address.

    None where nothing was built; the page then says what to run and can stop.
    """
    places = data.places()
    if not places:
        st.error(
            "No council has wards here yet. Run `wardwise fetch --council NAME`, then "
            "`wardwise build`."
        )
        return None
    return Chosen(tuple(areas(places, room)))


def councils_of(chosen: Sequence[Place]) -> tuple[str, ...]:
    """Codes of the councils of all the places, each once."""
    return tuple(dict.fromkeys(code for place in chosen for code in place.councils))


def measure(available: Sequence[Measure], room: DeltaGenerator) -> Measure:
    """The measure picked, by topic and name. One without figures for the area is replaced."""
    held = {entry.id: entry for entry in available}
    asked = _asked(MEASURE, MEASURES, "a measure")
    start = DEFAULT_MEASURE if DEFAULT_MEASURE in held else available[0].id
    chosen = held[asked[0] if asked and asked[0] in held else start]
    if asked and asked[0] not in held:
        wanted = MEASURES[asked[0]].label
        st.info(f'There are no figures here for "{wanted}"; this is "{chosen.label}" instead.')
    st.session_state[PICKED + "topic"] = chosen.group
    st.session_state[PICKED + "measure"] = chosen.id

    def of_topic(group: str) -> list[str]:
        return [entry.id for entry in available if entry.group == group]

    room.selectbox(
        "Topic",
        list(dict.fromkeys(entry.group for entry in available)),
        key=PICKED + "topic",
        on_change=lambda: keep(measure=of_topic(st.session_state[PICKED + "topic"])[0]),
    )
    room.selectbox(
        "Measure",
        of_topic(chosen.group),
        format_func=lambda code: MEASURES[code].label,
        key=PICKED + "measure",
        on_change=lambda: keep(measure=st.session_state[PICKED + "measure"]),
    )
    _show(MEASURE, chosen.id)
    return chosen


def second_measure(others: Sequence[Measure], room: DeltaGenerator) -> Measure | None:
    """A measure to lay beside the first; None for none. One without figures is left aside."""
    held = {entry.id: entry for entry in others}
    asked = [name for name in _asked(SECOND, MEASURES, "a measure") if name in held]
    found = held[asked[0]] if asked else None
    st.session_state[PICKED + "second"] = found.id if found else None
    room.selectbox(
        "Compare with (optional)",
        list(held),
        format_func=lambda code: MEASURES[code].label,
        key=PICKED + "second",
        on_change=lambda: keep(second=st.session_state[PICKED + "second"] or ""),
        placeholder="Add a second measure",
    )
    _show(SECOND, found.id if found else "")
    return found


def ward(names: Mapping[str, str]) -> str:
    """Code of the ward looked at, "" for none; `names` says what each code is called."""
    asked = _asked(WARD, names, "a ward of this area")
    chosen = asked[0] if asked else ""
    st.session_state[PICKED + "ward"] = chosen or None
    st.selectbox(
        "Look up a ward",
        list(names),
        format_func=lambda code: names[code],
        key=PICKED + "ward",
        on_change=lambda: keep(ward=st.session_state[PICKED + "ward"] or ""),
        placeholder="Type or pick a name",
        help="Or click a ward on the map, or a row of the table below it.",
    )
    _show(WARD, chosen)
    return chosen


def one_of(
    name: str,
    title: str,
    known: Sequence[str],
    label: Callable[[str], str],
    room: DeltaGenerator,
    *,
    resets: Sequence[str] = (),
) -> str:
    """One of the known values, kept in the address under `name`; a change `resets` other names.

    At the start it is the area looked at elsewhere, where that is among them, else the first.
    """
    asked = _asked(name, known, f"a value of {title.lower()}")
    elsewhere = [code for code in st.session_state.get("shown", {}).get(AREA, []) if code in known]
    chosen = (asked or elsewhere or list(known))[0]
    st.session_state[PICKED + name] = chosen
    room.selectbox(
        title,
        known,
        format_func=label,
        key=PICKED + name,
        on_change=lambda: keep(
            **dict.fromkeys(resets, ""), **{name: st.session_state[PICKED + name]}
        ),
    )
    _show(name, chosen)
    return chosen


def colours() -> Method:
    """How values are cut into colours."""
    asked = _asked(COLOURS, METHODS, "a way of colouring")
    chosen: Method = "natural breaks" if asked == ["natural breaks"] else "quantiles"
    st.session_state[PICKED + "colours"] = chosen
    with st.expander("How values share colours"):
        st.radio(
            "How values share colours",
            list(METHODS),
            format_func=lambda method: METHODS[method].capitalize(),
            captions=[f"Statisticians call these {method}" for method in METHODS],
            key=PICKED + "colours",
            on_change=lambda: keep(colours=st.session_state[PICKED + "colours"]),
            label_visibility="collapsed",
        )
    _show(COLOURS, "" if chosen == "quantiles" else chosen)
    return chosen


def widget_key(
    kind: str, parts: Sequence[str], ward: str, picked: Callable[[Any], str], *, follows: bool
) -> str:
    """Key of a widget in which a ward can be picked; a new one, so a fresh widget, to unpick it.

    Streamlit keeps what was picked in a widget and lets nobody change it. So where the ward now
    comes from elsewhere, a widget that still holds another one starts anew; one that `follows`
    starts anew also where it holds none.
    """
    name = "-".join([kind, *parts])
    rounds = st.session_state.setdefault("rounds", {})
    key = f"{name}-{rounds.get(name, 0)}"
    held = picked(st.session_state[key]) if key in st.session_state else ward
    if held != ward and (held or follows):
        rounds[name] = rounds.get(name, 0) + 1
        key = f"{name}-{rounds[name]}"
    return key
