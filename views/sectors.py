"""Sectors: what is here, what has grown and what is coming, first in words, then in one picture."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.vocabulary.status import PARTIAL
from indicators.sectors import sector_page
from presentation import sector_short_words, sector_summary_words
from presentation.wording import TOO_LOW
from views.parts import (
    area_bar,
    controls,
    messages,
    provenance,
    sectors_data,
    sectors_detail,
    sectors_fine,
    sectors_measured,
    sectors_screen,
    tabs,
)
from views.parts.markdown import plain

TITLE: Final = "Sectors"


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    tables = sectors_data.read_tables(chosen)
    if tables is None:
        return
    levels = sectors_data.list_levels(tables)
    if not levels:
        st.info(
            f"We have no jobs by sector for {plain(chosen.name)}, so we cannot say what has grown. "
            "Run `wardwise fetch --council NAME`, then `wardwise build`."
        )
        return
    level = sectors_data.pick_level(levels, bar.room)
    if level in sectors_data.LEVELS:
        _sectors(tables, chosen, level, bar.room)
    else:
        sectors_fine.show(tables, chosen, level, bar.room)
    provenance.licence()


def _sectors(
    tables: sectors_data.Tables,
    chosen: controls.Chosen,
    level: str,
    room: DeltaGenerator,
) -> None:
    now, growth, outlook = (
        sector_page.select_level(tables[name], level)
        for name in ("sectors_now", "sector_growth", "sector_outlook")
    )
    listed = sectors_data.with_sector(sector_page.list_sectors(now, growth, outlook))
    names = dict(listed.select("industry_code", "sector").iter_rows())
    code = controls.pick_one("sector", "A sector in detail", list(names), names.__getitem__, room)
    measure = tabs.pick_segment("measured", "Measured by", sectors_measured.MEASURES, room)
    if measure != sectors_measured.JOBS:
        _measured(measure, level, code, chosen)
        sectors_detail.show(tables, level, code, names[code], chosen)
        return
    answers = sector_page.answer(now, growth, outlook)
    st.header(plain(sector_summary_words.title_answer(answers, chosen.name)), anchor=False)
    if (growth["status"] == PARTIAL).any():
        st.warning(TOO_LOW)
    _say(answers, chosen.name)
    in_full = sector_summary_words.three_sentences(answers, chosen.name)
    sectors_screen.show(now, growth, listed, code, chosen, in_full)
    sectors_detail.show(tables, level, code, names[code], chosen)


def _measured(measure: str, level: str, code: str, chosen: controls.Chosen) -> None:
    if level == sectors_data.SECTIONS:
        sectors_measured.show(measure, code, chosen)
    else:
        name = sectors_measured.MEASURES[measure]
        st.info(f"{name} is not in our tables for industries within sectors: pick Sectors or Jobs.")


def _say(answers: sector_page.Answers, place: str) -> None:
    """The three answers side by side, in two lines each; the page has them in full."""
    lines = sector_short_words.headed_lines(answers, place)
    with st.container(key="answers"):
        for room, (heading, line) in zip(st.columns(3, gap="medium"), lines, strict=True):
            room.markdown(f"**{heading}.** {plain(line)}")
