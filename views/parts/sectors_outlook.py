"""What we expect of the sectors of a place: those with the best outlook, and what each rests on."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.tables.sectors import OUTLOOK_TIERS
from indicators.sectors import sector_page
from indicators.sectors.sector_page import MAY_OUTGROW, OUTGROWS
from presentation.sector_words import describe_outlook_rate, name_tier
from presentation.wording import MODELLED
from views.parts import chart_panel, controls, indicators, sectors_data
from views.parts.markdown import plain

TIER_NAMES: Final = {tier: name_tier(tier) for tier in OUTLOOK_TIERS}
COLUMNS: Final = (
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
)


def show(outlook: pl.DataFrame, chosen: controls.Chosen) -> None:
    """The sectors in the order of their chance to outgrow the place, with the nation's outlook."""
    ranked = sectors_data.with_sector(sector_page.order_outlook(outlook))
    if ranked.is_empty():
        st.caption(
            "We have no outlook of sectors here: there are no forecasts of the nation's jobs, and "
            "no output by sector of this place. Run `wardwise forecast`, then `wardwise indicate`."
        )
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    first = ranked.row(0, named=True)
    st.subheader(plain(title_outlook(ranked, chosen.name)), anchor=False)
    st.write(plain(describe_order(ranked, chosen.name)))
    drawn = ranked.drop_nulls("nation_outlook_pct")
    if drawn.is_empty():
        st.caption("We have no forecast of jobs in the nation for these years.")
        chart_panel.offer_figures(
            name=f"outlook-{chosen.file_part}", about="outlook", figures=ranked, columns=COLUMNS
        )
        return
    nation, years = first["nation_name"], f"{first['base_period']} to {first['target_period']}"
    rows = drawn.select(
        label="sector", point="nation_outlook_pct", lower80="nation_outlook_lower80",
        upper80="nation_outlook_upper80", kind=pl.lit(charts.EXPECTED),
    )  # fmt: skip
    title = f"Change of jobs in {nation}, {years} (%)"
    chart_panel.show_chart(
        charts.intervals(rows, title, charts.ON_PAPER, f"{title}, with 80% intervals."),
        title=f"What we expect of each sector in {nation}",
        caption=MODELLED, name=f"outlook-{chosen.file_part}", about="outlook",
        figures=ranked, columns=COLUMNS,
        explain=lambda: indicators.explain_table("sector_outlook", "How do we know? Outlook"),
    )  # fmt: skip


def title_outlook(ranked: pl.DataFrame, place: str) -> str:
    """The sector with the best outlook; that there is none of the place's own without a chance."""
    first = ranked.row(0, named=True)
    if first["outlook_rank"] is None:
        return f"No outlook of {place}'s own; what we expect of its sectors in the nation"
    return f"Best outlook in {place}: {first['sector']}"


def describe_order(ranked: pl.DataFrame, place: str) -> str:
    """What the order is of, with how often outlooks like these came true."""
    first = ranked.row(0, named=True)
    if first["outlook_rank"] is None:
        return "We have no output by sector of this place, so sectors are in the nation's order."
    earned = ranked.filter(pl.col("outlook_tier").is_in([OUTGROWS, MAY_OUTGROW]))
    rates = dict.fromkeys(describe_outlook_rate(row) for row in earned.iter_rows(named=True))
    return (
        f"Ranked by the chance that real output grows faster than that of all {place} from "
        f"{first['base_period']} to {first['target_period']} (modelled estimate). "
        f"{' '.join(filter(None, rates))}"
    ).strip()
