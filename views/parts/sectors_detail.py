"""One sector in detail: a line of figures, then tabs of which only the open one is made."""

from __future__ import annotations

from typing import Final

import streamlit as st

from presentation.sector_words import describe_jobs, describe_pay, describe_share
from presentation.wording import as_sentence
from views.parts import (
    controls,
    sectors_businesses,
    sectors_change,
    sectors_data,
    sectors_outlook,
    sectors_past,
    sectors_skills,
    sectors_wards,
    tabs,
)
from views.parts.markdown import plain

PAST, CHANGE, WARDS, BUSINESSES, SKILLS, OUTLOOK = (
    "past", "change", "wards", "businesses", "skills", "outlook",
)  # fmt: skip
TABS: Final = {
    PAST: "Past and outlook", CHANGE: "Where the change came from", WARDS: "Wards",
    BUSINESSES: "Businesses", SKILLS: "Skills it needs", OUTLOOK: "Outlook of all sectors",
}  # fmt: skip


def show(
    tables: sectors_data.Tables, level: str, code: str, sector: str, chosen: controls.Chosen
) -> None:
    """Everything on the sector of that code at that level."""
    st.header(plain(f"{sector}, {chosen.name}"), anchor=False)
    now = sectors_past.find_row(tables["sectors_now"], code)
    if now is not None:
        facts = [describe_jobs(now), describe_share(now, chosen.name), describe_pay(now)]
        st.write(plain(" ".join(as_sentence(fact) for fact in facts if fact)))
        if now["note"]:
            st.caption(plain(as_sentence(now["note"])))
    tab, room = tabs.pick_tab("tab", TABS)
    with room:
        if tab == PAST:
            sectors_past.show(tables, level, code, sector, chosen)
        elif tab == CHANGE:
            sectors_change.show(tables["sector_decomposition"], code, sector, chosen)
        elif tab == WARDS:
            sectors_wards.show(tables, code, sector, chosen)
        elif tab == BUSINESSES:
            sectors_businesses.show(now, sector, chosen)
        elif tab == OUTLOOK:
            sectors_outlook.show(tables["sector_outlook"], chosen)
        else:
            sectors_skills.show(tables["skills_needs"], code, sector, chosen)
