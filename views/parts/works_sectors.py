"""Sectors of a place: businesses, research and signs of investment, and the gap to bridge."""

from __future__ import annotations

from typing import Final

import streamlit as st

from indicators.innovation import sector_lights
from presentation import fine_sector_words, innovation_words
from presentation.cells import Field
from presentation.innovation_words import light_cell
from views.parts import chart_panel, controls, data, explain_popover
from views.parts.markdown import plain
from views.parts.plain_table import plain_table
from views.parts.tabs import pick_segment

SHOWN: Final = 10  # rows on the page; the window has all
LISTS: Final = {"section": "Sectors", **fine_sector_words.LISTS}
HOW: Final = (
    "A project belongs to a sector by the words of its theme and title, not by the code of the "
    "company, which the lists do not have; one project can belong to several. Businesses: with an "
    "award here. Research: projects that an organisation here leads. Investment: awards beside a "
    "private investor's money. All are live, or began in the five years before the newest of their "
    "list. A gap to bridge: businesses of which none has a university on a project of the sector, "
    "or research without a business. “No data” is never “none”."
)
FIELDS: Final = (
    Field("sector_name", "Sector"),
    Field("businesses", "Businesses here"),
    Field("research", "Research here"),
    Field("investment", "Signs of investment"),
    Field("gap", "Gap to bridge"),
)


def show(chosen: controls.Chosen) -> None:
    every = data.peek("innovation_sectors", chosen.councils)
    if every.is_empty():
        st.info(f"We have no awards by sector for {plain(chosen.name)}.")
        return
    present = list(dict.fromkeys(every["sector_list"]))
    lists = {code: LISTS.get(code, code) for code in (*LISTS, *present) if code in present}
    lists = dict(sorted(lists.items(), key=lambda pair: pair[0] != "is8"))
    sector_list = pick_segment("works_list", "List", lists, is_titled=False)
    rows = sector_lights.order_sectors(every, chosen.councils, sector_list)
    if gaps := innovation_words.describe_gaps(sector_lights.list_gaps(rows)):
        st.markdown(f"**{plain(gaps)}.**")
    many = len(chosen.councils) > 1
    fields = (*FIELDS[:1], *([Field("lad_name", "Council")] if many else []), *FIELDS[1:])
    cells = [
        [row[field.name] for field in fields]
        for row in map(_words, rows.head(SHOWN).iter_rows(named=True))
    ]
    plain_table(fields, cells, f"Sectors of {chosen.name} and what is here")
    for note in rows["note"].unique().sort().to_list():
        st.caption(plain(note))
    if rows.height > SHOWN:
        st.caption(f"The first {SHOWN}. “{chart_panel.LABEL}” has all.")
    chart_panel.offer_figures(
        name=f"sector-lights-{sector_list}-{chosen.file_part}",
        about="sectors",
        figures=rows,
        explain=lambda: explain_popover.show_explanation(
            ("innovation_sectors",), HOW, label="How do we know? Sectors"
        ),
    )


def _words(row: dict[str, object]) -> dict[str, str]:
    """A row as it is read: signs with words."""

    def light(name: str, count: str, one: str, many: str = "") -> str:
        number = row[count]
        return light_cell(str(row[name]), int(str(number or 0)), one, many)

    return {
        "sector_name": str(row["sector_name"]),
        "lad_name": str(row["lad_name"]),
        "businesses": light("firms_light", "firms_count", "business", "businesses"),
        "research": light("research_light", "research_count", "project"),
        "investment": light("investment_light", "investor_awards_count", "award"),
        "gap": innovation_words.GAPS[str(row["gap_to_bridge"])] or "–",
    }
