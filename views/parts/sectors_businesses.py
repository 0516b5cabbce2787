"""Businesses of a sector by size, and births and survival of all businesses of the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.sectors import business_events
from presentation.numbers import digits, percent
from presentation.wording import period_in_words
from views.parts import chart_panel, controls, data, downloads, explain_popover
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = Mapping[str, Any]
SIZES: Final = {
    "micro_units": "Micro (0 to 9 employees)", "small_units": "Small (10 to 49)",
    "medium_units": "Medium (50 to 249)", "large_units": "Large (250 or more)",
}  # fmt: skip
HOW_UNITS: Final = (
    "Local units (single sites) of businesses by the sector and the employees of the site, as "
    "published (UK Business Counts), rounded. One site of a large business counts as one."
)
HOW_EVENTS: Final = (
    "Business births and deaths as published (Business Demography), for all industries together: "
    "by industry nothing is published for councils. Births are shown per 100 active businesses of "
    f"the year; survival is the share of the year's births still active {business_events.YEARS} "
    "years later."
)


def show(now: Row | None, sector: str, chosen: controls.Chosen) -> None:
    """`now` is the sector's row of `sectors_now`."""
    _sizes(now, sector, chosen)
    _events(chosen)


def _sizes(now: Row | None, sector: str, chosen: controls.Chosen) -> None:
    if now is None or all(now[name] is None for name in SIZES):
        st.subheader("Businesses by size", anchor=False)
        st.caption("We have no number of businesses in this sector.")
        return
    # Imported here: the chart library takes half a second to load.
    from presentation import charts

    period = period_in_words(now["units_period"])
    rows = pl.DataFrame(
        {"label": list(SIZES.values()), "value": [now[name] for name in SIZES], "kind": "units"},
        schema_overrides={"value": pl.Float64},
    )
    table = rows.select(pl.col("label").alias("Size"), pl.col("value").alias("Local units"))
    words = "Local units by size; the window below has the same figures."
    chart_panel.show_chart(
        charts.bars(rows, "Local units", {"units": charts.BLUE}, words),
        title=f"{sector}: {title_sizes(now)}", is_heading=True,
        caption=f"Local units (single sites), {period}, as published.",
        name=f"businesses-{now['industry_code']}-{chosen.file_part}", about="businesses by size",
        figures=table, columns=[pl.col(name) for name in table.columns],
        explain=lambda: explain_popover.show_explanation(
            ("business_local_units",), HOW_UNITS, label="How do we know? Businesses by size",
            period=now["units_period"],
        ),
    )  # fmt: skip


def title_sizes(now: Row) -> str:
    """The takeaway: how many sites are large; a size that is missing is not said to be none."""
    large, micro = now["large_units"], now["micro_units"]
    parts = [
        "" if micro is None else f"{digits(micro)} sites with up to 9 employees",
        "" if large is None else f"{digits(large)} with 250 or more",
    ]
    return ", ".join(filter(None, parts)) or "sites by size"


def _events(chosen: controls.Chosen) -> None:
    events = business_events.list_events(
        data.peek("business_demography", chosen.councils), chosen.councils
    )
    if events.is_empty():
        st.subheader("New businesses", anchor=False)
        st.caption(
            "We have no data on new businesses. Run `wardwise fetch --council NAME`, then "
            "`wardwise build`."
        )
        return
    st.subheader(plain(f"All businesses in {chosen.name}: {title_events(events)}"), anchor=False)
    st.caption("All industries together: by sector nothing is published for councils.")
    figures_table(
        events,
        (
            pl.col("period").alias("Year"),
            pl.col("births").alias("New businesses"),
            pl.col("deaths").alias("Closed"),
            pl.col("active").alias("Active"),
            pl.col("births_pct").round(1).alias("New per 100 active"),
            pl.col("survived_pct")
            .round(0)
            .alias(f"Still active {business_events.YEARS} years later (%)"),
        ),
    )
    explain_popover.show_explanation(
        ("business_demography",), HOW_EVENTS, label="How do we know? New businesses"
    )
    downloads.csv(events, f"new-businesses-{chosen.file_part}", "Download new businesses (CSV)")


def title_events(events: pl.DataFrame) -> str:
    """The newest births rate and the newest survival that are published."""
    born = events.drop_nulls("births_pct").head(1).rows(named=True)
    lived = events.drop_nulls("survived_pct").head(1).rows(named=True)
    parts = [
        *(f"{digits(row['births_pct'], 1)} new per 100 active in {row['period']}" for row in born),
        *(
            f"{percent(row['survived_pct'], 0)} of those born in {row['period']} still active "
            f"{business_events.YEARS} years later"
            for row in lived
        ),
    ]
    return "; ".join(parts) or "new, closed and active"
