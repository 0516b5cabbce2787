"""Signals of investment that are open, said to be no more than that, and public front doors."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.innovation import area_history
from presentation import innovation_charts, innovation_words
from views.parts import chart_panel, controls, data, explain_popover, works_data
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.parts.tabs import pick_segment

HISTORY: Final = {
    "gbp_innovate_uk_funding": "Innovate UK",
    "spinoff_investment": "Spin-outs' investment",
    "contract_research_sme": "Research for small firms",
}
HISTORY_WORDS: Final = (
    "Past figures of statistical areas (NUTS 3), which can be several councils together: never a "
    "council's own. They end in 2019, the last whole year. Universities report theirs themselves."
)
INVESTED: Final = (
    pl.col("sector_name").alias("Sector"),
    pl.col("lad_name").alias("Council"),
    pl.col("investor_awards_count").alias("Awards"),
)
EXCHANGE: Final = (
    pl.col("provider_name").alias("University"),
    pl.col("period").alias("Year"),
    pl.col("exchange_value").alias("Money that spin-outs raised (£)"),
)


def show(chosen: controls.Chosen) -> None:
    st.write(plain(innovation_words.INVESTORS))
    doors, beside = st.columns([2, 3], gap="medium")
    with doors:
        _awards(chosen)
        _doors(chosen)
    with beside:
        _exchange(chosen)
        _history(chosen)


def _awards(chosen: controls.Chosen) -> None:
    """Awards beside an investor's money, by sector, where there are any."""
    here = data.peek("innovation_sectors", chosen.councils).filter(sector_list="is8")
    rows = here.filter(pl.col("investor_awards_count") > 0).sort(
        "investor_awards_count", "sector_name", "lad_name", descending=[True, False, False]
    )
    st.markdown("**Awards beside a private investor's money, by sector**")
    if not works_data.has_awards():
        st.write("We have no list of Innovate UK's awards yet.")
        return
    if rows.is_empty():
        st.write("None listed here.")
        return
    figures_table(rows, INVESTED)
    st.caption("Sectors overlap: an award may stand under several, so never add them up.")
    chart_panel.offer_figures(
        name=f"investors-{chosen.file_part}", about="investors", figures=rows,
        explain=lambda: explain_popover.show_explanation(
            ("innovation_sectors",), innovation_words.INVESTORS,
            label="How do we know? Investors",
        ),
    )  # fmt: skip


def _doors(chosen: controls.Chosen) -> None:
    councils = data.peek("councils", chosen.councils)
    st.markdown("**Where businesses can knock**")
    doors = innovation_words.list_doors(councils["region_name"].to_list())
    st.markdown("\n".join(f"- [{plain(name)}]({address})" for name, address in doors))


def _exchange(chosen: controls.Chosen) -> None:
    """Spin-outs' investment by university placed here."""
    places = data.peek("innovation_organisations", chosen.councils).filter(
        pl.col("organisation_code").str.starts_with("UKPRN-")
    )
    codes = places["organisation_code"].str.strip_prefix("UKPRN-")
    rows = data.peek("he_bci").filter(
        pl.col("ukprn").cast(pl.String).is_in(codes.implode()),
        pl.col("exchange_measure") == "spinout_investment",
    )
    if rows.is_empty():
        return
    ordered = rows.sort("period", "provider_name", descending=[True, False])
    st.markdown("**Money that universities' spin-outs raised**")
    figures_table(ordered, EXCHANGE)
    chart_panel.offer_figures(
        name=f"spin-outs-{chosen.file_part}", about="spin-outs", figures=ordered,
        explain=lambda: explain_popover.show_explanation(
            ("he_bci",), innovation_words.INVESTORS, label="How do we know? Spin-outs"
        ),
    )  # fmt: skip


def _history(chosen: controls.Chosen) -> None:
    councils = data.peek("councils", chosen.councils)
    rows = area_history.list_history(
        data.peek("innovation_history"), councils["lad_name"].to_list()
    ).filter(pl.col("history_measure").is_in(list(HISTORY)))
    if rows.is_empty():
        return
    present = set(rows["history_measure"])
    titles = {code: title for code, title in HISTORY.items() if code in present}
    measure = pick_segment("works_history", "Past figures", titles, is_titled=False)
    shown = rows.filter(history_measure=measure).with_columns(value=pl.col("history_value"))
    name = shown["history_measure_name"][0]
    chart_panel.show_chart(
        innovation_charts.history(shown, name, f"{name}, by year and statistical area"),
        title=f"{name}: {'; '.join(dict.fromkeys(shown['area_name']))}",
        name=f"history-{measure}-{chosen.file_part}",
        about="history",
        figures=shown,
        columns=(
            pl.col("area_name").alias("Area"), pl.col("year").alias("Year"),
            pl.col("value").alias("Figure"),
        ),
        caption=HISTORY_WORDS,
        explain=lambda: explain_popover.show_explanation(
            ("innovation_history",), HISTORY_WORDS, label="How do we know? History"
        ),
    )  # fmt: skip
