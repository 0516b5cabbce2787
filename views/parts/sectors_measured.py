"""The first screen of sectors by businesses or output: the picture, the list and the map.

Neither has a test of its noise, so nothing is called likely here: the page of jobs has that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.vocabulary.areas import WIDEST_FIRST
from indicators.sectors import sector_measures, sector_page
from presentation.numbers import digits, percent
from presentation.sector_words import write_times
from views.parts import (
    chart_panel,
    controls,
    data,
    explain_popover,
    first_screen,
    picking_table,
    sectors_data,
    sectors_screen,
)
from views.parts.markdown import plain

Row = Mapping[str, Any]
JOBS, OUTPUT, BUSINESSES = "jobs", "output", "businesses"
MEASURES: Final = {JOBS: "Jobs", OUTPUT: "Output (GVA)", BUSINESSES: "Businesses"}
MOST: Final = 9  # sectors in the picture of output; the list has all
TABLES: Final = {OUTPUT: "gva", BUSINESSES: "business_local_units"}
HOW: Final = {
    OUTPUT: "Real gross value added of the council by sector, in prices of one year, as published; "
    "its change over five years, and that beyond the change of all output here. The share is of "
    "output in prices of its year. The nation's output by sector is not in our tables.",
    BUSINESSES: "Local units (single sites of businesses) by sector as published (UK Business "
    "Counts), rounded; their change over five years beside the nation's, and the share here over "
    "the share in the nation. One site of a large business counts as one.",
}
WHY_NOT: Final = {
    OUTPUT: "We have no output by sector for {}. Run `wardwise fetch --council NAME`, then "
    "`wardwise build`.",
    BUSINESSES: "We have no businesses by sector for {}. Run `wardwise fetch --council NAME`, then "
    "`wardwise build`.",
}
NO_NATION: Final = {
    OUTPUT: "The nation's output by sector is not in our tables.",
    BUSINESSES: "The nation's businesses by sector are missing for these years.",
}
SEVERAL: Final = (
    "Real output of several councils does not add up, so we show it for one council at a time."
)


def show(measure: str, code: str, chosen: controls.Chosen) -> None:
    """The three columns of the first screen, or why there are none."""
    nation, rows = _read(measure, chosen)
    if rows.is_empty():
        several = measure == OUTPUT and len(chosen.councils) > 1
        st.info(SEVERAL if several else WHY_NOT[measure].format(plain(chosen.name)))
        return
    rows = sectors_data.with_sector(rows)
    st.header(plain(title(rows, measure, chosen.name, nation)), anchor=False)
    first = rows.row(0, named=True)
    st.write(plain(describe(first, measure)))
    picture, ranking, wards = first_screen.columns("sectors_screen", sectors_screen.WIDTHS)
    with picture:
        if rows["location_quotient"].count():
            _quadrant(rows, code, nation, chosen)
        else:
            _bars(rows, measure, chosen)
    with ranking:
        _ranking(rows, measure, code, chosen)
    with wards:
        found = rows.filter(industry_code=code).rows(named=True)
        facts = list_facts(found[0], measure) if found else ["no figure"]
        sectors_screen.show_map(
            found[0] if found else {**first, "industry_code": code}, facts, chosen
        )


def _read(measure: str, chosen: controls.Chosen) -> tuple[str, pl.DataFrame]:
    """The name of the nation, and a row a sector as of `sector_measures`."""
    frame = data.peek(TABLES[measure], (*chosen.councils, *WIDEST_FIRST))
    if measure == OUTPUT:
        return "", sector_measures.output_by_sector(frame, chosen.councils)
    codes = [code for code in WIDEST_FIRST if code in set(frame["area_code"])]
    nation = codes[0] if codes else ""
    names = frame.filter(area_code=nation)["area_name"]
    name = str(names[0]) if names.len() else "the nation"
    return name, sector_measures.businesses_by_sector(frame, chosen.councils, nation)


def title(rows: pl.DataFrame, measure: str, place: str, nation: str) -> str:
    """The takeaway: the sector that grew furthest beyond the nation, or beyond all output here."""
    all_here = "all output" if measure == OUTPUT else "all businesses"
    has_nation = rows["nation_change_pct"].count() > 0
    all_here = "all output" if measure == OUTPUT else "all businesses"
    has_nation = rows["nation_change_pct"].count() > 0
    beaten = f"{nation}'s" if has_nation else f"{all_here} in {place}"
    what = MEASURES[measure]
    known = rows.drop_nulls("beyond_pct").sort("beyond_pct", "industry_code", descending=True)
    large = known.filter(pl.col("share_pct") >= sector_page.SMALLEST_SHARE_PCT)
    if large.is_empty():
        return f"{what} by sector in {place}"
    top = large.row(0, named=True)
    if top["beyond_pct"] <= 0:
        return f"{what}: no sector of size in {place} outgrew {beaten}"
    growth = f"{digits(top['change_pct'], 1, signed=True)}% since {top['period_from']}"
    return f"{what}: {top['sector']} ({growth}) outgrew {beaten} the most"


def describe(row: Row, measure: str) -> str:
    """The largest sector, and that no change has been tested for noise."""
    share = "" if row["share_pct"] is None else f", {percent(row['share_pct'])} of all"
    return (
        f"{row['sector']} is largest: {write_value(row, measure)} in {row['period']}{share}. No "
        "change here is tested for noise; the changes of jobs are."
    )


def write_value(row: Row, measure: str) -> str:
    if measure == OUTPUT:
        return f"£{digits(row['value'])} million"
    return f"{digits(row['value'])} sites"


def list_facts(row: Row, measure: str) -> list[str]:
    """Value, how specialised and the change, in a few words each; a missing one is left out."""
    facts = [f"{write_value(row, measure)} ({row['period']})"]
    if row["location_quotient"] is not None:
        facts.append(f"{write_times(row['location_quotient'])} times the nation's share")
    if row["change_pct"] is not None:
        facts.append(f"{digits(row['change_pct'], 1, signed=True)}% since {row['period_from']}")
    return facts


def _quadrant(rows: pl.DataFrame, code: str, nation: str, chosen: controls.Chosen) -> None:
    # Imported here: the chart library takes half a second to load.
    from presentation import sector_charts

    change = pl.col("change_pct")
    drawn = rows.filter(
        pl.col("location_quotient") > 0, pl.col("beyond_pct").is_not_null(),
        pl.col("value") >= sector_measures.SMALLEST_DRAWN_UNITS,
    ).select(
        "industry_code", "industry_name", "industry_level", "sector", "location_quotient",
        "beyond_pct", quotient_lower80=pl.lit(None, pl.Float64),
        quotient_upper80=pl.lit(None, pl.Float64), jobs="value", growth_tier=pl.lit(""),
        jump=pl.lit(""), kind=pl.when(change > 0).then(pl.lit(sector_charts.GREW))
        .when(change < 0).then(pl.lit(sector_charts.SHRANK))
        .otherwise(pl.lit(sector_charts.NO_CHANGE)),
    )  # fmt: skip
    if drawn.is_empty():
        st.info("We cannot draw this: businesses of the nation, or of earlier years, are missing.")
        return
    key = controls.widget_key(
        "quadrant", (BUSINESSES,), code, sector_charts.read_picked, follows=False
    )

    def picked() -> None:
        if sector := sector_charts.read_picked(st.session_state[key]):
            controls.update_address(sector=sector)

    words = (
        "Each mark is a sector: further right, a larger share of businesses than in the nation; "
        "higher up, more growth. The list beside it has the same figures."
    )
    placed = sector_page.Quadrant(drawn, sector_page.NATION)
    chart_panel.show_chart(
        sector_charts.quadrant(placed, code, nation, words, BUSINESSES),
        title=f"Businesses: specialised beside {nation}, and growing beyond it",
        caption="Size: sites. Select a mark to see its sector.",
        name=f"quadrant-businesses-{chosen.file_part}", about="growth",
        figures=drawn.drop("quotient_lower80", "quotient_upper80", "growth_tier", "jump"),
        columns=(
            pl.col("sector").alias("Sector"), pl.col("jobs").alias("Sites"),
            pl.col("location_quotient").round(2).alias("Times the nation's share"),
            pl.col("beyond_pct").round(1).alias("Growth beyond the nation's (points)"),
        ),
        explain=lambda: _explain(BUSINESSES),
        key=key, on_select=picked, selection_mode=sector_charts.PICKED,
    )  # fmt: skip


def _bars(rows: pl.DataFrame, measure: str, chosen: controls.Chosen) -> None:
    """Changes alone, where there is nothing of the nation to be specialised beside."""
    # Imported here: the chart library takes half a second to load.
    from presentation import charts, sector_charts

    known = rows.drop_nulls("change_pct").sort("change_pct", descending=True).head(MOST)
    if known.is_empty():
        st.info("We cannot draw changes: earlier years are missing.")
        return
    first = known.row(0, named=True)
    bars = known.select(
        label="sector", value="change_pct",
        kind=pl.when(pl.col("change_pct") >= 0).then(pl.lit(sector_charts.GREW))
        .otherwise(pl.lit(sector_charts.SHRANK)),
    )  # fmt: skip
    real = "Real change" if measure == OUTPUT else "Change"
    axis = f"{real}, {first['period_from']} to {first['period']} (%)"
    colours = {sector_charts.GREW: charts.TEAL, sector_charts.SHRANK: charts.ORANGE}
    chart_panel.show_chart(
        charts.bars(bars, axis, colours, f"{axis}; the list beside it has the same figures."),
        title=f"{MEASURES[measure]}: most growth in {first['sector']}",
        caption=f"The first {known.height} of {rows.height} sectors. {NO_NATION[measure]}",
        name=f"{measure}-{chosen.file_part}", about="growth", figures=rows.drop("yearly"),
        columns=(
            pl.col("sector").alias("Sector"), pl.col("value").alias(_unit(rows, measure)),
            pl.col("change_pct").round(1).alias(f"{real} (%)"),
            pl.col("share_pct").round(1).alias("Share of all (%)"),
        ),
        explain=lambda: _explain(measure),
    )  # fmt: skip


def _unit(rows: pl.DataFrame, measure: str) -> str:
    """What the figures are, and of which year: Sites 2023."""
    return f"{'£ million' if measure == OUTPUT else 'Sites'} {rows['period'][0]}"


def _ranking(rows: pl.DataFrame, measure: str, code: str, chosen: controls.Chosen) -> None:
    st.markdown("**Largest first**")
    unit = _unit(rows, measure)
    number = st.column_config.NumberColumn(format="localized", width=84)
    columns = [
        pl.col("sector").alias("Sector"),
        pl.col("value").alias(unit),
        pl.col("change_pct").round(1).alias("Change (%)"),
        pl.col("yearly").alias("By year"),
        pl.col("share_pct").round(1).alias("Share (%)"),
        pl.col("nation_change_pct").round(1).alias("In the nation (%)"),
        pl.col("location_quotient").round(2).alias("Times the nation's share"),
    ]
    picking_table.picking_table(
        rows, columns,
        {
            "Sector": st.column_config.TextColumn(width=184), unit: number,
            "Change (%)": st.column_config.NumberColumn(width=76),
            "By year": st.column_config.LineChartColumn(width=64, help="Oldest year first"),
        },
        name=("measured_list", chosen.code, measure), picks=("industry_code", "sector", code),
        placeholder="–", height=sectors_screen.LIST_PX, row_height=sectors_screen.ROW_PX,
    )  # fmt: skip
    chart_panel.offer_figures(
        name=f"sectors-{measure}-{chosen.file_part}",
        about="list",
        figures=rows.drop("yearly"),
        explain=lambda: _explain(measure, "How do we know? List"),
    )


def _explain(measure: str, label: str = "How do we know? Growth") -> None:
    explain_popover.show_explanation((TABLES[measure],), HOW[measure], label=label)
