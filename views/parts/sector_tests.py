"""How well sectors were called grown, and their outlook, on the past: for the forecasts' page."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from indicators.sectors import growth_record, outlook_record
from indicators.sectors.outlook_model import LIKELY
from presentation import reliability_chart, sector_record_words
from presentation.numbers import count
from views.parts import chart_panel, downloads
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

RATE: Final = "Came true (%)"
TIER: Final = "What we would have said"
COUNTS: Final = {"cases_count": "Past cases", "areas_count": "Councils"}
OUTLOOK: Final = {
    "rate_pct": RATE, "rate_lower95_pct": "95% from", "rate_upper95_pct": "95% to",
    "base_pct": "All sectors (%)", "chance_pct": "Mean chance we gave (%)",
    "worst_pct": "Worst year (%)", "worst_year": "Worst year", **COUNTS,
}  # fmt: skip
PARTS: Final = {
    "tier": "All councils",
    "councils not learned from": "Councils not learned from",
    "without Information and communication": "Without Information and communication",
    "the three years after": "The three years after those",
}
GROWTH: Final = {
    "rate_pct": RATE, "base_pct": "All sectors (%)", "lowest_year_pct": "Lowest year (%)",
    "highest_year_pct": "Highest year (%)", **COUNTS,
}  # fmt: skip
MEANINGS: Final = {
    RATE: "Of past cases that we would have called so, the share that proved right",
    TIER: "The answer that we would have given on the figures known then",
    "95% from": "Lower end of the 95% interval of the share that came true",
    "95% to": "Upper end of the 95% interval of the share that came true",
    "All sectors (%)": "The same share of all sectors, whatever we would have said of them",
    "Mean chance we gave (%)": "Mean of the chances that we would have given",
    "Worst year (%)": "The share that came true in the worst year",
    "Worst year": "The base year in which the smallest share came true",
    "Lowest year (%)": "The share that came true in the worst year",
    "Highest year (%)": "The share that came true in the best year",
    "Past cases": "Sectors of councils, and years, from which the share was measured",
    "Of": "Whose sectors: all councils, or a part of them",
    "Industries": "Sections or divisions of SIC 2007",
    "Base year": "The last year whose figures were known",
    "Chances": "The chances that we would have given, in steps",
}
FORMATS: Final = {"Worst year": "%d"}


def show_growth() -> None:
    """The record of what had grown; it comes with Wardwise and needs no data of yours."""
    st.header("Sectors that have grown: how often that was right", anchor=False)
    st.write(sector_record_words.GROWN)
    rows = growth_record.read_record().filter(area_type="lad", compared=growth_record.BOTH)
    columns = [pl.col("industry_level").str.to_titlecase().alias("Industries"),
               pl.col("growth_tier").alias(TIER)]  # fmt: skip
    _table(rows, columns, GROWTH)
    downloads.csv(rows, "growth-record", "Download the record of what had grown (CSV)")


def show_outlook() -> None:
    """The record of the outlook, with its limits; it comes with Wardwise too."""
    st.header("Outlook of sectors: how often that was right", anchor=False)
    tiers = outlook_record.read_record("tier")
    for row in tiers.iter_rows(named=True):
        st.write(plain(f"{sector_record_words.describe_tier(row)}."))
    always, *others = (
        outlook_record.read_record("other ways")
        .filter(pl.col("tier") == LIKELY)
        .sort(pl.col("subset").str.starts_with("saying"), descending=True)
        .iter_rows(named=True)
    )
    later = outlook_record.read_record("the three years after").row(0, named=True)
    one_year = outlook_record.read_record("one year").to_dicts()
    limits = sector_record_words.describe_limits(one_year, later, always)
    st.markdown("\n".join(f"- {plain(words)}" for words in limits))
    _reliability()
    record = pl.concat(
        outlook_record.read_record(part).filter(pl.col("tier") != "") for part in PARTS
    )
    of = pl.col("part").replace(PARTS).alias("Of")
    _table(record, [pl.col("tier").alias(TIER), of], OUTLOOK)
    st.caption(plain(sector_record_words.describe_others(others)))
    with st.expander("By base year"):
        by_year = outlook_record.read_record("base year").filter(pl.col("tier") != "")
        year = pl.col("subset").alias("Base year")
        shown = {name: OUTLOOK[name] for name in ("rate_pct", "base_pct", "cases_count")}
        _table(by_year, [year, pl.col("tier").alias(TIER)], shown)
    st.caption(sector_record_words.OUTLOOK_HOW)
    downloads.csv(
        outlook_record.read_all(), "outlook-record", "Download the record of the outlook (CSV)"
    )


def _reliability() -> None:
    rows = outlook_record.read_reliability()
    takeaway = sector_record_words.describe_reliability(outlook_record.furthest_apart())
    st.markdown(f"**{plain(takeaway)}**")
    words = f"{takeaway}. The table below has the same figures."
    chart_panel.draw_chart(reliability_chart.reliability(rows, words))
    titles = {"chance_pct": OUTLOOK["chance_pct"], "rate_pct": RATE, "cases_count": "Past cases"}
    _table(rows, [pl.col("subset").alias("Chances")], titles)
    st.caption(
        f"The sentence leaves out chances given fewer than {count(outlook_record.ENOUGH_CASES)} "
        "times: they are too few to tell."
    )
    downloads.csv(rows, "outlook-reliability", "Download these chances (CSV)")


def _table(rows: pl.DataFrame, lead: list[pl.Expr], titles: dict[str, str]) -> None:
    percentages = {titles[name]: "%.1f" for name in titles if name.endswith("_pct")}
    formats = FORMATS | percentages
    shown = [*lead, *(pl.col(name).alias(title) for name, title in titles.items())]
    texts = {
        name: st.column_config.Column(help=words)
        for name, words in MEANINGS.items()
        if name not in formats
    }
    numbers = {
        name: st.column_config.NumberColumn(format=form, help=MEANINGS[name])
        for name, form in formats.items()
    }
    figures_table(rows, shown, column_config=texts | numbers)
