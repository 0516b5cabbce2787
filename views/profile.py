"""Profile: headline figures of any council beside its nation, its region and places like it."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from indicators.places.limits import HIGHER, LOWER, SAME
from indicators.places.profile import Profile
from presentation import figure_card, local_words
from presentation.local_words import short_name
from views.parts import (
    area_bar,
    controls,
    council_picker,
    data,
    first_screen,
    get_council,
    indicator_explained,
    linked_facts,
    local_data,
    messages,
    postcode_field,
    profile_map,
    profile_tabs,
    provenance,
)
from views.parts.markdown import plain

TITLE: Final = "Profile"
CARDS: Final = 6
ACROSS: Final = 3
WIDTHS: Final = (62, 38)


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    st.html(figure_card.STYLE)
    code = council_picker.pick_council(bar.room)
    if code is None:
        return
    grouping = council_picker.pick_grouping(bar.room)
    postcode_field.show(bar.room)
    _ward(code)
    found = local_data.read_profile(code, grouping)
    _lead(found)
    place = data.places()[code]
    chosen = controls.Chosen((place,)) if place.councils else None
    if chosen is not None:
        linked_facts.show(chosen)
    get_council.offer([place], bar.end, folded=True)
    figures, picture = first_screen.columns("profile_screen", WIDTHS)
    with figures:
        _cards(found)
        below = st.container()
    with picture:
        indicator = _map(found, chosen)
    with below:
        _standing_out(found)
    profile_tabs.show(found, indicator)
    _notes(found)
    provenance.licence()


def _ward(council: str) -> None:
    """The ward that a postcode was found in, or that another page showed, if of this council."""
    requested = st.query_params.get_all(controls.WARD)
    wards = data.peek("wards", (council,))
    names = dict(wards.select("ward_code", "ward_name").iter_rows())
    ward = next((code for code in requested if code in names), "")
    controls.note_shown(controls.WARD, ward)
    if ward:
        st.caption(f"Ward: {plain(names[ward])}. The page A ward has its figures.")


def _lead(found: Profile) -> None:
    """What a reader takes away, in a heading and a sentence."""
    counts = {kind: found.count_of(kind) for kind in (HIGHER, LOWER, SAME)}
    name = found.area.name
    st.header(plain(local_words.takeaway(name, counts, found.compared_count)), anchor=False)
    lead = local_words.lead_sentence(name, counts[SAME], found.compared_count, found.area.grouping)
    st.write(plain(lead))


def _notes(found: Profile) -> None:
    """Whose figures these are where nothing was fetched, and what a nation does not have."""
    notes = [local_data.embedded_sentence()]
    if found.not_published:
        names = "; ".join(short_name(absent) for absent in found.not_published)
        notes.append(f"Not published for {found.area.nation_name}: {names}.")
    for note in filter(None, notes):
        st.caption(plain(note).replace(r"\`", "`"))


def _cards(found: Profile) -> None:
    shown = found.headlines.head(CARDS).rows(named=True)
    series = local_data.list_series(found.area.code, [row["indicator_code"] for row in shown])
    for first in range(0, len(shown), ACROSS):
        columns = st.columns(ACROSS, gap="small")
        for room, row in zip(columns, shown[first : first + ACROSS], strict=False):
            with room:
                st.html(figure_card.card_html(row, series[row["indicator_code"]]))
    with st.container(horizontal=True, gap="small"):
        st.caption("Dot: the council with its 95% limits. Orange: nation. Green: places like it.")
        indicator_explained.show_indicators(shown, "These figures")


def _map(found: Profile, chosen: controls.Chosen | None) -> Any:
    """The map beside the figures; the indicator picked with it, of which the tabs are."""
    return profile_map.show(found, chosen)


def _standing_out(found: Profile) -> None:
    # Imported here: the chart library takes half a second, and the figures above need not wait.
    from views.parts import standing_out_chart

    st.header("What stands out", anchor=False)
    standing_out_chart.show(found)
