"""One occupation in detail: its figures in words, then tabs of which only the open one is made."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import skill_words
from views.parts import (
    controls,
    skills_levels,
    skills_now,
    skills_openings,
    skills_supply,
    skills_training,
    skills_wards,
    tabs,
)
from views.parts.markdown import plain
from views.parts.skills_data import Tables

OPENINGS, SUPPLY, PRESSURE, TRAINING, SECTORS, WARDS, LEVELS = (
    "openings", "supply", "pressure", "training", "sectors", "wards", "levels",
)  # fmt: skip
# Not that of the page of sectors: a view goes along from page to page.
TAB: Final = "evidence"
TABS: Final = {
    OPENINGS: "Openings", SUPPLY: "Supply", PRESSURE: "Pressure now",
    TRAINING: "Training that answers it", SECTORS: "Sectors", WARDS: "Wards",
    LEVELS: "Qualifications",
}  # fmt: skip


def show(tables: Tables, priorities: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    """Everything on the occupation of that code; `priorities` with `occupation`."""
    row = priorities.row(by_predicate=pl.col("occupation_code") == code, named=True)
    name = str(row["occupation"])
    st.header(plain(f"{name}, {chosen.name}"), anchor=False)
    total = priorities["priority_rank"].count()
    st.write(plain(skill_words.describe_figures(row, total)))
    st.caption(plain(f"Official name of the group (SOC 2020): {row['occupation_name']}."))
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == OPENINGS:
            skills_openings.show(tables, row, chosen)
        elif tab == SUPPLY:
            skills_supply.show(tables, row, chosen)
        elif tab == PRESSURE:
            skills_now.show(tables, chosen)
        elif tab == TRAINING:
            skills_training.show(tables, row, chosen)
        elif tab == SECTORS:
            skills_openings.show_sectors(tables["skills_needs"], row, chosen)
        elif tab == WARDS:
            skills_wards.wards(tables, chosen, f"occupation-{code[:1]}")
        else:
            skills_levels.show(tables, chosen)
