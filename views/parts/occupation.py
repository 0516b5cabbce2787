"""One occupation of a place: openings beside each stream of supply, sectors, training, adverts."""

from __future__ import annotations

import math
from typing import Any, Final

import polars as pl
import streamlit as st

from presentation import charts
from presentation.numbers import about, digits
from presentation.wording import period_in_words
from views.parts import downloads, indicators
from views.parts.markdown import plain, table

Row = dict[str, Any]
PER_YEAR: Final = "people a year"
OPENINGS, LOST, SUPPLY = "openings", "jobs lost", "supply"
COLOURS: Final = {OPENINGS: charts.BLUE, LOST: charts.PLUM, SUPPLY: charts.TEAL}
MOST_SECTORS: Final = 6


def details(row: Row, tables: dict[str, pl.DataFrame]) -> None:
    """Everything on the occupation in `row`, one of `skills_gaps` with its openings."""
    code = row["skill_code"]
    supply = tables["skills_supply"].filter(skill_kind="occupation", skill_code=code)
    st.header(plain(row["skill_name"]), anchor=False)
    st.write(plain(describe_openings(row)))
    pressure = tables["skills_pressure"].filter(occupation_code=code)
    if pressure.height and pressure["pressure_ln"][0] is not None:
        st.write(describe_pressure(pressure.row(0, named=True)))
    _balance(row, supply)
    _sectors(tables["skills_needs"].filter(occupation_code=code))
    _training(tables["skills_training"].filter(occupation_code=code))


def write_figures(figures: pl.Series) -> pl.Series:
    """Figures as people read them; "no data" where there is none.

    Made here and not inside polars: its threads would wait for the interpreter while another
    visitor's thread holds that and waits for polars, and the server would stand still for good.
    """
    written = ["no data" if figure is None else about(figure) for figure in figures]
    return pl.Series(figures.name, written, dtype=pl.String)


def describe_openings(row: Row) -> str:
    """Openings in their two parts, and the supply we can count against them."""
    supply = (
        "There is no data on supply."
        if row["supply_persons"] is None
        else f"The supply we can count is about {about(row['supply_persons'])} {PER_YEAR}."
    )
    return f"{_openings(row)} {supply}"


def _openings(row: Row) -> str:
    if row["openings_persons"] is None:
        return "We cannot estimate openings here."
    growth, replaced = row["growth_openings_persons"], row["replacement_openings_persons"]
    openings = f"About {about(row['openings_persons'])} openings a year"
    if row["base_period"] and row["target_period"]:
        openings += f" from {row['base_period']} to {row['target_period']}"
    if growth is None or replaced is None:
        return f"{openings}; we have no data on how many replace people who leave."
    part = f"{about(growth)} are new jobs" if growth >= 0 else f"{about(-growth)} jobs are lost"
    return f"{openings}: {about(replaced)} replace people who leave this work for good, and {part}."


def describe_pressure(row: Row) -> str:
    """How tight the occupation is now, relative to all work in the area."""
    times, low, high = (math.exp(row[name]) for name in ("pressure_ln", "lower80", "upper80"))
    return (
        f"In {period_in_words(row['period'])} there were {digits(times, 1)} times as many online "
        f"adverts per jobseeker as for all occupations here (80% interval {digits(low, 1)} to "
        f"{digits(high, 1)} times)."
    )


def _balance(row: Row, supply: pl.DataFrame) -> None:
    st.subheader("Openings beside supply", anchor=False)
    rows = chart_rows(row, supply)
    words = f"Openings by kind and supply by stream, {PER_YEAR}"
    st.altair_chart(charts.bars(rows, PER_YEAR.capitalize(), COLOURS, words), width="stretch")
    table(
        supply.select(
            indicators.capitalise("supply_stream").alias("Who could fill them"),
            write_figures(supply["supply_persons"]).alias(PER_YEAR.capitalize()),
            pl.col("note").alias("How we count them"),
            pl.col("period").alias("Period"),
        ),
    )
    indicators.explain_table("skills_openings", "Why these openings?")
    indicators.explain_table("skills_supply", "Why this supply?")
    downloads.csv(supply, f"supply-{row['skill_code']}", "Download supply (CSV)")


def chart_rows(row: Row, supply: pl.DataFrame) -> pl.DataFrame:
    """Rows of the chart: label, value, kind. A stream without data has no bar."""
    growth = row["growth_openings_persons"]
    rows: list[tuple[str, float | None, str]] = [
        ("Openings: people who leave", row["replacement_openings_persons"], OPENINGS),
        (
            "Openings: growth in jobs",
            growth,
            LOST if growth is not None and growth < 0 else OPENINGS,
        ),
    ]
    for stream, persons in supply.select("supply_stream", "supply_persons").iter_rows():
        rows.append((f"Supply: {stream}", persons, SUPPLY))
    named = [
        (f"{label}, {'no data' if value is None else about(value)}", value, kind)
        for label, value, kind in rows
    ]
    schema = {"label": pl.String, "value": pl.Float64, "kind": pl.String}
    return pl.DataFrame(named, schema=schema, orient="row")


def _sectors(needs: pl.DataFrame) -> None:
    top = needs.sort("openings_persons", descending=True).head(MOST_SECTORS)
    if top.is_empty():
        return
    st.subheader("Sectors with most of these openings", anchor=False)
    named = indicators.with_sector(top.with_columns(industry_level=pl.lit("section")))
    table(
        named.select(
            pl.col("sector").alias("Sector"),
            write_figures(named["openings_persons"]).alias("Openings a year"),
            pl.col("strategy_sectors").alias("Sectors of the Industrial Strategy (IS-8)"),
        ),
    )
    indicators.explain_table("skills_needs", "Why these sectors?")


def _training(training: pl.DataFrame) -> None:
    st.subheader("Training for it", anchor=False)
    if training.is_empty():
        st.write("We have not matched any further education subject to this occupation.")
        return
    st.write(
        f"The usual level is {plain(training['training_level'][0])}. The share of a subject's "
        "learners who go into this work is our assumption."
    )
    shown = training.sort("weight", descending=True)
    table(
        shown.select(
            indicators.capitalise("subject_area").alias("Subject"),
            pl.format("{}%", (100 * pl.col("weight")).round(0).cast(pl.Int64)).alias(
                "Share we assume"
            ),
            write_figures(shown["achievements_count"]).alias("Courses achieved a year"),
            pl.col("period").alias("Academic year"),
        ),
    )
    indicators.explain_table("skills_training", "Why these subjects?")
    downloads.csv(training, f"training-{training['occupation_code'][0]}", "Download training (CSV)")
