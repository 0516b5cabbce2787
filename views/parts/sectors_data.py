"""The tables of sectors of a place, the levels they have, and names in words."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.sectors import sector_page
from presentation.fine_sector_words import LISTS, name_list
from presentation.sector_words import name_sector
from views.parts import controls, data, indicators

Tables = dict[str, pl.DataFrame]
SECTIONS, DIVISIONS = "section", "division"
LEVELS: Final = {SECTIONS: "Sectors", DIVISIONS: "Divisions (2-digit industries)"}
# Levels of links to the page that was here before.
FORMER_LEVELS: Final = {"sector": SECTIONS, "industry": DIVISIONS}
WARD_GROUPS: Final = "ward_sector_groups"
READS: Final = ("sectors_now", "sector_growth", "sector_outlook", "fine_sectors")

COMPUTED: Final = (*READS, "sector_decomposition", "skills_needs")


def read_tables(chosen: controls.Chosen) -> Tables | None:
    """Tables of indicators of the place, by name; None, with a notice, where none are built."""
    tables = indicators.read_tables_or_explain(chosen, COMPUTED)
    if tables is None:
        return None
    stored = {name: data.peek(name, (chosen.code,)) for name in READS}
    of_wards = data.peek(WARD_GROUPS, chosen.councils)
    return stored | tables | {WARD_GROUPS: of_wards}


def list_levels(tables: Tables) -> dict[str, str]:
    """The levels that have rows here, with their titles: ours first, then the lists of sectors."""
    levels = {}
    for level, title in LEVELS.items():
        frames = [tables["sectors_now"], tables["sector_growth"]]
        if any(sector_page.select_level(frame, level).height for frame in frames):
            levels[level] = title
    there = tables["fine_sectors"]["sector_list"].unique(maintain_order=True).to_list()
    ours = [name for name in ("is8", "is8_frontier", "dcms", "group", "subclass") if name in there]
    own = sorted(name for name in there if name not in LISTS)
    return levels | {name: name_list(name) for name in (*ours, *own)}


def pick_level(levels: dict[str, str], room: st.delta_generator.DeltaGenerator) -> str:
    """The level picked, kept in the address."""
    for former, level in FORMER_LEVELS.items():
        if st.query_params.get_all("level") == [former]:
            st.query_params["level"] = level
    return controls.pick_one(
        "level", "Level", list(levels), levels.__getitem__, room, resets=("sector",)
    )


def with_sector(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `sector`, the name of each in words."""
    names = [name_sector(row) for row in frame.iter_rows(named=True)]
    return frame.with_columns(sector=pl.Series(names, dtype=pl.String))
