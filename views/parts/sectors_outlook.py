"""The sectors of a place with the best outlook, and what each rests on."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.tables.sectors import OUTLOOK_TIERS
from indicators.explain import EXPLAINED
from indicators.sectors import sector_page
from indicators.sectors.sector_page import MAY_OUTGROW, OUTGROWS
from presentation.sector_words import describe_outlook_rate, name_tier
from views.parts import controls, downloads, indicators, sectors_data
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

TIER_NAMES: Final = {tier: name_tier(tier) for tier in OUTLOOK_TIERS}


def show(outlook: pl.DataFrame, chosen: controls.Chosen) -> None:
    """The first five by outlook, with how often outlooks like these came true."""
    ranked = sectors_data.with_sector(sector_page.rank_outlook(outlook))
    if ranked.is_empty():
        return
    first = ranked.row(0, named=True)
    st.subheader(plain(f"Best outlook in {chosen.name}: {first['sector']}"), anchor=False)
    earned = ranked.filter(pl.col("outlook_tier").is_in([OUTGROWS, MAY_OUTGROW]))
    rates = dict.fromkeys(describe_outlook_rate(row) for row in earned.iter_rows(named=True))
    st.write(
        plain(
            f"Ranked by the chance that real output grows faster than that of all {chosen.name} "
            f"from {first['base_period']} to {first['target_period']} (modelled estimate). "
            f"{' '.join(filter(None, rates))}"
        )
    )
    figures_table(
        ranked,
        (
            pl.col("outlook_rank").alias("Rank"),
            pl.col("sector").alias("Sector"),
            pl.col("outlook_tier").replace_strict(TIER_NAMES).alias("Outlook"),
            (100 * pl.col("outlook_probability")).round(0).alias("Chance (%)"),
            pl.col("tier_rate_pct").round(0).alias("Came true (%)"),
            pl.col("tier_base_pct").round(0).alias("By chance (%)"),
            pl.col("nation_outlook_pct").round(1).alias("Jobs in the nation (%)"),
            pl.col("nation_outlook_lower80").round(1).alias("80% from"),
            pl.col("nation_outlook_upper80").round(1).alias("80% to"),
            pl.col("note").alias("Note"),
        ),
    )
    if "sector_outlook" in EXPLAINED:
        indicators.explain_table("sector_outlook", "How do we know? Outlook")
    downloads.csv(outlook, f"outlook-{chosen.file_part}", "Download the outlook (CSV)")
