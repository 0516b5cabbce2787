"""Pressure now by occupation, and how well adverts and jobseekers match."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from presentation import charts, map_summary
from presentation.numbers import about, digits
from presentation.wording import MODELLED, as_sentence, period_in_words
from views.parts import chart_panel, controls, downloads, indicators
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

SUB_MAJOR: Final = 2  # digits of an occupation's code
TIGHTER, ALIKE, SLACKER = (
    "Likely more adverts per jobseeker than average",
    "Too uncertain to say",
    "Likely fewer adverts per jobseeker than average",
)
COUNTED: Final = {"Vacancies": st.column_config.NumberColumn(format="localized")}
MARKS: Final = {
    TIGHTER: (charts.PLUM, "diamond"),
    ALIKE: (charts.GREY, "circle"),
    SLACKER: (charts.TEAL, "square"),
}
ETA: Final = 0.5
# Beside what employers say, where the place has a pressure.
BESIDE_SURVEY: Final = (
    pl.col("pressure_ln").exp().round(1).alias("Adverts, times average"),
    pl.col("shortage_rank").alias("Rank by shortage"),
    pl.col("pressure_rank").alias("Rank by adverts"),
)
PRESSURE: Final = (
    pl.col("occupation_name").alias("Occupation"),
    pl.col("adverts_count").alias("Adverts a month"),
    pl.col("seekers_persons").round_sig_figs(2).alias("Jobseekers"),
    pl.col("times").round(1).alias("Times average"),
    pl.col("lower80").round(1).alias("80% from"),
    pl.col("upper80").round(1).alias("80% to"),
    pl.col("period").alias("Period"),
    map_summary.status_words().alias("What kind of figure"),
)


def show(tables: dict[str, pl.DataFrame], chosen: controls.Chosen) -> None:
    """Pressure by occupation, then how well adverts and jobseekers match."""
    _pressure(tables["skills_pressure"], chosen)
    _employers(tables["shortage_check"], chosen)
    mismatch(tables["mismatch"])


def _pressure(table: pl.DataFrame, chosen: controls.Chosen) -> None:
    """Adverts per jobseeker, by sub-major group, relative to all occupations in the place."""
    with_pressure = pressure_ratios(table)
    if with_pressure.is_empty():
        st.info(
            "We have no data on adverts by occupation, so we cannot show pressure. Add it with "
            "`wardwise supply adverts_by_occupation FILE`."
        )
        return
    top = with_pressure.row(0, named=True)
    seekers = f" {as_sentence(top['note'])}" if top["note"] else ""
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
    title = "Adverts per jobseeker, relative to all occupations (1 = average)"
    chart_panel.show_chart(
        charts.intervals(rows, title, MARKS, title, line=1.0),
        title=f"Most adverts per jobseeker: {top['occupation_name']}, {digits(top['times'], 1)} "
        f"times as many as for all occupations here in {period_in_words(top['period'])}",
        is_heading=True, caption=f"{MODELLED} Adverts are postings, not vacancies.{seekers}",
        name=f"pressure-{chosen.file_part}", about="pressure", figures=with_pressure,
        columns=PRESSURE,
        explain=lambda: indicators.explain_table("skills_pressure", "How do we know? Pressure"),
    )  # fmt: skip


def _employers(table: pl.DataFrame, chosen: controls.Chosen) -> None:
    """What employers report by major group beside the pressure, where a file was supplied."""
    if table.is_empty():
        st.caption(
            "We have no survey of employers to compare this with. Add one with `wardwise supply "
            "skill_shortages FILE`."
        )
        return
    st.subheader("What employers say", anchor=False)
    st.write(plain(as_sentence(table["note"][0])))
    figures_table(
        table.sort("shortage_pct", "occupation_code", descending=[True, False], nulls_last=True),
        (
            pl.col("occupation_name").alias("Occupation"),
            pl.col("shortage_pct").round(0).alias("Vacancies with a skill shortage (%)"),
            pl.col("survey_vacancies_count").round(0).alias("Vacancies"),
            *(BESIDE_SURVEY if table["pressure_ln"].count() else ()),
            pl.col("period").alias("Survey"),
            map_summary.status_words().alias("What kind of figure"),
        ),
        column_config=COUNTED,
    )
    indicators.explain_table("shortage_check", "How do we know? Employers")
    downloads.csv(table, f"shortages-{chosen.file_part}", "Download shortages (CSV)")


def pressure_ratios(table: pl.DataFrame) -> pl.DataFrame:
    """Sub-major groups with a pressure, as a ratio and not its logarithm, tightest first."""
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
    st.subheader("Do adverts and jobseekers match?", anchor=False)
    described = describe_mismatch(table)
    if not described:
        st.write("We cannot say without data on adverts by occupation.")
        return
    for sentence in described:
        st.write(sentence)
    indicators.explain_table("mismatch", "How do we know? Match", period=str(table["period"][0]))


def describe_mismatch(table: pl.DataFrame) -> list[str]:
    """Dissimilarity, then mismatch at the middle elasticity with what the others give."""
    with_value = table.drop_nulls("value")
    alike = with_value.filter(index_name="dissimilarity")
    lost = with_value.filter(index_name="mismatch").sort("eta")
    described = []
    for row in alike.iter_rows(named=True):
        described.append(
            f"About {_share(row['value'])} of jobseekers would have to change occupation to match "
            f"the adverts (80% interval {_range(row)}). Statisticians call this dissimilarity."
        )
    for row in lost.filter(eta=ETA).iter_rows(named=True):
        others = [_share(value) for value in lost.filter(pl.col("eta") != ETA)["value"]]
        described.append(
            f"About {_share(row['value'])} of hires may be lost because adverts and jobseekers are "
            f"in different occupations (80% interval {_range(row)}"
            + (f"; {' and '.join(others)} with other assumptions" if others else "")
            + "). Statisticians call this the mismatch index."
        )
    return described


def _share(value: float) -> str:
    return f"{about(round(100 * value, 0 if value >= 0.1 else 1))}%"


def _range(row: dict[str, float]) -> str:
    return f"{_share(row['lower80'])} to {_share(row['upper80'])}"
