"""Pressure now by occupation, and in words how far adverts and people looking are apart."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import charts, map_summary
from presentation.numbers import about, digits
from presentation.wording import MODELLED
from views.parts import controls, downloads, indicators
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

SUB_MAJOR: Final = 2  # digits of an occupation's code
TIGHTER, ALIKE, SLACKER = (
    "Likely more adverts per person than all work",
    "Cannot be told from all work",
    "Likely fewer adverts per person than all work",
)
MARKS: Final = {
    TIGHTER: (charts.PLUM, "diamond"),
    ALIKE: (charts.GREY, "circle"),
    SLACKER: (charts.TEAL, "square"),
}
ETA: Final = 0.5


def pressure(table: pl.DataFrame, chosen: controls.Chosen) -> None:
    """Adverts per person looking, by sub-major group, beside all work in the place."""
    st.header("Pressure now", anchor=False)
    with_pressure = pressure_ratios(table)
    if with_pressure.is_empty():
        st.info(
            "No adverts by occupation are held here, so pressure cannot be given. Supply them with "
            "`wardwise supply adverts_by_occupation FILE`."
        )
        return
    top = with_pressure.row(0, named=True)
    st.write(
        f"**Most adverts per person looking: {plain(top['occupation_name'])}**, "
        f"{digits(top['times'], 1)} times as many as for all work here in {top['period']} (four "
        f"chances in five of {digits(top['lower80'], 1)} to {digits(top['upper80'], 1)} times)."
    )
    st.caption(
        f"{MODELLED} Adverts are postings, not vacancies, and nobody counts which work "
        "people look for: those who seek work are taken to be of the occupations of residents."
    )
    rows = with_pressure.select(
        label="occupation_name",
        point="times",
        lower80="lower80",
        upper80="upper80",
        kind=pl.when(pl.col("lower80") > 1)
        .then(pl.lit(TIGHTER))
        .when(pl.col("upper80") < 1)
        .then(pl.lit(SLACKER))
        .otherwise(pl.lit(ALIKE)),
    )
    title = "Adverts per person looking, in times that of all work"
    st.altair_chart(charts.intervals(rows, title, MARKS, title, line=1.0), width="stretch")
    st.subheader("Pressure as a table", anchor=False)
    figures_table(
        with_pressure,
        (
            pl.col("occupation_name").alias("Occupation"),
            pl.col("adverts_count").alias("Adverts a month"),
            pl.col("seekers_persons").round_sig_figs(2).alias("People looking"),
            pl.col("times").round(1).alias("Times all work"),
            pl.col("lower80").round(1).alias("80 % from"),
            pl.col("upper80").round(1).alias("80 % to"),
            pl.col("period").alias("Period"),
            map_summary.status_words().alias("What kind of figure"),
        ),
    )
    indicators.explain_table("skills_pressure", "Why this pressure?")
    downloads.csv(
        table, f"pressure-{downloads.name_places(chosen.councils)}", "Download pressure (CSV)"
    )


def pressure_ratios(table: pl.DataFrame) -> pl.DataFrame:
    """Sub-major groups with a known pressure, as a ratio and not its logarithm, tightest first."""
    fine = table.filter(pl.col("occupation_code").str.len_chars() == SUB_MAJOR)
    return (
        fine.drop_nulls("pressure_ln")
        .with_columns(
            pl.col("pressure_ln").exp().alias("times"), pl.col("lower80", "upper80").exp()
        )
        .sort("times", descending=True, maintain_order=True)
    )


def mismatch(table: pl.DataFrame) -> None:
    """The two indices in words."""
    st.header("Do adverts and people looking match?", anchor=False)
    described = describe_mismatch(table)
    if not described:
        st.write("This cannot be told without adverts by occupation.")
        return
    for sentence in described:
        st.write(sentence)
    indicators.explain_table("mismatch", "Why these shares?", period=str(table["period"][0]))


def describe_mismatch(table: pl.DataFrame) -> list[str]:
    """Dissimilarity, then mismatch at the middle elasticity with what the others give."""
    with_value = table.drop_nulls("value")
    alike = with_value.filter(index_name="dissimilarity")
    lost = with_value.filter(index_name="mismatch").sort("eta")
    described = []
    for row in alike.iter_rows(named=True):
        described.append(
            f"About {_share(row['value'])} of the people looking would have to change occupation "
            f"to match the adverts (four chances in five of {_range(row)}). Statisticians call "
            "this dissimilarity."
        )
    for row in lost.filter(eta=ETA).iter_rows(named=True):
        others = [_share(value) for value in lost.filter(pl.col("eta") != ETA)["value"]]
        described.append(
            f"About {_share(row['value'])} of hires may be lost because the two are in different "
            f"occupations (four chances in five of {_range(row)}"
            + (f"; {' and '.join(others)} with other assumptions" if others else "")
            + "). Statisticians call this the mismatch index."
        )
    return described


def _share(value: float) -> str:
    return f"{about(round(100 * value, 0 if value >= 0.1 else 1))} %"


def _range(row: dict[str, float]) -> str:
    return f"{_share(row['lower80'])} to {_share(row['upper80'])}"
