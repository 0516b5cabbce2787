"""Emerging sectors: expected change ranked, with its intervals; then one sector in detail."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.column_types import ColumnConfig

from catalog.vocabulary.forecast_horizons import describe_from_now
from catalog.vocabulary.status import PARTIAL
from indicators.inputs import HORIZON
from indicators.sectors.badge import BADGE
from presentation import charts
from presentation.wording import MODELLED, TOO_LOW
from views.parts import (
    controls,
    downloads,
    indicators,
    messages,
    provenance,
    sector,
    sector_ranking,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = dict[str, Any]

TITLE: Final = "Emerging sectors"
MEASURES: Final = {"jobs": "Jobs", "real_gva": "Output (real gross value added)"}
UNITS: Final = {"jobs": "jobs", "real_gva": "£ million"}
LEVELS: Final = {"sector": "Sectors", "industry": "Industries within sectors"}
MOST: Final = 25  # rows of the chart; the table has all
LEVEL: Final = "Last published level"
EMERGING, NO_BADGE = "Emerging", "Not distinguishable from noise"
MARKS: Final = {
    EMERGING: (charts.TEAL, "diamond"),
    NO_BADGE: (charts.GREY, "circle"),
}


@messages.explain_faults
def page() -> None:
    messages.title(TITLE)
    pickers = st.container(horizontal=True)
    chosen = controls.pick_place(pickers)
    if chosen is None:
        return
    tables = indicators.read_tables_or_explain(chosen)
    if tables is None:
        return
    every = indicators.with_sector(sector_ranking.select_forecast(tables["emerging_sectors"]))
    if every.is_empty():
        st.info(
            f"No sector in {plain(chosen.name)} has a forecast yet, so we cannot say which are "
            "emerging. Run `wardwise forecast`, then `wardwise indicate`."
        )
        return
    ranked = _picked(every, pickers)
    measure = ranked["sector_measure"][0]
    _ranking(ranked, chosen, UNITS[measure])
    codes = dict(ranked.select("industry_code", "sector").iter_rows())
    st.divider()
    room = st.container()
    code = controls.pick_one("sector", "A sector in detail", list(codes), codes.__getitem__, room)
    row = ranked.row(by_predicate=pl.col("industry_code") == code, named=True)
    sector.details(row, tables, chosen, UNITS[measure])
    provenance.licence()


def _picked(every: pl.DataFrame, pickers: DeltaGenerator) -> pl.DataFrame:
    """The rows of the measure and level picked, the largest expected change first."""
    measures = [name for name in MEASURES if name in set(every["sector_measure"])]
    measure = controls.pick_one(
        "by", "Measured by", measures, MEASURES.__getitem__, pickers, resets=("level", "sector")
    )
    of_measure = every.filter(sector_measure=measure)
    is_sector = pl.col("industry_level").is_in(sector_ranking.WHOLES)
    parts = {"sector": of_measure.filter(is_sector), "industry": of_measure.filter(~is_sector)}
    levels = [name for name, part in parts.items() if part.height]
    level = controls.pick_one(
        "level", "How fine", levels, LEVELS.__getitem__, pickers, resets=("sector",)
    )
    return parts[level].sort("expected_change", descending=True, maintain_order=True)


def _ranking(ranked: pl.DataFrame, chosen: controls.Chosen, unit: str) -> None:
    base, target = ranked.select("base_period", "target_period").row(0)
    st.header(f"What is growing in {plain(chosen.name)}, {base} to {target}", anchor=False)
    st.write(answer_sentence(ranked, chosen.name, unit))
    st.caption(
        f"{MODELLED} From the last published figures ({base}) to {describe_from_now(HORIZON)} "
        f"({target}). A bar is the 80% interval: the change should lie inside in four cases out of "
        "five. We call a sector emerging only if it very likely grows, and grows faster than all "
        f"sectors in {plain(chosen.name)} together."
    )
    if (ranked["status"] == PARTIAL).any():
        st.warning(TOO_LOW)
    shown = ranked.head(MOST)
    rows = shown.select(
        label="sector",
        point="expected_change",
        lower80="lower80",
        upper80="upper80",
        kind=pl.when(pl.col("badge") == BADGE).then(pl.lit(EMERGING)).otherwise(pl.lit(NO_BADGE)),
    )
    title = f"Expected change in {unit}"
    words = f"{title}, {base} to {target}, with 80% intervals, the largest first"
    st.altair_chart(charts.intervals(rows, title, MARKS, words), width="stretch")
    if ranked.height > MOST:
        st.caption(
            f"These are the {MOST} with the largest expected change. The table has all of them."
        )
    st.header("The same as a table", anchor=False)
    figures_table(round_figures(ranked), table_columns(unit), column_config=_columns())
    indicators.explain_table("emerging_sectors", "Why these changes?", period=f"{base} to {target}")
    downloads.csv(ranked, f"emerging-sectors-{chosen.file_part}")


def answer_sentence(ranked: pl.DataFrame, place: str, unit: str) -> str:
    """What is growing, in a sentence or two: the badges, or that none stands out from noise."""
    emerging = ranked.filter(badge=BADGE)
    best = (emerging if emerging.height else ranked).row(0, named=True)
    if emerging.is_empty():
        return (
            f"**Nothing in {plain(place)} is clearly emerging**: no expected growth here is "
            f"distinguishable from noise. {plain(sector_ranking.describe_largest(best))} "
            f"{indicators.describe_change(best, unit)}."
        )
    one = emerging.height == 1
    kinds = (
        ("sector", "sectors")
        if best["industry_level"] in sector_ranking.WHOLES
        else ("industry", "industries")
    )
    return (
        f"**{emerging.height} {kinds[0] if one else kinds[1]} in {plain(place)} "
        f"{'is' if one else 'are'} emerging.** {'It is' if one else 'The largest is'} "
        f"{plain(best['sector'])}: {indicators.describe_change(best, unit)}."
    )


def round_figures(ranked: pl.DataFrame) -> pl.DataFrame:
    """The ranking with figures rounded to what an estimate deserves."""
    return ranked.with_columns(
        indicators.round_to_three_figures("base_value", "expected_change", "lower80", "upper80")
    )


def table_columns(unit: str) -> list[pl.Expr]:
    """The columns of the ranking under their headings."""
    per = "Per 1,000 jobs" if unit == "jobs" else "Per £1 billion"
    return [
        pl.col("sector").alias("Sector"),
        indicators.capitalise("badge").alias("Answer"),
        pl.col("base_value").alias(LEVEL),
        pl.col("expected_change").alias("Expected change"),
        pl.col("lower80").alias("80% from"),
        pl.col("upper80").alias("80% to"),
        pl.col("growth_pct").round(1).alias("Growth (%)"),
        pl.col("change_per_1000").round(1).alias(per),
        (100 * pl.col("probability_emerging")).round(0).alias("Chance of emerging (%)"),
        pl.col("badge_reason").alias("Why"),
    ]


def _columns() -> dict[str, ColumnConfig]:
    number = st.column_config.NumberColumn(format="localized")
    helps = {
        "Growth (%)": "Expected change from the last published level to three years from now, as a "
        "share of that level",
        "Chance of emerging (%)": "Share of 1,000 simulations in which the sector "
        "grows, and grows faster than its area (probability of emerging)",
    }
    return dict.fromkeys((LEVEL, "Expected change", "80% from", "80% to"), number) | {
        name: st.column_config.NumberColumn(help=words) for name, words in helps.items()
    }
