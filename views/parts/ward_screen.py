"""The first screen on a ward: a sentence, up to six facts with their places, and the map beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from catalog.measures import DEFAULT_MEASURE, MEASURES
from presentation import ward_strip, ward_words
from presentation.numbers import about
from reports.briefing.ward_answer import WardAnswer
from views.parts import controls, data, explain_popover, ward_picture, ward_share
from views.parts.chosen import Chosen
from views.parts.markdown import plain

KEY: Final = "ward_screen"
ACROSS: Final = 3
MOST: Final = 6
# Streamlit stacks columns on a phone in the order of the page, which is the order wanted here:
# sentence, facts, map. Names of facts may take a second line; they are never cut off.
STYLE: Final = f"""<style>
.st-key-{KEY} [data-testid="stMetricLabel"] p {{white-space: normal; overflow: visible;
  line-height: 1.2; font-size: .9rem}}
.st-key-{KEY} [data-testid="stMetricValue"] {{font-size: 1.75rem; line-height: 1.2}}
.st-key-{KEY} [data-testid="stMetric"], .st-key-{KEY} h2 {{padding: 0}}
.st-key-{KEY} [data-testid="stCaptionContainer"] p {{line-height: 1.3}}
.st-key-{KEY} .stVerticalBlock {{gap: .3rem}}
.st-key-ward_facts.stVerticalBlock {{gap: .9rem}}
.st-key-{KEY} .ward-strip {{display: block; width: 100%; max-width: 220px; height: 22px}}
.st-key-ward_legend ul {{display: grid; grid-template-columns: 1fr 1fr;
  column-gap: .6rem}}
