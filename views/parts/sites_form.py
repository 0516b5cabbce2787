"""The question of sites in one line, kept in the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl
import streamlit as st

from access.groups import list_groups
from access.siting_inputs import BROWNFIELD, CANDIDATES, EMPTY, KM, MINUTES
from access.siting_page import Asked
from access.siting_problem import MOST_SITES, QUESTIONS, Question
from views.parts import controls, data

NUMBER, WITHIN, KEEP = "sites", "within", "keep"
START_SITES: Final = 2
START_RADIUS: Final = {KM: 3.0, MINUTES: 30.0}
MOST_RADIUS: Final = 200.0
KEPT: Final = {
    "jobcentre": "jobcentres", "college": "colleges", "library": "libraries",
    "other": "other sites",
}  # fmt: skip
CHOICES: Final = {
    "choice": "Choice", "site_name": "Site", "covered_people": "People within the distance",
    "covered_pct": "Share (%)", "mean_way": "Way on average", "longest_way": "Longest way",
    "unit": "Unit", "is_proven": "Proven best",
}  # fmt: skip
CURVE: Final = {
    "sites_count": "New sites", "covered_people": "People", "covered_pct": "Best set (%)",
    "greedy_pct": "One after another (%)", "names": "Best set",
}  # fmt: skip
LEFT_OUT: Final = {
    "ward_name": "Ward", "lad_name": "Council", "people": "People",
    "people_left_out": "Left out", "left_out_pct": "Left out (%)",
}  # fmt: skip


def ask(councils: Sequence[str]) -> Asked:
    """What the visitor asks, of what is on offer for these councils."""
    kinds = set(data.distinct("sites", ("site_kind",))["site_kind"]) - {BROWNFIELD}
    units = [KM, *([MINUTES] if "travel_times" in data.table_names() else [])]
    groups = list_groups()
    with st.container(horizontal=True, vertical_alignment="bottom", key="sites_question"):
        number = _number(NUMBER, "New places", START_SITES, 1, MOST_SITES, 1)
        aim = _pick("aim", "Chosen for", QUESTIONS)
        group = _pick("for", "Of", groups)
        offered = _pick("among", "Placed at", _list_offers(councils))
        unit = _pick("unit", "Distance in", {one: one for one in units}) if len(units) > 1 else KM
        radius = _number(WITHIN, f"Within ({unit})", START_RADIUS[unit], 0.5, MOST_RADIUS, 0.5)
        kept = controls.pick_several(
            KEEP, "Keep (optional)", [kind for kind in KEPT if kind in kinds],
            KEPT.__getitem__, len(KEPT),
        ) if kinds else []  # fmt: skip
    if not kinds:
        st.caption(
            "To keep jobcentres, colleges or libraries where they are, add a list of them with "
            "`wardwise supply sites FILE --kind jobcentre`."
        )
    question = Question(aim, int(number), float(radius))
    return Asked(tuple(councils), group, offered, tuple(kept), unit, "", question)


def _list_offers(councils: Sequence[str]) -> dict[str, str]:
    """Kinds of places to choose from, but for those that we have none of here."""
    sites = data.peek("sites", councils).filter(site_kind=BROWNFIELD)
    premises = data.peek("ward_premises", councils).filter(pl.col("empty_count") > 0)
    absent = {
        *([BROWNFIELD] if sites.is_empty() else []),
        *([EMPTY] if premises.is_empty() else []),
    }
    return {code: words for code, words in CANDIDATES.items() if code not in absent}


def _pick(name: str, title: str, options: dict[str, str]) -> str:
    def label(code: str) -> str:
        return f"{options[code][:1].upper()}{options[code][1:]}"

    return controls.pick_one(name, title, list(options), label, st.container())


def _number(name: str, title: str, start: float, least: float, most: float, step: float) -> float:
    """A number kept in the address under a name; `start` where it has none that can be used."""
    kind: Callable[[float], float] = int if step == 1 else float
    try:
        given = kind(float(st.query_params.get(name) or start))
    except ValueError:
        given = kind(start)
    given = given if least <= given <= most else kind(start)
    key = controls.PICKED + name
    st.session_state[key] = given

    def changed() -> None:
        controls.update_address(**{name: str(st.session_state[key])})

    st.number_input(
        title, kind(least), kind(most), step=kind(step), key=key, on_change=changed, width=130
    )
    controls.note_shown(name, "" if given == start else str(given))
    return given
