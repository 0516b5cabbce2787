"""Who works on what near here: organisations with public awards, partners, sectors, investment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from presentation import map_summary
from presentation.innovation_words import LIMITS
from views.parts import (
    area_bar,
    controls,
    data,
    explain_popover,
    messages,
    provenance,
    tabs,
    works_data,
    works_found,
    works_investors,
    works_partners,
    works_question,
    works_search,
    works_sectors,
    works_trend,
)
from views.parts.markdown import plain

TITLE: Final = "Who works on what"
TAB: Final = "works_tab"
SECTORS, PARTNERS, TREND, INVESTORS, METHOD = (
    "sectors", "partners", "trend", "investors", "method",
)  # fmt: skip
TABS: Final = {
    SECTORS: "Sectors and gaps",
    PARTNERS: "Who works with whom",
    TREND: "Trend and connectedness",
    INVESTORS: "Investors",
    METHOD: "How it works",
}


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    if not works_data.is_built():
        st.info(works_data.NOT_HERE)
        provenance.licence()
        return
    ward = controls.ward(map_summary.ward_names(data.wards(chosen.councils)), bar.room)
    question = works_question.ask(works_search.list_topics(chosen))
    works_found.show(works_search.find(question, chosen, ward), question, chosen)
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        SHOW[tab](chosen)
    provenance.licence()


def _method(_chosen: controls.Chosen) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in (works_found.HOW, *LIMITS)))
    for line in explain_popover.list_sources((*works_data.PUBLISHED, "he_bci")):
        st.text(line)


SHOW: Final[dict[str, Callable[[controls.Chosen], None]]] = {
    SECTORS: works_sectors.show,
    PARTNERS: works_partners.show,
    TREND: works_trend.show,
    INVESTORS: works_investors.show,
    METHOD: _method,
}