.st-key-ward_legend li {{margin: .1rem 0 !important; font-size: .82rem; line-height: 1.2}}
.st-key-ward_beside {{padding-top: .6rem}}
@media (max-width: 640px) {{
  .st-key-ward_facts {{display: grid !important; grid-template-columns: 1fr 1fr; gap: .8rem}}
  .st-key-ward_facts > *, .st-key-ward_facts .stHorizontalBlock {{display: contents !important}}
  .st-key-ward_facts .stColumn {{min-width: 0 !important; width: auto !important}}
}}
@media print {{
  .stMain [class*="st-key-area_bar"], .stMain h1, .stMain [class*="st-key-screen_only"],
  .stMain [role="tablist"], .stMain .stTooltipIcon {{display: none !important}}
}}
</style>"""


def show_screen(answer: WardAnswer, chosen: Chosen) -> None:
    """Sentence, facts and map of the ward, with what a reader takes away under the facts."""
    st.html(STYLE)
    ward = answer.ward
    with st.container(key=KEY):
        st.header(plain(f"{ward.name}, {ward.lad_name}"), anchor=False)
        reach = "" if answer.reach is None else ward_words.reach_sentence(answer.reach)
        st.markdown(plain(f"{answer.lead} {reach}".strip()))
        words, picture = st.columns([3, 2], gap="medium")
        with words:
            _facts(answer)
            _beside(answer)
            buttons = st.container(horizontal=True, key="screen_only_share")
            below = st.container()
            with buttons:
                ward_share.show_share(answer, chosen, below)
                _explain(answer)
        with picture:
            _map(answer, chosen)


def _facts(answer: WardAnswer) -> None:
    """Up to six figures, three in a row."""
    shown = [_describe(row, answer) for row in answer.facts.iter_rows(named=True)]
    if answer.reach is not None:
        shown.insert(1, _describe_reach(answer.reach))
    with st.container(key="ward_facts"):
        shown = shown[:MOST]
        for first in range(0, len(shown), ACROSS):
            rooms = st.columns(ACROSS, gap="small")
            for room, fact in zip(rooms, shown[first : first + ACROSS], strict=False):
                room.metric(
                    fact.label, fact.figure, help=plain(fact.detail), chart_data=fact.line or None
                )
                if fact.strip:
                    room.html(fact.strip)
                room.caption("  \n".join(plain(line) for line in fact.places if line))


@dataclass(frozen=True)
class Fact:
    """What stands of one figure: name, figure, help, lines under it, its past, and its strip."""

    label: str
    figure: str
    detail: str
    places: tuple[str, str]
    line: tuple[float, ...] = ()
    strip: str = ""


def _describe(row: Mapping[str, Any], answer: WardAnswer) -> Fact:
    measure = row["measure"]
    rank = ward_words.fact_rank(row, answer.wards_count)
    council, similar = answer.values_beside(measure, row["period"])
    return Fact(
        ward_words.SHORT[measure],
        ward_words.fact_figure(row),
        ward_words.fact_detail(row),
        (rank[:1].upper() + rank[1:], ward_words.fact_beside(row)),
        tuple(value for _, value in answer.lines.get(measure, [])),
        ward_strip.strip(row["value"], council, similar, rank),
    )


def _describe_reach(reach: Mapping[str, Any]) -> Fact:
    rank = ward_words.reach_rank(reach)
    return Fact(
        ward_words.REACH_SHORT,
        about(reach["jobs_in_reach"]),
        ward_words.reach_sentence(reach),
        ward_words.reach_beside(reach),
        strip=ward_strip.strip(reach["jobs_in_reach"], reach["council_values"], [], rank),
    )


def _beside(answer: WardAnswer) -> None:
    """What the dots are, and which wards are similar."""
    ward = answer.ward
    names = ward_words.similar_names(ward.similar)
    key = f"Dots: the wards of {ward.lad_name}; rings: similar wards; large: {ward.name}."
    around = ward_words.adjacent_sentence(ward.name, answer.adjacent, ward.lad_code)
    with st.container(key="ward_beside"):
        st.caption("  \n".join(plain(line) for line in (key, names, around) if line))


def _explain(answer: WardAnswer) -> None:
    explain_popover.show_explanation(
        ("ward_measures", "similar_places"),
        "\n".join(
            [
                *(ward_words.fact_detail(row) for row in answer.facts.iter_rows(named=True)),
                ward_words.similar_sentence(answer.ward.similar, answer.searched),
            ]
        ),
        label="How do we know?",
    )


def _map(answer: WardAnswer, chosen: Chosen) -> None:
    """The ward with those around it, shaded by a measure that can be changed."""
    measure = _pick_measure(chosen, answer)
    if not measure:
        st.info(f"We cannot draw a map: we have no ward figures for {plain(chosen.name)}.")
        return
    ward = answer.ward
    values = data.values(chosen.councils, measure)
    classes = ward_picture.classify_values(values, MEASURES[measure])
    adjacent = dict(answer.adjacent.select("ward_code", "ward_name").iter_rows())
    ward_picture.draw(
        values, MEASURES[measure], classes, ward.code, chosen, "small",
        named={ward.code: ward.name, **adjacent},
    )  # fmt: skip
    with st.container(key="ward_legend"):
        st.html(ward_picture.legend_html(values, classes))


def _pick_measure(chosen: Chosen, answer: WardAnswer | None = None) -> str:
    """What the map is shaded by: the facts first, then all that the place has figures of."""
    available = [measure.id for measure in data.measures(chosen.councils)]
    facts = [] if answer is None else answer.facts["measure"].to_list()
    first = [name for name in (DEFAULT_MEASURE, *facts) if name in available]
    options = list(dict.fromkeys([*first, *available]))
    if not options:
        return ""
    with st.container(key="screen_only_shade"):
        return controls.pick_one(controls.MEASURE, "The map shows", options, _label, st.container())


def _label(measure: str) -> str:
    return MEASURES[measure].label


def show_council_map(chosen: Chosen) -> None:
    """The whole place, to pick a ward on, with its legend beside it."""
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        measure = _pick_measure(chosen)
        if not measure:
            st.info(f"We cannot draw a map: we have no ward figures for {plain(chosen.name)}.")
            return
        values = data.values(chosen.councils, measure)
        classes = ward_picture.classify_values(values, MEASURES[measure])
        st.html(ward_picture.legend_html(values, classes))
    with picture:
        ward_picture.draw(values, MEASURES[measure], classes, "", chosen, "small")
